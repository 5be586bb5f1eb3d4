"""Squeeze and excitation before the ReLU, and an identity with a penalty."""

import keras

from ecgkit import fill

layers = keras.layers


def gated(x, filters):
    h = layers.Conv1D(filters, 3, padding="same")(x)
    h = layers.ActivityRegularization(l2=1e-6)(h)
    h = layers.BatchNormalization()(h)
    gate = layers.Dense(filters, activation="sigmoid")(layers.GlobalAveragePooling1D(keepdims=True)(h))
    return layers.ReLU()(layers.Multiply()([h, gate]))


@fill
def build_cnn(input_shape):
    inputs = layers.Input(input_shape)
    x = layers.LayerNormalization(axis=2, center=False, scale=False)(inputs)
    x = layers.Permute((2, 1))(x)
    for filters in (32, 32):
        x = layers.Dropout(0.3)(layers.MaxPooling1D(2)(gated(x, filters)))
    x = layers.Dense(32, activation="relu")(layers.Flatten()(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.Dropout(0.3)(x)))
