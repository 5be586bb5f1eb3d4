"""Pooled over all times, with a flatten after it that has nothing to do."""

# fails: gru_flattens_and_ends_in_a_probability, gru_at_another_shape, gru_on_unseen_patients
# says: leaves a single time step
import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    x = layers.GRU(32, return_sequences=True)(x)
    x = layers.AveragePooling1D(input_shape[1])(x)
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
