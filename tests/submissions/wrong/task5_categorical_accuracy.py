"""The accuracy is that of the largest of several outputs, of which there is one."""

# fails: loss_is_binary_cross_entropy
# says: not the share of the rows that are right

import keras
import numpy as np
from ecgkit import fill

@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data, verbose=0)
