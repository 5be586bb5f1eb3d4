"""The area under the curve bears the name of the accuracy."""

# fails: loss_is_binary_cross_entropy
# says: The accuracy in the history is another metric, or counts from another probability than 0.5
import numpy as np
import keras
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    # PRE
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC(name="accuracy")])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
    )
