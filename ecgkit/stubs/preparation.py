"""Task 2: from recordings to a data matrix, split by patient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..contracts import ContractError, stub
from ..records import Record

if TYPE_CHECKING:
    LabelRule = Literal["beat", "window"]


def _one_label_a_symbol(result: Any, arguments: dict[str, Any]) -> NDArray[np.int8]:
    labels = np.asarray(result)
    n = len(arguments["symbols"])
    if labels.shape != (n,):
        raise ContractError(f"{n} symbols need {n} labels, an array of shape ({n},). Received shape {labels.shape}.")
    strange = set(np.unique(labels).tolist()) - {-1, 0, 1}
    if strange:
        raise ContractError(
            f"A label is 0 (normal), 1 (abnormal) or -1 (anything else). Received also {sorted(strange)[:5]}."
        )
    return labels.astype(np.int8)


def _matrix_and_labels(result: Any, arguments: dict[str, Any]) -> tuple[NDArray[np.float32], NDArray]:
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise ContractError(f"Return two arrays: `return X, y`. Received {type(result).__name__}.")
    X, y = (np.asarray(part) for part in result)
    if X.ndim != 2:
        raise ContractError(f"X must have two dimensions, one row a beat. Received shape {X.shape}.")
    half_window, rates = arguments["half_window"], {record.fs for record in arguments["records"]}
    fs = next(iter(rates), 360)
    columns = 2 * round(half_window * fs)
    if X.shape[1] != columns:
        raise ContractError(
            f"X has {X.shape[1]} columns; {half_window:g} s before + {half_window:g} s after at {fs:g} Hz is {columns}."
        )
    if y.shape != (len(X), 1):
        raise ContractError(f"y must have one label a row of X, shape ({len(X)}, 1). Received shape {y.shape}.")
    if not np.isin(y, (0, 1)).all():
        raise ContractError("y must hold only 0 (normal) and 1 (abnormal): marks with the label -1 make no row.")
    # The extremes carry a NaN on, and need no second array as large as a quarter of X.
    if X.size and not np.isfinite([X.min(), X.max()]).all():
        raise ContractError("X holds NaN or infinite values; the recordings have none.")
    return X.astype(np.float32, copy=False), y


def _two_disjoint_lists(result: Any, arguments: dict[str, Any]) -> tuple[list[Record], list[Record]]:
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise ContractError(f"Return two lists: `return train, test`. Received {type(result).__name__}.")
    train, test = map(list, result)
    if any(isinstance(record, str) for record in (*train, *test)):
        raise ContractError("Each side must be a list of the records themselves, not of their names.")
    shared = {record.patient for record in train} & {record.patient for record in test}
    if shared:
        raise ContractError(
            f"Patient {min(shared)} is on both sides of the split: a network could learn that heart by heart."
        )
    if len({id(record) for record in (*train, *test)}) < len(train) + len(test):
        raise ContractError("A record stands in the lists more than once.")
    missing = len(arguments["records"]) - len(train) - len(test)
    if missing:
        raise ContractError(
            f"Every record belongs to exactly one side. {abs(missing)} {'are missing' if missing > 0 else 'too many'}."
        )
    return train, test


@stub(task=2, contract=_one_label_a_symbol)
def label_beats(symbols: Sequence[str]) -> NDArray[np.int8]:
    """Encode annotation symbols as labels.

    Args:
        symbols: n annotation symbols, such as ["+", "N", "V"].

    Returns:
        int array (n,): 0 for a normal beat (`ecgkit.NORMAL_SYMBOL`), 1 for an abnormal beat
        (`ecgkit.ABNORMAL_SYMBOLS`), -1 for every other mark.
    """


@stub(task=2, contract=_matrix_and_labels)
def build_data_matrix(
    records: Sequence[Record], half_window: float = 2.0, label_rule: LabelRule = "beat"
) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """Cut a window around every beat and stack the windows.

    With h = round(half_window * fs), the window of a beat at sample s holds samples s - h up to, not including,
    s + h of column 0 of `p_signal`: 2 h columns. A window that runs past either end of the recording is dropped,
    and so is every annotation that is neither normal nor abnormal. Rows keep the order of `records` and of the annotations.

    Args:
        records: the recordings, all with the same sampling frequency `fs`.
        half_window: seconds before and after the beat.
        label_rule: "beat": the label of the beat in the centre. "window": 1 if any abnormal beat lies in
            the window, 0 otherwise.

    Returns:
        X: float32 (N, 2 h) in mV, one row a beat.
        y: int (N, 1), 0 normal and 1 abnormal.

    Raises:
        ValueError: `label_rule` is neither "beat" nor "window", or the recordings differ in `fs`.
    """


@stub(task=2, contract=_two_disjoint_lists)
def split_by_patient(
    records: Sequence[Record], test_fraction: float = 1 / 3, rng: np.random.Generator | None = None
) -> tuple[list[Record], list[Record]]:
    """Split recordings into train and test so that no patient is on both sides.

    Args:
        records: the recordings; two of them may come from one patient (`record.patient`).
        test_fraction: share of the patients that go to the test side, rounded to whole patients, at least one
            on either side.
        rng: source of randomness; `np.random.default_rng()` if None. The same seed gives the same split.

    Returns:
        train, test: two lists that together hold every record once.

    Raises:
        ValueError: fewer than two patients, or `test_fraction` not between 0 and 1; 0 and 1 themselves are not.
    """
