"""The course's look: colours, axes for an ECG, and how samples are drawn.

The colours are those that Okabe and Ito chose for colour-blind readers (https://jfly.uni-koeln.de/color/, with these
values in Wong 2011, doi:10.1038/nmeth.1618): blue is normal, vermilion is abnormal. Samples are drawn as collections,
so that no picture passes for a student's own line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .records import Record

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NORMAL, ABNORMAL, INK, QUIET = "#0072B2", "#D55E00", "#222222", "#8C8C8C"
GREEN, AMBER, SKY = "#009E73", "#E69F00", "#56B4E9"

#: Colours and names of the labels 0 and 1.
CLASS_COLORS, CLASS_NAMES = (NORMAL, ABNORMAL), ("normal", "abnormal")

#: matplotlib settings; `Any`, since matplotlib types every key by itself.
STYLE: Any = {
    "figure.figsize": (9, 3),
    "figure.dpi": 100,
    "figure.constrained_layout.use": True,
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "lines.linewidth": 1.2,
    "legend.frameon": False,
    "image.cmap": "cividis",
}


def use_style() -> None:
    """Give every later matplotlib figure of this session the course's look."""
    import matplotlib.pyplot as plt

    plt.rcParams.update(STYLE)


def figure(rows: int = 1, columns: int = 1, size: tuple[float, float] = (9, 3), **kwargs: Any) -> tuple[Figure, Any]:
    """`matplotlib.pyplot.subplots` in the course's style.

    Args:
        rows: rows of axes.
        columns: columns of axes.
        size: width and height in inches.
        **kwargs: handed on to `subplots`, such as `sharey=True` or `squeeze=False`.

    Returns:
        The figure and its Axes.
    """
    import matplotlib.pyplot as plt

    # Not `rc_context`: it takes back `interactive` too, which a notebook's backend sets when it is loaded by the first
    # figure, and no later figure would be shown.
    before = {name: plt.rcParams[name] for name in STYLE}
    plt.rcParams.update(STYLE)
    try:
        return plt.subplots(rows, columns, figsize=size, **kwargs)
    finally:
        plt.rcParams.update(before)


def paper_grid(ax: Axes) -> Axes:
    """Draw the large squares of ECG paper: 0.2 s by 0.5 mV.

    Source: 25 mm/s and 10 mm/mV, Kligfield et al. (2007), doi:10.1161/CIRCULATIONAHA.106.180200.
    """
    from matplotlib.ticker import MaxNLocator, MultipleLocator

    # A time late in a recording is a long number: as few of them as fit, and at round places.
    ax.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10]))
    for axis, square in ((ax.xaxis, 0.2), (ax.yaxis, 0.5)):
        axis.set_minor_locator(MultipleLocator(square))
        # Otherwise a line is missing wherever a number stands.
        axis.remove_overlapping_locs = False
    ax.tick_params(which="minor", length=0)
    ax.grid(which="minor", color="#F3C9BE", linewidth=0.5)
    ax.set_axisbelow(True)
    return ax


def trace(
    ax: Axes, record: Record, begin: float, end: float, lead: int = 0, origin: float = 0
) -> tuple[NDArray, NDArray]:
    """Draw one lead between two moments; time counts from `origin`."""
    time = np.arange(record.sig_len) / record.fs
    inside = (time >= begin) & (time <= end)
    time, millivolts = time[inside] - origin, record.p_signal[inside, lead]
    polyline(ax, time, millivolts, INK)
    return time, millivolts


def polyline(ax: Axes, x: NDArray, y: NDArray, color: str) -> None:
    """Draw one line through the points (x, y)."""
    from matplotlib.collections import LineCollection

    ax.add_collection(LineCollection([np.column_stack((x, y))], colors=color, linewidths=1.1))
    ax.autoscale_view()
