"""The channels of the backward direction are cropped away."""

# fails: bilstm_flattens_and_ends_in_a_probability, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: throws away a part

import keras
from keras import layers as L
from ecgkit import fill

@fill
def build_bilstm(input_shape):
    x = inp = keras.Input(input_shape)
    x = L.Permute((2, 1))(x)
    x = L.Bidirectional(L.LSTM(8, return_sequences=True))(x)
    x = L.Permute((2, 1))(x)
    x = L.Cropping1D((0, 8))(x)
    x = L.Permute((2, 1))(x)
    x = L.Flatten()(x)
    x = L.Dense(1, activation='sigmoid')(x)
    return keras.Model(inp, x)
