"""A layer with settings of its own as an activation."""

# fails: cnn_convolves_over_time, cnn_has_a_relu_after_each_convolution, cnn_ends_in_flatten_dense_sigmoid, cnn_at_another_shape, cnn_tells_early_from_late, cnn_on_unseen_patients
# says: LeakyReLU with settings of its own

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    x = layers.Conv1D(16, 5, activation="relu")(x)
    x = layers.Conv1D(16, 5, activation=layers.LeakyReLU(negative_slope=0.01))(x)
    x = layers.Dense(16, activation="relu")(layers.Flatten()(x))
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(x))
