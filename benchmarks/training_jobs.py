"""What `training.py` measures, on Keras: one job a process, which prints one line of JSON.

training_jobs.py data DATABASE FOLDER               the arrays that all recipes read
training_jobs.py ours NETWORK SEED F1 LIMIT FOLDER  one training, until the test F1 is reached or the limit is
training_jobs.py plain SEED F1 LIMIT FOLDER ROWS    the same; asked after so many rows, or after each epoch if 0
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from peers.until import rows_of_part, train_until

#: Rows that a network is asked about at once.
PREDICT_ROWS = 1024


def write_data(database: str, folder: str) -> None:
    """The rows of the protocol `handout` as beats for ours, windows for plain Keras, and spectrograms for the handout's recipe."""
    from ecgkit import stubs
    from ecgkit.database import Database
    from ecgkit.protocols import HANDOUT, parts_of
    from solutions.loading import load_task
    from solutions.study.beats import read_beats

    for task in (2, 3):
        load_task(task)
    opened, place = Database(database), Path(folder)
    beats = read_beats(opened)
    parts = parts_of(HANDOUT, beats.record, beats.symbol)
    windows, _ = stubs.build_data_matrix(opened.records())
    # Neither the handout nor a plain recipe keeps patients for validation.
    learned = np.sort(np.concatenate([parts.train, parts.validation]))
    for name, rows in (("train", learned), ("test", parts.test)):
        np.save(place / f"X_{name}.npy", windows[rows])
        np.save(place / f"S_{name}.npy", stubs.spectrogram(windows[rows]))
        np.save(place / f"y_{name}.npy", beats.y[rows])
    np.savez(place / "beats.npz", **vars(beats))


def train_ours(network: str, seed: int, f1: float, limit: float, folder: Path) -> dict[str, Any]:
    """The study's network and quick recipe, which learn from fewer patients than the peers: some are kept for validation.

    Making the synthetic patients is a part of this recipe, and timed with it.
    """
    from ecgkit.protocols import HANDOUT, parts_of
    from ecgkit.training import quiet_tensorflow, seed_everything

    quiet_tensorflow()
    import keras

    from solutions.study.beats import Beats
    from solutions.study.fit import compiled, lesson_of, predict, train_epoch
    from solutions.study.recipe import quickened, recipe_for

    with np.load(folder / "beats.npz") as arrays:
        beats = Beats(**arrays)
    parts, recipe = parts_of(HANDOUT, beats.record, beats.symbol), quickened(recipe_for(HANDOUT, network))
    seed_everything(seed)

    def build() -> tuple[keras.Model, Beats]:
        lesson = lesson_of(recipe, beats, parts.train)
        return compiled(recipe, lesson.y), lesson

    return train_until(
        build,
        lambda made, epoch: train_epoch(made[0], recipe, made[1], seed=seed, epoch=epoch),
        lambda made: predict(made[0], recipe, beats, parts.test),
        beats.y[parts.test],
        f1=f1,
        limit=limit,
        epochs=recipe.epochs,
    )


def train_plain(seed: int, f1: float, limit: float, folder: Path, rows: int) -> dict[str, Any]:
    """The network that Keras tutorials begin with, on the raw window: one convolution, one dense layer, everything by default."""
    from ecgkit.training import quiet_tensorflow, seed_everything

    quiet_tensorflow()
    import keras

    X, y, X_test, y_test = (np.load(folder / f"{name}.npy") for name in ("X_train", "y_train", "X_test", "y_test"))
    seed_everything(seed)

    def build() -> keras.Model:
        layers = [
            keras.layers.Input((X.shape[1], 1)),
            keras.layers.Conv1D(128, 5, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
        model = keras.Sequential(layers)
        model.compile("adam", "binary_crossentropy")
        return model

    def train_part(model: keras.Model, part: int) -> None:
        own = rows_of_part(len(y), part, rows, seed)
        model.fit(X[own, :, None], y[own], batch_size=32, epochs=1, verbose=0)

    return train_until(
        build,
        train_part,
        lambda model: model.predict(X_test[..., None], batch_size=PREDICT_ROWS, verbose=0)[:, 0],
        y_test,
        f1=f1,
        limit=limit,
    )


if __name__ == "__main__":
    job, *arguments = sys.argv[1:]
    if job == "data":
        write_data(*arguments)
    elif job == "ours":
        network, seed, f1, limit, folder = arguments
        print(json.dumps(train_ours(network, int(seed), float(f1), float(limit), Path(folder))))
    else:
        seed, f1, limit, folder, rows = arguments
        print(json.dumps(train_plain(int(seed), float(f1), float(limit), Path(folder), int(rows))))
