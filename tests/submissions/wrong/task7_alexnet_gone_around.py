"""The spectrogram itself goes to the dense layers, around all convolutions."""

# fails: alexnet_convolves_over_time, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: goes around the convolutions
import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    for kernel in (7, 5, 3):
        x = layers.MaxPooling1D(2)(layers.Conv1D(24, kernel, padding="same", activation="relu")(x))
    x = layers.Concatenate()([layers.Flatten()(x), layers.Flatten()(spectrogram)])
    for _ in range(2):
        x = layers.Dropout(0.3)(layers.Dense(32, activation="relu")(x))
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(x))
