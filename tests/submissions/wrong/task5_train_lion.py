"""Lion, whose steps are all of one size, in place of Adam."""

# fails: train_learns_a_tiny_set
# says: not those of Adam

import keras

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(keras.optimizers.Lion(1e-3), "binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
    )
