"""Models cross the boundary as plain layers: described beside the student's code, rebuilt from an allow-list elsewhere."""

from __future__ import annotations

import contextlib
import json
import os
import random

import numpy as np
import pytest

from autograder.worker import descriptions, learning, models
from autograder.worker.allowed import ALLOWED, ModelRefused

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras")
layers = keras.layers
SHAPE = (5, 7)


def functional(body):
    inputs = keras.Input(SHAPE)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.Flatten()(body(inputs))))


def pair(x):
    x = layers.Permute((2, 1))(x)
    return layers.Concatenate()(
        [layers.LSTM(3, return_sequences=True)(x), layers.LSTM(3, return_sequences=True, go_backwards=True)(x)]
    )


def residual(x):
    y = layers.Conv1D(7, 3, padding="same", activation=keras.activations.relu)(x)
    return layers.Add()([x, layers.BatchNormalization()(y)])


def shared_without_weights(x):
    relu, drop = layers.ReLU(), layers.Dropout(0.3)
    x = drop(relu(layers.Conv1D(4, 3, padding="same")(x)))
    return layers.Add()([x, drop(relu(layers.Conv1D(4, 2, padding="same")(relu(x))))])


BODIES = {
    "one ReLU for all": shared_without_weights,
    "both directions at each step": lambda x: layers.TimeDistributed(layers.Bidirectional(layers.LSTM(2)))(
        layers.Reshape((5, 7, 1))(x)
    ),
    "permute": lambda x: layers.Permute((2, 1))(x),
    "ops.transpose": lambda x: keras.ops.transpose(x, (0, 2, 1)),
    "ops.transpose negative": lambda x: keras.ops.transpose(x, (0, -1, -2)),
    "ops.swapaxes": lambda x: keras.ops.swapaxes(x, -1, -2),
    "ops.moveaxis": lambda x: keras.ops.moveaxis(x, 2, 1),
    "ops.reshape": lambda x: keras.ops.reshape(x, (-1, 7, 5)),
    "ops.relu": lambda x: keras.ops.relu(layers.Conv1D(4, 3)(x)),
    "activations.relu": lambda x: keras.activations.relu(layers.Conv1D(4, 3)(x)),
    "ops.add": lambda x: x + layers.Dense(7)(x),
    "bidirectional": lambda x: layers.Bidirectional(layers.LSTM(4, return_sequences=True), merge_mode="ave")(x),
    "pair by hand": pair,
    "residual": residual,
    "nested": lambda x: keras.Sequential([keras.Input(SHAPE), layers.Conv1D(3, 2), layers.ReLU()])(x),
    "time distributed": lambda x: layers.TimeDistributed(layers.Dense(3, activation="gelu"))(x),
    "separable": lambda x: layers.SeparableConv1D(6, (3,), strides=2, depth_multiplier=2)(x),
    "states not used": lambda x: layers.LSTM(4, return_sequences=True, return_state=True)(x)[0],
    "backward layer": lambda x: layers.Bidirectional(
        layers.LSTM(4, return_sequences=True),
        backward_layer=layers.LSTM(4, return_sequences=True, go_backwards=True),
    )(x),
    "arithmetic": lambda x: 1 - 2 * layers.Dense(7)(x) / 4 - (-x),
    "products": lambda x: (x * x + x**2 - keras.ops.square(x)) * keras.ops.maximum(x, 0.5 * x),
    "smallest": lambda x: keras.ops.minimum(x, layers.Dense(7)(x)),
    "cut": lambda x: keras.ops.clip(keras.ops.maximum(x, 0), 0, 2),
    "gate": lambda x: keras.ops.max(x, axis=1, keepdims=True) * x + keras.ops.mean(x, axis=-2, keepdims=True),
    "axes of one": lambda x: keras.ops.squeeze(keras.ops.expand_dims(x, -1), axis=3),
    "activations": lambda x: keras.ops.softmax(keras.ops.leaky_relu(keras.activations.gelu(x)), axis=1),
    "layer as activation": lambda x: layers.Conv1D(4, 3, activation=layers.ReLU(max_value=6))(x),
    "each step by itself": lambda x: layers.TimeDistributed(layers.ReLU())(x),
    "mask": lambda x: layers.LSTM(3, return_sequences=True)(layers.Masking(0.5)(x)),
    "cell": lambda x: layers.Bidirectional(layers.RNN(layers.GRUCell(3), return_sequences=True))(x),
    "regularized": lambda x: layers.ActivityRegularization(0.1)(layers.SpectralNormalization(layers.Conv1D(4, 3))(x)),
    "repeated": lambda x: layers.UpSampling1D(3)(x),
    "gru": lambda x: layers.GRU(4, return_sequences=True, reset_after=False)(x),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_rebuilt_model_computes_the_same(body):
    model = functional(body)
    described = json.loads(json.dumps(descriptions.describe(model)))
    rebuilt = models.rebuild(described, SHAPE)
    models.load_weights(rebuilt, descriptions.weights(model))
    X = np.random.default_rng(0).normal(size=(3, *SHAPE)).astype(np.float32)
    np.testing.assert_allclose(rebuilt.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-5)


def test_summary_says_what_feeds_what():
    summaries = models.summarize(models.rebuild(descriptions.describe(functional(pair)), SHAPE))
    assert [summary["class"] for summary in summaries] == [
        "InputLayer",
        "Permute",
        "LSTM",
        "LSTM",
        "Concatenate",
        "Flatten",
        "Dense",
    ]
    assert summaries[4]["inputs"] == [2, 3]
    assert summaries[2]["input_shape"] == [7, 5]
    assert sorted(summary["config"]["go_backwards"] for summary in summaries[2:4]) == [False, True]


def own_activation(x):
    return x * 2


def custom_layer():
    class Swap(layers.Layer):
        def call(self, x):
            return keras.ops.transpose(x, (0, 2, 1))

    return functional(Swap())


def lstm(**options):
    return layers.LSTM(3, return_sequences=True, **options)


def one_direction_of_two():
    return functional(lambda x: layers.Bidirectional(lstm(), merge_mode=None)(x)[0])


def two_kinds_of_directions():
    backward = layers.GRU(3, return_sequences=True, go_backwards=True)
    return functional(layers.Bidirectional(lstm(), backward_layer=backward))


def two_outputs():
    inputs = keras.Input(SHAPE)
    x = layers.Flatten()(inputs)
    return keras.Model(inputs, [layers.Dense(1)(x), layers.Dense(1)(x)])


def shared_layer():
    dense = layers.Dense(7)
    return functional(lambda x: dense(dense(x)))


def shared_model():
    inner = keras.Sequential([layers.ReLU(), layers.Dropout(0.3)])
    return functional(lambda x: inner(inner(x)))


REFUSED = {
    "Lambda": (lambda: functional(layers.Lambda(lambda x: x * 2)), "Lambda layer cannot be graded"),
    "own class": (custom_layer, "layer Swap cannot be graded"),
    "used twice": (shared_layer, "used twice"),
    "a model used twice": (shared_model, "used twice"),
    "not merged": (one_direction_of_two, "merge_mode=None"),
    "two kinds": (two_kinds_of_directions, "LSTM and GRU"),
    "last state": (lambda: functional(lambda x: lstm(return_state=True)(x)[1]), "such as its last state"),
    "last state at the end": (
        lambda: keras.Model(inputs := keras.Input(SHAPE), layers.LSTM(1, return_state=True)(inputs)[1]),
        "such as its last state",
    ),
    "two outputs": (two_outputs, "one output. Yours has 2"),
    "channels first": (
        lambda: functional(layers.Conv1D(4, 3, data_format="channels_first")),
        "cannot train on a CPU",
    ),
    "no input": (lambda: keras.Sequential([layers.Dense(1)]), "keras.Input"),
    "own activation": (lambda: functional(layers.Dense(3, activation=own_activation)), "given by its name"),
    "flip": (lambda: functional(lambda x: keras.ops.flip(x, axis=1)), "operation Flip of `keras.ops`"),
    "quotient of tensors": (lambda: functional(lambda x: x / (1 + x * x)), "operation TrueDivide"),
    "a listed name, not listed": (
        lambda: functional(lambda x: layers.MultiHeadAttention(1, 2)(x, x)),
        "is one of Keras, but not one that the grader can rebuild",
    ),
    "activation with settings": (
        lambda: functional(layers.Dense(3, activation=layers.LeakyReLU(0.01))),
        "put it after that layer",
    ),
    "stacked cells": (
        lambda: functional(layers.RNN([layers.LSTMCell(3), layers.LSTMCell(3)], return_sequences=True)),
        "RNN with this cell",
    ),
    "states from outside": (
        lambda: functional(lambda x: lstm()(x, initial_state=[layers.Dense(3)(layers.Flatten()(x)) for _ in range(2)])),
        "more than its input",
    ),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_rebuilt_is_refused_in_words(make, words):
    with pytest.raises(ModelRefused, match=words):
        models.rebuild(descriptions.describe(make()), SHAPE)


GADGETS = {
    "unknown class": {"class": "Lambda", "config": {"function": "x"}, "inputs": [0]},
    "attribute": {"class": "deserialize", "config": {}, "inputs": [0]},
    "huge": {"class": "Dense", "config": {"units": 10**9}, "inputs": [0]},
    "not a layer yet": {"class": "Dense", "config": {"units": 1}, "inputs": [1]},
    "negative feed": {"class": "Dense", "config": {"units": 1}, "inputs": [-1]},
    "directions apart": {
        "class": "Bidirectional",
        "config": {"layer": {"class": "LSTM", "config": {"units": 2}}, "merge_mode": None},
        "inputs": [0],
    },
    "several outputs": {"class": "Dropout", "config": {"rate": 0.1}, "inputs": [0, 0]},
    "a word for a number": {"class": "Masking", "config": {"mask_value": "same"}, "inputs": [0]},
    "activation": {"class": "Dense", "config": {"units": 1, "activation": {"class_name": "x"}}, "inputs": [0]},
}


@pytest.mark.parametrize("gadget", GADGETS.values(), ids=GADGETS)
def test_forged_layers_are_refused(gadget):
    with pytest.raises(ModelRefused):
        models.rebuild([{"class": "InputLayer", "config": {}, "inputs": []}, gadget], SHAPE)


#: Values of an argument, most of them wrong.
VALUES = [
    None, True, 0, 1, 2, 3, -1, 5000, 2**40, 0.5, -3.2, float("nan"), "same", "relu", "x", [1], [2, 1], [], [[1, 2]], [None, 1], {"a": 1},
]  # fmt: skip
FITTING = {
    "units": 2, "filters": 3, "kernel_size": 3, "activation": "relu", "return_sequences": True, "merge_mode": None, "rate": 0.1,
    "axis": -1, "target_shape": [-1], "n": 2,
}  # fmt: skip


def forged_config(rng, name, depth=0):
    config = {}
    for key in sorted(ALLOWED[name]):
        if key == "layer":
            inner = rng.choice(
                ["Bidirectional", "Dense", "Dropout", "LSTM", "LSTM", "SpectralNormalization", "TimeDistributed"]
            )
            config[key] = {"class": inner, "config": forged_config(rng, inner, depth + 1)} if depth < 3 else None
        elif key in FITTING and rng.random() < 0.8:
            config[key] = FITTING[key]
        elif rng.random() < 0.15:
            config[key] = rng.choice(VALUES)
    return config


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_said_of_a_model_it_is_rebuilt_or_refused(seed):
    rng, rebuilt = random.Random(seed), 0
    for _ in range(20):
        described = [{"class": "InputLayer", "config": {}, "inputs": []}]
        for last in range(rng.randint(1, 3)):
            name = rng.choice([*sorted(ALLOWED), *["Bidirectional", "TimeDistributed"] * 6])
            feeds = [rng.randint(0, last) for _ in range(rng.randint(0, 3))]
            feeds = [last] if rng.random() < 0.8 else feeds
            described.append({"class": name, "config": forged_config(rng, name), "inputs": feeds})
        with contextlib.suppress(ModelRefused):
            models.summarize(models.rebuild(described, SHAPE))
            rebuilt += 1
    assert rebuilt


def test_learning_is_repeatable_and_ends_in_time():
    described = descriptions.describe(functional(BODIES["permute"]))
    rng = np.random.default_rng(1)
    X = rng.normal(size=(64, *SHAPE)).astype(np.float32)
    y = (X[:, 0, :1] > 0).astype(int)
    recipe = {"epochs": 20, "batch_size": 8, "class_weight": [1.0, 2.0], "seed": 3, "seconds": 60}
    first, second = (learning.learn(described, SHAPE, X, y, X, recipe) for _ in range(2))
    np.testing.assert_array_equal(first["y_prob"], second["y_prob"])
    assert not first["stopped"]
    assert learning.learn(described, SHAPE, X, y, X, recipe | {"seconds": 0})["stopped"]
