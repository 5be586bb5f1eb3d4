"""The layers of a network in order, however it was put together."""

from __future__ import annotations

import numpy as np
import pytest

from ecgkit.calls import calls_of
from ecgkit.training import quiet_tensorflow

quiet_tensorflow()
keras = pytest.importorskip("keras")
layers = keras.layers


def grown():
    model = keras.Sequential(name="grown")
    for layer in (keras.Input((8, 3)), layers.Conv1D(4, 3), layers.Flatten(), layers.Dense(1)):
        model.add(layer)
    return model, ["Conv1D", "Flatten", "Dense"]


def branched():
    inputs = keras.Input((8, 3))
    sides = [layers.Flatten()(layers.Conv1D(2, size)(inputs)) for size in (3, 5)]
    return keras.Model(inputs, layers.Dense(1)(layers.Concatenate()(sides))), [
        *["Conv1D"] * 2,
        *["Flatten"] * 2,
        "Concatenate",
        "Dense",
    ]


def named_arguments():
    inputs = keras.Input((8, 3))
    steps = layers.GRU(4, return_sequences=True)(sequences=inputs, mask=layers.Masking().compute_mask(inputs))
    return keras.Model(inputs, layers.Dense(1)(inputs=layers.Flatten()(steps))), [
        "NotEqual",
        "Any",
        "GRU",
        "Flatten",
        "Dense",
    ]


def one_relu_twice():
    inputs, relu = keras.Input((8, 3)), layers.ReLU()
    steps = relu(layers.Conv1D(4, 3)(relu(layers.Conv1D(4, 3)(inputs))))
    return keras.Model(inputs, layers.Dense(1)(layers.Flatten()(steps))), [*["Conv1D", "ReLU"] * 2, "Flatten", "Dense"]


def nested():
    """A functional model and a Sequential one inside another, with an operation that is no layer behind them."""
    outer, inner = keras.Input((8, 3)), keras.Input((8, 3))
    features = keras.Model(inner, layers.ReLU()(layers.Conv1D(4, 3)(inner)))
    judged = keras.Sequential([layers.Flatten(), layers.Dense(1)])
    return keras.Model(outer, keras.ops.sigmoid(judged(features(outer)))), [
        "Conv1D",
        "ReLU",
        "Flatten",
        "Dense",
        "Sigmoid",
    ]


@pytest.mark.parametrize("made", [grown, branched, named_arguments, one_relu_twice, nested])
def test_every_step_is_there_once_and_leads_from_the_input_to_the_output(made):
    model, expected = made()
    inputs, calls = calls_of(model)
    assert [type(call.layer).__name__ for call in calls] == expected
    X = np.random.default_rng(0).normal(size=(3, 8, 3)).astype(np.float32)
    np.testing.assert_allclose(keras.Model(inputs, calls[-1].result)(X), model(X), rtol=1e-6)


def test_a_compiled_network_stays_as_it_is():
    model, _ = nested()
    model.compile("adam", "binary_crossentropy")
    optimizer, weights, names = model.optimizer, model.get_weights(), [layer.name for layer in model.layers]
    calls_of(model)
    assert model.optimizer is optimizer
    assert [layer.name for layer in model.layers] == names
    for before, after in zip(weights, model.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)
