"""The weights of the best epoch are put back, after all epochs."""

import keras

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    best = keras.callbacks.EarlyStopping(patience=epochs, restore_best_weights=True)
    model.compile(keras.optimizers.Adam(5e-4), "binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        callbacks=[best] if validation_data is not None else [],
        verbose=0,
    )
