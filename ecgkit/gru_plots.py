"""Pictures of task 8: how long a gate lets a memory last, and what the units of a trained GRU hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .style import ABNORMAL, GREEN, NORMAL, QUIET, figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_memory(gates: Sequence[float] = (0.5, 0.9, 0.98), steps: int = 46, fs: float = 360, hop: int = 32) -> Figure:
    """Draw what is left of a number in h if the update gate stays as it is and every candidate is 0.

    Args:
        gates: values of the update gate z, three at most.
        steps: how many columns of a spectrogram.
        fs: sampling frequency in Hz.
        hop: samples between two columns.

    Returns:
        The figure, one curve a gate, over time.
    """
    fig, ax = figure(size=(7, 2.8))
    time = np.arange(steps) * hop / fs
    for z, color in zip(gates, (ABNORMAL, GREEN, NORMAL), strict=False):
        left = z ** np.arange(steps)
        ax.plot(time, left, ".-", color=color)
        place = steps // 8
        ax.annotate(f"z = {z:g}", (time[place], left[place]), (6, 5), textcoords="offset points", color=color)
    ax.axvline(time[-1] / 2, color=QUIET, linestyle=":")
    ax.text(time[-1] / 2 + 0.03, 1.04, "the beat in the middle", color=QUIET, va="center")
    ax.set(xlabel="time since it was taken in (s)", ylabel="share left in h", ylim=(0, 1.1), xlim=(0, time[-1]))
    return fig


def draw_states(S: NDArray, states: NDArray, fs: float = 360, hop: int = 32) -> Figure:
    """Draw a spectrogram and, below it, the units of a GRU that reads it.

    Args:
        S: (frequencies, times), one standardized spectrogram.
        states: (units, times), the output of each unit at each step, between -1 and 1.
        fs: sampling frequency in Hz.
        hop: samples between two columns of S.

    Returns:
        The figure. The units that change most from step to step stand at the bottom, those that keep what they hold on top.
    """
    fig, (above, below) = figure(2, size=(9, 4.4), sharex=True, height_ratios=(1, 1.3))
    times, frequencies = np.arange(S.shape[1]) * hop / fs, np.arange(S.shape[0]) * fs / (2 * (S.shape[0] - 1))
    above.pcolormesh(times, frequencies, S, cmap="RdBu_r", vmin=-3, vmax=3, shading="nearest")
    order = np.argsort(-np.abs(np.diff(states, axis=1)).mean(axis=1), kind="stable")
    mesh = below.pcolormesh(
        times, np.arange(len(states)), states[order], cmap="RdBu_r", vmin=-1, vmax=1, shading="nearest"
    )
    fig.colorbar(mesh, ax=below, label="output", ticks=(-1, 0, 1))
    above.set(ylabel="frequency (Hz)", title="what it reads")
    below.set(xlabel="time (s)", ylabel="unit, fast to slow", title="what its units hold, step by step")
    below.yaxis.get_major_locator().set_params(integer=True)
    return fig
