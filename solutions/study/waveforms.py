"""What a network is shown: one wave around the beat, moved to 0 and scaled by the beat's own height."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .beats import FS

#: Seconds before and after a beat that hold its QRS complex, also a wide one.
QRS = 0.12, 0.17

#: mV; less than this is no heartbeat but noise, and is not blown up.
LEAST_HEIGHT = 0.1


def shown(waves: NDArray, seconds: float, *, normalize: bool = True) -> NDArray[np.float32]:
    """Move each wave's median to 0, divide by the height of its QRS complex, and keep what lies near the beat.

    The gain of an amplifier and the build of a body change the height of a beat, not its kind.

    Args:
        waves: (n, times), mV at `FS`, the beat in the centre.
        seconds: kept on either side of the beat.
        normalize: False leaves mV.

    Returns:
        float32 (n, 2 * seconds * FS, 1).
    """
    waves = waves - np.median(waves, axis=1, keepdims=True)
    if normalize:
        middle = waves.shape[1] // 2
        qrs = waves[:, middle - round(QRS[0] * FS) : middle + round(QRS[1] * FS)]
        waves = waves / np.maximum(np.ptp(qrs, axis=1, keepdims=True), LEAST_HEIGHT)
    return around(waves, seconds)[..., None].astype(np.float32)


def around(waves: NDArray, seconds: float) -> NDArray:
    """The middle of each wave: (n, times) -> (n, 2 * seconds * FS)."""
    middle, half = waves.shape[1] // 2, round(seconds * FS)
    return waves[:, middle - half : middle + half]
