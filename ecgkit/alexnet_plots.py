"""Pictures of task 7: how many columns of a spectrogram each layer of a network sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .calls import calls_of
from .style import INK, NORMAL, figure

if TYPE_CHECKING:
    import keras
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Sight:
    """What one output of a layer depends on.

    Attributes:
        name: class and size of the layer, such as "Conv1D 5".
        columns: columns of the spectrogram that one output depends on.
        step: columns from one output to the next.
    """

    name: str
    columns: int
    step: int


def sights(model: keras.Model) -> list[Sight]:
    """Follow convolutions and poolings along time and count what each can see.

    Args:
        model: a functional or Sequential model. Other layers than convolutions and poolings see no more than those before
            them; where branches meet, what the one that sees most sees.

    Returns:
        One entry for each convolution and pooling. Source: Dumoulin and Visin (2016), arXiv:1603.07285.
    """
    import keras

    inputs, calls = calls_of(model)
    found, seen = [], {id(inputs): (1, 1)}
    for layer, given, result in calls:
        before = [seen[id(value)] for value in given if id(value) in seen]
        columns, step = max(before, default=(1, 1))
        size = _first(getattr(layer, "kernel_size", None) or getattr(layer, "pool_size", None))
        if size is not None:
            columns += (size - 1) * _first(getattr(layer, "dilation_rate", 1)) * step
            step *= _first(layer.strides)
            found.append(Sight(f"{type(layer).__name__} {size}", columns, step))
        seen |= {id(value): (columns, step) for value in keras.tree.flatten(result)}
    return found


def draw_sights(S: NDArray, seen: Sequence[Sight], fs: float = 360, hop: int = 32) -> Figure:
    """Draw below a spectrogram what one output in the middle of each layer sees.

    Args:
        S: (frequencies, times), one standardized spectrogram.
        seen: from `sights`.
        fs: sampling frequency in Hz.
        hop: samples between two columns of S.

    Returns:
        The figure: the spectrogram and, on the same time axis, one bar a layer.
    """
    height = 0.3 * len(seen) + 0.5
    fig, (ax, below) = figure(2, size=(9, 2.2 + height), sharex=True, height_ratios=(1.7, height))
    times, frequencies = np.arange(S.shape[1]) * hop / fs, np.arange(S.shape[0]) * fs / (2 * (S.shape[0] - 1))
    ax.pcolormesh(times, frequencies, S, cmap="RdBu_r", vmin=-3, vmax=3, shading="nearest")
    ax.set(ylabel="frequency (Hz)")
    middle, end = times[-1] / 2, times[-1] + hop / fs / 2
    for place, sight in enumerate(seen):
        width = sight.columns * hop / fs
        left, right = max(middle - width / 2, -hop / fs / 2), min(middle + width / 2, end)
        below.barh(place, right - left, left=left, color=NORMAL, alpha=0.35, height=0.7)
        text = f"{sight.columns} columns" if sight.columns < S.shape[1] else f"all {S.shape[1]} columns"
        below.text(middle, place, text, ha="center", va="center", color=INK)
    below.set_yticks(range(len(seen)), [sight.name for sight in seen])
    below.tick_params(axis="y", length=0)
    below.invert_yaxis()
    below.set(xlabel="time (s)", xlim=(-hop / fs / 2, end))
    return fig


def _first(value: Any) -> Any:
    """A size that Keras holds as a number or as a tuple of one."""
    return value[0] if isinstance(value, tuple | list) else value
