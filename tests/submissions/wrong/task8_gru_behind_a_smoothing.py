"""A pooling that keeps the number of times smooths what the GRU reads."""

# fails: gru_reads_over_time, gru_at_another_shape, gru_on_unseen_patients
# says: other layers, such as AveragePooling1D, stand before it

import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    inputs = keras.Input(input_shape)
    x = layers.AveragePooling1D(3, strides=1, padding="same")(layers.Permute((2, 1))(inputs))
    x = layers.GRU(32, return_sequences=True)(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
