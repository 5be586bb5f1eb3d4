"""Between a stub's world and plain data: records, generators and handles in; arrays, axes and models out."""

from __future__ import annotations

import sys
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np

from ecgkit.records import Record

from . import descriptions, frames

#: A list longer than this is sent as an array, or not at all.
LONG_LIST = 64
#: Below this opacity nobody sees a line.
_FAINT = 0.05


class Values:
    """The values that stay in this process, by the number of their handle."""

    def __init__(self) -> None:
        self._values: list[Any] = []

    def keep(self, value: Any) -> int:
        """Keep a value; returns its number."""
        self._values.append(value)
        return len(self._values) - 1

    def __getitem__(self, number: int) -> Any:
        return self._values[number]


def to_argument(value: Any, kept: Values) -> Any:
    """What the stub is called with: the real thing behind plain data."""
    if isinstance(value, frames.RecordData):
        return _record(value)
    if isinstance(value, frames.Rng):
        return np.random.default_rng(value.seed)
    if isinstance(value, frames.Handle):
        return kept[value.number]
    if isinstance(value, list | tuple):
        return type(value)(to_argument(item, kept) for item in value)
    return value


def to_plain(value: Any, kept: Values) -> Any:
    """Plain data that shows what the stub returned; `frames.Unreadable` for what has no such form."""
    # np.float64 and np.str_ are subclasses of float and str: the exact type decides.
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, Enum):
        return to_plain(value.value, kept)
    if isinstance(value, np.floating):
        # That of a longdouble's `item` would be no Python float.
        return float(value)
    if isinstance(value, np.generic):
        return value.item() if value.dtype.kind in "biuSU" else frames.Unreadable(type(value).__name__)
    if isinstance(value, Fraction | Decimal):
        return float(value)
    if isinstance(value, Record):
        return frames.RecordName(value.record_name, value.sig_len, len(value.sample))
    if isinstance(value, dict):
        return {_to_key(key): to_plain(item, kept) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return _sequence_to_plain(value, kept)
    if _is_from("matplotlib", value) and hasattr(value, "get_lines"):
        return _axes_to_plain(value)
    if _is_from("keras", value) and hasattr(value, "layers"):
        return frames.ModelData(kept.keep(value), descriptions.describe(value))
    if isinstance(getattr(value, "history", None), dict):
        return to_plain(value.history, kept)
    return _array_to_plain(value, kept)


def _record(data: frames.RecordData) -> Record:
    def texts(array: np.ndarray) -> list[str]:
        return frames.array_to_text(array).split("\0") if len(data.sample) else []

    return Record.from_arrays(
        data.record_name,
        data.p_signal,
        data.sample,
        texts(data.symbol),
        fs=data.fs,
        sig_name=data.sig_name,
        aux_note=texts(data.aux_note),
        patient=data.patient,
    )


def _to_key(key: Any) -> Any:
    plain = key.item() if isinstance(key, np.generic) else key.value if isinstance(key, Enum) else key
    return plain if type(plain) in (bool, int, float, str) else str(plain)[:80]


def _sequence_to_plain(value: list | tuple, kept: Values) -> Any:
    if len(value) > LONG_LIST and not isinstance(value[0], Record):
        return _array_to_plain(list(value), kept)
    items = [to_plain(item, kept) for item in value]
    return tuple(items) if isinstance(value, tuple) else items


def _array_to_plain(value: Any, kept: Values) -> Any:
    if not (isinstance(value, list) or hasattr(value, "__array__") or hasattr(value, "detach")):
        return frames.Unreadable(type(value).__name__)
    try:
        # np.array, not np.asarray: a subclass of ndarray may lie about itself, its copied buffer cannot.
        array = np.array(value, subok=False, copy=None)
    except MemoryError:
        raise
    except Exception:
        return frames.Unreadable(f"{type(value).__name__} that is no rectangular array")
    if array.dtype.kind == "O":
        return _objects_to_plain(array, kept)
    if array.dtype == np.longdouble:
        array = array.astype(np.float64)
    if array.dtype.newbyteorder("<").str not in frames.DTYPES:
        return frames.Unreadable(f"array of type {array.dtype}")
    return array


def _objects_to_plain(array: np.ndarray, kept: Values) -> Any:
    if array.ndim == 1 and all(isinstance(item, Record) for item in array):
        return [to_plain(item, kept) for item in array]
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError):
        return frames.Unreadable("array of Python objects")


