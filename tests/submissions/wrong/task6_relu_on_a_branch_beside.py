"""A convolution follows another at once; the ReLU stands on a branch beside."""

# fails: cnn_has_a_relu_after_each_convolution, cnn_at_another_shape, cnn_on_unseen_patients
# says: no ReLU after it

import keras
from keras import layers as L
from ecgkit import fill

@fill
def build_cnn(input_shape):
    x = inp = keras.Input(input_shape)
    x = L.Permute((2, 1))(x)
    x = L.Conv1D(16, 5, padding='same')(x)
    r = L.ReLU()(x)
    r = L.GlobalMaxPooling1D()(r)
    x = L.Conv1D(16, 3, padding='same', activation='relu')(x)
    x = L.Concatenate()([L.Flatten()(x), r])
    x = L.Dense(16, activation='relu')(x)
    x = L.Dense(1, activation='sigmoid')(x)
    return keras.Model(inp, x)
