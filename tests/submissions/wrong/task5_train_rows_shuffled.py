"""The rows are shuffled, their labels are not."""

# fails: train_learns_a_tiny_set
# says: each with its own label

import numpy as np

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    rows = np.random.default_rng(0).permutation(len(X))
    return model.fit(
        X[rows],
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
    )
