"""A subclass of keras.Model over a functional graph; a training loop of its own with GradientTape."""

import keras
import numpy as np
import tensorflow as tf

from ecgkit import fill

L = keras.layers


class Reader(keras.Model):
    def __init__(self, input_shape):
        spectrogram = keras.Input(input_shape)
        steps = keras.ops.transpose(spectrogram, axes=[0, 2, 1])
        steps = L.Normalization(axis=-1, mean=0.0, variance=1.0)(steps)
        both = L.Bidirectional(L.LSTM(24, return_sequences=True, recurrent_dropout=0.1), merge_mode="ave")(steps)
        flat = keras.ops.reshape(both, (-1, both.shape[1] * both.shape[2]))
        p = keras.activations.sigmoid(L.Dense(1)(L.Dropout(0.4)(flat)))
        super().__init__(inputs=spectrogram, outputs=p)


@fill
def build_bilstm(input_shape):
    return Reader(input_shape)


def batches(rows, size, rng):
    order = rng.permutation(rows)
    for start in range(0, rows, size):
        yield order[start : start + size]


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    optimizer = keras.optimizers.Adam(1e-3)
    optimizer.build(model.trainable_variables)
    rng = np.random.default_rng(3)
    weights = np.vectorize((class_weight or {0: 1.0, 1: 1.0}).get)(np.ravel(y)).astype("float32")
    history = keras.callbacks.History()
    history.history = {}

    def losses(inputs, labels, training):
        return keras.losses.binary_crossentropy(labels, model(inputs, training=training))

    def note(prefix, inputs, labels):
        p = np.asarray(model(inputs, training=False))
        loss = float(tf.reduce_mean(losses(inputs, labels, False)))
        for name, value in (("loss", loss), ("accuracy", float(np.mean((p >= 0.5) == labels)))):
            history.history.setdefault(prefix + name, []).append(value)

    y = np.reshape(y, (-1, 1)).astype("float32")
    for _ in range(epochs):
        for rows in batches(len(X), batch_size, rng):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(losses(X[rows], y[rows], True) * weights[rows])
            optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
        note("", X, y)
        if validation_data is not None:
            note("val_", *validation_data)
    return history
