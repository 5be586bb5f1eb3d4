"""Larger batches than 32 are cut."""

# fails: epochs_and_batch_size_are_respected
# says: A batch size of 128 makes as many steps as smaller ones
import numpy as np
import keras
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    # PRE
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=min(batch_size, 32),
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
    )
