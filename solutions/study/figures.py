"""The pictures of the report, drawn from the numbers of `results.json` alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ecgkit.style import ABNORMAL, AMBER, CLASS_COLORS, GREEN, INK, NORMAL, QUIET, SKY, figure, polyline

from .beats import FS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Inches; narrow enough that the letters can be read on a telephone.
WIDTH = 6.4

#: Network colours of a comparison, in the order of the tasks; a fifth network starts over.
NETWORK_COLORS = (NORMAL, ABNORMAL, GREEN, AMBER)
MARKERS = ("o", "s", "^", "D")


def draw_scores(protocol: Mapping[str, Any]) -> Figure:
    """Accuracy and F1 of every seed, the median of the seeds, what goes beyond them, and the baselines.

    Args:
        protocol: one protocol of `results.measure`.

    Returns:
        The figure: a dot a seed, a tick at their median, and the 95 % interval over patients of the typical seed.
    """
    models = [(each, GREEN) for each in protocol["beyond"].values()]
    models += [(each, QUIET) for each in protocol["baselines"].values()]
    names = [*protocol["networks"], *protocol["beyond"], *protocol["baselines"]]
    fig, axes = figure(1, 2, size=(WIDTH, 0.34 * len(names) + 1.1), sharey=True)
    for ax, score in zip(axes, ("accuracy", "f1"), strict=True):
        for place, network in enumerate(protocol["networks"].values()):
            _seeds(ax, place, network, score)
        for place, (model, color) in enumerate(models, start=len(protocol["networks"])):
            ax.plot(model["scores"][score]["value"], place, "D", color=color, markersize=5)
        ax.set(xlabel="F1" if score == "f1" else score)
        ax.grid(axis="x", color=QUIET, alpha=0.3, linewidth=0.6)
    axes[0].set_yticks(range(len(names)), [_wrapped(name) for name in names])
    axes[0].set_ylim(len(names) - 0.5, -0.5)
    return fig


def _seeds(ax: Axes, place: int, network: Mapping[str, Any], score: str) -> None:
    seeds = [seed["scores"][score] for seed in network["seeds"]]
    typical = seeds[network["typical"]]
    ax.plot(
        [typical["low"], typical["high"]], [place, place], color=NORMAL, linewidth=5, alpha=0.2, solid_capstyle="butt"
    )
    ax.plot([seed["value"] for seed in seeds], [place] * len(seeds), "o", color=NORMAL, markersize=4, alpha=0.8)
    ax.plot(network["median"][score], place, "|", color=INK, markersize=13, markeredgewidth=1.6)


def draw_symbols(networks: Mapping[str, Any]) -> Figure:
    """The share of each kind of beat that was called right, with its interval over patients, networks side by side."""
    rows = next(iter(networks.values()))["symbols"]
    fig, ax = figure(size=(WIDTH, 0.2 * len(rows) * max(len(networks), 2) + 1.2))
    offsets = _offsets(len(networks), 0.7)
    for number, (name, network) in enumerate(networks.items()):
        color, marker = NETWORK_COLORS[number % 4], MARKERS[number % 4]
        for place, row in enumerate(network["symbols"]):
            at = place + offsets[number]
            if row["low"] is not None:
                ax.plot([row["low"], row["high"]], [at, at], color=color, linewidth=2, alpha=0.45)
            # Hollow: one heart, which says nothing about the next.
            face = "white" if row["low"] is None else color
            label = name if place == 0 else None
            ax.plot(row["correct"], at, marker, color=color, markerfacecolor=face, markersize=5, label=label)
    labels = [f"{row['symbol']}  {_patients(row['patients'])}" for row in rows]
    _share_axis(ax, labels, "share called right")
    _filled_legend(fig, ax)
    return fig


def draw_records(networks: Mapping[str, Any]) -> Figure:
    """The share of each record's beats that was called right, normal and abnormal ones apart; bars from the worst seed to the best."""
    rows = next(iter(networks.values()))["records"]
    fig, axes = figure(1, 2, size=(WIDTH, 0.13 * len(rows) * max(len(networks), 2) + 1.2), sharey=True)
    offsets = _offsets(len(networks), 0.7)
    for ax, kind, title in zip(
        axes, ("specificity", "recall"), ("its normal beats", "its abnormal beats"), strict=True
    ):
        for number, (name, network) in enumerate(networks.items()):
            color, marker = NETWORK_COLORS[number % 4], MARKERS[number % 4]
            points = [(place, row[kind]) for place, row in enumerate(network["records"]) if row[kind] is not None]
            for place, share in points:
                at = place + offsets[number]
                ax.plot([share["low"], share["high"]], [at, at], color=color, linewidth=2, alpha=0.45)
                ax.plot(
                    share["value"], at, marker, color=color, markersize=4, label=name if place == points[0][0] else None
                )
        _share_axis(ax, [row["record"] for row in rows], "share called right")
        ax.set_title(title, color=CLASS_COLORS[kind == "recall"], fontsize=10)
    axes[0].set_ylabel("record")
    _filled_legend(fig, axes[0])
    return fig


