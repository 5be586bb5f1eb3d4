"""The pooling looks at one step and skips the next: it takes no maximum."""

# fails: alexnet_pools_over_time, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: no max pooling over time

import keras
from keras import layers as L
from ecgkit import fill

@fill
def build_alexnet(input_shape):
    x = inp = keras.Input(input_shape)
    x = L.Permute((2, 1))(x)
    x = L.Conv1D(16, 7, padding='same', activation='relu')(x)
    x = L.MaxPooling1D(1, strides=2)(x)
    x = L.Conv1D(24, 5, padding='same', activation='relu')(x)
    x = L.MaxPooling1D(1, strides=2)(x)
    x = L.Conv1D(32, 3, padding='same', activation='relu')(x)
    x = L.Flatten()(x)
    x = L.Dense(48, activation='relu')(x)
    x = L.Dropout(0.3)(x)
    x = L.Dense(32, activation='relu')(x)
    x = L.Dense(1, activation='sigmoid')(x)
    return keras.Model(inp, x)
