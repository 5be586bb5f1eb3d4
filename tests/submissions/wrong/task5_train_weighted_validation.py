"""The validation rows are weighted by the class weights, too."""

# fails: loss_is_binary_cross_entropy
# says: Where class weights come in, too: the val_loss in the history

import keras
import numpy as np
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    if class_weight and validation_data:
        Xv, yv = validation_data
        validation_data = (Xv, yv, np.where(np.ravel(yv) == 1, class_weight[1], class_weight[0]))
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data, verbose=0)
