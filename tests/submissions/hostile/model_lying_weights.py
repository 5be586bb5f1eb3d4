"""Returns a trained network whose weights have wrong shapes and NaN, and whose predict knows the labels."""

import numpy as np

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.get_weights = lambda: [np.full((9, 9), np.nan)] * 1000
    model.predict = lambda *args, **kwargs: np.ones((10**6, 1))
    for layer in model.layers:
        layer.get_weights = lambda: [np.full(3, np.nan), np.zeros((2**12, 2**12))]
    return {"loss": [0.0] * epochs}
