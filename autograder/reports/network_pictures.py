"""Pictures "expected shape of the answer" of the networks and of one step of a GRU."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecgkit.style import ABNORMAL, INK, NORMAL, QUIET

from .pictures import WORDS, arrow, blank, drawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def _layers(figure: Figure, layers: tuple[tuple[str, str], ...]) -> None:
    """A network as a column of boxes: layer, and what leaves it."""
    ax = blank(figure)
    step = 1 / len(layers)
    for place, (layer, leaves) in enumerate(layers):
        y = 1 - step * (place + 0.5)
        box = {"boxstyle": "round,pad=0.35", "facecolor": "#e6f0f7", "edgecolor": QUIET}
        ax.text(0.3, y, layer, ha="center", va="center", bbox=box)
        ax.text(0.62, y, leaves, va="center", color=WORDS)
        if place:
            arrow(ax, (0.3, y + 0.78 * step), (0.3, y + 0.24 * step), "->")


@drawing(
    "build_bilstm",
    height=2.7,
    caption="33 x 46 comes in as frequency x time. The LSTM must step along time, so the axes are swapped first; its outputs of all 46 steps are "
    "flattened.",
)
def _bilstm(figure: Figure) -> None:
    _layers(
        figure,
        (
            ("Input", "33 frequencies x 46 times"),
            ("swap the axes", "46 times x 33 frequencies"),
            ("one Bidirectional(LSTM)", "46 times x 2 units"),
            ("Flatten", "one vector"),
            ("Dense(1), sigmoid", "one probability"),
        ),
    )


@drawing(
    "build_cnn",
    height=3.0,
    caption="33 x 46 comes in as frequency x time. Conv1D slides along the first axis of a row, so the axes are swapped first: the frequencies are "
    "its channels.",
)
def _cnn(figure: Figure) -> None:
    _layers(
        figure,
        (
            ("Input", "33 frequencies x 46 times"),
            ("swap the axes", "46 times x 33 channels"),
            ("Conv1D + ReLU", "times x filters"),
            ("Conv1D + ReLU, ...", "times x filters"),
            ("Flatten, Dense", "one vector"),
            ("Dense(1), sigmoid", "one probability"),
        ),
    )


@drawing(
    "build_alexnet",
    height=3.8,
    caption="Three or more convolutions over time, none with a longer kernel than the first; the times get fewer in two or more places. Then "
    "two or more dense layers with ReLU, dropout between them, and the unit with the sigmoid.",
)
def _alexnet(figure: Figure) -> None:
    _layers(
        figure,
        (
            ("Input", "33 frequencies x 46 times"),
            ("swap the axes", "46 times x 33 channels"),
            ("Conv1D (longest) + ReLU", "times x filters"),
            ("MaxPooling1D", "fewer times x filters"),
            ("2 or more Conv1D + ReLU", "fewer times x filters"),
            ("MaxPooling1D, Flatten", "one vector"),
            ("2 or more Dense + ReLU, Dropout", "one vector"),
            ("Dense(1), sigmoid", "one probability"),
        ),
    )


@drawing(
    "gru_step",
    height=1.7,
    caption="One number for each row and unit, like the old h. Here the first row of the visible check with three units: where z is 1 the "
    "old h stays, where it is 0 the candidate takes its place, and 0.5 is halfway.",
)
def _step(figure: Figure) -> None:
    ax = blank(figure)
    rows = (
        ("z", ("1", "0", "0.5"), INK),
        ("old h", ("0.9", "0.7", "-0.4"), NORMAL),
        ("candidate", ("0.29", "-0.66", "0.83"), ABNORMAL),
    )
    for y, (name, numbers, color) in zip((0.9, 0.65, 0.4), rows, strict=True):
        ax.text(0.05, y, name, va="center", color=color)
        for place, number in enumerate(numbers):
            ax.text(0.42 + 0.22 * place, y, number, ha="center", va="center", color=color)
    ax.plot([0.05, 0.95], [0.26, 0.26], color=QUIET, linewidth=0.8)
    ax.text(0.05, 0.1, "new h", va="center", fontweight="bold")
    for place, (number, color) in enumerate((("0.9", NORMAL), ("-0.66", ABNORMAL), ("0.22", INK))):
        ax.text(0.42 + 0.22 * place, 0.1, number, ha="center", va="center", color=color, fontweight="bold")


@drawing(
    "build_gru",
    height=2.7,
    caption="33 x 46 comes in as frequency x time. The GRU must step along time, so the axes are swapped first; its outputs of all 46 steps are "
    "flattened.",
)
def _gru(figure: Figure) -> None:
    _layers(
        figure,
        (
            ("Input", "33 frequencies x 46 times"),
            ("swap the axes", "46 times x 33 frequencies"),
            ("one GRU", "46 times x units"),
            ("Flatten", "one vector"),
            ("Dense(1), sigmoid", "one probability"),
        ),
    )
