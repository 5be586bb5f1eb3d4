"""Only the first half of the validation rows is evaluated, to save time."""

# fails: loss_is_binary_cross_entropy
# says: The val_loss in the history is not that of all validation rows

import keras
import numpy as np
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    if validation_data is not None:
        validation_data = tuple(part[: max(1, len(part) // 2)] for part in validation_data)
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data, verbose=0)
