"""What did each idea of the recipe bring? Each is taken away alone, and the rest is judged on validation patients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from ecgkit.protocols import COURSE, Parts

from .beats import Beats
from .recipe import AS_RECORDED, Recipe
from .runs import Trained, train, validation_scores

#: Name of the row that all others are compared with.
WHOLE = "the whole recipe"


@dataclass(frozen=True)
class Idea:
    """One choice of the recipe.

    Attributes:
        name: what the recipe does with it.
        folder: name of the folder of its trainings.
        without: gives the recipe that lacks it.
    """

    name: str
    folder: str
    without: Callable[[Recipe], Recipe]


def _lacking(**changes: Any) -> Callable[[Recipe], Recipe]:
    return lambda recipe: replace(recipe, **changes)


def _varying_less(**changes: Any) -> Callable[[Recipe], Recipe]:
    return lambda recipe: replace(recipe, augmentation=replace(recipe.augmentation, **changes))


IDEAS = (
    Idea("each wave scaled by its own size", "normalization", _lacking(normalize=False)),
    Idea("the beat alone, without its neighbours", "seconds", _lacking(seconds=2.0)),
    Idea("where the other beats stand", "rhythm", _lacking(rhythm=False)),
    Idea("windows vary: all of it", "augmentation", _lacking(augmentation=AS_RECORDED)),
    Idea("windows vary: the leads turned", "mixing", _varying_less(mixing=0)),
    Idea("windows vary: shift and pace", "timing", _varying_less(shift=0, stretch=0)),
    Idea("windows vary: early beats made of normal ones", "early", _varying_less(early=0)),
    Idea("windows vary: wander and noise", "noise", _varying_less(wander=0, noise=0)),
    Idea("as many beats of each kind and patient", "per_kind", _lacking(per_kind=None)),
    Idea("synthetic patients beside the real ones", "synthetic", _lacking(synthetic=None)),
    Idea("both classes weigh the same", "class_weights", _lacking(class_weights=False)),
    Idea("dropout", "dropout", _lacking(dropout=0.0)),
    Idea("weight decay", "weight_decay", _lacking(weight_decay=0.0)),
    Idea("softened labels", "smoothing", _lacking(smoothing=0.0)),
    Idea("a learning rate that falls", "schedule", _lacking(schedule=False)),
    Idea("the best epoch, not the last", "early_stopping", _lacking(early_stopping=False)),
)


def without_each(recipe: Recipe) -> Iterator[tuple[Idea, Recipe]]:
    """Yield each idea that this recipe has, and the recipe without it; what it lacks already cannot be taken away."""
    for idea in (*IDEAS, _other_input(recipe)):
        changed = idea.without(recipe)
        if changed != recipe:
            yield idea, changed


def _other_input(recipe: Recipe) -> Idea:
    name = "a spectrogram, not the wave" if recipe.spectrogram else "the wave, not a spectrogram"
    return Idea(name, "input", _lacking(spectrogram=not recipe.spectrogram))


def compare_ideas(
    recipe: Recipe, beats: Beats, parts: Parts, out: Path, *, seeds: int, heading: Callable[[str], None], **options: Any
) -> dict[str, Any]:
    """Train the whole recipe and the recipe without each idea, every one with the same seeds.

    Args:
        recipe: the whole one.
        beats: all rows.
        parts: of the protocol `course`; its test rows are not touched.
        out: gets a folder for each idea.
        seeds: trainings of each: seeds 0, 1, ...
        heading: takes a line before each idea.
        **options: for `fit`, such as `say` and `budget`.

    Returns:
        The whole recipe and the rows of the table: accuracy and F1 on validation patients, by seed and their median, and the
        change of the median when the idea is taken away.
    """
    rows = []
    for name, folder, changed in [(WHOLE, "whole", recipe), *((i.name, i.folder, r) for i, r in without_each(recipe))]:
        heading(name if name == WHOLE else f"without: {name}")
        scores = []
        for seed in range(seeds):
            trained = Trained.in_folder(out / folder, COURSE, changed, seed)
            train(trained, beats, parts, **options)
            scores.append({"seed": seed, **validation_scores(trained, beats, parts)})
        rows.append(_row(name, scores))
    whole = rows[0]
    for row in rows:
        row["change"] = {score: row[score] - whole[score] for score in ("accuracy", "f1")}
    return {"network": recipe.network, "seeds": seeds, "rows": rows}


def _row(name: str, scores: list[dict[str, Any]]) -> dict[str, Any]:
    return {"idea": name, "seeds": scores, **{key: median(each[key] for each in scores) for key in ("accuracy", "f1")}}
