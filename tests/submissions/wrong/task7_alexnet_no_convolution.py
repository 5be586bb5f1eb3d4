"""Dense layers only."""

# fails: alexnet_convolves_over_time, alexnet_has_a_relu_after_each_convolution, alexnet_pools_over_time, alexnet_ends_in_three_dense_layers, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: no convolution

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Flatten(),
            layers.Dense(48, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(32, activation="relu"),
            layers.Dropout(0.4),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
