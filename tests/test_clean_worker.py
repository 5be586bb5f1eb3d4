"""The worker that rebuilds and trains models: what it does only once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from autograder import clean_worker, worker_process
from autograder.failures import CheckFailed
from autograder.limits import LIMITS

LAYERS = [{"class": "Dense", "config": {"units": 1}}]
X, Y = np.zeros((4, 2), np.float32), np.zeros((4, 1), np.int64)
RECIPE = {"epochs": 1, "seed": 1}


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
