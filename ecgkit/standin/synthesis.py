"""One stand-in record in memory: `synthesize_record`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgkit.records import Record
from ecgkit.standin.facts import FULL_SECONDS, RECORD_NAMES, RecordFacts, all_facts
from ecgkit.standin.hearts import Heart, draw_hearts
from ecgkit.standin.marks import Mark, draw_marks
from ecgkit.standin.noise import add_noise
from ecgkit.standin.rhythm import Rhythm, draw_rhythm
from ecgkit.standin.signals import draw_leads

#: The recorder of MIT-BIH: 200 steps a mV, 11 bits around 1024.
ADC_GAIN, ADC_ZERO, ADC_BITS = 200, 1024, 11

#: What a record needs at least: both edges of 2 s and some beats in between; samples enough for a QRS.
LEAST_MINUTES, LEAST_FS = 0.25, 100.0


def synthesize_record(
    record_name: str, *, seed: int = 0, minutes: float | None = None, fs: float = 360, heart: Heart | None = None
) -> Record:
    """Make one record of the stand-in: a synthetic patient with the figures of a real MIT-BIH record.

    The full record has the true count of every annotation symbol. In a shorter one the counts shrink in
    proportion, and each beat symbol of the record is still there at least once. The same name, seed and length
    give the same patient and the same beats at every `fs`.

    Args:
        record_name: one of the 48 names of MIT-BIH, such as "100".
        seed: whole number from 0; each makes new patients.
        minutes: length of the record, at least 0.25; all 650,000 samples at 360 Hz by default.
        fs: sampling frequency in Hz, at least 100.
        heart: instead of the one that the seed gives this patient.

    Returns:
        The record, its samples rounded to the steps of the recorder (200 a mV).

    Raises:
        ValueError: an argument is out of its range, or MIT-BIH has no such record.

    Source: the counts are those of the MIT-BIH Arrhythmia Database (Moody & Mark 2001,
    doi:10.1109/51.932724); the waves follow McSharry et al. 2003, doi:10.1109/TBME.2003.808805.
    """
    facts = _check(record_name, seed, minutes, fs)
    duration = FULL_SECONDS if minutes is None else minutes * 60.0
    heart = heart or draw_hearts(seed)[facts.patient]
    rhythm = draw_rhythm(facts, duration, heart.breath_hz, _rng(seed, facts, 2))
    marks = draw_marks(facts, rhythm, _rng(seed, facts, 3))
    signal = draw_leads(heart, rhythm, facts.sig_name, fs, fibrillates=facts.fibrillates, rng=_rng(seed, facts, 4))
    add_noise(signal, facts, heart, marks, fs, _rng(seed, facts, 5))
    return _record(facts, _digitize(signal), rhythm, marks, fs)


def _check(record_name: str, seed: int, minutes: float | None, fs: float) -> RecordFacts:
    if record_name not in RECORD_NAMES:
        raise ValueError(
            f"`record_name` must be one of the 48 MIT-BIH records, such as '100'. Received {record_name!r}."
        )
    check_seed(seed)
    if minutes is not None and not minutes >= LEAST_MINUTES:
        raise ValueError(
            f"`minutes` must be at least {LEAST_MINUTES}, or None for the full record. Received {minutes}."
        )
    if not fs >= LEAST_FS:
        raise ValueError(f"`fs` must be at least {LEAST_FS:g} Hz. Received {fs}.")
    return all_facts()[record_name]


def check_seed(seed: int) -> None:
    """Raise ValueError unless `seed` is a whole number from 0."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"`seed` must be a whole number from 0. Received {seed!r}.")


def _rng(seed: int, facts: RecordFacts, purpose: int) -> np.random.Generator:
    return np.random.default_rng([seed, int(facts.record_name), purpose])


def _digitize(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    steps = np.clip(np.round(signal * ADC_GAIN) + ADC_ZERO, 0, 2**ADC_BITS - 1)
    return (steps - ADC_ZERO) / ADC_GAIN


def _record(facts: RecordFacts, p_signal, rhythm: Rhythm, marks: list[Mark], fs: float) -> Record:
    events = [*zip(rhythm.time, rhythm.symbol.tolist(), map(_event_note, rhythm.symbol), strict=True)]
    entries = sorted(events + [(mark.time, mark.symbol, mark.aux_note) for mark in marks])
    return Record.from_arrays(
        facts.record_name,
        p_signal,
        [round(time * fs) for time, _, _ in entries],
        [symbol for _, symbol, _ in entries],
        fs=fs,
        sig_name=facts.sig_name,
        aux_note=[note for _, _, note in entries],
    )


def _event_note(symbol: str) -> str:
    """A missed beat is a heart event that MIT-BIH marks with a comment."""
    return "MISSB" if symbol == '"' else ""
