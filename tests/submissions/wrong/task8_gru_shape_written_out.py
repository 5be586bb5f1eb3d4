"""The shape is written out: 33 and 46."""

# fails: gru_at_another_shape
# says: does not take the `input_shape`

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input((33, 46)),
            layers.Permute((2, 1)),
            layers.GRU(16, return_sequences=True),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
