"""fit takes the batch size before the epochs."""

# fails: history_has_one_entry_an_epoch, epochs_and_batch_size_are_respected, loss_is_binary_cross_entropy
# says: Are `epochs` and `batch_size` exchanged

import keras
import numpy as np
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):

    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs, batch_size, class_weight=class_weight, validation_data=validation_data, verbose=0)
