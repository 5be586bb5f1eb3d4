"""2-D convolutions."""

# fails: cnn_convolves_over_time, cnn_has_a_relu_after_each_convolution, cnn_at_another_shape, cnn_on_unseen_patients
# says: Conv2D

import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Reshape((*input_shape, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.Conv2D(8, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
