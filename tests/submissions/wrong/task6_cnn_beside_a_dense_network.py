"""The convolutions stand beside a path of dense layers that needs none of them."""

# fails: cnn_convolves_over_time, cnn_at_another_shape, cnn_on_unseen_patients
# says: goes around the convolutions
import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    for _ in range(2):
        x = layers.MaxPooling1D(2)(layers.Conv1D(16, 5, padding="same", activation="relu")(x))
    x = layers.Concatenate()([layers.Flatten()(x), layers.Flatten()(spectrogram)])
    x = layers.Dropout(0.3)(layers.Dense(32, activation="relu")(x))
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(x))
