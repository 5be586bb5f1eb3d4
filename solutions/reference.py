"""The reference run: every task in turn, and what was measured of it in `metrics.json`."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ecgkit import plotting
from ecgkit.database import Database, DatabaseError
from ecgkit.whole_files import write_whole

from . import networks, recordings
from .data import Data
from .pages import versions_of
from .run import Measured, Plan, Run

#: What each task is called on the terminal and in the report, and what measures it.
TASKS: dict[int, tuple[str, Callable[[Run], Measured]]] = {
    1: ("visualization", recordings.measure_visualization),
    2: ("preparation", recordings.measure_preparation),
    3: ("features", recordings.measure_features),
    4: ("imbalance", recordings.measure_imbalance),
    5: ("BiLSTM", networks.measure_bilstm),
    6: ("CNN", networks.measure_cnn),
    7: ("AlexNet", networks.measure_alexnet),
    8: ("GRU", networks.measure_gru),
}

#: Packages whose versions can change a number, beside Keras and its backend.
PACKAGES = ("numpy", "scipy", "wfdb", "matplotlib")


def run_reference(
    database: Database,
    *,
    out: Path,
    tasks: Sequence[int] = tuple(TASKS),
    seed: int = 0,
    plan: Plan,
    heading: Callable[[str], None],
    say: Callable[[str], None],
) -> Measured:
    """Run tasks of the reference and write figures, models and `metrics.json`.

    Args:
        database: where the recordings come from.
        out: folder to write to; made if needed.
        tasks: numbers of the tasks. What a task needs of an earlier one is computed too.
        seed: of every random choice.
        plan: how much the networks train on.
        heading: told when a task begins.
        say: told one line at a time what a task did.

    Returns:
        What `metrics.json` holds.

    Raises:
        DatabaseError: the database lacks one side of the course split.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    plotting.use_style()
    _require_both_sides(database)
    (out / "figures").mkdir(parents=True, exist_ok=True)
    run = Run(database, Data(database), out, seed, plan, say)
    start = time.perf_counter()
    measured = {str(task): _measure(run, task, heading) for task in tasks}
    result = {
        **_describe(run),
        "tasks": measured,
        "seconds": time.perf_counter() - start,
        "peak_memory_MB": _peak_memory(),
    }
    write_whole(out / "metrics.json", json.dumps(result, indent=2) + "\n")
    return result


def _measure(run: Run, task: int, heading: Callable[[str], None]) -> Measured:
    name, measure = TASKS[task]
    heading(f"Task {task}: {name}")
    start = time.perf_counter()
    measured = measure(run)
    seconds = time.perf_counter() - start
    run.say(f"{seconds:.1f} s")
    return {"name": name, **measured, "figures": run.figures.get(task, []), "seconds": seconds}


def _require_both_sides(database: Database) -> None:
    for side, names in (("training", database.train_names), ("test", database.test_names)):
        if not names:
            raise DatabaseError(
                f"The {database.title} has none of the course's {side} records, so the reference cannot run on it. "
                'Give another folder, or use "stand-in".'
            )


def _describe(run: Run) -> dict[str, Any]:
    return {
        "database": run.database.title,
        "is_stand_in": run.database.is_stand_in,
        "records": {"train": list(run.database.train_names), "test": list(run.database.test_names)},
        "seed": run.seed,
        "plan": asdict(run.plan),
        "versions": versions_of(PACKAGES),
    }


def _peak_memory() -> float | None:
    """The most memory this process ever held, in MB; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    # Linux counts in kB, macOS in bytes.
    unit = 1e6 if platform.system() == "Darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
