"""A convolution replaces the frequencies before the GRU reads them."""

# fails: gru_reads_over_time, gru_at_another_shape, gru_on_unseen_patients
# says: The GRU does not read the frequencies

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(8, 3, padding="same"),
            layers.GRU(16, return_sequences=True),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
