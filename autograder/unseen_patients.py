"""Learned bars: the architecture of a `build_...`, trained by the grader in the clean worker, must beat a linear model by a calibrated margin."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import architecture, expect
from .demands import meets_demands
from .failures import CheckFailed
from .grading_data import GradingData
from .oracles_learning import LearningTask, learning_task, score_of
from .submission import Submission

BARS = Path(__file__).parent / "bars.json"

#: Seconds after which a network that is too large stops training; it is judged as it is then.
SECONDS = 150

#: How every graded network is trained.
EPOCHS, BATCH_SIZE = 10, 128

#: A network that misses a bar is trained once more, from other first weights: luck must not decide.
ATTEMPTS = 2

#: Accuracy above which a network tells early bursts from late ones.
TELLS_APART = 0.9


def reaches_the_bar(submission: Submission, stub_name: str, data: GradingData) -> None:
    """Train the architecture, if it is one that the task asks for; it must beat a linear model on the same patients."""
    meets_demands(submission, stub_name, (33, 46))
    task = learning_task(data)
    model = architecture.built(submission, stub_name, task.X_train.shape[1:])
    architecture.can_learn(model)
    rng = data.rng("weights to start from")
    for attempt in range(1, ATTEMPTS + 1):
        recipe = recipe_for(task.y_train, seed=int(rng.integers(2**31)))
        y_prob, stopped = submission.learn(model, task.X_train, task.y_train, task.X_test, recipe)
        below = _below(task, y_prob, read_bars()["bars"][stub_name])
        if not below:
            return
        if stopped or attempt == ATTEMPTS:
            _fail(task, y_prob, below, stopped)


def _below(task: LearningTask, y_prob: NDArray, bar: dict[str, float]) -> list[str]:
    """The metrics that are not better than the linear model's by the calibrated margin."""
    expect.is_true(np.isfinite(y_prob).all(), "Trained, the network gives NaN or infinite probabilities.")
    score = score_of(task.y_test, y_prob)
    margins = {"accuracy": score.accuracy - task.linear.accuracy, "F1": score.f1 - task.linear.f1}
    return [name for name, margin in margins.items() if margin < bar[name.lower()]]


def _fail(task: LearningTask, y_prob: NDArray, below: list[str], stopped: bool) -> None:
    called = y_prob >= 0.5
    problem = f"On patients it has never seen, the trained network is not clearly better than a linear model, in {' and '.join(below)}."
    if called.all() or not called.any():
        problem += f" It calls every beat {'abnormal' if called.all() else 'normal'}."
    if stopped:
        problem += f" Its training was stopped after {SECONDS} s: make it smaller."
    score = score_of(task.y_test, y_prob)
    raise CheckFailed(problem, got=str(score), expected=f"clearly more than a linear model: {task.linear}")


def tells_early_from_late(submission: Submission, stub_name: str, data: GradingData) -> None:
    """Train the architecture on bursts that differ in nothing but their time."""
    rng = data.rng("bursts")
    X, y = _bursts(rng, rows=256)
    X_test, y_test = _bursts(rng, rows=128)
    architecture.ends_in_probability(architecture.network_of(submission, stub_name, X.shape[1:]))
    model = architecture.built(submission, stub_name, X.shape[1:])
    accuracy = 0.0
    for _ in range(ATTEMPTS):
        recipe = {
            "epochs": 25,
            "batch_size": 32,
            "class_weight": None,
            "seed": int(rng.integers(2**31)),
            "seconds": SECONDS,
        }
        y_prob, _ = submission.learn(model, X, y, X_test, recipe)
        accuracy = max(accuracy, float(np.mean((y_prob >= 0.5) == y_test)))
        if accuracy > TELLS_APART:
            return
    problem = "Trained on bursts that differ only in when they happen, the network cannot tell early from late: it forgets the time."
    raise CheckFailed(problem, got=f"accuracy {accuracy:.3f}", expected=f"more than {TELLS_APART}")


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


@lru_cache(maxsize=1)
def read_bars() -> dict:
    """The calibrated margins over a linear model, as `python -m autograder calibrate` wrote them."""
    return json.loads(BARS.read_text(encoding="utf-8"))


def _bursts(rng: np.random.Generator, rows: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Quiet noise with one burst in each row, early (0) or late (1), away from both ends."""
    X = rng.normal(0, 0.3, (rows, 33, 46)).astype(np.float32)
    y = rng.integers(0, 2, (rows, 1))
    for row, late in enumerate(y[:, 0]):
        start = int(rng.integers(10, 15)) + 18 * int(late)
        X[row, 3:15, start : start + 3] += 2
    return X, y
