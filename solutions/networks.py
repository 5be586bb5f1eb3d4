"""Tasks 5 to 8 of the reference run: train a network, and measure it once on patients it has never met."""

from __future__ import annotations

import contextlib
import io
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit import stubs, training_plots
from ecgkit.metrics import confusion, per_record_table, per_symbol_table
from ecgkit.training import is_validation, quiet_tensorflow, seed_everything, spread_rows

from .data import Rows
from .loading import load_task
from .run import Measured, Run

PREDICT_ROWS = 1024


def measure_bilstm(run: Run) -> Measured:
    """Task 5: one bidirectional LSTM over time."""
    return _measure(run, 5, "bilstm", lambda shape: stubs.build_bilstm(shape))


def measure_cnn(run: Run) -> Measured:
    """Task 6: convolutions over time."""
    return _measure(run, 6, "cnn", lambda shape: stubs.build_cnn(shape))


def measure_alexnet(run: Run) -> Measured:
    """Task 7: more and shorter convolutions over time, and dense layers with dropout."""
    return _measure(run, 7, "alexnet", lambda shape: stubs.build_alexnet(shape))


def measure_gru(run: Run) -> Measured:
    """Task 8: one gated recurrent unit over time."""
    return _measure(run, 8, "gru", lambda shape: stubs.build_gru(shape))


def _measure(run: Run, task: int, name: str, build: Callable[[tuple[int, ...]], Any]) -> Measured:
    features = run.data.features
    quiet_tensorflow()
    for needed in sorted({4, 5, task}):
        load_task(needed)
    seed_everything(run.seed)
    model = build(features.train.values.shape[1:])
    trained = _train(run, model, features.train)
    start = time.perf_counter()
    y_prob = model.predict(features.test.values, batch_size=PREDICT_ROWS, verbose=0)
    predict_seconds = time.perf_counter() - start
    measured = {
        **trained,
        **_score(y_prob, features.test),
        "parameters": int(model.count_params()),
        "predict_seconds": predict_seconds,
        "model": f"{name}.keras",
    }
    model.save(run.out / f"{name}.keras")
    run.say(f"{len(y_prob):,} rows of {len(np.unique(features.test.record))} test recordings")
    run.say("  ".join(f"{key} {value:.3f}" for key, value in measured["metrics"].items()))
    _draw(run, task, measured)
    return measured


def _train(run: Run, model: Any, rows: Rows) -> Measured:
    plan, aside = run.plan, is_validation(rows.record)
    chosen = spread_rows(~aside, plan.train_rows)
    held_out = spread_rows(aside, plan.validation_rows)
    y = rows.y[chosen]
    run.say(f"{len(chosen):,} rows to train on, {len(held_out):,} to validate")
    start = time.perf_counter()
    with _lines_to(run.say):
        history = stubs.train(
            model,
            rows.values[chosen],
            y,
            epochs=plan.epochs,
            batch_size=plan.batch_size,
            class_weight=stubs.class_weights(y),
            validation_data=(rows.values[held_out], rows.y[held_out]) if len(held_out) else None,
        )
    return {
        "train_rows": len(chosen),
        "train_records": len(np.unique(rows.record[chosen])),
        "validation_rows": len(held_out),
        "validation_records": np.unique(rows.record[held_out]).tolist(),
        "epochs": plan.epochs,
        "batch_size": plan.batch_size,
        "history": {key: [float(value) for value in values] for key, values in _plain(history).items()},
        "train_seconds": time.perf_counter() - start,
    }


def _plain(history: Any) -> dict[str, list[float]]:
    return getattr(history, "history", history)


def _score(y_prob: NDArray, rows: Rows) -> Measured:
    return {
        "metrics": stubs.evaluate(rows.y, y_prob),
        "confusion": confusion(rows.y, y_prob).tolist(),
        "per_record": [asdict(row) for row in per_record_table(rows.y, y_prob, rows.record)],
        "per_symbol": [asdict(row) for row in per_symbol_table(y_prob, rows.symbol)],
    }


def _draw(run: Run, task: int, measured: Measured) -> None:
    records = [training_plots.RecordRow(**row) for row in measured["per_record"]]
    symbols = [training_plots.SymbolRow(**row) for row in measured["per_symbol"]]
    run.save_figure(
        task, "training", training_plots.draw_training(measured["history"]), "Loss and accuracy after each epoch."
    )
    run.save_figure(
        task,
        "confusion",
        training_plots.draw_confusion(np.array(measured["confusion"])),
        "Test patients: what each beat is, and what it was called.",
        width=4.2,
    )
    run.save_figure(
        task,
        "per_record",
        training_plots.draw_per_record(records),
        "Test patients one by one. Hollow: fewer than 20 beats.",
    )
    run.save_figure(task, "per_symbol", training_plots.draw_per_symbol(symbols), "Kinds of beat of the test patients.")


class _Lines(io.TextIOBase):
    """A text stream that hands on whole lines; what `say` prints goes to the output that was there before."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say, self._before, self._rest = say, sys.stdout, ""

    def write(self, text: str) -> int:
        *lines, self._rest = (self._rest + text).split("\n")
        with contextlib.redirect_stdout(self._before):
            for line in filter(str.strip, lines):
                self._say(line.rstrip())
        return len(text)


def _lines_to(say: Callable[[str], None]) -> contextlib.AbstractContextManager:
    """Give what the student's `train` prints to the run, which indents it like its own lines."""
    return contextlib.redirect_stdout(_Lines(say))
