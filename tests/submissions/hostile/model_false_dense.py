"""Builds a network from a class of its own that is called Conv1D and lies about its config."""

import keras

import numpy as np

from ecgkit import fill


@keras.saving.register_keras_serializable(package="keras")
class Conv1D(keras.layers.Layer):
    __module__ = "keras.layers"

    def get_config(self):
        return {"filters": 8, "kernel_size": 3, "activation": "relu", "__reduce__": "os.system"}

    def call(self, x):
        return x


@fill
def build_cnn(input_shape):

    return keras.Sequential(
        [keras.Input(input_shape), Conv1D(), keras.layers.Flatten(), keras.layers.Dense(1, activation="sigmoid")]
    )
