"""The roots of the class weights are handed on."""

# fails: class_weights_change_the_training
# says: The class weights do not balance the two classes in the loss
import numpy as np
import keras
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    class_weight = class_weight and {k: float(np.sqrt(z)) for k, z in class_weight.items()}
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
    )
