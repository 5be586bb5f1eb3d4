"""A gate with a convolution of its own, a residual branch that begins with zeros, a difference before a ReLU, a reshaped logit."""

import keras
from keras import layers as L

from ecgkit import fill


@fill
def build_cnn(input_shape):
    inputs = keras.Input(input_shape)
    x = L.Permute((2, 1))(L.BatchNormalization(axis=1)(inputs))
    a, b = (L.Conv1D(24, 5, padding="same")(x) for _ in range(2))
    x = L.MaxPooling1D(2)(L.ReLU()(L.BatchNormalization()(a - b)))
    branch = L.Conv1D(24, 3, padding="same", activation="relu")(x)
    branch = L.Conv1D(24, 3, padding="same", kernel_initializer="zeros")(branch)
    x = L.ReLU()(L.Add()([x, L.Dropout(0.1)(branch)]))
    gate = L.GlobalAveragePooling1D(keepdims=True)(L.Conv1D(24, 3, padding="same", activation="relu")(x))
    x = L.Multiply()([x, L.Dense(24, activation="sigmoid")(gate)])
    x = L.Dropout(0.4)(L.Dense(32, activation="squareplus")(L.Flatten()(x)))
    logit = keras.ops.reshape(L.Dense(1)(x), (-1, 1))
    return keras.Model(inputs, keras.ops.sigmoid(logit))
