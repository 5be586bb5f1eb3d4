"""The course's pictures: recordings on ECG paper, windows around beats, spectrograms, and the ideas of tasks 1-3.

Every figure has units on its axes and the look of `ecgkit.style`, whose names are here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .records import Record
from .style import (  # noqa: F401  notebooks say plotting.use_style() and plotting.NORMAL
    ABNORMAL,
    AMBER,
    CLASS_COLORS,
    CLASS_NAMES,
    GREEN,
    INK,
    NORMAL,
    QUIET,
    SKY,
    STYLE,
    figure,
    paper_grid,
    polyline,
    trace,
    use_style,
)
from .symbols import ABNORMAL_SYMBOLS, NORMAL_SYMBOL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Where to look for each wave, in s from the annotated R peak, and whether it points up or down. Chosen so that they
#: hold the normal PR, QRS and QT times of adults, http://atlasofheartrhythms.com/page_04.html
WAVES = {
    "P": (-0.24, -0.10, 1),
    "Q": (-0.08, -0.01, -1),
    "R": (-0.05, 0.05, 1),
    "S": (0.01, 0.10, -1),
    "T": (0.15, 0.42, 1),
}


def draw_record(record: Record, start: float = 0, seconds: float = 10) -> Figure:
    """Draw a stretch of every lead on ECG paper, with the experts' annotations above it.

    Args:
        record: the recording.
        start: first moment in s since the start of the recording.
        seconds: length in s.

    Returns:
        The figure, one Axes a lead.
    """
    fig, axes = figure(len(record.sig_name), size=(9, 2.2 * len(record.sig_name)), sharex=True, squeeze=False)
    for lead, ax in enumerate(axes[:, 0]):
        trace(ax, record, start, start + seconds, lead)
        ax.set(ylabel=f"{record.sig_name[lead]} (mV)", xlim=(start, start + seconds))
        paper_grid(ax)
    _symbols_above(axes[0, 0], record, start, start + seconds)
    axes[-1, 0].set_xlabel("time since the start of the recording (s)")
    fig.suptitle(f"Record {record.record_name}", fontsize=11)
    return fig


def draw_overview(record: Record) -> Figure:
    """Draw a whole recording: the range of column 0 in every 2 s, and below it a tick for each beat.

    Args:
        record: the recording.

    Returns:
        The figure.
    """
    fig, (ax, ticks) = figure(2, size=(9, 3), sharex=True, height_ratios=(4, 1))
    block = round(2 * record.fs)
    blocks = record.p_signal[: record.sig_len // block * block, 0].reshape(-1, block)
    minutes = np.arange(len(blocks)) * 2 / 60
    ax.fill_between(minutes, blocks.min(axis=1), blocks.max(axis=1), step="post", color=INK, alpha=0.75, linewidth=0)
    ax.set(
        ylabel=f"{record.sig_name[0]} (mV)", title=f"Record {record.record_name}, lowest to highest value in every 2 s"
    )
    for height, color in enumerate(CLASS_COLORS):
        ticks.vlines(_beat_times(record, height) / 60, height - 0.4, height + 0.4, color=color, linewidth=0.4)
    ticks.set(xlabel="time (min)", ylim=(-0.6, 1.6), xlim=(0, record.sig_len / record.fs / 60))
    ticks.set_yticks((0, 1), CLASS_NAMES)
    return fig


def draw_landmarks(record: Record, sample: int) -> Figure:
    """Draw one beat with its P, Q, R, S and T waves named.

    Each wave is the highest or lowest point in the stretch where a normal beat has it (`WAVES`); choose a normal beat
    of a quiet recording, such as the fifth of record 103.

    Args:
        record: the recording.
        sample: sample number of the beat's annotation.

    Returns:
        The figure.
    """
    fig, ax = figure(size=(6, 3.6))
    paper_grid(ax)
    peak = sample / record.fs
    time, millivolts = trace(ax, record, peak - 0.4, peak + 0.6, origin=peak)
    for name, (earliest, latest, direction) in WAVES.items():
        place = np.where((time >= earliest) & (time <= latest), direction * millivolts, -np.inf).argmax()
        ax.annotate(
            name, (time[place], millivolts[place]), (0, 9 * direction), textcoords="offset points", ha="center",
            va="bottom" if direction > 0 else "top", color=ABNORMAL, fontsize=13, fontweight="bold",
        )  # fmt: skip
    ax.set(xlabel="time since the annotation (s)", ylabel=f"{record.sig_name[0]} (mV)", xlim=(-0.4, 0.6))
    ax.margins(y=0.18)
    ax.set_title(f"One beat of record {record.record_name}")
    return fig


def draw_window(record: Record, sample: int, half_window: float = 2.0) -> Figure:
    """Draw the idea of a window: the beat in its centre, the time before and after, and the beats next to it.

    Args:
        record: the recording.
        sample: sample number of the centre beat's annotation.
        half_window: time before and after the beat in s.

    Returns:
        The figure.
    """
    fig, ax = figure()
    beat = sample / record.fs
    start, stop = beat - 1.7 * half_window, beat + 1.7 * half_window
    trace(ax, record, start, stop)
    ax.axvspan(beat - half_window, beat + half_window, color=SKY, alpha=0.2, linewidth=0)
    ax.vlines(beat, 0, 1, transform=ax.get_xaxis_transform(), color=ABNORMAL, linestyle="--", linewidth=1)
    ax.margins(y=0.15)
    for offset, text in ((-half_window, f"{half_window:g} s before"), (half_window, f"{half_window:g} s after")):
        ax.text(beat + offset / 2, 0.02, text, transform=ax.get_xaxis_transform(), ha="center", va="bottom")
    _symbols_above(ax, record, max(start, 0), min(stop, record.sig_len / record.fs))
    ax.set(xlabel="time since the start of the recording (s)", ylabel=f"{record.sig_name[0]} (mV)", xlim=(start, stop))
    return fig


def draw_beats(X: NDArray, y: ArrayLike, fs: float = 360, rows: int = 3, columns: int = 3) -> Figure:
    """Draw the first windows of a data matrix in a grid, coloured by their label.

    Args:
        X: (N, samples) in mV; at most rows * columns of its rows are drawn.
        y: (N, 1) or (N,), 0 normal and 1 abnormal.
        fs: sampling frequency in Hz.
        rows: rows of the grid.
        columns: columns of the grid.

    Returns:
        The figure.
    """
    fig, axes = figure(rows, columns, size=(3 * columns, 1.6 * rows), sharex=True, sharey=True, squeeze=False)
    time = _centred_time(X.shape[1], fs)
    for ax, window, label in zip(axes.flat, X, np.ravel(y), strict=False):
        ax.axvline(0, color=QUIET, linewidth=0.6, linestyle=":")
        polyline(ax, time, window, CLASS_COLORS[int(label)])
        ax.set_title(CLASS_NAMES[int(label)], color=CLASS_COLORS[int(label)], fontsize=9, pad=2)
    for ax in axes.flat[len(X) :]:
        ax.set_axis_off()
    fig.supxlabel("time since the beat in the centre (s)", fontsize=10)
    fig.supylabel("voltage (mV)", fontsize=10)
    return fig


def draw_average_beats(X: NDArray, y: ArrayLike, fs: float = 360, half_window: float = 0.6) -> Figure:
    """Draw the mean window of each class and the band that holds the middle 80 % of its windows.

    Args:
        X: (N, samples) in mV, the beat in the centre.
        y: (N, 1) or (N,), 0 normal and 1 abnormal.
        fs: sampling frequency in Hz.
        half_window: how much to show before and after the beat, in s.

    Returns:
        The figure, one Axes a class.
    """
    fig, axes = figure(1, 2, size=(9, 3), sharey=True)
    time, labels = _centred_time(X.shape[1], fs), np.ravel(y)
    shown = slice(*np.searchsorted(time, (-half_window, half_window)))
    for ax, label in zip(axes, (0, 1), strict=True):
        windows = X[:, shown][labels == label]
        if len(windows):
            ax.fill_between(
                time[shown],
                *np.percentile(windows, (10, 90), axis=0),
                color=CLASS_COLORS[label],
                alpha=0.2,
                linewidth=0,
            )
            polyline(ax, time[shown], windows.mean(axis=0), CLASS_COLORS[label])
        ax.set(
            title=f"{CLASS_NAMES[label]}: mean of {len(windows):,} beats, middle 80 %", xlabel="time since the beat (s)"
        )
    axes[0].set_ylabel("voltage (mV)")
    return fig


def draw_split(train: Sequence[Record], test: Sequence[Record]) -> Figure:
    """Draw how many normal and abnormal beats each record has, the two sides of a split next to each other.

    Args:
        train: records of one side.
        test: records of the other side.

    Returns:
        The figure, one Axes a side.
    """
    widths = (max(len(train), 1), max(len(test), 1))
    fig, axes = figure(1, 2, size=(10, 3), sharey=True, width_ratios=widths)
    for ax, side, records in zip(axes, ("train", "test"), (train, test), strict=True):
        counts = np.array([[len(_beat_times(record, label)) for record in records] for label in (0, 1)])
        ax.bar(range(len(records)), counts[0], color=NORMAL, label=CLASS_NAMES[0])
        ax.bar(range(len(records)), counts[1], bottom=counts[0], color=ABNORMAL, label=CLASS_NAMES[1])
        ax.set_xticks(range(len(records)), [record.record_name for record in records], rotation=90, fontsize=8)
        ax.set(title=f"{side}: {len({record.patient for record in records})} patients", xlabel="record")
        ax.margins(x=0.01)
    axes[0].set_ylabel("annotated beats")
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside upper right", ncols=2, frameon=False)
    return fig


def draw_segments(window: NDArray, fs: float = 360, nperseg: int = 64, noverlap: int = 32) -> Figure:
    """Draw the idea of the short-time Fourier transform: overlapping bells that slide over one row.

    Args:
        window: (samples,) one row of a data matrix in mV.
        fs: sampling frequency in Hz.
        nperseg: samples of one segment.
        noverlap: samples that two neighbouring segments share.

    Returns:
        The figure: the row, and below it the weight of each segment.
    """
    fig, (ax, bells) = figure(2, size=(9, 3.6), sharex=True, height_ratios=(2, 1))
    time = np.arange(len(window)) / fs
    polyline(ax, time, window, INK)
    phase = np.linspace(-np.pi, np.pi, 65)
    centers = np.arange(0, len(window) + nperseg - noverlap, nperseg - noverlap)
    for number, center in enumerate(centers):
        edge = (center + phase / (2 * np.pi) * nperseg) / fs
        bells.fill_between(edge, np.cos(phase / 2) ** 2, color=(SKY, NORMAL)[number % 2], alpha=0.45, linewidth=0)
    for each in (ax, bells):
        each.axvspan(-nperseg / 2 / fs, 0, color=QUIET, alpha=0.15, linewidth=0)
        each.axvspan(len(window) / fs, (centers[-1] + nperseg / 2) / fs, color=QUIET, alpha=0.15, linewidth=0)
    ax.set(
        ylabel="voltage (mV)",
        title=f"{len(centers)} segments of {nperseg} samples ({nperseg / fs * 1000:.0f} ms); grey: zeros beyond the ends",
    )
    bells.set(xlabel="time (s)", ylabel="weight", ylim=(0, 1.05))
    bells.set_xlim(-nperseg / 2 / fs, (centers[-1] + nperseg / 2) / fs)
    return fig


def draw_spectrogram(
    S: NDArray,
    fs: float = 360,
    nperseg: int = 64,
    noverlap: int = 32,
    *,
    window: NDArray | None = None,
    title: str = "",
) -> Figure:
    """Draw one spectrogram, and above it the row it was made of.

    Args:
        S: (frequencies, times) in mV; if it has negative values (standardized), the colours run from -3 to 3.
        fs: sampling frequency in Hz.
        nperseg: samples of one segment.
        noverlap: samples that two neighbouring segments share.
        window: (samples,) the row in mV; left out if None.
        title: what is shown.

    Returns:
        The figure.
    """
    fig, axes = figure(1 if window is None else 2, size=(9, 3 if window is None else 4.4), sharex=True, squeeze=False)
    ax = axes[-1, 0]
    times, frequencies = np.arange(S.shape[1]) * (nperseg - noverlap) / fs, np.arange(S.shape[0]) * fs / nperseg
    image = ax.pcolormesh(times, frequencies, S, shading="nearest", **_color_scale(S))
    fig.colorbar(image, ax=ax, label="standard deviations" if S.min() < 0 else "magnitude (mV)", pad=0.01)
    ax.set(xlabel="time (s)", ylabel="frequency (Hz)", xlim=(0, times[-1]))
    if window is not None:
        polyline(axes[0, 0], np.arange(len(window)) / fs, window, INK)
        axes[0, 0].set_ylabel("voltage (mV)")
    axes[0, 0].set_title(title)
    return fig


def draw_frequency_profile(S: NDArray, y: ArrayLike, fs: float = 360, nperseg: int = 64, *, unit: str = "mV") -> Figure:
    """Draw the mean spectrogram over time of each class: how much of each frequency it has.

    Args:
        S: (N, frequencies, times).
        y: (N, 1) or (N,), 0 normal and 1 abnormal.
        fs: sampling frequency in Hz.
        nperseg: samples of one segment.
        unit: unit of S.

    Returns:
        The figure.
    """
    fig, ax = figure(size=(7, 3))
    frequencies, labels = np.arange(S.shape[1]) * fs / nperseg, np.ravel(y)
    for label in (0, 1):
        if (labels == label).any():
            profile = S[labels == label].mean(axis=(0, 2))
            ax.plot(frequencies, profile, "o-", markersize=3, color=CLASS_COLORS[label], label=CLASS_NAMES[label])
    ax.set(xlabel="frequency (Hz)", ylabel=f"mean magnitude ({unit})", xlim=(0, fs / 2))
    if S.min() >= 0:
        ax.set_yscale("log")
    ax.legend(frameon=False)
    return fig


def _color_scale(S: NDArray) -> dict[str, Any]:
    """Colours of a spectrogram: powers of ten for magnitudes, since the QRS complex dwarfs the rest."""
    from matplotlib.colors import LogNorm

    if S.min() < 0:
        return {"cmap": "RdBu_r", "vmin": -3, "vmax": 3}
    top = max(float(S.max()), 1e-6)
    return {"cmap": "cividis", "norm": LogNorm(top / 1000, top, clip=True)}


def _symbols_above(ax: Axes, record: Record, begin: float, end: float) -> None:
    """Write each annotation's symbol over its moment: blue normal, vermilion abnormal, grey no beat."""
    colors = {NORMAL_SYMBOL: NORMAL, **dict.fromkeys(ABNORMAL_SYMBOLS, ABNORMAL)}
    for moment, symbol in zip(record.sample / record.fs, record.symbol, strict=True):
        if begin <= moment <= end:
            ax.text(
                moment,
                1.0,
                symbol,
                transform=ax.get_xaxis_transform(),
                ha="center",
                va="bottom",
                color=colors.get(symbol, QUIET),
            )


def _beat_times(record: Record, label: int) -> NDArray:
    """When the beats of one class are, in s."""
    wanted = (NORMAL_SYMBOL,) if label == 0 else ABNORMAL_SYMBOLS
    return record.sample[np.isin(np.array(record.symbol, dtype=object), wanted)] / record.fs


def _centred_time(samples: int, fs: float) -> NDArray:
    return (np.arange(samples) - samples // 2) / fs
