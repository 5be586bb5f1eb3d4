"""The outputs of two convolutions are joined along the batch."""

# fails: cnn_convolves_over_time, cnn_has_a_relu_after_each_convolution, cnn_ends_in_flatten_dense_sigmoid, cnn_at_another_shape, cnn_tells_early_from_late, cnn_on_unseen_patients
# says: axis=0, which is the batch
import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    spectrogram = keras.Input(input_shape)
    x = layers.Permute((2, 1))(spectrogram)
    short = layers.Conv1D(8, 3, activation="relu", padding="same")(x)
    long = layers.Conv1D(8, 7, activation="relu", padding="same")(x)
    x = layers.Concatenate(axis=0)([short, long])
    x = layers.Flatten()(layers.Conv1D(8, 3, activation="relu")(x))
    x = layers.Dense(16, activation="relu")(x)
    return keras.Model(spectrogram, layers.Dense(1, activation="sigmoid")(x))
