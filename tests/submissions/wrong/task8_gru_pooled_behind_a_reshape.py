"""Times and channels in one axis, pooled to one number."""

# fails: gru_flattens_and_ends_in_a_probability, gru_at_another_shape, gru_on_unseen_patients
# says: forgets when something happened
import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    x = layers.GRU(32, return_sequences=True)(x)
    x = layers.Reshape((input_shape[1] * 32, 1))(x)
    x = layers.MaxPooling1D(input_shape[1] * 32)(x)
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
