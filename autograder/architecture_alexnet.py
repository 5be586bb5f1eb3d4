"""What makes a network AlexNet-like in one dimension: the shape of Krizhevsky, Sutskever and Hinton (2012), doi:10.1145/3065386.

Long kernels first, max pooling on the way, then dense layers with dropout. The sizes are free, and so is the number of
layers from three convolutions on: it had five for pictures of 1000 kinds.
"""

from __future__ import annotations

from . import architecture, expect
from .architecture_layers import Architecture, Layer, along_time

#: Least number of convolutions and of places where the times get fewer.
CONVOLUTIONS, SHORTENED = 3, 2
_MAX_POOLINGS = ("MaxPooling1D", "AdaptiveMaxPooling1D")
_DROPOUTS = ("AlphaDropout", "Dropout", "GaussianDropout")


def convolutions_shrink(network: Architecture) -> None:
    """Three or more Conv1D along time, one after the other; none has a longer kernel than the first before it."""
    layers = architecture.convolutions_over_time(network, CONVOLUTIONS)
    in_a_row = _longest_row(network, layers)
    expect.is_true(
        in_a_row >= CONVOLUTIONS,
        "The convolutions stand side by side: AlexNet has three or more one after the other.",
        got=f"{in_a_row} one after the other",
        expected=f"{CONVOLUTIONS} or more",
    )
    firsts = [layer for layer in layers if not any(other in layers for other in network.before(layer))]
    expect.is_true(
        all(layer in firsts or _kernel(layer) <= _longest_before(network, layer, firsts) for layer in layers),
        "A later convolution has a longer kernel than the first: AlexNet begins with its longest.",
        got=f"kernel sizes {[_kernel(layer) for layer in layers]}",
        expected="the first at least as long as each later one",
    )


def _longest_before(network: Architecture, layer: Layer, firsts: list[Layer]) -> int:
    return max(_kernel(first) for first in network.before(layer) if first in firsts)


def _longest_row(network: Architecture, layers: list[Layer]) -> int:
    """How many of these layers, which are in the network's order, stand on one path."""
    row: dict[int, int] = {}
    for layer in layers:
        row[layer.position] = 1 + max((row.get(other.position, 0) for other in network.before(layer)), default=0)
    return max(row.values(), default=0)


def _kernel(layer: Layer) -> int:
    return along_time(layer.summary["config"]["kernel_size"])


def relu_after_each(network: Architecture) -> None:
    """After each convolution comes a ReLU."""
    architecture.relu_after_each(network, least=1)


def pools_twice(network: Architecture) -> None:
    """The times get fewer in two or more places, in one or more of them by a MaxPooling1D after a convolution."""
    layers = architecture.convolutions(network, least=1)
    pooled = [layer for layer in network.layers if layer.name in _MAX_POOLINGS and _shortens(layer, layers[0].reads[0])]
    expect.is_true(
        any(layer in pooled for layer in network.after(layers[0])),
        "The network has no max pooling over time: put a MaxPooling1D after a convolution.",
        got=str([layer.name for layer in network.layers if "Pooling" in layer.name]),
        expected="a MaxPooling1D",
    )
    strided = [layer for layer in layers if _stride(layer) > 1]
    shortening = sorted([*pooled, *strided], key=lambda layer: layer.position)
    expect.is_true(
        _longest_row(network, shortening) >= SHORTENED,
        "Only one layer makes the times fewer; this task asks for two or more, one after the other: MaxPooling1D, or a convolution with strides.",
        got=f"{len(pooled)} MaxPooling1D and {len(strided)} convolutions with strides",
        expected="2 or more, one after the other",
    )


def _shortens(layer: Layer, axis: str) -> bool:
    """Fewer steps come out along the axis that the convolutions read; that it is the time is what `convolutions_shrink` looks at.

    A pool that moves by one loses steps at the ends alone.
    """
    config = layer.summary["config"]
    return (
        along_time(config.get("pool_size", 2)) > 1
        and (config.get("strides") is None or along_time(config["strides"]) > 1)
        and layer.reads[0] == axis
        and layer.summary["output_shape"][0] < layer.summary["input_shape"][0]
    )


def _stride(layer: Layer) -> int:
    return along_time(layer.summary["config"].get("strides"))


def three_dense(network: Architecture) -> None:
    """After the flatten: two or more dense layers with ReLU, dropout between them, and the dense unit with the sigmoid."""
    *hidden, last = architecture.flatten_dense_sigmoid(network)
    expect.is_true(
        len(hidden) > 1,
        "Between the flatten and the sigmoid the network has only one dense layer; AlexNet has two.",
        got="1",
        expected="2 or more",
    )
    expect.is_true(
        any(layer in network.after(hidden[0]) for layer in hidden),
        "The dense layers stand side by side: AlexNet has one after the other.",
    )
    for layer in hidden:
        architecture.followed_by_relu(network, layer, "dense layer")
    _drops_out_between(network, hidden[0], last)


def _drops_out_between(network: Architecture, first: Layer, last: Layer) -> None:
    between = [layer for layer in network.after(first) if layer.position < last.position and layer.name in _DROPOUTS]
    expect.is_true(
        between,
        "No Dropout stands between the dense layers: AlexNet needs it against learning its patients by heart.",
        expected="a Dropout between the first dense layer and the one with the sigmoid",
    )
    expect.is_true(
        any((layer.summary["config"].get("rate") or 0) >= 0.01 for layer in between),
        "The Dropout between the dense layers has the rate 0, or next to it: it drops nothing.",
        got="rate 0",
        expected="a rate above 0",
    )
