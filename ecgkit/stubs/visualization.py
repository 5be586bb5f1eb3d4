"""Task 1: look at the recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..contracts import NO_AXES, ContractError, stub
from ..records import Record

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes


def _axes_with_a_line(result: Any, arguments: dict[str, Any]) -> Any:
    if not hasattr(result, "get_lines"):
        raise ContractError(f"{NO_AXES} Received {type(result).__name__}.")
    if not result.get_lines():
        raise ContractError("The Axes you returned holds no line: draw the samples with `ax.plot(time, millivolts)`.")
    figure = result.get_figure()
    of_figure = (figure.get_supxlabel(), figure.get_supylabel()) if len(figure.axes) == 1 else ("", "")
    for axis, label, unit in (
        ("x", result.get_xlabel() or of_figure[0], "s"),
        ("y", result.get_ylabel() or of_figure[1], "mV"),
    ):
        if not label:
            raise ContractError(
                f"The {axis} axis has no label. Say what it shows and its unit: `ax.set_{axis}label('... ({unit})')`."
            )
    return result


@stub(task=1, contract=_axes_with_a_line)
def plot_random_segment(record: Record, seconds: float = 10, rng: np.random.Generator | None = None) -> Axes:
    """Plot a random stretch of a recording.

    Draws column 0 of `record.p_signal` as the first line of a new Axes, over `round(seconds * record.fs)`
    consecutive samples. The start is drawn from `rng`, evenly over every place where the stretch fits.

    Args:
        record: the recording.
        seconds: length of the stretch in s; it may be a fraction.
        rng: source of randomness; `np.random.default_rng()` if None. The same seed gives the same stretch.

    Returns:
        matplotlib Axes: x is the time since the start of the recording in s, y is the voltage in mV; both labelled.

    Raises:
        ValueError: the recording is shorter than `seconds`.
    """


@stub(task=1, contract=_axes_with_a_line)
def plot_abnormal_beat(record: Record, seconds: float = 1, rng: np.random.Generator | None = None) -> Axes:
    """Plot one abnormal beat, drawn at random from those of a recording.

    Draws column 0 of `record.p_signal` as the first line of a new Axes, over `round(seconds * record.fs)` consecutive
    samples with the annotated sample of an abnormal beat in the middle third. Beats too close to an end are not drawn.

    Args:
        record: the recording.
        seconds: length of the stretch in s; it may be a fraction.
        rng: source of randomness; `np.random.default_rng()` if None. The same seed gives the same beat.

    Returns:
        matplotlib Axes: x is the time since the start of the recording in s, y is the voltage in mV; both labelled;
        the title names the beat's annotation symbol.

    Raises:
        ValueError: the recording has no abnormal beat that fits.
    """
