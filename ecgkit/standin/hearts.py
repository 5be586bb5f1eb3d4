"""The patients of one seed: each has a heart of its own, and no two hearts are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ecgkit.standin.beats import SHAPES, Shape, Traits, draw_traits, qrs_loop
from ecgkit.standin.facts import RecordFacts, all_facts

#: Direction in the body that each lead measures: x left, y to the feet, z to the front. A lead is a weighted sum of the
#: heart vector's components, as in Dower, Machado & Osborne (1980, Clinical Cardiology 3:87-95). The weights here are
#: no measured ones: MLII lies at 60 degrees, as lead II in Einthoven's triangle, the others point to their electrodes.
LEADS: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {
        "MLII": (0.5, 0.87, -0.05),
        "V1": (-0.5, -0.1, 0.85),
        "V2": (0.1, -0.1, 1.1),
        "V4": (0.8, 0.3, 0.65),
        "V5": (0.95, 0.3, 0.2),
    }
)

#: How far an electrode can be off, relative to its lead's direction.
ELECTRODE_SPREAD = 0.12

#: Spread of the whole signal's height: chest, lungs and skin conduct more in one person than in another.
GAIN_SPREAD = 0.5

#: Two patients' normal QRS loops differ by at least this part of the larger one (root mean square).
LEAST_DIFFERENCE = 0.12

_LOOP_TIME = np.linspace(-0.08, 0.12, 101)


@dataclass(frozen=True)
class Heart:
    """One patient.

    Attributes:
        traits: what distinguishes the patient.
        leads: for each lead name the direction (3,) that the electrodes measure.
        breath_hz: breaths a second.
    """

    traits: Traits
    leads: Mapping[str, NDArray[np.float64]]
    breath_hz: float

    def shapes(self, symbol: str) -> tuple[Shape, ...]:
        """The shapes that this patient's beats of `symbol` take, the most frequent first."""
        return tuple(recipe(self.traits) for recipe in SHAPES[symbol])


@lru_cache(maxsize=8)
def draw_hearts(seed: int) -> Mapping[str, Heart]:
    """The heart of each of the 47 patients; whoever resembles an earlier patient is drawn again."""
    hearts: dict[str, Heart] = {}
    loops: list[NDArray[np.float64]] = []
    for facts in all_facts().values():
        if facts.patient in hearts:
            continue
        rng = np.random.default_rng([seed, int(facts.patient), 1])
        heart = _draw_heart(facts, rng)
        while _is_like_one_of(loops, _loop(heart)):
            heart = _draw_heart(facts, rng)
        hearts[facts.patient] = heart
        loops.append(_loop(heart))
    return MappingProxyType(hearts)


def _is_like_one_of(loops: Sequence[NDArray[np.float64]], loop: NDArray[np.float64]) -> bool:
    return bool(loops) and bool(np.any(differences(np.array(loops), loop) < LEAST_DIFFERENCE))


def _draw_heart(facts: RecordFacts, rng: np.random.Generator) -> Heart:
    conduction = facts.prevailing if facts.prevailing in "LR" else "N"
    traits = draw_traits(conduction, rng)
    gain = float(np.clip(np.exp(GAIN_SPREAD * rng.standard_normal()), 0.5, 2.2))
    leads = {name: gain * (np.array(lead) + ELECTRODE_SPREAD * rng.standard_normal(3)) for name, lead in LEADS.items()}
    return Heart(traits, MappingProxyType(leads), rng.uniform(0.18, 0.33))


def _loop(heart: Heart) -> NDArray[np.float64]:
    return qrs_loop(heart.shapes("N")[0], _LOOP_TIME)


def differences(loops: NDArray[np.float64], loop: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each of the loops (n, times, 3) differs from one: root mean square, relative to that of the larger of the two."""
    return _size(loops - loop) / np.maximum(_size(loops), _size(loop))


def _size(loops: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.sqrt(np.mean(loops**2, axis=(-2, -1)))
