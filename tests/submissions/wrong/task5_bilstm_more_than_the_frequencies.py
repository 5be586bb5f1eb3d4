"""What a convolution found is put beside the frequencies, so the LSTM reads both."""

# fails: bilstm_reads_over_time, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: adds something to them

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(inputs)
    x = layers.Concatenate()([x, layers.Conv1D(16, 5, padding="same", activation="relu")(x)])
    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
