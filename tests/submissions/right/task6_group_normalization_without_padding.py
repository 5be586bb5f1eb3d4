"""Groups of channels normalized together, and convolutions that use up 20 of the 46 times between them."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    model = keras.Sequential([keras.Input(input_shape), layers.LayerNormalization(axis=2), layers.Permute((2, 1))])
    for width in (11, 7, 5):
        model.add(layers.Conv1D(32, width))
        model.add(layers.GroupNormalization(8))
        model.add(layers.ReLU())
        if width > 5:
            model.add(layers.MaxPooling1D())
    model.add(layers.Dropout(0.3))
    model.add(layers.Flatten())
    model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Identity())
    model.add(layers.Dense(1, activation="sigmoid"))
    return model
