"""The Gaussian dropout between the dense layers has a rate of 1e-6."""

# fails: alexnet_ends_in_three_dense_layers, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: or next to it

import keras
from keras import layers as L
from ecgkit import fill

@fill
def build_alexnet(input_shape):
    x = inp = keras.Input(input_shape)
    x = L.Permute((2, 1))(x)
    x = L.Conv1D(16, 7, padding='same', activation='relu')(x)
    x = L.MaxPooling1D(2)(x)
    x = L.Conv1D(24, 5, padding='same', activation='relu')(x)
    x = L.MaxPooling1D(2)(x)
    x = L.Conv1D(32, 3, padding='same', activation='relu')(x)
    x = L.Flatten()(x)
    x = L.Dense(48, activation='relu')(x)
    x = L.GaussianDropout(1e-6)(x)
    x = L.Dense(32, activation='relu')(x)
    x = L.Dense(1, activation='sigmoid')(x)
    return keras.Model(inp, x)
