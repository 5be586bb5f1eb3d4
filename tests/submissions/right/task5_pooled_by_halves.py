"""Halves of the times, and a squeeze-and-excitation branch, between the BiLSTM and the flatten."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(x)
    squeezed = layers.Dense(32, activation="sigmoid")(
        layers.Dense(8, activation="relu")(layers.GlobalAveragePooling1D()(x))
    )
    x = layers.Multiply()([x, layers.Reshape((1, 32))(squeezed)])
    x = layers.Dropout(0.3)(layers.MaxPooling1D(2)(x))
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
