"""The weights of the best epoch kept in an HDF5 file, whose locks the sandbox refuses."""

from pathlib import Path

import keras

from ecgkit import fill

Path("weights").mkdir(parents=True, exist_ok=True)


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    best = keras.callbacks.ModelCheckpoint(
        "weights/best.weights.h5", monitor="loss", save_weights_only=True, save_best_only=True
    )
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        callbacks=[best],
        verbose=0,
    )
