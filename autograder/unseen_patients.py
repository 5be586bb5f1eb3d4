"""Learned bars: the architecture of a `build_...`, trained by the grader in the clean worker, must reach a calibrated score."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import architecture, expect
from .grading_data import GradingData
from .oracles_learning import learning_task
from .submission import Submission

BARS = Path(__file__).parent / "bars.json"

#: Seconds after which a network that is too large stops training; it is judged as it is then.
SECONDS = 150

#: How every graded network is trained.
EPOCHS, BATCH_SIZE = 10, 128


@dataclass(frozen=True)
class Score:
    """Accuracy and F1 on patients that a network has never seen."""

    accuracy: float
    f1: float


def reaches_the_bar(submission: Submission, stub_name: str, data: GradingData) -> None:
    """Train the architecture, if it is one that the task asks for, and demand accuracy and F1 of at least the bar."""
    network = architecture.network_of(submission, stub_name, (33, 46))
    for demand in architecture.DEMANDS[stub_name]:
        demand(network)
    task = learning_task(data)
    model = architecture.built(submission, stub_name, task.X_train.shape[1:])
    recipe = recipe_for(task.y_train, seed=int(data.rng("weights to start from").integers(2**31)))
    y_prob, stopped = submission.learn(model, task.X_train, task.y_train, task.X_test, recipe)
    expect.is_true(np.isfinite(y_prob).all(), "Trained, the network gives NaN or infinite probabilities.")
    bar, score = read_bars()["bars"][stub_name], score_of(task.y_test, y_prob)
    late = f" Its training was stopped after {SECONDS} s: make it smaller." if stopped else ""
    got, expected = f"accuracy {score.accuracy:.3f}, F1 {score.f1:.3f}", f"accuracy {bar['accuracy']}, F1 {bar['f1']}"
    called = y_prob >= 0.5
    same = (
        f"{late} Trained, it calls every beat {'abnormal' if called.all() else 'normal'}."
        if called.all() or not called.any()
        else late
    )
    below = [name for name, value in (("accuracy", score.accuracy), ("F1", score.f1)) if value < bar[name.lower()]]
    expect.is_true(
        not below,
        f"On patients it has never seen, the network's {' and '.join(below)} lie below the bar.{same}",
        got=got,
        expected=expected,
    )


def tells_early_from_late(submission: Submission, stub_name: str, data: GradingData) -> None:
    """Train the architecture on bursts that differ in nothing but their time."""
    rng = data.rng("bursts")
    X, y = _bursts(rng, rows=256)
    X_test, y_test = _bursts(rng, rows=128)
    architecture.ends_in_probability(architecture.network_of(submission, stub_name, X.shape[1:]))
    model = architecture.built(submission, stub_name, X.shape[1:])
    recipe = {
        "epochs": 25,
        "batch_size": 32,
        "class_weight": None,
        "seed": int(rng.integers(2**31)),
        "seconds": SECONDS,
    }
    y_prob, _ = submission.learn(model, X, y, X_test, recipe)
    accuracy = float(np.mean((y_prob >= 0.5) == y_test))
    problem = "Trained on bursts that differ only in when they happen, the network cannot tell early from late: it forgets the time."
    expect.is_true(accuracy > 0.9, problem, got=f"accuracy {accuracy:.3f}", expected="more than 0.9")


def recipe_for(y_train: NDArray, seed: int) -> dict:
    """How the grader trains a network; class weights balance the classes."""
    abnormal = float(np.mean(y_train))
    return {
        "epochs": EPOCHS,
        "batch_size": BATCH_SIZE,
        "class_weight": [0.5 / (1 - abnormal), 0.5 / abnormal],
        "seed": seed,
        "seconds": SECONDS,
    }


def score_of(y_true: NDArray, y_prob: NDArray) -> Score:
    """Accuracy and F1 by scikit-learn."""
    from sklearn.metrics import accuracy_score, f1_score

    truth, called = y_true.ravel(), y_prob.ravel() >= 0.5
    return Score(float(accuracy_score(truth, called)), float(f1_score(truth, called, zero_division=0)))


@lru_cache(maxsize=1)
def read_bars() -> dict:
    """The calibrated bars, as `python -m autograder.calibrate` wrote them."""
    return json.loads(BARS.read_text(encoding="utf-8"))


def _bursts(rng: np.random.Generator, rows: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Quiet noise with one burst in each row, early (0) or late (1), away from both ends."""
    X = rng.normal(0, 0.3, (rows, 33, 46)).astype(np.float32)
    y = rng.integers(0, 2, (rows, 1))
    for row, late in enumerate(y[:, 0]):
        start = int(rng.integers(10, 15)) + 18 * int(late)
        X[row, 3:15, start : start + 3] += 2
    return X, y
