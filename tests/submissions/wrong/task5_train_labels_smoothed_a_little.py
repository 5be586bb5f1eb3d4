"""label_smoothing=0.01."""

# fails: loss_is_binary_cross_entropy
# says: without `label_smoothing`

import keras
import numpy as np
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):

    model.compile("adam", keras.losses.BinaryCrossentropy(label_smoothing=0.01), metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data, verbose=0)
