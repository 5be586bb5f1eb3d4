"""`fit`: one training that can be repeated, keeps to its time, and goes on where it was interrupted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, f1_score, log_loss

from ecgkit.metrics import THRESHOLD
from ecgkit.protocols import Parts
from ecgkit.training import evenly, quiet_tensorflow, seed_everything
from ecgkit.whole_files import write_whole

from .augmentation import augmented
from .beats import FS, Beats, chosen_rows, joined
from .recipe import Recipe
from .synthetic import synthetic_beats
from .waveforms import inputs_of, turned

if TYPE_CHECKING:
    import keras

#: Rows of the validation group that are looked at after each epoch.
VALIDATION_ROWS = 6000

PREDICT_ROWS = 1024

BEST, HISTORY = "model.keras", "history.json"


def fit(
    recipe: Recipe,
    beats: Beats,
    parts: Parts,
    folder: Path,
    *,
    seed: int,
    budget: float = 300,
    say: Callable[[str], None] = print,
) -> keras.Model:
    """Train a network on the training rows; the validation rows may choose the epoch. Test rows are not touched.

    Called again after an interrupt, it goes on with the next epoch, and gives the network that it would have given, if the budget
    lasts as long; called again after its end, it reads the network that is there.

    Args:
        recipe: the network and how it is trained.
        beats: all rows.
        parts: which of them to train on, and which to choose by.
        folder: gets model.keras and history.json.
        seed: of first weights, order and variation.
        budget: seconds after which no further epoch begins; there is always a first one.
        say: takes a line per epoch, and one if the budget ended the training.

    Returns:
        The network of the best epoch, or of the last if the recipe does not stop early.
    """
    quiet_tensorflow()
    import keras

    folder.mkdir(parents=True, exist_ok=True)
    history = _read(folder)
    seed_everything(seed)
    lesson = lesson_of(recipe, beats, parts.train)
    validation = evenly(parts.validation, VALIDATION_ROWS)
    model = keras.saving.load_model(_latest(folder, len(history))) if history else compiled(recipe, lesson.y)
    while not history or (len(history) < recipe.epochs and sum(epoch["seconds"] for epoch in history) < budget):
        start = time.perf_counter()
        entry = train_epoch(model, recipe, lesson, seed=seed, epoch=len(history))
        entry |= judged(beats.y[validation], predict(model, recipe, beats, validation))
        entry["seconds"] = time.perf_counter() - start
        _keep(folder, model, history, entry, recipe.early_stopping)
        say(_line(entry, len(history), recipe.epochs))
    if len(history) < recipe.epochs:
        say(f"stopped by the budget of {budget:g} s: {len(history)} of {recipe.epochs} epochs")
    return keras.saving.load_model(folder / BEST)


def lesson_of(recipe: Recipe, beats: Beats, candidates: NDArray) -> Beats:
    """What a recipe's network learns from: some of the candidate rows, and the same kinds of beats of synthetic patients."""
    real = beats.at(chosen_rows(beats, candidates, recipe.per_kind))
    if recipe.synthetic is None:
        return real
    others = synthetic_beats(recipe.synthetic)
    return joined([real, others.at(np.isin(others.symbol, real.symbol))])


def compiled(recipe: Recipe, y: NDArray) -> keras.Model:
    """The network with its optimizer and loss, untrained."""
    import keras

    from .networks import build

    steps = recipe.epochs * -(-len(y) // recipe.batch_size)
    rate: Any = recipe.learning_rate
    if recipe.schedule:
        rate = keras.optimizers.schedules.CosineDecay(rate, steps)
    model = build(
        recipe.network,
        (round(2 * recipe.seconds * FS), 3 if recipe.rhythm else 1),
        dropout=recipe.dropout,
        spectrogram=recipe.spectrogram,
    )
    model.compile(
        optimizer=keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay),
        loss=keras.losses.BinaryCrossentropy(label_smoothing=recipe.smoothing),
        metrics=["accuracy"],
    )
    _make_variables(model)
    return model


