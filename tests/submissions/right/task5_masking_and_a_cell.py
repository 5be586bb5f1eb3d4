"""Padding, a mask, and the recurrence as an RNN around a cell."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.LayerNormalization(axis=2, center=False, scale=False)(spectrogram)
    x = layers.ZeroPadding1D((0, 2))(layers.Permute((2, 1))(x))
    x = layers.Masking(mask_value=0.0)(x)
    x = layers.Bidirectional(layers.RNN(layers.LSTMCell(16), return_sequences=True))(x) / 2
    x = layers.TimeDistributed(layers.Dropout(0.3))(x)
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
