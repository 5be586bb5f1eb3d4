"""The shape of each kind of beat as a moving dipole: a sum of Gaussian waves, each with a direction in the body.

Waves as in McSharry et al. 2003 (doi:10.1109/TBME.2003.808805), directions as in Sameni et al. 2007
(doi:10.1155/2007/43407). What marks each kind of beat (width, P wave, axis, discordant T) follows Surawicz et al.
2009 (doi:10.1161/CIRCULATIONAHA.108.191095) for conduction blocks and, for ventricular beats, Prutkin in UpToDate
(https://www.uptodate.com/contents/ecg-tutorial-ventricular-arrhythmias). The other shapes and all sizes are the
stand-in's own.
Body axes: x to the left arm, y to the feet, z to the front.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: "P" moves with the rate before the beat, "T" after it; "QRS" and the pacing spike stay where they are.
Part = Literal["P", "QRS", "T", "spike"]

#: How a premature atrial beat's P wave and a nodal one's differ from the sinus P wave: scale and sense.
ECTOPIC_P_SCALE = (-0.9, 0.9)


class Wave(NamedTuple):
    """One Gaussian wave.

    Attributes:
        part: which part of the beat it belongs to.
        centre: s from the R wave.
        width: standard deviation in s.
        dipole: (3,) mV along the body axes at its peak.
    """

    part: Part
    centre: float
    width: float
    dipole: NDArray[np.float64]

    def scaled(self, factor: float) -> Wave:
        """The same wave, `factor` times as high."""
        return self._replace(dipole=factor * self.dipole)


Shape = tuple[Wave, ...]


@dataclass(frozen=True)
class Traits:
    """What distinguishes one patient's heart; every shape of the patient is made of these.

    Attributes:
        size: mV, height of the R wave along its axis.
        axis: rad, direction of the R wave in the frontal plane (0 left arm, pi/2 feet).
        back: part of the R wave that points to the back.
        breadth: factor on the width of every QRS wave.
        pr: s from the P wave to the R wave.
        p_size, septal, basal, t_size: mV, heights of the P, Q, S and T waves.
        t_turn: rad between the axes of R and T.
        qt: s from R to the peak of T at 60 beats a minute.
        t_width: s.
        foci: dipoles (3,) of up to three ventricular foci, mV.
        focus_width: s, width of the ventricular beats of each focus.
        ectopic_p: factor on the P wave of atrial ectopic beats.
        spike: dipole (3,) of the pacing spike, mV.
        conduction: how atrial beats reach the ventricles: "N", or "L" or "R" past a blocked bundle branch.
    """

    size: float
    axis: float
    back: float
    breadth: float
    pr: float
    p_size: float
    septal: float
    basal: float
    t_size: float
    t_turn: float
    qt: float
    t_width: float
    foci: NDArray[np.float64]
    focus_width: NDArray[np.float64]
    ectopic_p: NDArray[np.float64]
    spike: NDArray[np.float64]
    conduction: str


def draw_traits(conduction: str, rng: np.random.Generator) -> Traits:
    """Draw a patient of the given conduction; the ranges are plausible for adults, not measured."""
    size = float(np.clip(1.15 * np.exp(0.25 * rng.standard_normal()), 0.75, 1.9))
    return Traits(
        size=size,
        axis=float(np.radians(np.clip(rng.normal(45, 25), 0, 85))),
        back=rng.uniform(0.1, 0.7),
        breadth=float(np.exp(0.1 * rng.standard_normal())),
        pr=rng.uniform(0.13, 0.19),
        p_size=rng.uniform(0.04, 0.12),
        septal=rng.uniform(0.02, 0.25),
        basal=rng.uniform(0.03, 0.35),
        t_size=size * rng.uniform(0.08, 0.36) * rng.choice([1, 1, 1, 1, 1, -0.5]),
        t_turn=rng.uniform(-0.5, 0.5),
        qt=rng.uniform(0.25, 0.33),
        t_width=rng.uniform(0.04, 0.065),
        foci=_draw_foci(rng),
        focus_width=rng.uniform(0.022, 0.04, 3),
        ectopic_p=rng.uniform(*ECTOPIC_P_SCALE, 2),
        spike=rng.uniform(0.15, 0.9) * frontal(rng.uniform(-1.8, -1.0), 0.2),
        conduction=conduction,
    )


def _draw_foci(rng: np.random.Generator) -> NDArray[np.float64]:
    """Directions anywhere in the body, heights around and above those of normal beats."""
    return np.array([_draw_direction(rng) * rng.uniform(0.7, 1.6) for _ in range(3)])


def _draw_direction(rng: np.random.Generator) -> NDArray[np.float64]:
    """A unit direction that is not at right angles to lead II, where the beat would hardly show."""
    while True:
        direction = rng.standard_normal(3)
        direction /= np.linalg.norm(direction)
        if abs(direction @ frontal(np.pi / 3, 0.0)) > 0.35:
            return direction


def frontal(angle: float, z: float) -> NDArray[np.float64]:
    """The unit direction at `angle` rad in the frontal plane, plus `z` to the front."""
    return np.array([np.cos(angle), np.sin(angle), z])


def _p_wave(traits: Traits, scale: float = 1.0, centre: float | None = None) -> Shape:
    at = -traits.pr if centre is None else centre
    dipole = scale * traits.p_size * frontal(1.0, 0.15)
    return Wave("P", at - 0.014, 0.018, 0.8 * dipole), Wave("P", at + 0.014, 0.02, dipole)


def _t_wave(traits: Traits, dipole: NDArray[np.float64], delay: float = 0.0) -> Shape:
    at, width = traits.qt + delay, traits.t_width
    return Wave("T", at - 0.05, 1.25 * width, 0.45 * dipole), Wave("T", at, 0.75 * width, 0.75 * dipole)


def _narrow_qrs(traits: Traits) -> Shape:
    b = traits.breadth
    return (
        Wave("QRS", -0.026 * b, 0.008 * b, traits.septal * np.array([-0.8, 0.1, 0.6])),
        Wave("QRS", 0.0, 0.0115 * b, traits.size * frontal(traits.axis, -traits.back)),
        Wave("QRS", 0.027 * b, 0.0095 * b, traits.basal * np.array([-0.5, -0.7, -0.8])),
    )


def _narrow(traits: Traits) -> Shape:
    return _narrow_qrs(traits) + _t_wave(traits, traits.t_size * frontal(traits.axis + traits.t_turn, 0.25))


def _left_block(traits: Traits) -> Shape:
    """Broad and notched, all to the left and the back, T the other way."""
    b = traits.breadth
    main = 0.8 * traits.size * frontal(traits.axis - 0.5, -0.9)
    qrs = (
        Wave("QRS", -0.02 * b, 0.02 * b, main),
        Wave("QRS", 0.035 * b, 0.022 * b, 0.9 * main + np.array([0.1, -0.15, -0.1])),
    )
    return qrs + _t_wave(traits, -0.35 * main, 0.03)


def _right_block(traits: Traits) -> Shape:
    """A normal start, then a slow last part to the right and the front."""
    late = (0.55 + 0.4 * traits.basal) * np.array([-0.85, -0.35, 0.9])
    slow = Wave("QRS", 0.056 * traits.breadth, 0.019 * traits.breadth, traits.size * late)
    t_wave = _t_wave(traits, traits.t_size * frontal(traits.axis, 0.0) - 0.15 * late, 0.02)
    return (*_narrow_qrs(traits), slow, *t_wave)


_CONDUCTED = MappingProxyType({"N": _narrow, "L": _left_block, "R": _right_block})


def _conducted(traits: Traits) -> Shape:
    """QRS and T of a beat that comes from above, on the way that this patient's beats take."""
    return _CONDUCTED[traits.conduction](traits)


