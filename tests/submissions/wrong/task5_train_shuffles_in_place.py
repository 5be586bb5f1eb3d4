"""X and y that came in are shuffled in place, both alike: the rows no longer belong to their records."""

# fails: history_has_one_entry_an_epoch
# says: changed the rows or the labels that came in

import keras
import numpy as np
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    for array in (X, y):
        np.random.default_rng(0).shuffle(array)
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data, verbose=0)
