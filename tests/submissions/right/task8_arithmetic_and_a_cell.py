"""The network with arithmetic on its tensors, and the recurrence as an RNN around a cell."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.BatchNormalization()(layers.Permute((2, 1))(spectrogram))
    x = layers.RNN(layers.GRUCell(32), return_sequences=True)(2 * x - 0.5)
    x = layers.Dropout(0.3)(-x)
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
