"""The layers of a network with the place of each: what feeds it, and what the axes of its tensors stand for.

Each tensor has a layout. ("frequency", "time") is the spectrogram; a Permute swaps the two, a Reshape mixes them, a
recurrence or convolution makes "channels" of the last axis.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

RECURRENT = ("LSTM", "GRU", "SimpleRNN")
CONVOLUTIONS = ("Conv1D", "SeparableConv1D", "DepthwiseConv1D", "Conv1DTranspose", "Conv2D")
GLOBAL_POOLING = ("GlobalAveragePooling1D", "GlobalMaxPooling1D")


@dataclass(frozen=True)
class Layer:
    """One layer with its place in the network.

    Attributes:
        name: its class.
        summary: as `worker.models.summarize` gives it.
        position: its place in the list.
        layout: what the axes of its output stand for.
        reads: what the axes of its input stand for; of several inputs, of one that has the shape of its output.
    """

    name: str
    summary: dict[str, Any]
    position: int
    layout: tuple[str, ...]
    reads: tuple[str, ...]


class Architecture:
    """The layers of a network that takes (frequencies, times).

    Args:
        summaries: as from `Submission.inspect`.
        input_shape: (frequencies, times).
    """

    def __init__(self, summaries: list[dict], input_shape: tuple[int, int]) -> None:
        self.input_shape = input_shape
        self.layers: list[Layer] = []
        for position, summary in enumerate(summaries):
            feeds = [self.layers[feed] for feed in summary["inputs"]]
            reads = _main(feeds, summary).layout if feeds else ("frequency", "time")
            layout, rank = _layout(summary, reads), len(summary["output_shape"])
            # Such as of TimeDistributed(LSTM(...)): nobody knows what its axes stand for.
            layout = layout if len(layout) == rank else ("mixed",) * rank
            self.layers.append(Layer(summary["class"], summary, position, layout, reads))

    def named(self, *names: str) -> list[Layer]:
        """The layers of these classes, in order."""
        return [layer for layer in self.layers if layer.name in names]

    def recurrent(self) -> list[Layer]:
        """The recurrent layers, wrapped in Bidirectional or not."""
        return [layer for layer in self.layers if layer.name in RECURRENT or layer.summary["wrapped"] in RECURRENT]

    def consumers(self, layer: Layer) -> list[Layer]:
        """The layers that read what `layer` gives."""
        return [other for other in self.layers if layer.position in other.summary["inputs"]]

    def before(self, layer: Layer) -> Iterator[Layer]:
        """Every layer that `layer` depends on, the nearest first."""
        needed = set(layer.summary["inputs"])
        for other in reversed(self.layers[: layer.position]):
            if other.position in needed:
                needed.update(other.summary["inputs"])
                yield other

    def after(self, layer: Layer) -> Iterator[Layer]:
        """Every layer that depends on `layer`."""
        found = {layer.position}
        for other in self.layers[layer.position + 1 :]:
            if found & set(other.summary["inputs"]):
                found.add(other.position)
                yield other


def _main(feeds: list[Layer], summary: dict[str, Any]) -> Layer:
    """Which of the layers that feed one gives it its axes: not a gate, which is only multiplied with the rest."""
    same = [feed for feed in feeds if feed.summary["output_shape"] == summary["output_shape"]]
    return same[0] if same else feeds[0]


def kind_of(layer: Layer) -> str:
    """Its class, or that of the layer it wraps."""
    return layer.summary["wrapped"] or layer.name


def flattens(layer: Layer) -> bool:
    """Flatten, or a Reshape to one axis, of something that still has time."""
    size = math.prod(layer.summary["input_shape"])
    return len(layer.reads) > 1 and layer.name in ("Flatten", "Reshape") and layer.summary["output_shape"] == [size]


def along_time(size: int | list[int] | None) -> int:
    """A kernel, a pool or a stride: Keras may keep its one number in a list."""
    return int((size[0] if isinstance(size, list | tuple) else size) or 1)


def _layout(summary: dict[str, Any], reads: tuple[str, ...]) -> tuple[str, ...]:
    """What the axes of a layer's output stand for."""
    name, config = summary["class"], summary["config"]
    if name == "Permute":
        return tuple(reads[axis - 1] for axis in config["dims"])
    if name == "Reshape" or summary["wrapped"] in ("Flatten", "Reshape"):
        return _reshaped(summary, reads)
    if name in GLOBAL_POOLING and len(summary["output_shape"]) > 1:
        return ("one", *reads[1:])
    if name == "Flatten" or name in GLOBAL_POOLING:
        return ("values",)
    if name in RECURRENT or summary["wrapped"] in RECURRENT:
        return (reads[0], "channels") if summary["return_sequences"] else ("channels",)
    if name in CONVOLUTIONS or name == "Dense" or summary["wrapped"] == "Dense":
        return (*reads[:-1], "channels")
    if name == "RepeatVector":
        return ("copies", *reads)
    return reads


def _reshaped(summary: dict[str, Any], reads: tuple[str, ...]) -> tuple[str, ...]:
    """Axes of size 1 may come and go; any other change of shape mixes what the axes stood for."""
    before, after = summary["input_shape"], summary["output_shape"]
    if len(after) == 1:
        return ("values",)
    kept = [axis for axis, size in zip(reads, before, strict=True) if size != 1]
    if [size for size in before if size != 1] != [size for size in after if size != 1]:
        return ("mixed",) * len(after)
    names = iter(kept)
    return tuple("one" if size == 1 else next(names) for size in after)
