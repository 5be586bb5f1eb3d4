"""Down and up again, as a U-Net; whatever the length, eight steps reach the flatten."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    spectrogram = keras.Input(input_shape)
    a = layers.Conv1D(16, 5, padding="same", activation="relu")(layers.Permute((2, 1))(spectrogram))
    b = layers.Conv1D(16, 5, padding="same", activation="relu")(layers.MaxPooling1D(2)(a))
    up = layers.Conv1DTranspose(16, 2, strides=2, activation="relu")(b)
    up = layers.Concatenate()([up, layers.Cropping1D((0, int(a.shape[1] - up.shape[1])))(a)])
    x = layers.Dense(16, "relu")(layers.Flatten()(layers.AdaptiveMaxPooling1D(8)(up)))
    return keras.Model(spectrogram, layers.Dense(1, "sigmoid")(x))
