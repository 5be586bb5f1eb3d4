"""Train a rebuilt model the plain way: the same recipe and seed for everyone, so that the architecture alone decides."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from . import models


def learn(
    layers: list[dict],
    input_shape: tuple[int, ...],
    X: np.ndarray,
    y: np.ndarray,
    X_test: np.ndarray,
    recipe: dict[str, Any],
) -> dict[str, Any]:
    """Rebuild a model with fresh weights, train it, and give its output for other rows.

    Args:
        layers: as from `descriptions.describe`, but trusted in nothing.
        input_shape: the shape of one input.
        X: (N, ...) inputs.
        y: (N, 1) labels.
        X_test: (M, ...) inputs whose output is wanted.
        recipe: "epochs", "seed", "class_weight" ([w0, w1] or None), "batch_size", and "seconds", after which training stops.

    Returns:
        {"y_prob": (M, 1), "stopped": whether the time was up}.

    Raises:
        models.CannotMeetRows: Keras builds the model, but cannot train it.
    """
    import keras

    keras.utils.set_random_seed(recipe["seed"])
    model = models.rebuild(layers, input_shape)
    model.compile(keras.optimizers.Adam(2e-3), "binary_crossentropy")
    stop = _stop_in_time(keras, recipe["seconds"])
    weights = recipe["class_weight"]
    with models.meeting_rows("train"):
        # TensorFlow traces the first step twice if the optimizer makes there what it keeps.
        model.optimizer.build(model.trainable_variables)
        model.fit(
            X,
            y,
            epochs=recipe["epochs"],
            batch_size=recipe["batch_size"],
            class_weight=dict(enumerate(weights)) if weights else None,
            callbacks=[stop],
            verbose=0,
        )
        return {"y_prob": model.predict(X_test, batch_size=512, verbose=0), "stopped": stop.stopped}


def _stop_in_time(keras: Any, seconds: float) -> Any:
    class StopInTime(keras.callbacks.Callback):
        stopped = False
        end = time.monotonic() + seconds

        def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
            if time.monotonic() > self.end:
                self.stopped = self.model.stop_training = True

    return StopInTime()