def draw_curves(protocol: Mapping[str, Any]) -> Figure:
    """Precision against recall while the threshold falls, of the typical seed of each network and of the baselines."""
    fig, ax = figure(size=(WIDTH, 4.2))
    lines = ["-", "--", "-.", ":"]
    for number, (name, network) in enumerate(protocol["networks"].items()):
        _curve(ax, name, network, color=NETWORK_COLORS[number % 4], linewidth=1.8)
    for number, (name, baseline) in enumerate(protocol["baselines"].items()):
        _curve(ax, name, baseline, color=QUIET, linestyle=lines[(number + 1) % 4])
    ax.set(xlabel="recall: share of the abnormal beats that raise an alarm", xlim=(0, 1.01), ylim=(0, 1.02))
    ax.set_ylabel("precision: share of the alarms that are right")
    ax.legend(loc="lower left", fontsize=9, frameon=False)
    return fig


def _curve(ax: Axes, name: str, measured: Mapping[str, Any], **line: Any) -> None:
    recall, precision = measured["curve"]["recall"], measured["curve"]["precision"]
    if len(recall) == 1:
        # One threshold that raises an alarm: the same answer for everybody, right as often as beats are abnormal.
        recall, precision = [0, 1], precision * 2
    ax.plot(recall, precision, label=f"{name} ({measured['average_precision']:.2f})", **line)


