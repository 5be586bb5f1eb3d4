"""A network that comes compiled keeps its loss and its optimizer."""

# fails: loss_is_binary_cross_entropy
# says: keeps its own loss

import keras
from ecgkit import fill

@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    if not model.compiled:
        model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data, verbose=0)
