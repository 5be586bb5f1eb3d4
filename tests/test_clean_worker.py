"""The worker that rebuilds and trains models: what it does only once, and what of a submission it does not take."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from autograder import clean_worker, received_models, worker_process
from autograder.failures import CheckFailed
from autograder.limits import LIMITS
from autograder.worker import frames

LAYERS = [{"class": "Dense", "config": {"units": 1}}]
X, Y = np.zeros((4, 2), np.float32), np.zeros((4, 1), np.int64)
RECIPE = {"epochs": 1, "seed": 1}


@pytest.mark.parametrize("name", ["LEAK_23_28", "LEAK (23, 28)"])
def test_a_hidden_check_repeats_no_name_that_a_model_holds(name):
    described = [{"class": name, "config": {}, "inputs": []}], [{"refused": f"The layer {name} is used twice."}]
    for layers in described:
        with pytest.raises(CheckFailed, match=r"cannot be graded|used twice") as caught:
            clean_worker.inspect([*layers, *LAYERS], (33, 46))
        assert "LEAK" in caught.value.message(visible=True)
        assert "LEAK" not in caught.value.message(visible=False)
        assert "keras.layers" in caught.value.message(visible=False)


@pytest.fixture
def trainings(monkeypatch):
    """The requests to train; the worker itself is tested with real models elsewhere."""
    asked = []

    def answer(request, **arguments):
        asked.append(arguments)
        return {"y_prob": np.full((len(X), 1), len(asked) / 10), "stopped": arguments["recipe"]["epochs"] > 5}

    monkeypatch.setattr(clean_worker, "_ask", answer)
    monkeypatch.setattr(clean_worker, "_learned", {})
    return asked


def test_the_same_training_is_done_once(trainings):
    first, again = (clean_worker.learn(LAYERS, X, Y, X, RECIPE)[0] for _ in range(2))
    assert np.array_equal(first, again)
    assert len(trainings) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"layers": [{"class": "Dense", "config": {"units": 2}}]},
        {"X": X + 1},
        {"X": X.astype(np.float64)},
        {"X": X.reshape(4, 2, 1)},
        {"y": Y + 1},
        {"X_test": X + 1},
        {"recipe": {"epochs": 1, "seed": 2}},
    ],
)
def test_whatever_differs_is_trained_anew(trainings, other):
    arguments = {"layers": LAYERS, "X": X, "y": Y, "X_test": X, "recipe": RECIPE}
    clean_worker.learn(**arguments)
    clean_worker.learn(**{**arguments, **other})
    assert len(trainings) == 2


def deep(count):
    """A network of so many small convolutions, as `worker.descriptions` describes it."""
    plain = {"dilation_rate": [1], "groups": 1, "kernel_size": [3], "padding": "same", "strides": [1], "use_bias": True}
    convolution = {"activation": "relu", "filters": 1, **plain}
    first = {"class": "InputLayer", "config": {}, "inputs": [], "shape": [8, 1]}
    return [first, *({"class": "Conv1D", "config": convolution, "inputs": [place]} for place in range(count))]


def test_a_deep_network_is_looked_at_though_what_is_said_of_it_is_long():
    pytest.importorskip("keras")
    summaries = clean_worker.inspect(deep(190), (8, 1))
    assert len(summaries) == 191
    with pytest.raises(frames.FrameError, match="description of"):
        frames.send(socket.socket(), summaries)


def test_too_many_arrays_of_weights_are_the_submissions_fault():
    pytest.importorskip("keras")
    with pytest.raises(CheckFailed, match="make it smaller"):
        clean_worker.predict(deep(1), [[np.zeros(1)] * 3000, []], np.zeros((1, 8, 1), np.float32))


@pytest.mark.parametrize("layers", [[{1: 2}], [3], [{"shape": np.zeros(2)}], [{"config": {"units": {None: 1}}}]])
def test_a_description_that_is_not_plain_is_the_submissions_fault(layers):
    with pytest.raises(CheckFailed, match="cannot be read"):
        received_models.plain_layers(layers)


def test_a_training_that_ran_out_of_time_is_tried_again(trainings):
    for _ in range(2):
        assert clean_worker.learn(LAYERS, X, Y, X, {**RECIPE, "epochs": 6})[1]
    assert len(trainings) == 2


def test_a_worker_that_others_used_up_is_replaced(monkeypatch):
    """Its processor time and memory are counted from its start."""
    worker = clean_worker._worker()
    first = _pid_after_a_request(worker)
    assert _pid_after_a_request(worker) == first
    monkeypatch.setattr(worker_process, "LIMITS", replace(LIMITS, cpu_seconds=0))
    assert not worker.has_room()
    assert _pid_after_a_request(worker) != first
    worker.stop()


def _pid_after_a_request(worker):
    with suppress(CheckFailed):
        clean_worker.inspect(LAYERS, (4,))
    return worker._process.pid
