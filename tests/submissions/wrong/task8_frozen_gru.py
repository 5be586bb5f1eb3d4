"""A GRU whose weights stay as they were drawn, as a pretrained layer's would: there is nothing pretrained in it."""

# fails: gru_on_unseen_patients
# says: is frozen (`trainable=False`)
import keras
from keras import layers

from ecgkit import fill


@fill
def build_gru(input_shape):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Permute((2, 1)),
            layers.GRU(32, return_sequences=True, trainable=False),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
