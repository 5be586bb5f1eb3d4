"""The last states of both directions in place of the output at every step."""

# fails: bilstm_reads_over_time, bilstm_flattens_and_ends_in_a_probability, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: such as its last state

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(inputs)
    lstm = layers.LSTM(16, return_sequences=True, return_state=True)
    _, forward, _, backward, _ = layers.Bidirectional(lstm)(x)
    x = layers.Flatten()(layers.Concatenate()([forward, backward]))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
