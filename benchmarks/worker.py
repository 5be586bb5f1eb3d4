"""What the worker costs: its start, one call, and a data matrix through the boundary beside a plain copy through a socket.

    python benchmarks/worker.py

Prints one row a claim and exits with 1 if the matrix takes more than 3 times the plain copy.
"""

from __future__ import annotations

import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from autograder.isolation import Tier, works
from autograder.submission import WorkerSubmission

ROWS, COLUMNS = 109_217, 1440
TARGET = 3.0
REPEATS = 5

_ANSWERS = f"""
import numpy as np
from ecgkit import fill

MATRIX = np.ones(({ROWS}, {COLUMNS}), np.float32)

@fill
def label_beats(symbols):
    return [0] * len(symbols)

@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    return MATRIX
"""


def main() -> int:
    """Measure every tier that works here; returns the exit code."""
    plain = best(copy_through_a_socket)
    print(f"{ROWS:,} x {COLUMNS} float32 through a plain socket: {plain:.2f} s")
    missed = 0
    for tier in (Tier.A, Tier.B, Tier.D):
        if not works(tier):
            print(f"{tier.value}: does not work here")
            continue
        start, call, matrix = measure(tier)
        missed += matrix / plain > TARGET
        print(
            f"{tier.value}: start {start:.2f} s, one call {1000 * call:.1f} ms, matrix {matrix:.2f} s = {matrix / plain:.2f} x"
        )
    return int(missed > 0)


def measure(tier: Tier) -> tuple[float, float, float]:
    """Seconds of the start (with the first call), of a small call, and of a call that returns the matrix."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answers.py")
        path.write_text(_ANSWERS)
        submission = WorkerSubmission(path, tier)
        try:
            start = seconds(lambda: submission.call("label_beats", ["N"]))
            call = statistics.median(seconds(lambda: submission.call("label_beats", ["N"])) for _ in range(50))
            matrix = best(lambda: seconds(lambda: whole_matrix(submission)))
        finally:
            submission.close()
    return start, call, matrix


def whole_matrix(submission: WorkerSubmission) -> None:
    """One call whose result is the whole matrix."""
    X = submission.call("spectrogram", np.zeros((1, 1)), max_bytes=2**30)
    if X.shape != (ROWS, COLUMNS):
        raise RuntimeError(f"the matrix arrived as {X.shape}")


def copy_through_a_socket() -> float:
    """Seconds to copy the matrix's bytes through a socket pair, from one thread to another."""
    ours, theirs = socket.socketpair()
    source, target = np.ones((ROWS, COLUMNS), np.float32), np.empty((ROWS, COLUMNS), np.float32)
    with ours, theirs:
        sender = threading.Thread(target=ours.sendall, args=(source.data.cast("B"),))
        start = time.perf_counter()
        sender.start()
        rest = target.data.cast("B")
        while rest:
            rest = rest[theirs.recv_into(rest) :]
        sender.join()
        return time.perf_counter() - start


def best(measurement: Callable[[], float]) -> float:
    """The quickest of some runs: what a busy machine disturbs least."""
    return min(measurement() for _ in range(REPEATS))


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
