"""The two directions stay apart, and one of them is dropped."""

# fails: bilstm_reads_over_time, bilstm_flattens_and_ends_in_a_probability, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: merge_mode=None

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(inputs)
    forward, _ = layers.Bidirectional(layers.LSTM(16, return_sequences=True), merge_mode=None)(x)
    x = layers.Flatten()(forward)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
