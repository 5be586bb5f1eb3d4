"""Only a dropout stands between two convolutions; the ReLU of the first is on a branch beside."""

# fails: cnn_has_a_relu_after_each_convolution, cnn_at_another_shape, cnn_on_unseen_patients
# says: no ReLU after it

import keras
from keras import layers as L

from ecgkit import fill


@fill
def build_cnn(input_shape):
    inputs = keras.Input(input_shape)
    x = L.Conv1D(16, 5, padding="same")(L.Permute((2, 1))(inputs))
    beside = L.GlobalMaxPooling1D()(L.ReLU()(x))
    x = L.Conv1D(16, 3, padding="same", activation="relu")(L.Dropout(0.2)(x))
    x = L.Concatenate()([L.Flatten()(x), beside])
    x = L.Dense(32, activation="relu")(x)
    return keras.Model(inputs, L.Dense(1, activation="sigmoid")(x))
