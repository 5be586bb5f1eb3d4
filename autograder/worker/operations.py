"""Operations of keras.ops inside a functional model, named as the layers that do the same.

`keras.ops.transpose(x, (0, 2, 1))` and `x * 0.5` on a symbolic tensor leave an Operation in the model, not a layer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from .allowed import ModelRefused

#: Class, config, and how often the layer reads its input: x * x reads it twice.
Listed = tuple[str, dict, int]


def as_layer(node: Any) -> Listed:
    """The built-in layer that equals an operation.

    Args:
        node: the call that made a symbolic tensor; what it called is no layer.

    Raises:
        ModelRefused: there is none.
    """
    name = type(node.operation).__name__
    found = _as_activation(node.operation)
    if found is None and name in _TRANSLATIONS:
        found = _TRANSLATIONS[name](node)
    if found is None and name == "Flip":
        raise ModelRefused(
            "The operation Flip of `keras.ops` cannot be graded: `Bidirectional` turns back what its backward layer gives."
        )
    if found is None:
        raise ModelRefused(
            f"The operation {name} of `keras.ops`, called as it is here, cannot be graded: put a layer of `keras.layers` in "
            "its place, such as Permute, Rescaling, Multiply or Activation."
        )
    return found if len(found) == 3 else (*found, 1)


def is_operation(operation: Any) -> bool:
    """Whether this is one of Keras' own operations, not a layer."""
    return type(operation).__module__.startswith(("keras.src.ops.", "keras.src.activations."))


def _permuted(axes: list[int]) -> tuple[str, dict] | None:
    # A layer never moves the batch.
    return ("Permute", {"dims": axes[1:]}) if axes[0] == 0 else None


def _rank(node: Any) -> int:
    return len(node.output_tensors[0].shape)


def _transpose(node: Any) -> tuple[str, dict] | None:
    rank = _rank(node)
    return _permuted([axis % rank for axis in node.operation.axes or range(rank)[::-1]])


def _swapaxes(node: Any) -> tuple[str, dict] | None:
    axes = list(range(_rank(node)))
    first, second = node.operation.axis1, node.operation.axis2
    axes[first], axes[second] = axes[second], axes[first]
    return _permuted(axes)


def _moveaxis(node: Any) -> tuple[str, dict] | None:
    rank, operation = _rank(node), node.operation
    moved = {
        target % rank: source % rank for source, target in zip(operation.source, operation.destination, strict=True)
    }
    rest = iter([axis for axis in range(rank) if axis not in moved.values()])
    return _permuted([moved[axis] if axis in moved else next(rest) for axis in range(rank)])


def _reshape(node: Any) -> tuple[str, dict] | None:
    (before,), after = node.input_tensors, node.output_tensors[0]
    if before.shape[0] != after.shape[0] or None in after.shape[1:]:
        return None
    return "Reshape", {"target_shape": list(after.shape[1:])}


def _operands(node: Any) -> list[Any]:
    return [*node.arguments.args, *node.arguments.kwargs.values()]


def _number(value: Any) -> float | None:
    """A plain number; None for a tensor and anything else."""
    if type(value) in (int, float) or (hasattr(value, "dtype") and getattr(value, "shape", None) == ()):
        try:
            found = float(value)
        except (TypeError, ValueError):
            return None
        return found if math.isfinite(found) else None
    return None


def _combined(layer: str, scaled: Callable[[float, bool], tuple[str, dict] | None]) -> Callable[[Any], Any]:
    """Of two tensors of one rank the layer, of a tensor and a number what `scaled(number, number comes first)` gives."""

    def translate(node: Any) -> Any:
        operands = _operands(node)
        if len(operands) != 2:
            return None
        numbers = [_number(value) for value in operands]
        if len(node.input_tensors) == 1 and operands[0] is operands[1]:
            return layer, {}, 2
        if len(node.input_tensors) == 2:
            first, second = (len(tensor.shape) for tensor in node.input_tensors)
            return (layer, {}) if first == second else None
        for place, number in enumerate(numbers):
            if number is not None and len(node.input_tensors) == 1:
                return scaled(number, place == 0)
        return None

    return translate


