"""One of the two poolings stands before the axes are swapped: it halves the frequencies, not the times."""

# fails: alexnet_pools_over_time, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: Only one layer makes the times fewer

import keras
from keras import layers as L

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    inputs = keras.Input(input_shape)
    x = L.Permute((2, 1))(L.MaxPooling1D(2)(inputs))
    x = L.MaxPooling1D(2)(L.Conv1D(24, 7, padding="same", activation="relu")(x))
    x = L.Conv1D(32, 5, padding="same", activation="relu")(x)
    x = L.Conv1D(32, 3, padding="same", activation="relu")(x)
    x = L.Dense(64, activation="relu")(L.Flatten()(x))
    x = L.Dense(32, activation="relu")(L.Dropout(0.5)(x))
    return keras.Model(inputs, L.Dense(1, activation="sigmoid")(x))
