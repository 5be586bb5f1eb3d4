"""The class weights are handed on as weights of the rows, too."""

# fails: class_weights_change_the_training
# says: do not balance the two classes

import numpy as np

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    options = {"epochs": epochs, "batch_size": batch_size, "validation_data": validation_data, "verbose": 0}
    if class_weight is None:
        return model.fit(X, y, **options)
    weights = np.array([class_weight[int(label)] for label in np.ravel(y)])
    return model.fit(X, y, sample_weight=weights**2, **options)
