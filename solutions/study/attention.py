"""Where a trained network looks: maps of a few test beats, and how little they agree with those of networks that learned nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.metrics import THRESHOLD
from ecgkit.protocols import Parts
from ecgkit.training import evenly

from . import runs
from .beats import FS, Beats
from .waveforms import around, inputs_of

#: Kinds of beat that are shown, found (True) or missed.
SHOWN = (("V", True), ("L", True), ("R", True), ("A", True), ("R", False), ("A", False))

#: Samples that are covered at once, and from one cover to the next: 0.1 s, as wide as a QRS complex, and a third of it.
COVER, COVER_STEP = 12, 4

#: Abnormal beats whose maps are compared with those of random weights.
COMPARED = 64

#: Of the first weights of the networks that learned nothing.
RANDOM_SEEDS = (0, 1, 2)


def look_at(networks: Mapping[str, runs.Trained], chosen: str, beats: Beats, parts: Parts) -> dict[str, Any]:
    """Maps of single beats by one network, and of every network the agreement of its maps with random weights'.

    Args:
        networks: the typical training of each, by name.
        chosen: the one whose maps are shown.
        beats: all rows.
        parts: whose test rows are looked at.

    Returns:
        "network", "seconds" (the time of each sample), "examples" and "agreement".
    """
    half = round(networks[chosen].recipe.seconds * FS)
    return {
        "network": chosen,
        "seed": networks[chosen].seed,
        "seconds": (np.arange(-half, half) / FS).round(4).tolist(),
        "examples": _examples(networks[chosen], beats, parts),
        "agreement": {name: _agreement(trained, beats, parts) for name, trained in networks.items()},
    }


def example_rows(y_prob: NDArray, beats: Beats, parts: Parts) -> list[tuple[int, bool]]:
    """One row for each of SHOWN that occurs, as a place among the test rows: of the record that has most of them, the beat
    with the median probability. So nobody picks a pretty one."""
    chosen = []
    called, symbol, record = y_prob >= THRESHOLD, beats.symbol[parts.test], beats.record[parts.test]
    for kind, found in SHOWN:
        places = np.flatnonzero((symbol == kind) & (called == found) & (beats.y[parts.test] == 1))
        if len(places):
            names, counts = np.unique(record[places], return_counts=True)
            places = places[record[places] == names[counts.argmax()]]
            chosen.append((int(places[np.argsort(y_prob[places], kind="stable")[len(places) // 2]]), found))
    return chosen


def _examples(trained: runs.Trained, beats: Beats, parts: Parts) -> list[dict[str, Any]]:
    from ecgkit import explain

    y_prob = runs.test_probabilities(trained, beats, parts)
    chosen = example_rows(y_prob, beats, parts)
    if not chosen:
        return []
    rows = parts.test[[place for place, _ in chosen]]
    model = runs.load_network(trained)
    blank = explain.with_random_weights(model, RANDOM_SEEDS[0])
    X = _inputs(trained, beats, rows)
    maps = {
        "wave": around(beats.leads[rows, :, 0], trained.recipe.seconds),
        "grad_cam": explain.grad_cam(model, X, times=X.shape[1]),
        "random": explain.grad_cam(blank, X, times=X.shape[1]),
        "occlusion": explain.occlusion(model, X, axis=1, width=COVER, step=COVER_STEP),
    }
    return [
        {
            "record": str(beats.record[row]),
            "symbol": str(beats.symbol[row]),
            "found": found,
            "probability": float(y_prob[place]),
            **{name: values[number].round(4).tolist() for name, values in maps.items()},
        }
        for number, (row, (place, found)) in enumerate(zip(rows, chosen, strict=True))
    ]


def _agreement(trained: runs.Trained, beats: Beats, parts: Parts) -> dict[str, Any]:
    """Rank correlation of the maps of found abnormal beats with those of the same architecture with random weights.

    A map that is the same everywhere has no ranks: it is counted, and left out.
    """
    from ecgkit import explain

    y_prob = runs.test_probabilities(trained, beats, parts)
    found = parts.test[(y_prob >= THRESHOLD) & (beats.y[parts.test] == 1)]
    agreed: list[float] = []
    flat = 0
    if len(found):
        X = _inputs(trained, beats, evenly(found, COMPARED))
        model = runs.load_network(trained)
        learned = explain.grad_cam(model, X, times=X.shape[1])
        for seed in RANDOM_SEEDS:
            random = explain.grad_cam(explain.with_random_weights(model, seed), X, times=X.shape[1])
            ranked = (np.ptp(learned, axis=1) > 0) & (np.ptp(random, axis=1) > 0)
            agreed += explain.agreement(learned[ranked], random[ranked]).tolist()
            flat += int((~ranked).sum())
    low, middle_one, high = np.quantile(agreed, [0.1, 0.5, 0.9]).tolist() if agreed else (None, None, None)
    return {"pairs": len(agreed), "flat": flat, "median": middle_one, "low": low, "high": high}


def _inputs(trained: runs.Trained, beats: Beats, rows: NDArray) -> NDArray[np.float32]:
    return inputs_of(beats.leads[rows, :, 0], trained.recipe)