def _make_variables(model: keras.Model) -> None:
    """Make what the optimizer and the metrics keep: TensorFlow traces the first step twice if they make it there."""
    model.optimizer.build(model.trainable_variables)
    nothing = np.zeros((1, 1), np.float32)
    model.compute_metrics(None, nothing, nothing)
    model.reset_metrics()


def predict(
    model: keras.Model, recipe: Recipe, beats: Beats, rows: NDArray, *, angle: float = 0.0
) -> NDArray[np.float32]:
    """Probability of abnormal for these rows: (n,), from the course's lead, or from both leads turned by an angle in radians."""
    batches = [rows[start : start + PREDICT_ROWS] for start in range(0, len(rows), PREDICT_ROWS)]
    # In batches: what `inputs_of` makes on the way takes a hundred times the memory of what it returns.
    waves = (turned(beats.leads[batch], angle).astype(np.float32) for batch in batches)
    inputs = np.concatenate([inputs_of(each, recipe) for each in waves])
    return model.predict(inputs, batch_size=PREDICT_ROWS, verbose=0)[:, 0]


def judged(y: NDArray, y_prob: NDArray) -> dict[str, float]:
    """Loss, accuracy and F1 of the validation group."""
    called = y_prob >= THRESHOLD
    return {
        "val_loss": float(log_loss(y, np.clip(y_prob, 1e-6, 1 - 1e-6), labels=[0, 1])),
        "val_accuracy": float(accuracy_score(y, called)),
        "val_f1": float(f1_score(y, called, zero_division=0)),
    }


def train_epoch(model: keras.Model, recipe: Recipe, lesson: Beats, *, seed: int, epoch: int) -> dict[str, float]:
    """One epoch of the training that has this seed: its loss and accuracy."""
    _reseed(model, seed, epoch)
    X, y = augmented(lesson, recipe, seed=seed, epoch=epoch)
    abnormal = y.mean()
    weight = {0: 0.5 / (1 - abnormal), 1: 0.5 / abnormal} if recipe.class_weights else None
    # The rows are in an order of their own, drawn from seed and epoch.
    logs = model.fit(X, y, batch_size=recipe.batch_size, class_weight=weight, shuffle=False, verbose=0).history
    return {"loss": float(logs["loss"][0]), "accuracy": float(logs["accuracy"][0])}


def _reseed(model: keras.Model, seed: int, epoch: int) -> None:
    """Give what draws in the network, its dropout, the draws of this epoch: a saved network does not know where it was."""
    for number, layer in enumerate(model.layers):
        generator = getattr(layer, "seed_generator", None)
        if generator is not None:
            generator.state.assign(np.random.default_rng((seed, epoch, number)).integers(2**31, size=2))


def _keep(folder: Path, model: keras.Model, history: list[dict], entry: dict, early_stopping: bool) -> None:
    """Write the network of this epoch, then the history that names it: an interrupt in between loses one epoch at most."""
    best = max((merit(epoch) for epoch in history), default=-1.0)
    history.append(entry)
    model.save(latest := _latest(folder, len(history)))
    if not early_stopping or merit(entry) > best:
        model.save(folder / BEST)
    write_whole(folder / HISTORY, json.dumps(history, indent=1) + "\n")
    for path in folder.glob("epoch*.keras"):
        if path != latest:
            path.unlink()


def merit(entry: dict[str, float]) -> float:
    """What early stopping keeps the highest of."""
    return entry["val_accuracy"] + entry["val_f1"]


def _latest(folder: Path, epochs: int) -> Path:
    return folder / f"epoch{epochs}.keras"


def _read(folder: Path) -> list[dict[str, float]]:
    path = folder / HISTORY
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def _line(entry: dict[str, float], epoch: int, epochs: int) -> str:
    return (
        f"{epoch:>2}/{epochs}  loss {entry['loss']:.3f}  accuracy {entry['accuracy']:.3f}  validation: "
        f"loss {entry['val_loss']:.3f}  accuracy {entry['val_accuracy']:.3f}  F1 {entry['val_f1']:.3f}  {entry['seconds']:.0f} s"
    )
