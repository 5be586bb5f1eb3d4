"""Two halves side by side, as on Krizhevsky's two graphics cards; the second begins with a longer kernel."""

import keras
from keras import layers

from ecgkit import fill


def half(x, kernels):
    for kernel in kernels:
        x = layers.Conv1D(24, kernel, padding="same", activation="relu")(x)
        x = layers.MaxPooling1D(2)(x)
    return layers.Flatten()(x)


@fill
def build_alexnet(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(inputs)
    x = layers.Concatenate()([half(x, (7, 5, 3)), half(x, (11, 5, 3))])
    for _ in range(2):
        x = layers.Dropout(0.4)(layers.Dense(48, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
