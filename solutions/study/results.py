"""`measure`: what the trained networks do on the test patients, and the baselines beside them, as numbers for a table and a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.protocols import Parts, Protocol, parts_of

from ..pages import versions_of
from . import runs
from .beats import Beats
from .beyond import beyond
from .fit import merit
from .folder import finished_in
from .missed import missed_groups
from .recipe import recipe_for
from .synthetic import patients
from .tables import record_rows, symbol_rows

#: Packages whose versions can change a number, beside Keras and its backend.
PACKAGES = ("numpy", "scikit-learn")

#: Points of a precision-recall curve that are kept.
CURVE_POINTS = 200

Measured = dict[str, Any]


def measure(out: Path, beats: Beats, protocols: Sequence[Protocol], say: Callable[[str], None]) -> Measured:
    """Score every finished network of these protocols on the test rows, once: what was computed before is read again.

    Args:
        out: the folder of the study.
        beats: all rows.
        protocols: those with a finished network.
        say: takes a line for each network.

    Returns:
        By protocol: rows, networks with every seed, what goes beyond them, and baselines. All of it can be written as JSON.
    """
    return {
        "versions": versions_of(PACKAGES),
        "protocols": {protocol.name: _protocol(out, protocol, beats, say) for protocol in protocols},
    }


def _protocol(out: Path, protocol: Protocol, beats: Beats, say: Callable[[str], None]) -> Measured:
    from .baselines import BASELINES

    parts = parts_of(protocol, beats.record, beats.symbol)
    networks: dict[str, list[runs.Trained]] = {}
    for trained in finished_in(out, protocol):
        networks.setdefault(trained.recipe.network, []).append(trained)
    say(f"{protocol.name}: {protocol.summary}")
    found = {name: _probabilities(group, beats, parts, say) for name, group in networks.items()}
    return {
        "summary": protocol.summary,
        "abnormal_symbols": list(protocol.abnormal),
        "parts": {name: _part(getattr(parts, name), beats) for name in ("train", "validation", "test")},
        "networks": {name: _network(group, found[name], beats, parts) for name, group in networks.items()},
        "baselines": {name: _judged(model(beats, parts), beats, parts) for name, model in BASELINES.items()},
        "beyond": {name: _judged(each, beats, parts) for name, each in beyond(networks, found, beats, parts).items()},
        "missed": missed_groups(found, beats, parts),
    }


def _probabilities(
    group: Sequence[runs.Trained], beats: Beats, parts: Parts, say: Callable[[str], None]
) -> list[NDArray]:
    found = []
    for trained in group:
        say(f"  {trained.recipe.network}, seed {trained.seed}")
        found.append(runs.test_probabilities(trained, beats, parts))
    return found


def _part(rows: NDArray, beats: Beats) -> Measured:
    records = np.unique(beats.record[rows]).tolist()
    return {"rows": len(rows), "abnormal": int(beats.y[rows].sum()), "records": records}


def _network(group: Sequence[runs.Trained], found: Sequence[NDArray], beats: Beats, parts: Parts) -> Measured:
    seeds = [_seed(trained, y_prob, beats, parts) for trained, y_prob in zip(group, found, strict=True)]
    typical = typical_of([seed["scores"]["f1"]["value"] for seed in seeds])
    return {
        "recipe": asdict(group[0].recipe),
        "is_reference": group[0].recipe == recipe_for(group[0].protocol, group[0].recipe.network),
        "synthetic_patients": len(patients(group[0].recipe.synthetic)) if group[0].recipe.synthetic else 0,
        "parameters": json.loads((group[0].folder / runs.DONE).read_text(encoding="utf-8"))["parameters"],
        "seeds": seeds,
        "median": {name: median(seed["scores"][name]["value"] for seed in seeds) for name in seeds[0]["scores"]},
        "typical": typical,
        "symbols": symbol_rows(found[typical], beats, parts.test),
        "records": record_rows(found, beats, parts.test),
        **_curve(found[typical], beats.y[parts.test]),
    }


def _seed(trained: runs.Trained, y_prob: NDArray, beats: Beats, parts: Parts) -> Measured:
    history = trained.history
    kept = max(history, key=merit) if trained.recipe.early_stopping else history[-1]
    return {
        "seed": trained.seed,
        "folder": "/".join(trained.folder.parts[-3:]),
        "scores": runs.scores(y_prob, beats, parts),
        "epochs": len(history),
        "seconds": sum(epoch["seconds"] for epoch in history),
        "validation": {name: kept[f"val_{name}"] for name in ("accuracy", "f1")},
        "history": history,
    }


def _judged(y_prob: NDArray, beats: Beats, parts: Parts) -> Measured:
    return {"scores": runs.scores(y_prob, beats, parts), **_curve(y_prob, beats.y[parts.test])}


def _curve(y_prob: NDArray, y: NDArray) -> Measured:
    """Precision and recall at falling thresholds; the points are spread over recall, so that few of them draw the curve.

    The end that scikit-learn adds, precision 1 at recall 0, belongs to no threshold and is left out.
    """
    from sklearn.metrics import average_precision_score, precision_recall_curve

    precision, recall, _ = precision_recall_curve(y, y_prob)
    precision, recall = precision[-2::-1], recall[-2::-1]
    kept = np.unique(np.searchsorted(recall, np.linspace(0, 1, CURVE_POINTS)).clip(0, len(recall) - 1))
    points = {"precision": precision[kept].round(4).tolist(), "recall": recall[kept].round(4).tolist()}
    return {"curve": points, "average_precision": float(average_precision_score(y, y_prob))}


def typical_of(values: Sequence[float]) -> int:
    """Place of the median, of the lower one of two: the seed whose beats are looked at one by one, neither lucky nor unlucky."""
    return int(np.argsort(values, kind="stable")[(len(values) - 1) // 2])
