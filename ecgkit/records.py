"""One recording in memory: `Record`, and `read_record`, which reads it with wfdb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Records 201 and 202 come from one person (MIT-BIH database directory, record notes).
SAME_PATIENT = {"202": "201"}

#: How many recordings' signals stay in memory: enough to work on a few, far from all 48 (500 MB).
SIGNALS_KEPT = 4


class RecordError(ValueError):
    """A recording cannot be read; the message says why and what to do."""


@dataclass(frozen=True, eq=False, repr=False)
class Record:
    """One ECG recording with its annotations, in wfdb's words.

    The samples of a record that was read from disk are loaded when `p_signal` is first used and only the
    last few recordings stay in memory, so a list of all 48 records costs almost nothing. The arrays are
    read-only: copy before you change one.

    Attributes:
        record_name: name of the record, such as "100".
        fs: sampling frequency in Hz.
        sig_len: number of samples of each lead.
        sig_name: name of each lead, such as ("MLII", "V5").
        sample: int64 (n,), the sample number of each annotation.
        symbol: tuple of n strings, the symbol of each annotation (see `ecgkit.symbols.MEANINGS`).
        aux_note: tuple of n strings, such as "(AFIB" at a rhythm change; "" for most annotations.
        patient: whom the record comes from; 201 and 202 are one person.
    """

    record_name: str
    fs: float
    sig_len: int
    sig_name: tuple[str, ...]
    sample: NDArray[np.int64]
    symbol: tuple[str, ...]
    aux_note: tuple[str, ...]
    patient: str
    _load_signal: Callable[[], NDArray[np.float64]] = field()

    @property
    def p_signal(self) -> NDArray[np.float64]:
        """The samples in mV: float64 (sig_len, n_sig), one column a lead."""
        return self._load_signal()

    @classmethod
    def from_arrays(
        cls,
        record_name: str,
        p_signal: ArrayLike,
        sample: ArrayLike = (),
        symbol: Sequence[str] = (),
        *,
        fs: float = 360,
        sig_name: Sequence[str] | None = None,
        aux_note: Sequence[str] | None = None,
        patient: str | None = None,
    ) -> Record:
        """Make a record of arrays in memory.

        Args:
            record_name: any name.
            p_signal: (sig_len, n_sig) in mV.
            sample: (n,) sample number of each annotation, in ascending order.
            symbol: n annotation symbols.
            fs: sampling frequency in Hz.
            sig_name: n_sig lead names; "lead 0", "lead 1", ... by default.
            aux_note: n notes; empty by default.
            patient: whom it comes from; the record name by default.

        Raises:
            ValueError: the lengths do not agree, or `p_signal` has not two dimensions.
        """
        signal = _read_only(np.asarray(p_signal, dtype=np.float64))
        if signal.ndim != 2:
            raise ValueError(f"`p_signal` must have two dimensions (sig_len, n_sig). Received shape {signal.shape}.")
        positions = _read_only(np.asarray(sample, dtype=np.int64))
        notes = tuple(aux_note) if aux_note is not None else ("",) * len(symbol)
        if not len(positions) == len(symbol) == len(notes):
            raise ValueError(
                "`sample`, `symbol` and `aux_note` must have one entry an annotation. "
                f"Received {len(positions)}, {len(symbol)} and {len(notes)}."
            )
        names = tuple(sig_name) if sig_name is not None else tuple(f"lead {i}" for i in range(signal.shape[1]))
        return cls(
            record_name=record_name,
            fs=fs,
            sig_len=len(signal),
            sig_name=names,
            sample=positions,
            symbol=tuple(symbol),
            aux_note=notes,
            patient=patient or SAME_PATIENT.get(record_name, record_name),
            _load_signal=lambda: signal,
        )

    def __repr__(self) -> str:
        return (
            f"Record({self.record_name!r}, fs={self.fs}, sig_len={self.sig_len}, "
            f"sig_name={self.sig_name}, {len(self.sample)} annotations)"
        )


def read_record(path: str | Path) -> Record:
    """Read one WFDB record (.hea, .dat, .atr) with its reference annotations.

    Args:
        path: the record without extension, such as "mitdb/100".

    Returns:
        The record; its samples are read at the first use of `p_signal`.

    Raises:
        RecordError: a file is missing, truncated or not in WFDB format; says which and what to do.
    """
    base = Path(path)
    header, annotation = _read_header(base), _read_annotation(base)
    if len(annotation.sample) and annotation.sample[-1] >= header.sig_len:
        raise RecordError(
            f"{base.name}.atr marks sample {annotation.sample[-1]}, but {base.name}.hea has only {header.sig_len} "
            "samples: the two files do not belong together. Download the record again."
        )
    return Record(
        record_name=base.name,
        fs=header.fs,
        sig_len=header.sig_len,
        sig_name=tuple(header.sig_name),
        sample=_read_only(np.asarray(annotation.sample, dtype=np.int64)),
        symbol=tuple(annotation.symbol),
        # MIT-BIH notes end in NUL.
        aux_note=tuple(note.rstrip("\0") for note in annotation.aux_note),
        patient=SAME_PATIENT.get(base.name, base.name),
        _load_signal=lambda: _read_signal(base),
    )


def _read_header(base: Path):
    import wfdb

    _require_files(base)
    try:
        header = wfdb.rdheader(str(base))
    except Exception as error:
        raise RecordError(f"{base.name}.hea is not a WFDB header ({error}). Download the record again.") from error
    if not header.sig_len or not header.n_sig:
        raise RecordError(f"{base.name}.hea names no signal or no length. Download the record again.")
    return header


def _read_annotation(base: Path):
    import wfdb

    try:
        return wfdb.rdann(str(base), "atr")
    except Exception as error:
        raise RecordError(
            f"{base.name}.atr is not a WFDB annotation file ({error}). Download the record again."
        ) from error


@lru_cache(maxsize=SIGNALS_KEPT)
def _read_signal(base: Path) -> NDArray[np.float64]:
    import wfdb

    _require_files(base)
    try:
        signal = wfdb.rdrecord(str(base)).p_signal
    except Exception as error:
        raise RecordError(
            f"{base.name}.dat cannot be read: it is truncated or damaged ({error}). Download the record again."
        ) from error
    return _read_only(signal)


def _require_files(base: Path) -> None:
    missing = [base.name + suffix for suffix in (".hea", ".dat", ".atr") if not base.with_name(base.name + suffix).exists()]
    if missing:
        raise RecordError(
            f"Record {base.name} is incomplete in {base.parent}: {', '.join(missing)} is missing. "
            "Run `ecgkit download` to get the MIT-BIH recordings, or check the path you gave."
        )


def _read_only(array: NDArray) -> NDArray:
    view = array.view()
    view.flags.writeable = False
    return view