def _rescaling(scale: float, offset: float = 0.0) -> tuple[str, dict]:
    return "Rescaling", {"scale": scale, "offset": offset}


def _quotient(node: Any) -> tuple[str, dict] | None:
    dividend, divisor = _operands(node)
    number = _number(divisor)
    return _rescaling(1 / number) if number and _number(dividend) is None and len(node.input_tensors) == 1 else None


def _square(node: Any) -> Listed | None:
    is_square = type(node.operation).__name__ == "Square" or _number(_operands(node)[1]) == 2
    return ("Multiply", {}, 2) if is_square else None


def _clip(node: Any) -> tuple[str, dict] | None:
    lowest, highest = _number(node.operation.x_min), _number(node.operation.x_max)
    return ("ReLU", {"max_value": highest}) if lowest == 0 and highest and highest > 0 else None


def _over_time(layer: str) -> Callable[[Any], tuple[str, dict] | None]:
    """A mean or maximum over the axis after the batch."""

    def translate(node: Any) -> tuple[str, dict] | None:
        axis, rank = node.operation.axis, len(node.input_tensors[0].shape)
        axes = [axis] if isinstance(axis, int) else list(axis or ())
        is_time = rank == 3 and len(axes) == 1 and axes[0] % rank == 1
        return (layer, {"keepdims": bool(node.operation.keepdims)}) if is_time else None

    return translate


_ACTIVATIONS = {
    "Exp": "exponential", "HardSigmoid": "hard_sigmoid", "HardSilu": "hard_silu", "HardTanh": "hard_tanh", "LogSigmoid": "log_sigmoid",
    "Mish": "mish", "Relu": "relu", "Relu6": "relu6", "Selu": "selu", "Sigmoid": "sigmoid", "Silu": "silu", "Softplus": "softplus",
    "Softsign": "softsign", "Tanh": "tanh",
}  # fmt: skip


def _as_activation(operation: Any) -> tuple[str, dict] | None:
    name = type(operation).__name__
    if name in _ACTIVATIONS:
        return "Activation", {"activation": _ACTIVATIONS[name]}
    if name == "Gelu" and not operation.approximate:
        return "Activation", {"activation": "gelu"}
    settings = _LAYERS_WITH_SETTINGS.get(name)
    return (settings[0], {key: getattr(operation, key) for key in settings[1:]}) if settings else None


#: Operation: layer, and the settings that they share.
_LAYERS_WITH_SETTINGS = {
    "ReLU": ("ReLU", "max_value", "negative_slope", "threshold"),
    "LeakyRelu": ("LeakyReLU", "negative_slope"),
    "Elu": ("ELU", "alpha"),
    "Softmax": ("Softmax", "axis"),
}


_TRANSLATIONS: dict[str, Callable[[Any], Any]] = {
    "Transpose": _transpose,
    "Swapaxes": _swapaxes,
    "Moveaxis": _moveaxis,
    "Reshape": _reshape,
    "ExpandDims": _reshape,
    "Squeeze": _reshape,
    "Concatenate": lambda node: ("Concatenate", {"axis": node.operation.axis}),
    "Add": _combined("Add", lambda number, first: _rescaling(1.0, number)),
    "Subtract": _combined(
        "Subtract", lambda number, first: _rescaling(-1.0, number) if first else _rescaling(1.0, -number)
    ),
    "Multiply": _combined("Multiply", lambda number, first: _rescaling(number)),
    "Maximum": _combined("Maximum", lambda number, first: ("ReLU", {}) if number == 0 else None),
    "Minimum": _combined("Minimum", lambda number, first: None),
    "Divide": _quotient,
    "TrueDivide": _quotient,
    "Negative": lambda node: _rescaling(-1.0),
    "Square": _square,
    "Power": _square,
    "Clip": _clip,
    "Mean": _over_time("GlobalAveragePooling1D"),
    "Max": _over_time("GlobalMaxPooling1D"),
}
