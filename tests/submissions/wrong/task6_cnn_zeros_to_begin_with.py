"""Every kernel begins with zeros: behind a ReLU nothing ever changes. The grader trains a network of its own."""

# fails: cnn_on_unseen_patients
# says: begins with weights that are all the same
import keras
from keras import layers

from ecgkit import fill


@fill
def build_cnn(input_shape):
    same = {"activation": "relu", "padding": "same", "kernel_initializer": "zeros"}
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.Conv1D(16, 5, **same),
            layers.MaxPooling1D(2),
            layers.Conv1D(16, 5, **same),
            layers.Flatten(),
            layers.Dense(16, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
