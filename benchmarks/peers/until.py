"""A training with a stopwatch, for any framework: it runs while the network is made and trained, and stands while it is judged."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from sklearn.metrics import f1_score

Model = TypeVar("Model")


def train_until(
    build: Callable[[], Model],
    train_epoch: Callable[[Model, int], Any],
    predict: Callable[[Model], np.ndarray],
    y_test: np.ndarray,
    *,
    f1: float,
    limit: float,
    epochs: float = math.inf,
) -> dict[str, Any]:
    """Train epoch by epoch, or part by part, until the F1 of the test rows is reached.

    Args:
        build: makes the network.
        train_epoch: trains it for the epoch of this number, from 0.
        predict: gives the probability of each test row.
        y_test: their labels.
        f1: to reach.
        limit: seconds after which no further epoch begins; there is always a first one.
        epochs: at most, or parts.

    Returns:
        The curve: `seconds` of training up to the end of each epoch, and the test rows' `f1` there.
    """
    start = time.perf_counter()
    model = build()
    spent = time.perf_counter() - start
    seconds, found = [], []
    while not found or (len(found) < epochs and spent < limit and max(found) < f1):
        start = time.perf_counter()
        train_epoch(model, len(found))
        spent += time.perf_counter() - start
        seconds.append(round(spent, 2))
        found.append(round(float(f1_score(y_test, predict(model) >= 0.5, zero_division=0)), 3))
    return {"seconds": seconds, "f1": found}


def rows_of_part(n: int, part: int, rows: int, seed: int) -> np.ndarray:
    """Which of n rows come next in a training that goes through all of them again and again, in a new order each time.

    Args:
        n: how many there are.
        part: how many parts came before.
        rows: of a part; 0 for a whole epoch.
        seed: of the orders.
    """
    rows = rows or n
    epoch, place = divmod(part, -(-n // rows))
    return np.random.default_rng((seed, epoch)).permutation(n)[place * rows :][:rows]
