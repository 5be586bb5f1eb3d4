"""The training rows are handed to fit as validation data."""

# fails: loss_is_binary_cross_entropy
# says: The val_loss in the history is not that of all validation rows

import keras
import numpy as np
from ecgkit import fill

@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=(X, y) if validation_data is not None else None, verbose=0)
