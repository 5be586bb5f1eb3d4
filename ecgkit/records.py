"""One recording in memory: `Record`, and `read_record`, which reads it with wfdb.

wfdb reads many a damaged file without a word, so what it returns is held against what a recording can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .plain_errors import PlainError

#: Records 201 and 202 come from one person (MIT-BIH database directory, record notes).
SAME_PATIENT = {"202": "201"}

#: Bytes that one sample takes in a .dat file, for the formats whose truncation is noticed before the samples are read.
#: https://wfdb.io/spec/signal-files.html
BYTES_PER_SAMPLE = {"212": 1.5, "16": 2.0}

#: The digital value by which these formats mark a sample invalid, the smallest they can hold; the values of
#: `wfdb.io._signal.INVALID_SAMPLE_VALUE`.
INVALID_SAMPLE = {"212": -(1 << 11), "16": -(1 << 15)}

#: Header checksums are sums of 16 bits. https://wfdb.io/spec/header-files.html
CHECKSUM_RANGE = 1 << 16

#: How many recordings' signals stay in memory: enough to work on a few, far from all 48 (500 MB).
SIGNALS_KEPT = 4


class RecordError(PlainError, ValueError):
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
        """The samples in mV: float64 (sig_len, n_sig), one column a lead; NaN where the file marks one invalid.

        Raises:
            RecordError: the .dat file is missing, truncated or does not have the checksum of its header.
        """
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
            ValueError: the lengths do not agree, `p_signal` has not two dimensions, or `fs` is not above 0.
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
        if len(names) != signal.shape[1]:
            raise ValueError(
                f"`sig_name` must have one name a lead. Received {len(names)} for {signal.shape[1]} leads."
            )
        if not fs > 0:
            raise ValueError(f"`fs` must be above 0 Hz. Received {fs}.")
        return cls(
            record_name=record_name,
            fs=fs,
            sig_len=len(signal),
            sig_name=names,
            sample=positions,
            symbol=tuple(symbol),
            aux_note=notes,
            patient=patient or SAME_PATIENT.get(record_name, record_name),
            _load_signal=partial(_read_only, signal),
        )

    def __repr__(self) -> str:
        return (
            f"Record({self.record_name!r}, fs={self.fs}, sig_len={self.sig_len}, "
            f"sig_name={self.sig_name}, {len(self.sample)} annotations)"
        )


def read_record(path: str | Path) -> Record:
    """Read one WFDB record (.hea, .dat, .atr) with its reference annotations.

    The samples follow at the first use of `p_signal`, where they are compared with the checksum that the
    header gives of each lead.

    Args:
        path: the record without extension, such as "mitdb/100".

    Returns:
        The record.

    Raises:
        RecordError: a file is missing, unreadable, truncated or not in WFDB format; says which and what to do.
    """
    base = Path(path).absolute()
    _require_files(base)
    header = _read_header(base)
    _check_signal_file(base, header)
    annotation = _read_annotation(base, header.sig_len)
    return Record(
        record_name=base.name,
        fs=header.fs,
        sig_len=header.sig_len,
        sig_name=tuple(name or f"lead {i}" for i, name in enumerate(header.sig_name)),
        sample=_read_only(np.asarray(annotation.sample, dtype=np.int64)),
        symbol=tuple(annotation.symbol),
        # MIT-BIH notes end in NUL.
        aux_note=tuple(note.rstrip("\0") for note in annotation.aux_note),
        patient=SAME_PATIENT.get(base.name, base.name),
        # Both formats fit in 16 bits, which halves the time of reading; any other one is read at full width.
        _load_signal=partial(_load_signal, base, 16 if BYTES_PER_SAMPLE.keys() >= set(header.fmt) else 64),
    )


def _require_files(base: Path) -> None:
    names = [base.name + suffix for suffix in (".hea", ".dat", ".atr")]
    missing = [name for name in names if not base.with_name(name).is_file()]
    if missing:
        raise RecordError(
            f"Record {base.name} is incomplete in {base.parent}: {', '.join(missing)} is missing. "
            "Run `ecgkit download` to get the MIT-BIH recordings, or check the path you gave."
        )
    for name in names:
        try:
            base.with_name(name).open("rb").close()
        except PermissionError as error:
            raise RecordError(
                f"{name} in {base.parent} may not be read by you. Ask its owner, or copy the folder to one of yours."
            ) from error


def _damaged(file_name: str, why: object) -> RecordError:
    return RecordError(
        f"{file_name} is damaged: {why}. `ecgkit download` replaces a damaged file of the MIT-BIH recordings; "
        "a stand-in is written again when you delete its folder."
    )


def _read_header(base: Path):
    import wfdb

    try:
        header = wfdb.rdheader(str(base))
    except Exception as error:
        raise _damaged(f"{base.name}.hea", f"it is not a WFDB header ({error})") from error
    if fault := _header_fault(base, header):
        raise _damaged(f"{base.name}.hea", fault)
    return header


def _header_fault(base: Path, header) -> str | None:
    if not header.sig_len or not header.n_sig:
        return "it names no signal or no length"
    if hasattr(header, "seg_name"):
        return "it joins several segments, which this course does not read"
    described = len(header.sig_name or ())
    if described != header.n_sig:
        return f"it announces {header.n_sig} leads and describes {described}"
    if others := [unit for unit in header.units or () if unit not in (None, "mV")]:
        return f"a lead of it is in {others[0]}, and this course reads mV"
    # wfdb takes a rate that it cannot parse for 250 Hz, so the line itself is looked at.
    rate = _record_line(base)[2:3]
    if not header.fs > 0 or (rate and rate[0].startswith("-")):
        return f"its sampling rate is {rate[0] if rate else header.fs} Hz"
    return None


def _record_line(base: Path) -> list[str]:
    lines = base.with_name(base.name + ".hea").read_text(errors="replace").splitlines()
    return next(line.split() for line in lines if line.strip() and not line.startswith("#"))


def _check_signal_file(base: Path, header) -> None:
    """Find a truncated .dat by its size, so that a list of 48 records is checked without reading a sample."""
    needed: dict[str, float] = {}
    for name, fmt, frame, offset in zip(
        header.file_name, header.fmt, header.samps_per_frame, header.byte_offset, strict=True
    ):
        needed.setdefault(name, offset or 0)
        needed[name] += header.sig_len * (frame or 1) * BYTES_PER_SAMPLE.get(fmt, 0)
    for name, size in needed.items():
        path = base.with_name(name)
        if not path.is_file():
            raise _damaged(f"{base.name}.hea", f"it names {name}, and there is no such file beside it")
        if path.stat().st_size < int(size):
            raise _damaged(name, f"it has {path.stat().st_size:,} bytes of the {int(size):,} that its header announces")


def _read_annotation(base: Path, sig_len: int):
    import wfdb

    name = f"{base.name}.atr"
    data = base.with_name(name).read_bytes()
    # An annotation file ends in a word of zero: https://wfdb.io/spec/annotation-files.html
    if len(data) % 2 or data[-2:] != b"\0\0":
        raise _damaged(name, "it is truncated or not a WFDB annotation file")
    try:
        annotation = wfdb.rdann(str(base), "atr")
    except Exception as error:
        raise _damaged(name, f"it is not a WFDB annotation file ({error})") from error
    if fault := _annotation_fault(annotation, sig_len):
        raise _damaged(name, fault)
    return annotation


def _annotation_fault(annotation, sig_len: int) -> str | None:
    sample = np.asarray(annotation.sample)
    if not len(sample):
        return "it holds no annotation"
    if sample.max() >= sig_len:
        return (
            f"it marks sample {sample.max():,} of a recording of {sig_len:,} samples (does it belong to another one?)"
        )
    if sample.min() < 0 or np.any(np.diff(sample) < 0):
        return "its annotations are not in the order of time"
    # wfdb gives NaN for a code without a symbol.
    if not all(isinstance(symbol, str) for symbol in annotation.symbol):
        return "it holds annotation codes that WFDB does not know"
    return None


def _load_signal(base: Path, bits: int) -> NDArray[np.float64]:
    _require_files(base)
    # The time stamps make the memory forget a file that was written again.
    stamps = tuple(base.with_name(base.name + suffix).stat().st_mtime_ns for suffix in (".hea", ".dat"))
    return _read_signal(base, bits, stamps)


@lru_cache(maxsize=SIGNALS_KEPT)
def _read_signal(base: Path, bits: int, stamps: tuple[int, ...]) -> NDArray[np.float64]:
    import wfdb

    try:
        digital = wfdb.rdrecord(str(base), physical=False, return_res=bits)
        sums = [int(lead.sum(dtype=np.int64)) for lead in digital.d_signal.T]
        p_signal = _millivolts(digital)
    except Exception as error:
        raise _damaged(f"{base.name}.dat", f"its samples cannot be read ({error})") from error
    for lead, announced, found in zip(digital.sig_name, digital.checksum, sums, strict=True):
        if announced is not None and (announced - found) % CHECKSUM_RANGE:
            raise _damaged(
                f"{base.name}.dat", f"the samples of lead {lead} do not have the checksum of {base.name}.hea"
            )
    return _read_only(p_signal)


def _millivolts(digital) -> NDArray[np.float64]:
    """What wfdb's own `dac` computes, bit for bit, a lead at a time: each lead is contiguous and done five times sooner."""
    if not INVALID_SAMPLE.keys() >= set(digital.fmt):
        return digital.dac()
    p_signal = np.empty(digital.d_signal.shape, order="F")
    for lead, fmt in enumerate(digital.fmt):
        samples, column = digital.d_signal[:, lead], p_signal[:, lead]
        np.subtract(samples, digital.baseline[lead], out=column, dtype=np.float64)
        column /= digital.adc_gain[lead]
        invalid = samples == INVALID_SAMPLE[fmt]
        if invalid.any():
            column[invalid] = np.nan
    return p_signal


def _read_only(array: NDArray) -> NDArray:
    view = array.view()
    view.flags.writeable = False
    return view
