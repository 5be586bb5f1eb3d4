"""Synthetic patients, from whom a network learns beside the real ones.

Three patients of the training side have a left bundle branch block, and three a right one: a network learns their hearts, not
the block. Here every patient has a heart of its own, made from what textbooks say of each kind of beat, and then varied:
nothing but the kind is common to them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from ecgkit.database import TRAIN_RECORDS
from ecgkit.standin import synthesize_record
from ecgkit.standin.beats import Shape, Wave
from ecgkit.standin.facts import all_facts
from ecgkit.standin.hearts import Heart, draw_hearts
from ecgkit.training import evenly

from .beats import Beats, beats_of, chosen_rows, joined
from .missed import ENOUGH
from .recipe import Synthetic
from .waveforms import shown

#: Length of each patient's record.
MINUTES = 2

#: Kinds that take the patient's usual way through the ventricles: what varies there is the same for all of them.
CONDUCTED = frozenset("NLRAaJjSe")

#: How much a heart varies: rad by which it is turned in the chest; part of a wave's height that points elsewhere; of the
#: logarithm of heights, and of widths and places; height of one more wave in the QRS complex, in units of its highest.
TURN, ASTRAY, HEIGHT, TIME, NOTCH = 0.35, 0.17, 0.35, 0.12, 0.17

#: Kinds whose beats are shown beside real ones, and patients of each.
SHOWN, SHOWN_PATIENTS = ("N", "L", "R", "V"), 3

#: s to either side of the beat that is shown of them.
SHOWN_SECONDS = 0.5

#: Share of the hearts whose T waves point the other way, and s by which T waves come earlier or later.
T_REVERSED, T_MOVED = 0.15, 0.02


@lru_cache(maxsize=1)
def synthetic_beats(which: Synthetic) -> Beats:
    """Beats of synthetic patients. Their rhythms follow the figures of the training records, never those of the test.

    Args:
        which: how many patients are made from which records' figures.

    Returns:
        At most `which.per_kind` beats of each kind of each patient, whose `record` is a name of its own.
    """
    return joined(_patient(name, seed, which.per_kind) for seed, name in patients(which))


def examples(beats: Beats, train: NDArray) -> dict[str, dict[str, list[dict]]]:
    """Real patients of the training rows and some of the synthetic ones: for each, the mean wave of one kind of beat.

    Args:
        beats: all rows.
        train: numbers of the training rows.

    Returns:
        By kind and by "real" or "synthetic", for each patient its "name" and "wave", `SHOWN_SECONDS` to either side of the beat,
        as a network is shown it: in units of the height of the QRS complex. Kinds that the training rows lack are left out.
    """
    real, synthetic = beats.at(train), synthetic_beats(Synthetic(1))
    kinds = (kind for kind in SHOWN if kind in real.symbol)
    return {kind: {"real": _means(real, kind), "synthetic": _means(synthetic, kind)} for kind in kinds}


def _means(beats: Beats, kind: str) -> list[dict]:
    names, counts = np.unique(beats.record[beats.symbol == kind], return_counts=True)
    rows = (
        np.flatnonzero((beats.record == name) & (beats.symbol == kind))
        for name in evenly(names[counts >= ENOUGH], SHOWN_PATIENTS)
    )
    means = ((beats.record[own[0]], beats.leads[own, :, 0].mean(axis=0, keepdims=True)) for own in rows)
    waves = ((name, shown(mean, SHOWN_SECONDS)[0, :, 0]) for name, mean in means)
    return [{"name": str(name), "wave": wave.round(4).tolist()} for name, wave in waves]


def patients(which: Synthetic) -> list[tuple[int, str]]:
    """Seed and record of each. Seed 0 is left out: it is the stand-in, on whose patients a network may be tested."""
    blocked = [name for name in TRAIN_RECORDS if {"L", "R"} & all_facts()[name].counts.keys()]
    fibrillating = [name for name in TRAIN_RECORDS if all_facts()[name].fibrillates]
    return [
        *product(range(1, which.each + 1), TRAIN_RECORDS),
        *product(range(which.each + 1, which.each * which.blocked + 1), blocked),
        *product(range(which.each + 1, which.each * which.fibrillating + 1), fibrillating),
    ]


def _patient(record_name: str, seed: int, per_kind: int) -> Beats:
    heart = draw_hearts(seed)[all_facts()[record_name].patient]
    varied = VariedHeart(heart.traits, heart.leads, heart.breath_hz, (seed, int(record_name)))
    beats = beats_of(synthesize_record(record_name, seed=seed, minutes=MINUTES, heart=varied))
    beats = beats.at(chosen_rows(beats, np.arange(len(beats)), per_kind))
    return replace(beats, record=np.full(len(beats), f"{record_name}, seed {seed}"))


@dataclass(frozen=True)
class VariedHeart(Heart):
    """A heart whose every wave differs from the stand-in's.

    Attributes:
        seed: of the differences.
    """

    seed: tuple[int, ...]

    def shapes(self, symbol: str) -> tuple[Shape, ...]:
        """The shapes that this patient's beats of `symbol` take, the most frequent first."""
        usual = symbol in CONDUCTED
        return tuple(
            _varied(shape, np.random.default_rng((*self.seed, *((0, 0) if usual else (ord(symbol), rarer)))))
            for rarer, shape in enumerate(super().shapes(symbol))
        )


def _varied(shape: Shape, rng: np.random.Generator) -> Shape:
    """Every wave somewhat higher or lower, wider or narrower, earlier or later, and pointing elsewhere; and one more."""
    dipoles = Rotation.from_rotvec(rng.normal(0, TURN, 3)).apply([wave.dipole for wave in shape])
    notch = _notch(shape, rng)
    t_height = np.exp(rng.normal(0, HEIGHT)) * (-1 if rng.random() < T_REVERSED else 1)
    t_delay = rng.normal(0, T_MOVED)
    waves = []
    for wave, dipole in zip(shape, dipoles, strict=True):
        astray, height, width, place = rng.normal(0, 1, 3), *np.exp(rng.normal(0, [HEIGHT, TIME, TIME]))
        if wave.part == "spike":
            waves.append(wave)
            continue
        size = np.linalg.norm(wave.dipole)
        dipole = (dipole + ASTRAY * size * astray) * height
        centre = wave.centre * place if wave.part == "QRS" else wave.centre
        if wave.part == "T":
            dipole, centre = dipole * t_height, centre + t_delay
        waves.append(Wave(wave.part, centre, wave.width * width, dipole))
    return (*waves, *notch)


def _notch(shape: Shape, rng: np.random.Generator) -> Shape:
    """A short wave somewhere in the QRS complex, in any direction."""
    highest = max((np.linalg.norm(wave.dipole) for wave in shape if wave.part == "QRS"), default=0.0)
    dipole = NOTCH * highest * rng.normal() * rng.normal(0, 1, 3)
    return (Wave("QRS", rng.uniform(-0.035, 0.04), rng.uniform(0.006, 0.012), dipole),)