def _is_from(package: str, value: Any) -> bool:
    """Whether a class of the value comes from a package, without importing the package for it."""
    return any(kind.__module__.split(".")[0] == package for kind in type(value).__mro__)


def _axes_to_plain(axes: Any) -> frames.AxesData:
    lines = [
        [np.asarray(line.get_xdata(), dtype=float), np.asarray(line.get_ydata(), dtype=float)]
        for line in axes.get_lines()
        if _is_seen(line)
    ]
    limits = np.array([axes.get_xlim(), axes.get_ylim()], dtype=float)
    _close(axes)
    bars = [[bar.get_x() + bar.get_width() / 2, bar.get_height(), bar.get_width(), bar.get_y()] for bar in _bars(axes)]
    return frames.AxesData(
        title=_title(axes)[:500],
        xlabel=_label(axes, "x")[:500],
        ylabel=_label(axes, "y")[:500],
        lines=lines[:LONG_LIST],
        bars=np.array(bars[:LONG_LIST], dtype=float).reshape(-1, 4),
        ticks=_ticks(axes),
        limits=limits,
        xscale=str(axes.get_xscale())[:80],
        yscale=str(axes.get_yscale())[:80],
    )


def _ticks(axes: Any) -> list:
    """Place and label of each tick of the x axis; none where they are very many, or count from a number at the axis' end."""
    places, formatter = axes.get_xticks(), axes.xaxis.get_major_formatter()
    if len(places) > LONG_LIST:
        return []
    # Not `get_xticklabels`: that makes every small tick, too.
    labels = [str(label)[:80] for label in formatter.format_ticks(places)]
    return [
        [float(place), label]
        for place, label in zip(places, labels, strict=False)
        if label and np.isfinite(place) and not formatter.get_offset()
    ]


def _is_seen(line: Any) -> bool:
    """Whether a line leaves anything on the paper: a stroke, or a marker at each point, that is not of the paper's colour."""
    has_marker = line.get_marker() not in (None, "None", "none", "", " ") and line.get_markersize() > 0
    has_stroke = line.get_linestyle() not in ("None", "none", "", " ") and line.get_linewidth() > 0
    colors = [line.get_markerfacecolor(), line.get_markeredgecolor()] * has_marker + [line.get_color()] * has_stroke
    alpha = 1 if line.get_alpha() is None else line.get_alpha()
    return bool(line.get_visible()) and any(_is_ink(color, alpha, line.axes) for color in colors)


def _is_ink(color: Any, alpha: float, axes: Any) -> bool:
    """Whether a colour shows on the Axes."""
    from matplotlib.colors import to_rgba

    *rgb, own_alpha = to_rgba(color)
    *paper, paper_alpha = to_rgba(axes.get_facecolor())
    is_hidden = rgb == paper and paper_alpha > 0.5 and axes.patch.get_visible()
    return alpha * own_alpha >= _FAINT and not is_hidden


def _title(axes: Any) -> str:
    """What stands over the picture: the titles of the Axes, else that of the figure."""
    own = " ".join(filter(None, (str(axes.get_title(place)) for place in ("left", "center", "right"))))
    return own or _of_figure(axes, "get_suptitle")


def _label(axes: Any, direction: str) -> str:
    """What stands at an axis: its label, else that of the figure; "" where `axis("off")` hides both."""
    if not axes.axison:
        return ""
    return str(getattr(axes, f"get_{direction}label")()) or _of_figure(axes, f"get_sup{direction}label")


def _of_figure(axes: Any, method: str) -> str:
    # The Axes may stand in a subfigure.
    texts = (str(getattr(axes.get_figure(root=root), method)()) for root in (False, True))
    return next(filter(None, texts), "")


def _bars(axes: Any) -> list:
    """The bars that `bar` or `hist` drew and that are still there; else rectangles in units of the data.

    Bands (`axhspan`, `axvspan`) are rectangles too, but as wide or as high as the Axes; boxes and circles mark something.
    """
    rectangles = [patch for patch in axes.patches if hasattr(patch, "get_height") and hasattr(patch, "get_x")]
    drawn = {id(bar) for container in axes.containers for bar in getattr(container, "patches", ())}
    if drawn:
        return [bar for bar in rectangles if id(bar) in drawn]
    return [bar for bar in rectangles if bar.get_data_transform() == axes.transData]


def _close(axes: Any) -> None:
    """A check draws many figures; none of them belongs in the student's notebook, or into the next call's Axes."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        # The Axes may stand in a subfigure.
        pyplot.close(axes.get_figure(root=True))