def draw_hearts(hearts: Mapping[str, Any]) -> Figure:
    """Mean beats of real patients above those of synthetic ones, a column a kind.

    Args:
        hearts: of `synthetic.examples`.

    Returns:
        The figure, a line a patient.
    """
    fig, axes = figure(2, len(hearts), size=(WIDTH, 3.6), sharex=True, sharey=True, squeeze=False)
    for column, (kind, groups) in enumerate(hearts.items()):
        for ax, (group, patients) in zip(axes[:, column], groups.items(), strict=True):
            for patient, color in zip(patients, NETWORK_COLORS, strict=False):
                wave = np.array(patient["wave"])
                polyline(ax, (np.arange(len(wave)) - len(wave) // 2) / FS, wave, color)
            if column == 0:
                ax.set_ylabel(group)
        axes[0, column].set_title(kind, fontsize=10)
        axes[1, column].set(xlabel="s")
    return fig


def draw_attention(attention: Mapping[str, Any]) -> Figure:
    """Beats and what a network saw in them: the wave with its Grad-CAM, and below it all three maps.

    Args:
        attention: of `attention.look_at`.

    Returns:
        The figure, two beats a row.
    """
    examples, seconds = attention["examples"], np.array(attention["seconds"])
    lines = -(-len(examples) // 2)
    fig, axes = figure(
        2 * lines, 2, size=(WIDTH, 2.5 * lines + 0.6), sharex=True, squeeze=False, height_ratios=[3, 2] * lines
    )
    places = [(axes[2 * (n // 2), n % 2], axes[2 * (n // 2) + 1, n % 2]) for n in range(2 * lines)]
    for (wave, maps), example in zip(places, examples, strict=False):
        _wave(wave, seconds, example)
        _maps(maps, seconds, example)
    for pair in places[len(examples) :]:
        for ax in pair:
            ax.set_axis_off()
    for ax in axes[::2, 0]:
        ax.set_ylabel("mV")
    for ax in axes[-1]:
        ax.set(xlabel="time since the beat (s)", xlim=(seconds[0], seconds[-1]))
    handles, labels = places[0][1].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside upper center", ncols=3, fontsize=9, frameon=False)
    return fig


def _wave(ax: Axes, seconds: np.ndarray, example: Mapping[str, Any]) -> None:
    """The wave on stripes as dark as the map is high."""
    from matplotlib.colors import to_rgba

    wave, strength = np.array(example["wave"]), np.array(example["grad_cam"])
    stripes = np.tile(to_rgba(ABNORMAL), (1, len(strength), 1))
    stripes[..., 3] = 0.6 * strength
    extent = (seconds[0], seconds[-1], 0, 1)
    ax.imshow(stripes, aspect="auto", extent=extent, transform=ax.get_xaxis_transform(), interpolation="nearest")
    polyline(ax, seconds, wave, INK)
    margin = 0.08 * np.ptp(wave)
    ax.set(ylim=(wave.min() - margin, wave.max() + margin))
    outcome = "found" if example["found"] else "missed"
    ax.set_title(
        f"{example['symbol']} of {example['record']}: {outcome}, p = {example['probability']:.2f}",
        fontsize=10,
        color=INK if example["found"] else ABNORMAL,
    )


def _maps(ax: Axes, seconds: np.ndarray, example: Mapping[str, Any]) -> None:
    occlusion = np.array(example["occlusion"])
    largest = max(float(np.abs(occlusion).max()), 1e-9)
    ax.axhline(0, color=QUIET, linewidth=0.6)
    ax.plot(seconds, example["random"], "--", color=QUIET, linewidth=1, label="Grad-CAM, random weights")
    ax.plot(seconds, occlusion / largest, color=NORMAL, linewidth=1.2, label="occlusion")
    ax.plot(seconds, example["grad_cam"], color=ABNORMAL, linewidth=1.4, label="Grad-CAM")
    ax.set(ylim=(-1.1, 1.1), yticks=(-1, 0, 1))


def _offsets(count: int, width: float) -> np.ndarray:
    return (np.arange(count) - (count - 1) / 2) * width / max(count, 1)


def _share_axis(ax: Axes, labels: Sequence[str], title: str) -> None:
    ax.set_yticks(range(len(labels)), labels, fontsize=9)
    ax.set(xlabel=title, xlim=(-0.03, 1.03), ylim=(len(labels) - 0.5, -0.5))
    ax.grid(axis="x", color=QUIET, alpha=0.3, linewidth=0.6)
    for place in range(0, len(labels), 2):
        ax.axhspan(place - 0.5, place + 0.5, color=SKY, alpha=0.08, linewidth=0)


def _filled_legend(fig: Figure, ax: Axes) -> None:
    """The names of the networks above the axes, with filled signs whatever the first point was."""
    handles, labels = ax.get_legend_handles_labels()
    legend = fig.legend(handles, labels, loc="outside upper center", ncols=4, fontsize=9, frameon=False)
    for line in legend.get_lines():
        line.set_markerfacecolor(line.get_color())


def _patients(count: int) -> str:
    return "1 patient" if count == 1 else f"{count} patients"


def _wrapped(name: str) -> str:
    return name.replace(", ", ",\n", 1).replace(" on ", "\non ")
