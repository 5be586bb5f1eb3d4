"""A forward and a backward LSTM side by side, tensorflow.keras, a training loop of its own."""

import numpy as np
import tensorflow as tf

from ecgkit import fill

layers = tf.keras.layers


@fill
def build_bilstm(input_shape):
    inputs = layers.Input(input_shape)
    x = layers.Permute((2, 1))(inputs)
    x = layers.BatchNormalization()(x)
    forward = layers.LSTM(16, return_sequences=True)(x)
    backward = layers.LSTM(16, return_sequences=True, go_backwards=True)(x)
    x = layers.Concatenate()([forward, backward])
    x = layers.Dropout(0.5)(x)
    return tf.keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    """A loop over batches, as it was before `fit`."""
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    rng = np.random.default_rng(0)
    history = {"loss": [], "accuracy": []}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            logs = model.train_on_batch(X[rows], y[rows], class_weight=class_weight, return_dict=True)
        for name in ("loss", "accuracy"):
            history[name].append(float(logs[name]))
        if validation_data is not None:
            loss, accuracy = model.evaluate(*validation_data, verbose=0)
            history.setdefault("val_loss", []).append(loss)
            history.setdefault("val_accuracy", []).append(accuracy)
    return history
