"""The spectrogram itself is added to what the GRU gives."""

# fails: gru_reads_over_time, gru_at_another_shape, gru_on_unseen_patients
# says: goes around the GRU
import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    spectrogram = keras.Input(input_shape)
    steps = layers.Permute((2, 1))(spectrogram)
    x = layers.Add()([steps, layers.GRU(input_shape[0], return_sequences=True)(steps)])
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
