"""Layers as activations and around layers, arithmetic on tensors, padding and pooling before the first convolution, a gate."""

import keras
from keras import layers, ops

from ecgkit import fill


@fill
def build_cnn(input_shape):
    spectrogram = keras.Input(input_shape)
    x = ops.swapaxes(spectrogram, 1, 2)
    x = layers.LayerNormalization(axis=1, center=False, scale=False)(x) * 0.5 + 0.1
    x = layers.AveragePooling1D(2, strides=1)(layers.ZeroPadding1D(2)(x))
    x = layers.Conv1D(24, 5, padding="same", activation=layers.ReLU())(x)
    x = layers.MaxPooling1D(2)(x)
    x = layers.SpectralNormalization(layers.Conv1D(24, 3, padding="same"))(x)
    x = layers.TimeDistributed(layers.ReLU())(x)
    x = layers.UpSampling1D(2)(x)
    gate = layers.Dense(24, activation="sigmoid")(ops.mean(x, axis=1, keepdims=True))
    x = ops.maximum(gate * x, 0.0) - 0.01
    x = layers.ActivityRegularization(l2=1e-6)(layers.Dropout(0.3)(x))
    x = layers.Dense(32)(layers.Flatten()(x))
    p = layers.Dense(1, activation="sigmoid")(ops.maximum(x, -x))
    return keras.Model(spectrogram, p)
