"""A regularizer a thousand times as strong as usual: no weight gets away from zero."""

# fails: cnn_on_unseen_patients
# says: holds it at zero

import keras
from keras import layers, regularizers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    strong = regularizers.l2(10.0)
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(32, 5, padding="same", activation="relu", kernel_regularizer=strong),
            layers.MaxPooling1D(2),
            layers.Conv1D(32, 3, padding="same", activation="relu", kernel_regularizer=strong),
            layers.MaxPooling1D(2),
            layers.Flatten(),
            layers.Dense(32, activation="relu", kernel_regularizer=strong),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