def _sinus(traits: Traits, conduction: str) -> Shape:
    return _p_wave(traits) + _CONDUCTED[conduction](traits)


def _ventricular(traits: Traits, focus: int) -> Shape:
    """No P wave, broad, from a focus of its own, T the other way."""
    main, width = traits.foci[focus], traits.focus_width[focus]
    turned = np.roll(main, 1) * np.array([1.0, -1.0, 1.0])
    qrs = (
        Wave("QRS", 0.0, width, main),
        Wave("QRS", 0.9 * width + 0.02, 0.8 * width, 0.45 * main + 0.3 * turned),
        Wave("QRS", -1.6 * width, 0.6 * width, -0.15 * main + 0.2 * turned),
    )
    return qrs + _t_wave(traits, -0.38 * main, 0.05)


def _mixed(first: Shape, second: Shape, part: float) -> Shape:
    """A fusion beat: both activations at once, each with its share."""
    return tuple(wave.scaled(1 - part) for wave in first) + tuple(wave.scaled(part) for wave in second)


def _paced(traits: Traits) -> Shape:
    """A spike, then a broad QRS that spreads from the right ventricle's apex: upwards, left and to the back."""
    b = traits.breadth
    main = 1.1 * traits.size * frontal(0.4 * traits.axis - 2.4, -0.6)
    qrs = Wave("QRS", 0.0, 0.03 * b, main), Wave("QRS", 0.055 * b, 0.026 * b, 0.5 * main)
    return (Wave("spike", -0.055, 0.0022, traits.spike), *qrs, *_t_wave(traits, -0.4 * main, 0.06))


