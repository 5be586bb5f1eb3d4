"""The accuracy of the history is weighted by the class weights."""

# fails: loss_is_binary_cross_entropy
# says: Where class weights come in, too: the accuracy in the history

import keras
import numpy as np
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):

    model.compile("adam", "binary_crossentropy", weighted_metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data, verbose=0)
