"""A scalar loss times weights of mean 1, as in the first version of this course: no effect."""

# fails: class_weights_change_the_training
# says: no effect

import keras
import numpy as np

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    weights = np.ones(len(X))
    if class_weight:
        weights = np.array([class_weight[int(label)] for label in np.ravel(y)])
    scale = float(weights.mean())

    def loss(y_true, y_pred):
        return scale * keras.ops.mean(keras.losses.binary_crossentropy(y_true, y_pred))

    model.compile("adam", loss, metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, validation_data=validation_data, verbose=0)