def _nodal(traits: Traits) -> Shape:
    """The P wave is upside down and follows the QRS."""
    retrograde = Wave("QRS", 0.11, 0.02, -0.6 * traits.p_size * frontal(1.3, 0.1))
    return (*_conducted(traits), retrograde)


def _atrial(traits: Traits, focus: int = 0) -> Shape:
    return _p_wave(traits, traits.ectopic_p[focus], -0.85 * traits.pr) + _conducted(traits)


def _aberrant(traits: Traits) -> Shape:
    """An early atrial beat that meets a right bundle branch still at rest."""
    return _mixed(_right_block(traits), _atrial(traits, 1), 0.3)


def _fusion(traits: Traits, part: float) -> Shape:
    return _mixed(_p_wave(traits) + _conducted(traits), _ventricular(traits, 0), part)


def _paced_fusion(traits: Traits, part: float) -> Shape:
    return _mixed(_sinus(traits, "N"), _paced(traits), part)


def _odd(traits: Traits) -> Shape:
    return _mixed(_ventricular(traits, 2), _sinus(traits, "N"), 0.5)


def _flutter(traits: Traits) -> Shape:
    main = 0.8 * traits.foci[0]
    return Wave("QRS", 0.0, 0.05, main), Wave("QRS", 0.14, 0.05, -0.9 * main)


def _blocked_p(traits: Traits) -> Shape:
    return _p_wave(traits, 1.0, 0.0)


#: For each kind of heart event the shapes it can take in one patient; a beat takes the first most often.
SHAPES: Mapping[str, tuple[Callable[[Traits], Shape], ...]] = MappingProxyType(
    {
        "N": (lambda t: _sinus(t, "N"),),
        "L": (lambda t: _sinus(t, "L"),),
        "R": (lambda t: _sinus(t, "R"),),
        "V": (lambda t: _ventricular(t, 0), lambda t: _ventricular(t, 1)),
        "/": (_paced,),
        "A": (_atrial, lambda t: _atrial(t, 1)),
        "a": (_aberrant,),
        "S": (lambda t: _atrial(t, 1),),
        "J": (_nodal,),
        "j": (_nodal,),
        "e": (lambda t: _atrial(t, 1),),
        "E": (lambda t: _ventricular(t, 2),),
        "F": (lambda t: _fusion(t, 0.55), lambda t: _fusion(t, 0.35)),
        "f": (lambda t: _paced_fusion(t, 0.5), lambda t: _paced_fusion(t, 0.75)),
        "Q": (_odd,),
        "!": (_flutter,),
        "x": (_blocked_p,),
        '"': (_blocked_p,),
    }
)


def qrs_loop(shape: Shape, time: NDArray[np.float64]) -> NDArray[np.float64]:
    """The dipole of a shape's QRS waves at `time` s from R: (len(time), 3) mV."""
    waves = [wave for wave in shape if wave.part == "QRS"]
    bumps = [np.exp(-0.5 * ((time[:, None] - wave.centre) / wave.width) ** 2) * wave.dipole for wave in waves]
    return np.sum(bumps, axis=0)
