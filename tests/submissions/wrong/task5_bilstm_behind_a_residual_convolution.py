"""The BiLSTM reads the frequencies and, added to them, what a convolution makes of them."""

# fails: bilstm_reads_over_time, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: other layers, such as Conv1D, stand before it

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(inputs)
    x = layers.Add()([x, layers.Conv1D(x.shape[-1], 5, padding="same", activation="relu")(x)])
    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
