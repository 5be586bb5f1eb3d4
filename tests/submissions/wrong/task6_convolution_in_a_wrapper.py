"""A convolution without ReLU is wrapped in TimeDistributed."""

# fails: cnn_convolves_over_time, cnn_has_a_relu_after_each_convolution, cnn_at_another_shape, cnn_on_unseen_patients
# says: wrapped in another layer

import keras
from keras import layers as L
from ecgkit import fill

@fill
def build_cnn(input_shape):
    x = inp = keras.Input(input_shape)
    x = L.Permute((2, 1))(x)
    x = L.Conv1D(16, 5, padding='same', activation='relu')(x)
    x = L.Conv1D(16, 3, padding='same', activation='relu')(x)
    x = L.Reshape((1, x.shape[1], x.shape[2]))(x)
    x = L.TimeDistributed(L.Conv1D(8, 3))(x)
    x = L.Reshape((x.shape[2], x.shape[3]))(x)
    x = L.Flatten()(x)
    x = L.Dense(16, activation='relu')(x)
    x = L.Dense(1, activation='sigmoid')(x)
    return keras.Model(inp, x)
