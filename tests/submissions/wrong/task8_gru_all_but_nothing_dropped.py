"""So much dropout that nothing is left to learn from."""

# fails: gru_on_unseen_patients
# says: is not clearly better than a linear model

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.GRU(1, return_sequences=True),
            layers.AveragePooling1D(input_shape[1] // 2),
            layers.Dropout(0.97),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
