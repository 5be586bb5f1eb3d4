"""Axes moved with keras.ops, a separable convolution, relu as a function."""

import keras

from ecgkit import fill


@fill
def build_cnn(input_shape):
    inputs = keras.layers.Input(shape=tuple(input_shape))
    x = keras.ops.moveaxis(inputs, 1, 2)
    x = keras.layers.LayerNormalization()(x)
    x = keras.layers.Conv1D(24, kernel_size=(5,), padding="valid", activation=keras.activations.relu)(x)
    x = keras.layers.MaxPool1D()(x)
    x = keras.layers.Dropout(0.3)(x)
    x = keras.layers.SeparableConv1D(32, 5)(x)
    x = keras.activations.relu(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(32, activation="gelu")(x)
    x = keras.layers.Dropout(0.4)(x)
    return keras.Model(inputs=[inputs], outputs=[keras.layers.Dense(units=1, activation="sigmoid")(x)])
