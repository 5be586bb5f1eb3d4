"""Pictures of tasks 4 to 8: training curves, where a network errs, and how a layer reads a spectrogram over time.

Colours and style are those of `ecgkit.plotting`: blue is normal, vermilion is abnormal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .metrics import RecordRow, SymbolRow
from .plotting import ABNORMAL, CLASS_COLORS, CLASS_NAMES, INK, NORMAL, QUIET, SKY, figure

if TYPE_CHECKING:
    import keras
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw_constant_model(shares: Mapping[int, float], weights: Mapping[int, float]) -> Figure:
    """Draw the loss of a model that gives every beat the same probability, with and without class weights.

    Args:
        shares: share of each class, {0: normal, 1: abnormal}.
        weights: weight of each class, {0: normal, 1: abnormal}.

    Returns:
        The figure: three curves, each with its lowest point marked.
    """
    fig, ax = figure(size=(7, 3.4))
    p = np.linspace(0.03, 0.97, 941)
    normal, abnormal = -shares[0] * np.log(1 - p), -shares[1] * np.log(p)
    plain, weighted = normal + abnormal, weights[0] * normal + weights[1] * abnormal
    idle = plain * (shares[0] * weights[0] + shares[1] * weights[1])
    curves = (("without weights", plain, "-", NORMAL), ("each row by its weight", weighted, "-", ABNORMAL))
    for label, curve, line, color in (*curves, ("the mean by the weights", idle, ":", INK)):
        ax.plot(p, curve, line, color=color, label=label, linewidth=2)
    for _, curve, _, color in curves:
        low = curve.argmin()
        ax.plot(p[low], curve[low], "o", color=color)
        ax.annotate(
            f"{p[low]:.2f}", (p[low], curve[low]), (0, -14), textcoords="offset points", ha="center", color=color
        )
    ax.set(xlabel="probability of abnormal that every beat gets", ylabel="loss", ylim=(0.45, 1.6), xlim=(0, 1))
    ax.legend(loc="upper center")
    return fig


def draw_training(history: Mapping[str, Sequence[float]] | keras.callbacks.History) -> Figure:
    """Draw loss and accuracy of each epoch, on training and on validation patients.

    Args:
        history: what `train` returns, Keras' History or its numbers of each epoch by name: "loss", "accuracy" and, if there is
            validation, "val_loss" and "val_accuracy". Names that are missing are left out.

    Returns:
        The figure: loss and accuracy side by side.
    """
    by_name: Mapping[str, Sequence[float]] = getattr(history, "history", history)
    fig, axes = figure(1, 2, size=(9, 3))
    for ax, name in zip(axes, ("loss", "accuracy"), strict=True):
        for key, label, color in ((name, "training", INK), (f"val_{name}", "validation patients", ABNORMAL)):
            if key in by_name:
                epochs = np.arange(1, len(by_name[key]) + 1)
                ax.plot(epochs, by_name[key], "o-", markersize=3.5, color=color, label=label)
        ax.set(xlabel="epoch", ylabel=name)
        ax.xaxis.get_major_locator().set_params(integer=True)
    axes[0].legend()
    return fig


def draw_confusion(counts: NDArray, title: str = "") -> Figure:
    """Draw a confusion matrix with its counts and the share of each true class.

    Args:
        counts: (2, 2) from `ecgkit.metrics.confusion`: row = true class, column = predicted class.
        title: what was classified.

    Returns:
        The figure.
    """
    fig, ax = figure(size=(4.2, 3.4))
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1.3)
    for (true, called), share in np.ndenumerate(shares):
        text = f"{counts[true, called]:,}\n{share:.1%} of\n{CLASS_NAMES[true]}"
        ax.text(called, true, text, ha="center", va="center", color="white" if share > 0.8 else INK)
    ax.set(xlabel="called", ylabel="really", title=title)
    ax.set_xticks((0, 1), CLASS_NAMES)
    ax.set_yticks((0, 1), CLASS_NAMES, rotation=90, va="center")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return fig


def draw_per_record(rows: Sequence[RecordRow]) -> Figure:
    """Draw for each recording which share of its normal and of its abnormal beats was called right.

    Args:
        rows: from `ecgkit.metrics.per_record_table`.

    Returns:
        The figure. Fewer than 20 beats of a class are drawn hollow: their share says little.
    """
    fig, ax = figure(size=(9, 3.2))
    for label, offset in ((0, -0.12), (1, 0.12)):
        points = [_record_point(row, label) for row in rows]
        _points(ax, np.arange(len(rows)) + offset, points, label)
    ax.set_xticks(range(len(rows)), [row.record for row in rows])
    ax.set(xlabel="record", ylabel="share called right", ylim=(-0.04, 1.04))
    ax.grid(axis="y", color=QUIET, alpha=0.3, linewidth=0.6)
    fig.legend(*ax.get_legend_handles_labels(), loc="outside upper right", ncols=2)
    return fig


def draw_per_symbol(rows: Sequence[SymbolRow]) -> Figure:
    """Draw for each kind of beat which share was called right.

    Args:
        rows: from `ecgkit.metrics.per_symbol_table`.

    Returns:
        The figure, one bar a kind, with the number of beats at its end.
    """
    fig, ax = figure(size=(9, 0.32 * len(rows) + 0.9))
    places = np.arange(len(rows))
    ax.barh(places, [row.correct for row in rows], color=[CLASS_COLORS[row.symbol != "N"] for row in rows], height=0.7)
    for place, row in zip(places, rows, strict=True):
        ax.text(row.correct + 0.01, place, f"{row.correct:.0%} of {row.beats:,}", va="center", fontsize=9)
    ax.set_yticks(places, [f"{row.meaning}   {row.symbol}" for row in rows], fontsize=9)
    ax.set(xlabel="share called right", xlim=(0, 1.18))
    ax.set_xticks(np.linspace(0, 1, 6))
    ax.invert_yaxis()
    ax.margins(y=0.02)
    return fig


def draw_reading_directions(S: NDArray, fs: float = 360, hop: int = 32) -> Figure:
    """Draw what a recurrent layer meets at each step if it reads over time, and if it reads over frequency.

    Args:
        S: (frequencies, times), one standardized spectrogram.
        fs: sampling frequency in Hz.
        hop: samples between two columns of S.

    Returns:
        The figure: both readings side by side.
    """
    fig, axes = figure(1, 2, size=(9, 3.2), sharey=True)
    times, frequencies = np.arange(S.shape[1]) * hop / fs, np.arange(S.shape[0]) * fs / (2 * (S.shape[0] - 1))
    for ax in axes:
        ax.pcolormesh(times, frequencies, S, cmap="RdBu_r", vmin=-3, vmax=3, shading="nearest", alpha=0.55)
        ax.set(xlabel="time (s)")
    _stripes(axes[0].axvspan, times, NORMAL)
    _stripes(axes[1].axhspan, frequencies, ABNORMAL)
    _arrows(axes[0], (0.08, 0.92), (0.92, 0.92), NORMAL)
    _arrows(axes[1], (0.5, 0.08), (0.5, 0.92), ABNORMAL)
    axes[0].set(ylabel="frequency (Hz)", title=f"over time: {S.shape[1]} steps of {S.shape[0]} numbers")
    axes[1].set(title=f"over frequency: {S.shape[0]} steps of {S.shape[1]} numbers")
    return fig


def draw_convolution(S: NDArray, kernel_size: int = 5, step: int = 20, fs: float = 360, hop: int = 32) -> Figure:
    """Draw one step of a convolution along time: the columns it sees, and the one number that comes out.

    The filter of the picture takes the mean of its eight lowest frequencies and ignores the others: it waits for QRS complexes.
    Its bias takes away what it answers on average, so that the ReLU has something to silence.

    Args:
        S: (frequencies, times), one standardized spectrogram.
        kernel_size: columns that the filter sees at once.
        step: the column it stands on.
        fs: sampling frequency in Hz.
        hop: samples between two columns of S.

    Returns:
        The figure: the spectrogram with the filter on it, and below it the filter's answer with and without ReLU.
    """
    fig, (ax, below) = figure(2, size=(9, 4), sharex=True, height_ratios=(2, 1))
    times, frequencies = np.arange(S.shape[1]) * hop / fs, np.arange(S.shape[0]) * fs / (2 * (S.shape[0] - 1))
    ax.pcolormesh(times, frequencies, S, cmap="RdBu_r", vmin=-3, vmax=3, shading="nearest")
    half = (kernel_size / 2) * hop / fs
    ax.axvspan(times[step] - half, times[step] + half, facecolor="none", edgecolor=INK, linewidth=2)
    ax.annotate(
        "",
        (times[step] + half + 0.45, frequencies[-4]),
        (times[step] + half, frequencies[-4]),
        arrowprops={"arrowstyle": "->", "lw": 1.5},
    )
    answer = np.convolve(S[:8].mean(axis=0), np.ones(kernel_size) / kernel_size, mode="same")
    answer -= answer.mean()
    below.axhline(0, color=QUIET, linewidth=0.6)
    below.plot(times, answer, ":", color=QUIET, label="before ReLU")
    below.plot(times, np.maximum(answer, 0), color=NORMAL, label="after ReLU")
    below.plot(times[step], max(answer[step], 0), "o", color=INK)
    ax.set(
        ylabel="frequency (Hz)",
        title=f"one filter sees {kernel_size} columns of {S.shape[0]} frequencies and gives one number",
    )
    below.set(xlabel="time (s)", ylabel="answer", ylim=(None, 1.9 * max(answer.max(), 0.1)))
    below.legend(loc="upper right", ncols=2, fontsize=9)
    return fig


def draw_filters(kernel: NDArray, fs: float = 360, hop: int = 32, most: int = 16) -> Figure:
    """Draw the filters of a first Conv1D layer over spectrograms.

    Args:
        kernel: (columns, frequencies, filters), the layer's first weight array.
        fs: sampling frequency in Hz.
        hop: samples between two columns of a spectrogram.
        most: draw at most so many filters.

    Returns:
        The figure, one picture a filter, all with the same colours.
    """
    shown = min(kernel.shape[2], most)
    columns = min(shown, 8)
    fig, axes = figure(
        -(-shown // columns), columns, size=(9, 2.2 * -(-shown // columns)), sharex=True, sharey=True, squeeze=False
    )
    limit, half = np.abs(kernel).max(), kernel.shape[0] * hop / fs / 2
    for number, ax in enumerate(axes.flat):
        ax.set_axis_off() if number >= shown else ax.imshow(
            kernel[:, :, number].T,
            origin="lower",
            aspect="auto",
            cmap="RdBu_r",
            vmin=-limit,
            vmax=limit,
            extent=(-half, half, 0, fs / 2),
        )
    fig.supxlabel("time (s)", fontsize=10)
    fig.supylabel("frequency (Hz)", fontsize=10)
    return fig


def _record_point(row: RecordRow, label: int) -> tuple[float | None, int]:
    return (row.specificity, row.normal) if label == 0 else (row.recall, row.abnormal)


def _points(ax: Axes, places: NDArray, points: Sequence[tuple[float | None, int]], label: int) -> None:
    drawn = [(place, share, beats) for place, (share, beats) in zip(places, points, strict=True) if share is not None]
    if not drawn:
        return
    x, y, beats = map(np.array, zip(*drawn, strict=True))
    color = CLASS_COLORS[label]
    ax.vlines(x, 0, y, color=color, linewidth=1, alpha=0.5)
    faces = [color if many else "white" for many in beats >= 20]
    ax.scatter(x, y, s=28, facecolors=faces, edgecolors=color, zorder=3)
    ax.scatter([], [], s=28, color=color, label=f"{CLASS_NAMES[label]} beats")


def _stripes(span, places: NDArray, color: str) -> None:
    """Outline every sixth step, so that the eye sees what one step holds."""
    half = (places[1] - places[0]) / 2
    for place in places[2::6]:
        span(place - half, place + half, facecolor=SKY, edgecolor=color, alpha=0.55, linewidth=1)


def _arrows(ax: Axes, start: tuple[float, float], stop: tuple[float, float], color: str) -> None:
    arrow = {"arrowstyle": "<->", "lw": 2.5, "color": color}
    ax.annotate("", stop, start, xycoords="axes fraction", textcoords="axes fraction", arrowprops=arrow)
