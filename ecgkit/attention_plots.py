"""Pictures of tasks 6 and 7: where a network looks, beside where it would look if it had learned nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .style import ABNORMAL, INK, QUIET, figure, polyline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def plot_attention(
    waves: ArrayLike,
    maps: ArrayLike,
    random_maps: ArrayLike,
    titles: Sequence[str] = (),
    *,
    fs: float = 360,
    hop: int = 32,
) -> Figure:
    """Draw beats with the moments that speak for "abnormal" shaded: of a network, and of its copy with random weights.

    Args:
        waves: (n, samples), mV, the beat in the centre.
        maps: (n, columns), 0 to 1, each by its own largest value, from `ecgkit.explain.grad_cam`.
        random_maps: (n, columns), those of `ecgkit.explain.with_random_weights`.
        titles: n lines, what each beat is; none by default.
        fs: sampling frequency of the waves in Hz.
        hop: samples between two columns of a map: 32 for spectrograms of task 3, 1 for a map of the wave itself.

    Returns:
        The figure: one row a beat, the network on the left and the random weights on the right.

    Raises:
        ValueError: there is no beat, or not as many maps or titles as waves.
    """
    beats, *sides = (np.asarray(each, dtype=float) for each in (waves, maps, random_maps))
    _check_counts(beats, sides, titles)
    n = len(beats)
    fig, axes = figure(n, 2, size=(9, 0.6 + 1.5 * n), sharex=True, sharey="row", squeeze=False)
    for row, wave in enumerate(beats):
        for ax, side in zip(axes[row], sides, strict=True):
            mesh = _shade(ax, side[row], len(wave), fs, hop)
            _draw_wave(ax, wave, fs)
        axes[row, 0].set_ylabel("voltage (mV)")
        if titles:
            axes[row, 0].set_title(titles[row], loc="left", fontsize=10)
    for ax, who in zip(axes[0], ("your network", "random weights"), strict=True):
        ax.set_title(who, loc="right", fontweight="bold")
    for ax in axes[-1]:
        ax.set_xlabel("time from the beat (s)")
        ax.xaxis.get_major_locator().set_params(integer=True)
    fig.colorbar(mesh, ax=axes, label='speaks for "abnormal"', ticks=(0, 1), aspect=40, fraction=0.03, pad=0.02)
    return fig


def _check_counts(beats: NDArray, sides: list[NDArray], titles: Sequence[str]) -> None:
    shapes = [side.shape for side in sides]
    if beats.ndim != 2 or not len(beats) or any(len(shape) != 2 or shape[0] != len(beats) for shape in shapes):
        raise ValueError(
            "`waves`, `maps` and `random_maps` must have one row a beat, and at least one. "
            f"Received shapes {beats.shape}, {shapes[0]} and {shapes[1]}."
        )
    if titles and len(titles) != len(beats):
        raise ValueError(f"`titles` must have one line a beat. Received {len(titles)} for {len(beats)} beats.")


def _shade(ax: Axes, values: NDArray, samples: int, fs: float, hop: int) -> Any:
    """A band over the whole height; column j of a spectrogram has its centre at sample j * hop."""
    from matplotlib.colors import LinearSegmentedColormap

    colors = LinearSegmentedColormap.from_list("attention", ["white", ABNORMAL])
    if not values.any():
        ax.text(0.5, 0.95, 'nothing speaks for "abnormal"', transform=ax.transAxes, ha="center", va="top", color=QUIET)
    edges = ((np.arange(len(values) + 1) - 0.5) * hop - samples // 2) / fs
    height = ax.get_xaxis_transform()
    return ax.pcolormesh(edges, [0, 1], values[None], cmap=colors, vmin=0, vmax=1, alpha=0.6, transform=height)


def _draw_wave(ax: Axes, wave: NDArray, fs: float) -> None:
    time = (np.arange(len(wave)) - len(wave) // 2) / fs
    polyline(ax, time, wave, INK)
    margin = 0.08 * max(np.ptp(wave), 0.1)
    ax.set(xlim=(time[0], time[-1]), ylim=(wave.min() - margin, wave.max() + margin))
