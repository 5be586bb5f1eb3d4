"""Rows that do not fill a batch are left out."""

# fails: validation_rows_are_never_trained_on
# says: do not fill a whole batch

import keras
import numpy as np
from ecgkit import fill

@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data, steps_per_epoch=max(len(X) // batch_size, 1), verbose=0)
