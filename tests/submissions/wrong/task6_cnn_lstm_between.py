"""A recurrence between the convolutions."""

# fails: cnn_convolves_over_time, cnn_at_another_shape, cnn_on_unseen_patients
# says: The network has a recurrent layer
import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(16, 5, activation="relu", padding="same"),
            layers.LSTM(16, return_sequences=True),
            layers.Conv1D(16, 5, activation="relu", padding="same"),
            layers.Flatten(),
            layers.Dense(16, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
