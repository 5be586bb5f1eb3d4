"""Recall by kind of beat, with an interval over patients, and by record, with its range over the seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.intervals import intervals
from ecgkit.metrics import per_record_table, per_symbol_table

from .beats import Beats


def symbol_rows(y_prob: NDArray, beats: Beats, rows: NDArray) -> list[dict[str, Any]]:
    """The share of each kind of beat that was called right, and how far it would move with other patients.

    Args:
        y_prob: (n,) probabilities of abnormal of these rows.
        beats: all rows.
        rows: (n,) the rows that are judged.

    Returns:
        One entry a kind: symbol, meaning, beats, correct, patients, low and high. A kind that one patient alone has gets None
        for low and high: one heart says nothing about the next.
    """
    symbol = beats.symbol[rows]
    return [
        {**asdict(row), **_interval(row.symbol, y_prob[symbol == row.symbol], beats, rows[symbol == row.symbol])}
        for row in per_symbol_table(y_prob, symbol)
    ]


def _interval(symbol: str, y_prob: NDArray, beats: Beats, rows: NDArray) -> dict[str, Any]:
    found = intervals(beats.y[rows], y_prob, beats.record[rows])["specificity" if symbol == "N" else "recall"]
    alone = found.patients == 1
    return {
        "patients": found.patients,
        "low": None if alone else found.low,
        "high": None if alone else found.high,
    }


def record_rows(y_prob: Sequence[NDArray], beats: Beats, rows: NDArray) -> list[dict[str, Any]]:
    """The share of each record's normal and abnormal beats that was called right: median of the seeds, lowest and highest.

    A record is one patient, so that there is no interval over patients; what moves is the training.

    Args:
        y_prob: for each seed, (n,) probabilities of abnormal of these rows.
        beats: all rows.
        rows: (n,) the rows that are judged.
    """
    tables = [per_record_table(beats.y[rows], each, beats.record[rows]) for each in y_prob]
    return [
        {
            "record": same[0].record,
            "normal": same[0].normal,
            "abnormal": same[0].abnormal,
            "specificity": _range([row.specificity for row in same]),
            "recall": _range([row.recall for row in same]),
        }
        for same in zip(*tables, strict=True)
    ]


def _range(values: Sequence[float | None]) -> dict[str, float] | None:
    there = [value for value in values if value is not None]
    if not there:
        return None
    return {"value": float(median(there)), "low": float(np.min(there)), "high": float(np.max(there))}
