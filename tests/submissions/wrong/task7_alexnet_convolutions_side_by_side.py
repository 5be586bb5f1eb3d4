"""Three convolutions side by side are one convolution deep."""

# fails: alexnet_convolves_over_time, alexnet_pools_over_time, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: side by side

import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.Permute((2, 1))(inputs)
    branches = [layers.Conv1D(24, kernel, padding="same", activation="relu")(x) for kernel in (7, 5, 3)]
    x = layers.Concatenate()([layers.Flatten()(layers.MaxPooling1D(2)(branch)) for branch in branches])
    for _ in range(2):
        x = layers.Dropout(0.3)(layers.Dense(64, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
