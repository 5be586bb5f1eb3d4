"""Says that its trained network has so many arrays of weights that a request with them has more than 64 KB."""

import keras
import numpy as np

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    from autograder.worker import descriptions

    descriptions.weights = lambda model: [[np.zeros(1)] * 1356, [], []]
    return {"loss": [0.0] * epochs}
