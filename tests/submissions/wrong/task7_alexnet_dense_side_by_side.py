"""Two dense layers, but both read the flatten: together they are one."""

# fails: alexnet_ends_in_three_dense_layers, alexnet_at_another_shape, alexnet_on_unseen_patients
# says: The dense layers stand side by side
import keras
from keras import layers

from ecgkit import fill


@fill
def build_alexnet(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    for filters, kernel in ((24, 7), (32, 5), (32, 3)):
        x = layers.Conv1D(filters, kernel, padding="same", activation="relu")(x)
        x = layers.MaxPooling1D(2)(x)
    x = layers.Flatten()(x)
    x = layers.Concatenate()([layers.Dense(32, activation="relu")(x), layers.Dense(32, activation="relu")(x)])
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(layers.Dropout(0.3)(x)))
