"""Dense layers alone."""

# fails: gru_reads_over_time, gru_at_another_shape, gru_on_unseen_patients
# says: no recurrent layer

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Dense(16, activation="relu"),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
