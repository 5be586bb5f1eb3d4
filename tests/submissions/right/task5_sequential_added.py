"""Layers added one by one, sum of both directions, sample weights in place of class weights."""

import warnings

import keras
import numpy as np
import tensorflow as tf

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    frequencies, times = input_shape
    model = keras.models.Sequential()
    model.add(keras.layers.InputLayer(shape=(frequencies, times)))
    model.add(keras.layers.Permute(dims=(2, 1), input_shape=(frequencies, times)))
    model.add(keras.layers.GaussianNoise(0.1))
    model.add(keras.layers.Bidirectional(keras.layers.LSTM(32, return_sequences=True, dropout=0.2), merge_mode="sum"))
    model.add(keras.layers.Dropout(0.4))
    model.add(keras.layers.Reshape((-1,)))
    model.add(keras.layers.Dense(8, activation="tanh"))
    model.add(keras.layers.Dense(1, activation=keras.activations.sigmoid))
    return model


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    warnings.warn("this may take a while", stacklevel=2)
    weights = None if class_weight is None else np.array([class_weight[int(label)] for label in y[:, 0]])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    data = tf.data.Dataset.from_tensor_slices((X, y) if weights is None else (X, y, weights))
    return model.fit(data.shuffle(1000).batch(batch_size), epochs=epochs, validation_data=validation_data, verbose=2)
