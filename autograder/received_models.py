"""What a worker says about a model, made plain before the grader looks at it: a submission's code could have written it."""

from __future__ import annotations

from typing import Any

from .failures import CheckFailed

#: Lists in lists of a description: a wrapped layer's settings are the deepest.
_DEPTH = 8


def plain_layers(layers: list) -> list[dict]:
    """The layers of `worker.descriptions`, with text for keys and nothing but JSON's own values.

    Raises:
        CheckFailed: they are something else.
    """
    found = [_plain(layer, 0) for layer in layers]
    if not all(isinstance(layer, dict) for layer in found):
        raise _strange()
    return found


def _plain(value: Any, depth: int) -> Any:
    if depth < _DEPTH:
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, list | tuple):
            return [_plain(item, depth + 1) for item in value]
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            return {key: _plain(item, depth + 1) for key, item in value.items()}
    raise _strange()


def _strange() -> CheckFailed:
    return CheckFailed(
        "The layers of your model cannot be read: use the layers of `keras.layers`, and change nothing in Keras or the course."
    )
