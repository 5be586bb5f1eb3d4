"""Small records for checks: each sample says which one it is, so that a result shows where every value came from.

Sample n of lead 0 is (n + offset) / 1000 mV. Lead 1 lies between 90 and 100 mV, so no value of it can be taken for one of lead 0.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgkit.records import Record

#: Steps of lead 0 in one mV.
STEPS = 1000

#: The lead at 100 mV and above would meet lead 1: longest ramp, offset included.
LONGEST = 90 * STEPS


def ramp(
    sig_len: int,
    beats: Sequence[tuple[int, str]] = (),
    *,
    name: str = "",
    fs: float = 360,
    offset: int = 0,
    patient: str | None = None,
    sig_name: Sequence[str] = ("MLII", "V5"),
) -> Record:
    """A record whose lead 0 rises by 1/1000 mV a sample.

    Args:
        sig_len: number of samples.
        beats: (sample, symbol) of each annotation, in ascending order.
        name: of the record; "ramp" and a number that stands for all that is in it if "": a submission may keep what it read by name,
            and what it reads is the same in every run.
        fs: sampling frequency in Hz.
        offset: the first sample is offset / 1000 mV, so that several records differ.
        patient: whom it comes from.
        sig_name: names of the two leads.
    """
    if offset + sig_len > LONGEST:
        raise ValueError(f"A ramp ends below {LONGEST} steps. Received {offset} + {sig_len}.")
    number = np.arange(sig_len)
    leads = np.stack([(number + offset) / STEPS, 100 - 10 * (number % 97) / 97], axis=1)
    samples, symbols = [sample for sample, _ in beats], [symbol for _, symbol in beats]
    content = repr((sig_len, list(beats), fs, offset, patient, list(sig_name)))
    name = name or f"ramp {zlib.crc32(content.encode()) % 1_000_000}"
    return Record.from_arrays(name, leads, samples, symbols, fs=fs, patient=patient, sig_name=sig_name)


def middle(X: NDArray) -> NDArray[np.float64]:
    """The column in which the beats stand: that of number h of 2 h."""
    return X[:, X.shape[1] // 2].astype(np.float64)


def nearest_beats(X: NDArray, beats: Sequence[int] | NDArray) -> list[int]:
    """For each window, the place in `beats` of the one nearest to its middle column.

    Args:
        X: (N, columns) windows of ramps, in mV.
        beats: sample numbers, offset of their ramp included.
    """
    return [int(np.argmin(np.abs(np.asarray(beats) - value * STEPS))) for value in middle(X)]
