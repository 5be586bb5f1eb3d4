"""Operations of keras.ops inside a functional model, named as the layers that do the same.

`keras.ops.transpose(x, (0, 2, 1))` on a symbolic tensor leaves an Operation in the model, not a layer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def as_layer(operation: Any) -> tuple[str, dict] | None:
    """Class and config of the built-in layer that equals an operation; None if there is none.

    Args:
        operation: what made a symbolic tensor, and is no layer.
    """
    translate = _TRANSLATIONS.get(type(operation).__name__)
    return translate(operation) if translate else None


def is_operation(operation: Any) -> bool:
    """Whether this is one of Keras' own operations, not a layer."""
    return type(operation).__module__.startswith(("keras.src.ops.", "keras.src.activations."))


def _transpose(operation: Any) -> tuple[str, dict] | None:
    rank = len(operation.output.shape)
    axes = [axis % rank for axis in operation.axes or range(rank)[::-1]]
    # A layer never moves the batch.
    return ("Permute", {"dims": axes[1:]}) if axes[0] == 0 else None


def _swapaxes(operation: Any) -> tuple[str, dict] | None:
    axes = list(range(len(operation.output.shape)))
    first, second = operation.axis1, operation.axis2
    axes[first], axes[second] = axes[second], axes[first]
    return ("Permute", {"dims": axes[1:]}) if axes[0] == 0 else None


def _moveaxis(operation: Any) -> tuple[str, dict] | None:
    rank = len(operation.output.shape)
    moved = {
        target % rank: source % rank for source, target in zip(operation.source, operation.destination, strict=True)
    }
    rest = iter([axis for axis in range(rank) if axis not in moved.values()])
    axes = [moved[axis] if axis in moved else next(rest) for axis in range(rank)]
    return ("Permute", {"dims": axes[1:]}) if axes[0] == 0 else None


def _reshape(operation: Any) -> tuple[str, dict] | None:
    shape = operation.output.shape[1:]
    return ("Reshape", {"target_shape": list(shape)}) if None not in shape else None


def _activation(name: str) -> Callable[[Any], tuple[str, dict]]:
    return lambda operation: ("Activation", {"activation": name})


def _relu_with_settings(operation: Any) -> tuple[str, dict]:
    return "ReLU", {name: getattr(operation, name) for name in ("max_value", "negative_slope", "threshold")}


_TRANSLATIONS: dict[str, Callable[[Any], tuple[str, dict] | None]] = {
    "Transpose": _transpose,
    "Swapaxes": _swapaxes,
    "Moveaxis": _moveaxis,
    "Reshape": _reshape,
    "Relu": _activation("relu"),
    "ReLU": _relu_with_settings,
    "Sigmoid": _activation("sigmoid"),
    "Tanh": _activation("tanh"),
    "Concatenate": lambda operation: ("Concatenate", {"axis": operation.axis}),
    "Add": lambda operation: ("Add", {}),
}
