"""Early stopping on the validation accuracy."""

# fails: epochs_and_batch_size_are_respected
# says: Training ends before all `epochs`

import keras

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
        callbacks=[keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=5)],
    )
