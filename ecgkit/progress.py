"""`EpochProgress`: one short line an epoch, readable in a notebook, in a log file and in a narrow terminal.

Importing this module imports Keras.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .training import quiet_tensorflow

quiet_tensorflow()

import keras  # noqa: E402 - what TensorFlow prints while it loads must be caught first


class EpochProgress(keras.callbacks.Callback):
    """Prints loss, accuracy and seconds after each epoch, and those on validation patients if there are any.

    Give it to Keras: `model.fit(..., verbose=0, callbacks=[EpochProgress()])`. The lines replace Keras' own bar, which
    rewrites one line many times and fills a saved notebook with control characters.

    Args:
        quiet: print nothing, for example while a test runs.
        write: takes each line; `print` by default.
    """

    def __init__(self, *, quiet: bool = False, write: Callable[[str], Any] = print) -> None:
        super().__init__()
        self._write = (lambda line: None) if quiet else write

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        self._heading_due = True

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._start = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Write the line; the heading comes with the first, when it is known whether there is validation."""
        logs = logs or {}
        columns = [name for name in ("loss", "accuracy", "val_loss", "val_accuracy") if name in logs]
        if self._heading_due:
            self._write("epoch  " + "".join(f"{HEADINGS[name]:>9}" for name in columns) + "      s")
            self._heading_due = False
        of = f"{epoch + 1:>2}/{self.params.get('epochs', '?')}"
        seconds = time.perf_counter() - self._start
        self._write(f"{of:<7}" + "".join(f"{logs[name]:>9.3f}" for name in columns) + f"{seconds:>7.1f}")


#: Short enough that a whole line has 50 characters.
HEADINGS = {"loss": "loss", "accuracy": "acc", "val_loss": "val loss", "val_accuracy": "val acc"}
