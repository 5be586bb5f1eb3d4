"""The model is not returned."""

# fails: bilstm_reads_over_time, bilstm_flattens_and_ends_in_a_probability, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: returns no Keras model

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Bidirectional(layers.LSTM(16, return_sequences=True)),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
