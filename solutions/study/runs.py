"""One folder a training: where it lies, and its test result, which is written once."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.intervals import intervals
from ecgkit.protocols import Parts, Protocol
from ecgkit.training import quiet_tensorflow
from ecgkit.whole_files import whole_file, write_whole

from .beats import Beats
from .fit import BEST, HISTORY, fit, judged, predict
from .recipe import Recipe

if TYPE_CHECKING:
    import keras

RECIPE, DONE, TEST, VALIDATION = "recipe.json", "done.json", "test.npz", "validation.json"


@dataclass(frozen=True)
class Trained:
    """A network of one protocol and one seed.

    Attributes:
        protocol: what it was trained for.
        recipe: how.
        seed: of first weights, order and variation.
        folder: what it left.
    """

    protocol: Protocol
    recipe: Recipe
    seed: int
    folder: Path

    @classmethod
    def in_folder(cls, out: Path, protocol: Protocol, recipe: Recipe, seed: int) -> Trained:
        """The one of this protocol, network and seed below `out`."""
        return cls(protocol, recipe, seed, out / protocol.name / recipe.network / f"seed{seed}")

    @property
    def history(self) -> list[dict[str, float]]:
        """Loss, accuracy and validation of each epoch."""
        return json.loads((self.folder / HISTORY).read_text(encoding="utf-8"))

    @property
    def is_done(self) -> bool:
        """Whether its last epoch is over; a network that was interrupted is not measured."""
        return (self.folder / DONE).exists()


def train(trained: Trained, beats: Beats, parts: Parts, **options: Any) -> None:
    """Train it, or go on, or leave it if it is done; another recipe than before is refused.

    Raises:
        ValueError: the folder holds a network of another recipe.
    """
    trained.folder.mkdir(parents=True, exist_ok=True)
    path, recipe = trained.folder / RECIPE, json.dumps(asdict(trained.recipe), indent=1) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") != recipe:
        raise ValueError(
            f"`out` must not mix recipes: {trained.folder} holds a network that was made otherwise. Give another folder."
        )
    write_whole(path, recipe)
    if trained.is_done:
        return
    model = fit(trained.recipe, beats, parts, trained.folder, seed=trained.seed, **options)
    done = {"epochs": len(trained.history), "parameters": int(model.count_params())}
    write_whole(trained.folder / DONE, json.dumps(done) + "\n")


def load_network(trained: Trained) -> keras.Model:
    """The network that its training gave."""
    quiet_tensorflow()
    import keras

    # A network that is asked once is traced once: TensorFlow warns of that when several are loaded in a row.
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    return keras.saving.load_model(trained.folder / BEST)


def test_probabilities(trained: Trained, beats: Beats, parts: Parts) -> NDArray[np.float32]:
    """Probability of each test row, (n,): computed at the first call and kept, so that nobody chooses by looking again.

    Raises:
        ValueError: the training is not over, or what is kept belongs to other rows.
    """
    path = trained.folder / TEST
    if not trained.is_done:
        raise ValueError(f"`trained` must be a network whose training is over. {trained.folder} is not there yet.")
    if not path.exists():
        model = load_network(trained)
        y_prob = predict(model, trained.recipe, beats, parts.test)
        with whole_file(path) as partial, open(partial, "wb") as file:
            np.savez_compressed(file, y_prob=y_prob)
    with np.load(path) as kept:
        y_prob = kept["y_prob"]
    if len(y_prob) != len(parts.test):
        raise ValueError(
            f"`beats` must be those that {path} was computed for: it has {len(y_prob)} test rows. Received {len(parts.test)}."
        )
    return y_prob


def validation_scores(trained: Trained, beats: Beats, parts: Parts) -> dict[str, float]:
    """Loss, accuracy and F1 on all validation rows."""
    path = trained.folder / VALIDATION
    if not path.exists():
        model = load_network(trained)
        found = judged(beats.y[parts.validation], predict(model, trained.recipe, beats, parts.validation))
        write_whole(path, json.dumps({name.removeprefix("val_"): value for name, value in found.items()}) + "\n")
    return json.loads(path.read_text(encoding="utf-8"))


def scores(y_prob: NDArray, beats: Beats, parts: Parts) -> dict[str, Any]:
    """Accuracy, precision, recall, F1 and specificity of the test rows, with intervals over patients."""
    found = intervals(beats.y[parts.test], y_prob, beats.record[parts.test])
    return {name: asdict(interval) for name, interval in found.items()}
