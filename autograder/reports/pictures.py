"""Pictures "expected shape of the answer", one a stub: drawn from its contract and from what the visible checks use.

Nothing here depends on a submission, on a seed or on an oracle, so a picture cannot show a hidden input.
Heartbeats are sketches, sums of Gaussian waves as in McSharry et al. (2003), doi:10.1109/TBME.2003.808805, not recordings.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecgkit.style import ABNORMAL, CLASS_COLORS, CLASS_NAMES, INK, NORMAL, QUIET, STYLE, paper_grid, polyline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _DPI, _COLORS = 4.6, 170, 48
#: Grey that small letters can be read in.
WORDS = "#59636E"


@dataclass(frozen=True)
class Picture:
    """A picture as a page holds it.

    Attributes:
        image: a data URI.
        caption: what it shows, for the eye and for a screen reader.
        width: in pixels of the page.
        height: in pixels of the page.
    """

    image: str
    caption: str
    width: int
    height: int


@dataclass(frozen=True)
class Drawing:
    """How a picture is made: height in inches, caption, and who draws it."""

    height: float
    caption: str
    draw: Callable[[Figure], Any]


#: By the name of the stub.
DRAWINGS: dict[str, Drawing] = {}


def drawing(*stubs: str, height: float, caption: str) -> Callable[[Callable], Callable]:
    """Make a function `draw(figure)` the picture of these stubs.

    Args:
        *stubs: their names.
        height: in inches; all pictures are equally wide.
        caption: what it shows, in a sentence or two.
    """

    def register(draw: Callable[[Figure], Any]) -> Callable[[Figure], Any]:
        DRAWINGS.update(dict.fromkeys(stubs, Drawing(height, caption, draw)))
        return draw

    return register


@cache
def picture_of(stub: str) -> Picture | None:
    """The expected shape of a stub's answer; None if there is no picture of it."""
    from . import network_pictures  # noqa: F401  it draws, too

    if stub not in DRAWINGS:
        return None
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = DRAWINGS[stub]
    with mpl.rc_context({**STYLE, "figure.dpi": _DPI, "font.size": 9}):
        figure = Figure(figsize=(_WIDTH, made.height))
        FigureCanvasAgg(figure)
        made.draw(figure)
        pixels = np.asarray(_drawn(figure))
    height, width = pixels.shape[:2]
    return Picture(f"data:image/png;base64,{_png(pixels)}", made.caption, width // 2, height // 2)


def _drawn(figure: Figure) -> NDArray[np.uint8]:
    canvas: Any = figure.canvas
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[:, :, :3]


def _png(pixels: NDArray[np.uint8]) -> str:
    """A few dozen colours are enough for lines and text, and make a third of the bytes."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels).quantize(_COLORS, dither=Image.Dither.NONE).save(file, "png", optimize=True)
    return base64.b64encode(file.getvalue()).decode("ascii")


def _sketch(time: NDArray, beats: dict[float, bool]) -> NDArray:
    """A sketched ECG in mV: at each time a normal beat, or a wide one that stands for an abnormal beat."""
    # Height in mV, centre and width in s of the waves P, Q, R, S and T.
    normal = ((0.12, -0.17, 0.025), (-0.1, -0.03, 0.01), (1.1, 0, 0.012), (-0.2, 0.03, 0.01), (0.28, 0.26, 0.045))
    wide = ((1.3, 0, 0.045), (-0.6, 0.13, 0.05), (-0.3, 0.32, 0.06))
    waves = [(beat, wave) for beat, is_wide in beats.items() for wave in (wide if is_wide else normal)]
    return sum(
        (height * np.exp(-(((time - beat - centre) / width) ** 2) / 2) for beat, (height, centre, width) in waves),
        start=np.zeros_like(time),
    )


def _paper(ax: Axes, time: NDArray, millivolts: NDArray) -> None:
    polyline(ax, time, millivolts, INK)
    paper_grid(ax)
    ax.set(xlim=(time[0], time[-1]), xlabel="time (s)", ylabel="voltage (mV)")


def blank(figure: Figure) -> Axes:
    ax = figure.subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.axis("off")
    return ax


def arrow(ax: Axes, begin: tuple[float, float], end: tuple[float, float], style: str = "<->") -> None:
    ax.annotate("", end, begin, arrowprops={"arrowstyle": style, "color": QUIET, "shrinkA": 0, "shrinkB": 0})


def _array(
    ax: Axes, corner: tuple[float, float], size: tuple[float, float], texts: tuple[str, str, str], **fill: Any
) -> None:
    """An array as a box: a name inside, the number of columns above, of rows on the left."""
    from matplotlib.patches import Rectangle

    (x, y), (width, height), (name, rows, columns) = corner, size, texts
    ax.add_patch(Rectangle(corner, width, height, edgecolor=INK, **{"facecolor": "#e6f0f7", **fill}))
    ax.text(x + width / 2, y + height / 2, name, ha="center", va="center")
    ax.text(x + width / 2, y + height + 0.03, columns, ha="center", va="bottom", color=WORDS)
    ax.text(x - 0.02, y + height / 2, rows, ha="right", va="center", color=WORDS)


@drawing(
    "plot_random_segment",
    height=1.9,
    caption="One line with all samples of the stretch, over the time since the start of the recording in s, and the voltage in mV. "
    "Here the 10 s that begin at 421 s; the curve is a sketch.",
)
def _segment(figure: Figure) -> None:
    time = np.arange(421, 431, 1 / 360)
    _paper(figure.subplots(), time, _sketch(time, dict.fromkeys(np.arange(421.3, 431, 0.83), False)))


@drawing(
    "plot_abnormal_beat",
    height=2.0,
    caption="1 s of samples with the annotated beat in the middle third, its symbol in the title, the time since the start of "
    "the recording in s and the voltage in mV. The curve is a sketch.",
)
def _abnormal_beat(figure: Figure) -> None:
    ax, time = figure.subplots(), np.arange(612.5, 613.5, 1 / 360)
    _paper(ax, time, _sketch(time, {612.35: False, 613.0: True}))
    ax.axvspan(612.5 + 1 / 3, 612.5 + 2 / 3, color=NORMAL, alpha=0.12, linewidth=0)
    ax.text(613, ax.get_ylim()[0], "middle third", ha="center", va="bottom", color=NORMAL)
    ax.set_title("V: premature ventricular contraction")


@drawing(
    "label_beats",
    height=1.1,
    caption="One label for each symbol, in the same order: 0 for N, 1 for each of the thirteen abnormal symbols, -1 for marks that are no beat.",
)
def _labels(figure: Figure) -> None:
    ax = blank(figure)
    colors = {0: NORMAL, 1: ABNORMAL, -1: QUIET}
    ax.text(0, 0.75, "symbols", va="center", color=WORDS)
    ax.text(0, 0.2, "labels", va="center", color=WORDS)
    # The symbols of the visible check.
    for place, (symbol, label) in enumerate(zip("+NNVA~V", (-1, 0, 0, 1, 1, -1, 1), strict=True)):
        x = 0.28 + 0.115 * place
        ax.text(x, 0.75, symbol, ha="center", va="center", fontfamily="monospace", fontsize=12)
        arrow(ax, (x, 0.6), (x, 0.36), "->")
        ax.text(x, 0.2, str(label), ha="center", va="center", fontweight="bold", color=colors[label])


@drawing(
    "build_data_matrix",
    height=3.2,
    caption="Each row of X holds the samples from 2 s before a beat up to 2 s after it: 2 x 720 = 1440 columns at 360 Hz. y is a "
    "column with the label of the beat in the centre. The curve is a sketch.",
)
def _matrix(figure: Figure) -> None:
    top, bottom = figure.subplots(2, height_ratios=(1.1, 1))
    time = np.arange(-2.9, 2.9, 1 / 360)
    _paper(
        top, time, _sketch(time, {-2.4: False, -1.6: False, -0.75: False, 0: True, 1.1: False, 1.95: False, 2.8: False})
    )
    top.axvspan(-2, 2, color=NORMAL, alpha=0.12, linewidth=0)
    top.axvline(0, color=ABNORMAL, linewidth=1, linestyle=":")
    top.set(xlabel="time from the beat (s)", ylim=(-0.8, 2.1))
    top.text(-1, 1.75, "720 samples", ha="center", va="center")
    top.text(1, 1.75, "720 samples", ha="center", va="center")
    bottom.set(xlim=(0, 1), ylim=(0, 1))
    bottom.axis("off")
    _array(bottom, (0.17, 0.08), (0.55, 0.6), ("X", "one row\na beat", "1440 columns"))
    _array(bottom, (0.86, 0.08), (0.06, 0.6), ("y", "", "1"))
    bottom.plot([0.17, 0.72], [0.55, 0.55], color=NORMAL, linewidth=3, alpha=0.4)


@drawing(
    "split_by_patient",
    height=1.5,
    caption="Two lists: each record is on exactly one side, and all records of one patient, such as 201 and 202, are on the same side. "
    "Which patients go to the test side is drawn from rng.",
)
def _split(figure: Figure) -> None:
    ax = blank(figure)
    sides = (("train", NORMAL, ["100", "200", "203", "205"]), ("test", ABNORMAL, ["201", "202"]))
    for y, (name, color, records) in zip((0.75, 0.25), sides, strict=True):
        ax.text(0.02, y, name, va="center", color=color, fontweight="bold")
        for place, record in enumerate(records):
            box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": color}
            ax.text(0.28 + 0.18 * place, y, record, ha="center", va="center", bbox=box)
    ax.text(0.6, 0.25, "one patient: never apart", va="center", color=WORDS)


@drawing(
    "spectrogram",
    height=2.4,
    caption="33 frequencies (rows) and 46 times (columns) for each row of X, magnitudes in mV. Here a tone of 1 mV at 45 Hz that falls "
    "silent in the middle: 0.5 mV in its bin, 0.25 mV beside it.",
)
def _spectrogram(figure: Figure) -> None:
    from scipy.signal import stft

    n = np.arange(1440)
    tone = np.where(n < 720, np.cos(2 * np.pi * 8 * n / 64), 0)
    frequencies, times, Z = stft(tone, fs=360, nperseg=64, noverlap=32)
    ax = figure.subplots()
    mesh = ax.pcolormesh(times, frequencies, np.abs(Z), shading="nearest", rasterized=True)
    figure.colorbar(mesh, label="magnitude (mV)")
    rows, columns = Z.shape
    ax.set(xlabel=f"time (s): {columns} columns", ylabel=f"frequency (Hz): {rows} rows")


@drawing(
    "standardize",
    height=2.0,
    caption="In the standardized train array each frequency has mean 0 and standard deviation 1 over all rows and times. The other arrays are "
    "scaled by the same numbers, those of train, so theirs come out a little different.",
)
def _standardize(figure: Figure) -> None:
    before, after = figure.subplots(1, 2)
    frequency, level, spread = np.arange(5), np.array([3.2, 2.4, 1.5, 0.9, 0.6]), np.array([1.1, 0.9, 0.5, 0.35, 0.2])
    before.errorbar(frequency, level, spread, fmt="o", color=NORMAL, capsize=3)
    before.set(title="train, before", xlabel="frequency", ylabel="mean and s.d. (mV)", ylim=(0, 4.6), xticks=frequency)
    after.errorbar(frequency, np.zeros(5), np.ones(5), fmt="o", color=NORMAL, capsize=3)
    after.set(title="train, after", xlabel="frequency", ylabel="no unit", ylim=(-2, 2), xticks=frequency)


@drawing(
    "class_distribution",
    height=1.2,
    caption="A share for each of the classes 0 and 1, between 0 and 1, together 1. Of eight beats with two abnormal ones: 0.75 and 0.25.",
)
def _shares(figure: Figure) -> None:
    _eight_beats(blank(figure), "{0: 0.75, 1: 0.25}", "6 of 8 are normal, 2 of 8 abnormal")


@drawing(
    "class_weights",
    height=1.2,
    caption="A weight for each class, 1 / (2 share): the rarer class weighs more. Of eight beats with two abnormal ones: 2/3 and 2.",
)
def _weights(figure: Figure) -> None:
    _eight_beats(blank(figure), "{0: 0.667, 1: 2.0}", "6 x 0.667 = 2 x 2.0: both classes weigh the same")


def _eight_beats(ax: Axes, result: str, why: str) -> None:
    """The visible checks' eight beats, and what comes out."""
    for place, label in enumerate((0, 0, 1, 0, 0, 0, 1, 0)):
        ax.plot(0.05 + 0.055 * place, 0.72, "o", color=CLASS_COLORS[label], markersize=9, clip_on=False)
    arrow(ax, (0.5, 0.72), (0.6, 0.72), "->")
    ax.text(0.62, 0.72, result, va="center", fontfamily="monospace")
    ax.text(0.03, 0.2, why, va="center", color=WORDS)


@drawing(
    "plot_distribution",
    height=2.0,
    caption="Two bars, normal first, with a label of the y axis that says what they show. Here the eight beats of the visible check.",
)
def _bars(figure: Figure) -> None:
    ax = figure.subplots()
    ax.bar(CLASS_NAMES, (0.75, 0.25), color=CLASS_COLORS, width=0.6)
    ax.set(ylabel="share of the beats", ylim=(0, 1))


@drawing(
    "train",
    height=2.0,
    caption="One entry an epoch for loss and accuracy, and with validation data also for val_loss and val_accuracy. The curves are a sketch.",
)
def _history(figure: Figure) -> None:
    ax, epoch = figure.subplots(), np.arange(1, 11)
    for name, color, level in (("loss", INK, 0.25), ("val_loss", ABNORMAL, 0.38)):
        ax.plot(epoch, level + 0.45 * np.exp(-epoch / 3), "o-", color=color, markersize=3, label=name)
    ax.set(xlabel="epoch", ylabel="binary cross-entropy", xticks=epoch, ylim=(0, 0.8))
    ax.legend()


@drawing(
    "evaluate",
    height=2.1,
    caption="The ten beats of the visible check: abnormal from 0.5 on. Three abnormal beats are found and two missed, one normal beat is called "
    "abnormal. accuracy 7/10, precision 3/4, recall 3/5, F1 2/3.",
)
def _evaluate(figure: Figure) -> None:
    ax = figure.subplots()
    probabilities = {1: (0.9, 0.8, 0.6, 0.4, 0.1), 0: (0.7, 0.3, 0.2, 0.2, 0.1)}
    for label, values in probabilities.items():
        # Two beats have the same probability: drawn beside each other.
        heights = [label + 0.12 * values[:place].count(value) for place, value in enumerate(values)]
        ax.plot(values, heights, "o", color=CLASS_COLORS[label], markersize=7)
    ax.axvline(0.5, color=QUIET, linestyle=":")
    ax.text(0.51, 1.45, "called abnormal", va="center", color=WORDS)
    ax.text(0.49, 1.45, "called normal", va="center", ha="right", color=WORDS)
    ax.set(
        xlabel="y_prob",
        xlim=(0, 1),
        ylim=(-0.4, 1.7),
        yticks=(0, 1),
        yticklabels=[f"{name} (y_true)" for name in CLASS_NAMES],
    )
