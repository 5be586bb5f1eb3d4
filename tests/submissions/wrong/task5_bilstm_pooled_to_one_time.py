"""Pooled over all times, with a flatten after it that has nothing to do."""

# fails: bilstm_flattens_and_ends_in_a_probability, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: leaves a single time step
import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(x)
    x = layers.MaxPooling1D(input_shape[1])(x)
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
