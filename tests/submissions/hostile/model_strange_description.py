"""Describes its network by things that are no layers."""

import keras

import numpy as np

from ecgkit import fill

count = [0]


@fill
def build_cnn(input_shape):
    from autograder.worker import descriptions

    count[0] += 1
    descriptions.describe = lambda model: [
        [3, None, "x"],
        [{"class": [], "config": 3, "inputs": [0]}] * 3,
        [{"class": "InputLayer", "inputs": []}, {"class": "Bidirectional", "config": {"layer": 3}, "inputs": [0]}],
        [
            {"class": "InputLayer", "inputs": []},
            {"class": "Dense", "config": {"units": -1, "activation": {"class_name": "function"}}, "inputs": [0]},
        ],
        [{"class": "InputLayer", "inputs": []}, {"class": "Add", "config": {}, "inputs": []}],
        [{"class": "__class__", "config": {}, "inputs": []}] * 2,
    ][count[0] % 6]
    return keras.Sequential([keras.Input(input_shape), keras.layers.Flatten(), keras.layers.Dense(1)])
