"""The BiLSTM is silenced; a convolutional network beside it decides."""

# fails: bilstm_reads_over_time, bilstm_flattens_and_ends_in_a_probability, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: goes around the LSTM
import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(x)
    x = layers.Flatten()(layers.Rescaling(0.0)(x))
    y = layers.Conv1D(32, 5, activation="relu")(layers.Permute((2, 1))(spectrogram))
    x = layers.Concatenate()([x, layers.Flatten()(y)])
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(x))
