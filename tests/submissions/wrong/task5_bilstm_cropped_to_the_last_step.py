"""All steps but the last are cut off before the flatten."""

# fails: bilstm_flattens_and_ends_in_a_probability, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: Cropping1D throws away a part
import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(x)
    x = layers.Cropping1D((input_shape[1] - 1, 0))(x)
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))
