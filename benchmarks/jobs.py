"""What `pipeline.py` measures: one job a process, which prints one line of JSON.

A process never gives its peak memory back, so each side of a comparison needs one of its own.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np


def matrix_reference(database: str) -> dict[str, Any]:
    """The reference's data matrix from .dat and .atr of every record."""
    import wfdb  # noqa: F401 - both sides import it before the clock starts

    from ecgkit import stubs
    from ecgkit.database import Database
    from solutions.loading import load_task

    load_task(2)
    return _measure(lambda: stubs.build_data_matrix(Database(database).records()))


def matrix_handout(database: str) -> dict[str, Any]:
    """The handout's recipe: slice the float64 signal at every beat, append to a list, make an array at the end."""
    import wfdb

    from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL

    beats = {NORMAL_SYMBOL, *ABNORMAL_SYMBOLS}
    names = sorted(path.stem for path in Path(database).glob("*.hea"))

    def build():
        rows, labels = [], []
        for name in names:
            signal = wfdb.rdrecord(str(Path(database) / name)).p_signal
            annotation = wfdb.rdann(str(Path(database) / name), "atr")
            for sample, symbol in zip(annotation.sample, annotation.symbol, strict=True):
                if symbol in beats and sample - 720 >= 0 and sample + 720 <= len(signal):
                    rows.append(signal[sample - 720 : sample + 720, 0])
                    labels.append(int(symbol != NORMAL_SYMBOL))
        return np.array(rows), np.array(labels).reshape(-1, 1)

    return _measure(build)


def stft_reference(database: str) -> dict[str, Any]:
    """The reference's spectrograms of all rows."""
    import scipy.signal  # noqa: F401 - both sides import it before the clock starts

    from ecgkit import stubs
    from solutions.loading import load_task

    X = _all_rows(database)
    load_task(3)
    return _measure(lambda: (stubs.spectrogram(X), None))


def stft_rowwise(database: str) -> dict[str, Any]:
    """One call of scipy.signal.stft a row."""
    from scipy.signal import stft

    X = _all_rows(database)

    def transform():
        S = np.empty((len(X), 33, 46), dtype=np.float32)
        for row, samples in enumerate(X):
            S[row] = np.abs(stft(samples, fs=360, nperseg=64, noverlap=32)[2])
        return S, None

    return _measure(transform)


def import_module(name: str) -> dict[str, Any]:
    """Import one module and tell what it loaded. NumPy is imported by this file already, so a fresh process does it."""
    import subprocess

    program = f"import time; t = time.perf_counter(); import {name}; s = time.perf_counter() - t\nimport json, sys; print(json.dumps({{'seconds': s, 'modules': sorted(sys.modules)}}))"
    return json.loads(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    )


def _all_rows(database: str) -> np.ndarray:
    from ecgkit import stubs
    from ecgkit.database import Database
    from solutions.loading import load_task

    load_task(2)
    return stubs.build_data_matrix(Database(database).records())[0]


def _measure(make: Callable[[], tuple[np.ndarray, Any]]) -> dict[str, Any]:
    """Time a call; its peak memory is counted from what the process held before."""
    before = _peak()
    start = time.perf_counter()
    result, labels = make()
    seconds = time.perf_counter() - start
    peak = _peak()
    return {
        "seconds": seconds,
        "shape": list(result.shape),
        "bytes": int(result.size) * 4,
        "peak_bytes": peak - before,
        "whole_process_bytes": peak,
        # Every 97th row, in the order of the database: a float32 matrix and a float64 one of the same samples agree in it.
        "checksum": _checksum(result, labels),
    }


def _checksum(result: np.ndarray, labels: Any) -> float:
    total = float(np.asarray(result[::97], dtype=np.float32).sum(dtype=np.float64))
    return total + (0 if labels is None else float(labels[::7].sum()))


def _peak() -> int:
    # Linux counts in kB, macOS in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


JOBS: dict[str, Callable[[str], dict[str, Any]]] = {
    "matrix-reference": matrix_reference,
    "matrix-handout": matrix_handout,
    "stft-reference": stft_reference,
    "stft-rowwise": stft_rowwise,
    "import": import_module,
}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](sys.argv[2])))
