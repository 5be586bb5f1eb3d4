"""What the reference networks of tasks 5 and 6 reach on unseen patients, beside models that must not pass.

    python benchmarks/calibrate.py --database stand-in --seeds 5 --out calibration.json

Trains each network with several seeds on evenly spread rows of the training records and evaluates it on the test
records. The bars of the autograder for accuracy and F1 are set from these numbers.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkit import open_database, stubs
from ecgkit.database import Database
from ecgkit.training import is_validation, quiet_tensorflow, seed_everything, spread_rows
from solutions.loading import load_task

Data = dict[str, tuple[NDArray, NDArray]]


def main() -> None:
    """Measure, print one line a model, and write all numbers."""
    options = parse_options()
    quiet_tensorflow()
    for task in (2, 3, 4, 5, 6):
        load_task(task)
    database = open_database(options.database)
    data = prepare(database, options.rows, options.test_rows, options.hold_out)
    report: dict[str, Any] = {"database": database.title, **vars(options), "models": {}}
    for name, runs in measure(data, options):
        report["models"][name] = summary(runs)
        print_line(name, report["models"][name])
    if options.out:
        Path(options.out).write_text(json.dumps(report, indent=2, default=str) + "\n")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="auto", help="auto, stand-in, or a folder of WFDB records")
    parser.add_argument("--seeds", type=int, default=5, help="how many trainings of each network")
    parser.add_argument("--rows", type=int, default=8000, help="training rows, evenly spread over the training records")
    parser.add_argument("--test-rows", type=int, default=None, help="rows of the test records; all by default")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--weights", action="store_true", help="train with class weights")
    parser.add_argument("--hold-out", action="store_true", help="do not train on the validation patients")
    parser.add_argument(
        "--networks", nargs="*", default=["build_bilstm", "build_cnn"], help="stubs that build a network"
    )
    parser.add_argument("--out", default=None, help="JSON file for all numbers")
    return parser.parse_args()


def prepare(database: Database, rows: int, test_rows: int | None, hold_out: bool) -> Data:
    """Standardized spectrograms and labels: "train" and "test"."""
    X, y = stubs.build_data_matrix(database.train)
    X_test, y_test = stubs.build_data_matrix(database.test)
    S, S_test = stubs.standardize(stubs.spectrogram(X), stubs.spectrogram(X_test))
    candidates = ~is_validation(row_names(database.train)) if hold_out else np.ones(len(y))
    chosen, asked = spread_rows(candidates, rows), spread_rows(np.ones(len(y_test)), test_rows)
    return {"train": (S[chosen], y[chosen]), "test": (S_test[asked], y_test[asked])}


def row_names(records) -> NDArray:
    """The record name of each row, in the order of `build_data_matrix`."""
    return np.concatenate([[record.record_name] * len(stubs.build_data_matrix([record])[1]) for record in records])


def measure(data: Data, options: argparse.Namespace):
    """Yield each model's name and one dict of metrics a run."""
    y_test = data["test"][1]
    yield "all normal", [stubs.evaluate(y_test, np.zeros(len(y_test)))]
    yield "all abnormal", [stubs.evaluate(y_test, np.ones(len(y_test)))]
    yield "logistic regression", [run_regression(data, strength) for strength in (1.0, 0.01, 0.001)]
    for name in options.networks:
        yield f"{name}, untrained", [run_network(data, name, seed, 0, False) for seed in range(options.seeds)]
        yield name, [run_network(data, name, seed, options.epochs, options.weights) for seed in range(options.seeds)]


def run_regression(data: Data, strength: float) -> dict[str, float]:
    from sklearn.linear_model import LogisticRegression

    (S, y), (S_test, y_test) = data["train"], data["test"]
    model = LogisticRegression(C=strength, max_iter=200).fit(S.reshape(len(S), -1), y.ravel())
    return stubs.evaluate(y_test, model.predict_proba(S_test.reshape(len(S_test), -1))[:, 1])


def run_network(data: Data, name: str, seed: int, epochs: int, weights: bool) -> dict[str, float]:
    (S, y), (S_test, y_test) = data["train"], data["test"]
    seed_everything(seed)
    model = getattr(stubs, name)(S.shape[1:])
    wall, cpu = time.perf_counter(), time.process_time()
    if epochs:
        stubs.train(model, S, y, epochs=epochs, class_weight=stubs.class_weights(y) if weights else None)
    seconds = {"seconds": time.perf_counter() - wall, "cpu_seconds": time.process_time() - cpu}
    return {**stubs.evaluate(y_test, model.predict(S_test, batch_size=1024, verbose=0)), **seconds}


def summary(runs: list[dict[str, float]]) -> dict[str, Any]:
    """Mean, standard deviation, lowest and highest of each metric, and the runs themselves."""
    columns = {key: np.array([run[key] for run in runs]) for key in runs[0]}
    numbers = {
        key: {"mean": v.mean(), "sd": v.std(ddof=1) if len(v) > 1 else 0.0, "min": v.min(), "max": v.max()}
        for key, v in columns.items()
    }
    return {"metrics": {key: {name: float(v) for name, v in row.items()} for key, row in numbers.items()}, "runs": runs}


def print_line(name: str, model: dict[str, Any]) -> None:
    parts = [
        f"{key} {row['mean']:.3f} +- {row['sd']:.3f} ({row['min']:.3f} to {row['max']:.3f})"
        for key, row in model["metrics"].items()
        if key in ("accuracy", "f1")
    ]
    seconds = model["metrics"].get("seconds", {"mean": 0})["mean"]
    print(f"{name:>24}: {'   '.join(parts)}   {len(model['runs'])} runs, {seconds:.0f} s each", flush=True)


if __name__ == "__main__":
    main()
