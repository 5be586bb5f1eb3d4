"""Balanced weights, whatever class weights come in."""

# fails: class_weights_change_the_training
# says: balance the classes all the same

import numpy as np

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    if class_weight:
        share = float(np.mean(y))
        class_weight = {0: 0.5 / (1 - share), 1: 0.5 / share}
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
    )
