"""Around a training, not the training itself: seeds, a quiet TensorFlow, validation patients.

Nothing here compiles, fits or evaluates a network: that is what `train` and `evaluate` of task 5 are for.
"""

from __future__ import annotations

import importlib
import os
import random
import sys

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Training records that no network learns from: they stand in for unseen patients while you choose a network. Between
#: them: paced beats (104), left bundle branch block (111), premature ventricular (119) and atrial beats (209), and
#: three almost wholly normal recordings; a third of their beats is abnormal, as in training and in test. Right bundle
#: branch block is missing on purpose: of the training patients only 118 and 124 show it throughout, too few to spare.
VALIDATION_RECORDS = ("104", "111", "115", "119", "122", "123", "209")


def quiet_tensorflow() -> None:
    """Import TensorFlow, if Keras runs on it, without the log lines that it writes to stderr. Call it before `import keras`.

    The lines (no CUDA driver, a log that is not yet initialized) say nothing about your code, but fill a notebook with
    red boxes, and nbgrader gives 0 points to a cell that writes to stderr first. The log level alone does not stop those
    that are written while TensorFlow loads, so file descriptor 2 leads nowhere in the meantime.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if "tensorflow" in sys.modules or os.environ.get("KERAS_BACKEND", "tensorflow") != "tensorflow":
        return
    sys.stderr.flush()
    stderr = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
            importlib.import_module("tensorflow")
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)


def seed_everything(seed: int) -> None:
    """Make the next training repeatable: seeds Python, NumPy and Keras.

    Args:
        seed: any whole number from 0 to 2**32 - 1. On one machine, the same seed gives the same network.
    """
    quiet_tensorflow()
    import keras

    random.seed(seed)
    keras.utils.set_random_seed(seed)


def is_validation(record: ArrayLike) -> NDArray[np.bool_]:
    """Which rows belong to a validation patient.

    Args:
        record: (N,) record name of each row.

    Returns:
        bool (N,): True where the row's recording is one of `VALIDATION_RECORDS`.
    """
    return np.isin(np.asarray(record).astype(str), VALIDATION_RECORDS)


def spread_rows(candidates: ArrayLike, n: int | None) -> NDArray[np.int64]:
    """Choose `n` rows, evenly spread, so that every recording and every part of it keeps its share.

    Args:
        candidates: bool (N,), True for the rows to choose from.
        n: how many; None or more than there are chooses all.

    Returns:
        int64 row numbers in ascending order, each once. The same arguments give the same rows.

    Raises:
        ValueError: `n` is below 1.
    """
    rows = np.flatnonzero(np.asarray(candidates))
    if n is not None and n < 1:
        raise ValueError(f"`n` must be 1 or more, or None for all rows. Received {n}.")
    return evenly(rows, len(rows) if n is None else n)


def evenly(rows: NDArray, n: int) -> NDArray:
    """`n` of the rows (N, ...), evenly spread and in their order; all if there are no more."""
    return rows if n >= len(rows) else rows[np.arange(n) * len(rows) // n]
