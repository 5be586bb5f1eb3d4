"""The stand-in database on disk: `write_database`, as genuine WFDB files, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from ecgkit.records import Record
from ecgkit.standin.facts import RECORD_NAMES
from ecgkit.standin.synthesis import ADC_BITS, ADC_GAIN, ADC_ZERO, check_seed, synthesize_record

#: The file that tells a stand-in from a real database.
MARKER = "STAND-IN"

#: Changes whenever the same seed would give other files.
VERSION = 1

Size = Literal["full", "small"]

#: Records of the small size and their minutes: both course splits, 201 and 202 (one person), ten abnormal symbols.
SMALL_NAMES = ("100", "119", "201", "202", "212", "232")
SMALL_MINUTES = 3.0


#: How often the finished folder is offered when another process moves the same name meanwhile.
PUBLISH_ATTEMPTS = 5


@dataclass(frozen=True)
class StandInInfo:
    """What a stand-in says of itself: its seed, its size and the version of the method."""

    seed: int
    size: Size
    version: int


def write_database(
    directory: Path | str,
    *,
    seed: int = 0,
    size: Size = "full",
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the stand-in database: format 212 signals, headers, annotations, RECORDS and a marker.

    The files are written beside `directory` and appear there all at once, so a run that is interrupted leaves
    nothing, and of two runs at the same time the second finds the first one's result. The same seed gives the same
    bytes.

    Args:
        directory: folder to make. If it already holds this stand-in, nothing is written; another stand-in
            is replaced.
        seed: whole number from 0; each makes new patients.
        size: "full" for 48 records of 30 min, "small" for 6 records of 3 min.
        progress: called with (records written, records in all) after each record.

    Returns:
        `directory`.

    Raises:
        ValueError: an argument is out of its range.
        FileExistsError: `directory` holds something that is no stand-in; it is left alone.
    """
    target, info = Path(directory), _info(seed, size)
    if standin_info(target) == info:
        return target
    _refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        _fill(draft, info, progress)
        _publish(draft, target, info)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def standin_info(directory: Path | str) -> StandInInfo | None:
    """What stand-in a folder holds; None if it holds none.

    Args:
        directory: a folder, which need not exist.
    """
    try:
        return StandInInfo(**json.loads((Path(directory) / MARKER).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
        return None


def _info(seed: int, size: Size) -> StandInInfo:
    check_seed(seed)
    if size not in ("full", "small"):
        raise ValueError(f"`size` must be 'full' or 'small'. Received {size!r}.")
    return StandInInfo(int(seed), size, VERSION)


def _refuse_foreign(target: Path) -> None:
    if target.exists() and standin_info(target) is None and (not target.is_dir() or any(target.iterdir())):
        raise FileExistsError(
            f"`directory` must be new, empty or a stand-in, so that nothing of yours is overwritten. "
            f"Received {target}, which holds other files. Choose another folder."
        )


def _fill(draft: Path, info: StandInInfo, progress: Callable[[int, int], None] | None) -> None:
    names = SMALL_NAMES if info.size == "small" else RECORD_NAMES
    minutes = SMALL_MINUTES if info.size == "small" else None
    for done, _ in enumerate(_write_all(draft, names, info.seed, minutes), start=1):
        if progress is not None:
            progress(done, len(names))
    (draft / "RECORDS").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    (draft / MARKER).write_text(json.dumps(asdict(info)) + "\n", encoding="utf-8")


def _write_all(draft: Path, names: tuple[str, ...], seed: int, minutes: float | None) -> Iterator[str]:
    job = partial(_write_one, draft=draft, seed=seed, minutes=minutes)
    # Threads, not processes: a forked copy of a process that runs TensorFlow hangs, and a spawned one runs a
    # caller's script again. NumPy does most of the work without the interpreter's lock.
    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, 4))
    try:
        yield from pool.map(job, names)
    finally:
        pool.shutdown(cancel_futures=True)


def _write_one(name: str, *, draft: Path, seed: int, minutes: float | None) -> str:
    write_record(synthesize_record(name, seed=seed, minutes=minutes), draft)
    return name


def write_record(record: Record, directory: Path) -> None:
    """Write a record as MIT-BIH does: NAME.hea, NAME.dat in format 212, NAME.atr with notes that end in NUL."""
    import wfdb

    n_sig = len(record.sig_name)
    signal = wfdb.Record(
        record_name=record.record_name,
        n_sig=n_sig,
        fs=record.fs,
        sig_len=record.sig_len,
        sig_name=list(record.sig_name),
        units=["mV"] * n_sig,
        fmt=["212"] * n_sig,
        adc_gain=[float(ADC_GAIN)] * n_sig,
        baseline=[ADC_ZERO] * n_sig,
        adc_res=[ADC_BITS] * n_sig,
        adc_zero=[ADC_ZERO] * n_sig,
        d_signal=np.round(record.p_signal * ADC_GAIN).astype(np.int64) + ADC_ZERO,
        comments=["Synthetic: a stand-in for the MIT-BIH Arrhythmia Database, no recording of a person."],
    )
    signal.set_d_features()
    signal.set_defaults()
    # What wrsamp does, less its search of every sample for values outside 12 bits: those are within 11.
    signal.wrheader(write_dir=str(directory))
    signal.wr_dat_files(write_dir=str(directory))
    notes = [f"{note}\0" if note else "" for note in record.aux_note]
    wfdb.wrann(record.record_name, "atr", record.sample, list(record.symbol), aux_note=notes, write_dir=str(directory))


def _publish(draft: Path, target: Path, info: StandInInfo) -> None:
    """Give the finished draft its name; if another process was faster with the same stand-in, keep that one."""
    # mkdtemp makes a folder for its owner alone; a database on a shared disk is for everybody.
    draft.chmod(0o755)
    for attempt in range(PUBLISH_ATTEMPTS):
        try:
            return _replace(draft, target)
        except OSError:
            if standin_info(target) == info:
                return
            if attempt == PUBLISH_ATTEMPTS - 1:
                raise


def _replace(draft: Path, target: Path) -> None:
    # A folder that is not empty cannot be replaced in one step; the old stand-in steps aside first.
    if standin_info(target) is not None:
        target.rename(Path(tempfile.mkdtemp(prefix="old-", dir=draft)) / "old")
    os.rename(draft, target)
    for old in target.glob("old-*"):
        shutil.rmtree(old, ignore_errors=True)
