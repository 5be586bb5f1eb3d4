"""A class derived from keras.Sequential; one call of `fit` an epoch; rows of the history put together by hand."""

import keras
import numpy as np
from keras import layers

from ecgkit import fill


class BiLSTM(keras.Sequential):
    """All layers are made in the constructor."""

    def __init__(self, input_shape, units=20):
        super().__init__(name="bilstm")
        self.add(keras.Input(shape=tuple(input_shape), dtype="float32"))
        self.add(layers.Permute((2, 1)))
        self.add(
            layers.Bidirectional(
                layer=layers.LSTM(units, return_sequences=True),
                backward_layer=layers.LSTM(units, return_sequences=True, go_backwards=True),
            )
        )
        self.add(layers.TimeDistributed(layers.Dense(8, activation="relu")))
        self.add(layers.Dropout(0.3))
        self.add(layers.Flatten())
        self.add(layers.Dense(1))
        self.add(layers.Activation(keras.activations.sigmoid))


@fill
def build_bilstm(input_shape):
    return BiLSTM(input_shape)


class PrintEpoch(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print("epoch", epoch, logs)


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(optimizer=keras.optimizers.AdamW(2e-3), loss="binary_crossentropy", metrics=["accuracy"])
    parts = []
    for epoch in range(epochs):
        part = model.fit(
            np.asarray(X),
            np.ravel(y),
            initial_epoch=epoch,
            epochs=epoch + 1,
            batch_size=batch_size,
            class_weight=class_weight,
            validation_data=validation_data,
            callbacks=[PrintEpoch(), keras.callbacks.TerminateOnNaN()],
        )
        parts.append(part.history)
    part.history = {name: [part[name][0] for part in parts] for name in parts[0]}
    return part
