"""Where the learned bars stand: `python -m autograder calibrate --seeds 20` measures and writes bars.json.

Every seed draws new patients and new first weights. A bar is a margin over the logistic regression on the same patients. It
stands below every reference run, and above every model that learned nothing or is linear; where no such place exists,
the command says so and writes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ecgkit.whole_files import write_whole

from . import clean_worker, unseen_patients
from .demands import DEMANDS
from .isolation import ROOT
from .oracles_learning import LearningTask, Score, logistic_regression, real_task, score_of, task_of_seed
from .submission import WorkerSubmission

NETWORKS = tuple(DEMANDS)
#: The same with nothing against overfitting: how much worse may a student's network be?
PLAIN = "{}, plain"
LINEAR = "logistic regression, C = 0.01"
METRICS = ("accuracy", "f1")

#: The bar's place between the best model that must fail (0) and the worst reference run (1).
PLACE = 0.4


class NoPlaceForBar(Exception):
    """Some model that must fail is as good as a reference run."""


def calibrate(seeds: int, database: str | None, out: Path, say: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Measure references and models that must fail, and write the bars between them.

    What is measured is kept beside `out` after each seed, so that an interrupted run goes on.

    Args:
        seeds: how many draws of patients and first weights.
        database: path of the real recordings, to measure how linear and networks compare there; None leaves it out.
        out: gets the bars and all measured numbers.
        say: gets a line after each measurement.

    Returns:
        The bars, by network and metric.

    Raises:
        NoPlaceForBar: nothing is written then.
    """
    real = None
    if database:
        from ecgkit.database import open_database

        real = real_task(open_database(database, quiet=True))
    models = _reference_layers()
    models |= {PLAIN.format(name): _without_dropout(layers) for name, layers in models.items()}
    part = out.with_suffix(".part.json")
    measured = _kept(part, models)
    for seed in range(len(measured.get(LINEAR, ())), seeds):
        _measure(task_of_seed(1000 + seed), models, seed, measured, say)
        write_whole(part, json.dumps({"models": models, "measured": measured}))
    measured = {name: runs[:seeds] for name, runs in measured.items()}
    bars = {name: _bar(measured, name) for name in NETWORKS}
    content: dict[str, Any] = {
        "command": f"python -m autograder calibrate --seeds {seeds}" + (" --database PATH" if database else ""),
        "columns": "measured: [accuracy, F1] of each seed; bars: least margin over logistic regression, C = 0.01",
        "bars": bars,
        "seeds": seeds,
        "measured": measured,
    }
    if real:
        content["real recordings, for comparison"] = _measure_real(real, models, say)
    write_whole(out, _short_lists(json.dumps(content, indent=1)) + "\n")
    part.unlink(missing_ok=True)
    return bars


def _reference_layers() -> dict[str, list]:
    submission = WorkerSubmission(ROOT / "solutions")
    try:
        return {name: submission.call(name, (33, 46)).layers for name in NETWORKS}
    finally:
        submission.close()


def _kept(part: Path, models: dict[str, list]) -> dict[str, list[list[float]]]:
    """What an interrupted run of the same networks measured."""
    try:
        content = json.loads(part.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content["measured"] if content["models"] == json.loads(json.dumps(models)) else {}


def _measure(
    task: LearningTask, models: dict[str, list], seed: int, measured: dict[str, list], say: Callable[[str], None]
) -> None:
    for name, score in _scores(task, models, seed):
        measured.setdefault(name, []).append([round(score.accuracy, 3), round(score.f1, 3)])
        say(f"seed {seed}  {name:24} accuracy {score.accuracy:.3f}  F1 {score.f1:.3f}")


def _measure_real(task: LearningTask, models: dict[str, list], say: Callable[[str], None]) -> dict[str, list]:
    measured: dict[str, list] = {}
    for seed in range(2):
        _measure(task, models, seed, measured, say)
    return measured


def _without_dropout(layers: list[dict]) -> list[dict]:
    return [layer | {"config": {"rate": 0.0}} if layer["class"] == "Dropout" else layer for layer in layers]


def _scores(task: LearningTask, models: dict[str, list], seed: int) -> Iterator[tuple[str, Score]]:
    """Score by the name of the model: those that must fail, then the references."""
    yield "all normal", score_of(task.y_test, np.zeros(len(task.y_test)))
    yield "all abnormal", score_of(task.y_test, np.ones(len(task.y_test)))
    yield LINEAR, task.linear
    yield "logistic regression, C = 0.1", logistic_regression(task, C=0.1)
    yield "dense on the spectrogram", _learned(task, _DENSE, seed)
    for name, layers in models.items():
        if name in NETWORKS:
            yield f"{name}, untrained", _learned(task, layers, seed, epochs=0)
        yield name, _learned(task, layers, seed)


_DENSE = [
    {"class": "InputLayer", "config": {}, "inputs": []},
    {"class": "Flatten", "config": {}, "inputs": [0]},
    {"class": "Dense", "config": {"units": 1, "activation": "sigmoid"}, "inputs": [1]},
]


def _learned(task: LearningTask, layers: list, seed: int, epochs: int = unseen_patients.EPOCHS) -> Score:
    recipe = unseen_patients.recipe_for(task.y_train, seed) | {"epochs": epochs}
    y_prob, stopped = clean_worker.learn(layers, task.X_train, task.y_train, task.X_test, recipe)
    if stopped:
        raise RuntimeError(
            "The training was stopped by its time limit: calibrate on a machine with nothing else to do."
        )
    return score_of(task.y_test, y_prob)


def _bar(measured: dict[str, list], network: str) -> dict[str, float]:
    """A margin for each metric between the best that must fail and the worst reference run."""
    bar = {}
    for column, metric in enumerate(METRICS):
        worst = min(_margins(measured, network, column))
        failing = [name for name in measured if name not in NETWORKS and "plain" not in name]
        best = max(margin for name in failing for margin in _margins(measured, name, column))
        if worst <= best:
            raise NoPlaceForBar(
                f"No {metric} tells {network} from the models that must fail: its worst run is {worst:+.3f} beside "
                f"the logistic regression, the best of the others {best:+.3f}."
            )
        bar[metric] = round(best + PLACE * (worst - best), 3)
    return bar


def _margins(measured: dict[str, list], name: str, column: int) -> list[float]:
    """How much better than the grader's linear model, seed by seed."""
    return [run[column] - linear[column] for run, linear in zip(measured[name], measured[LINEAR], strict=True)]


def _short_lists(text: str) -> str:
    """Each run's pair of numbers on one line."""
    return re.sub(r"\[\s+([\d.]+),\s+([\d.]+)\s+\]", r"[\1, \2]", text)
