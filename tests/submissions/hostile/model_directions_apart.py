"""Describes a network whose layer gives two tensors, where each other layer reads one."""

import keras

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    from autograder.worker import descriptions

    lstm = {"class": "LSTM", "config": {"units": 4, "return_sequences": True}}
    descriptions.describe = lambda model: [
        {"class": "InputLayer", "config": {}, "inputs": [], "shape": list(input_shape)},
        {"class": "Bidirectional", "config": {"layer": lstm, "merge_mode": None}, "inputs": [0]},
        {"class": "Flatten", "config": {}, "inputs": [1]},
    ]
    return keras.Sequential([keras.Input(input_shape), keras.layers.Flatten(), keras.layers.Dense(1)])
