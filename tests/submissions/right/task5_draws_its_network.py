"""The network is drawn into a file, which needs packages that only draw."""

import keras
from keras.utils import plot_model

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    inputs = keras.Input(input_shape)
    x = keras.layers.LayerNormalization(axis=2)(inputs)
    x = keras.layers.Permute((2, 1))(x)
    x = keras.layers.Bidirectional(keras.layers.LSTM(16, return_sequences=True))(x)
    outputs = keras.layers.Dense(1, activation="sigmoid")(keras.layers.Flatten()(x))
    model = keras.Model(inputs, outputs)
    plot_model(model, "bilstm.png", show_shapes=True)
    keras.utils.plot_model(model, to_file="figures/bilstm.png")
    return model
