"""The rows are standardized in place before they are fitted."""

# fails: history_has_one_entry_an_epoch, train_learns_a_tiny_set, class_weights_change_the_training
# says: The rows are changed before they are fitted (scaled, their mean taken away, noise added, o
import numpy as np
import keras
from keras import layers, ops

from ecgkit import fill, stubs


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    X -= X.mean()
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    h = model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
    )
    pass
    return h
