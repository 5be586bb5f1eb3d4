"""The language between grader and worker: length-prefixed frames of JSON and raw arrays, never pickle.

A frame is a 4-byte big-endian header length, a JSON header of at most 64 KB, and the bytes of the arrays in C order.
The header says everything that is needed to refuse a frame before a byte of array is allocated.
"""

from __future__ import annotations

import json
import math
import re
import struct
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Protocol

import numpy as np

MAX_HEADER = 64 * 1024
MAX_ARRAYS = 4096
MAX_DIMENSIONS = 5
MAX_DEPTH = 32

#: Comes before the frame of an order to the fork server, and carries the socket of a worker.
ORDER = b"\0"
#: The first that a worker says: the number of its process, as it knows it.
NUMBER = struct.Struct("i")

#: Only plain numbers cross the boundary: no objects, no structured types, no strings.
DTYPES = {
    np.dtype(code).str: np.dtype(code)
    for code in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")
}

#: An integer of more than 64 bits, cut.
_BIG = re.compile("-?[0-9]{1,40}")

#: The arrays of a frame; None where the value that holds one is already decoded.
_Arrays = list[np.ndarray | None]


class FrameError(ValueError):
    """The bytes are no frame, or break a bound."""


@dataclass(frozen=True)
class Handle:
    """A value that stays in the worker, named by a number."""

    number: int


@dataclass(frozen=True)
class Rng:
    """A NumPy random generator with this seed."""

    seed: int


@dataclass(frozen=True)
class RecordData:
    """A record; texts travel as NUL-separated UTF-8, so that a long annotation list fits beside a short header."""

    record_name: str
    fs: float
    patient: str
    sig_name: list
    p_signal: np.ndarray
    sample: np.ndarray
    symbol: np.ndarray
    aux_note: np.ndarray


@dataclass(frozen=True)
class RecordName:
    """A record that came back: which one it is, and how much of it."""

    record_name: str
    sig_len: int = 0
    annotations: int = 0


@dataclass(frozen=True)
class AxesData:
    """What a matplotlib Axes shows.

    Attributes:
        title: over it.
        xlabel: of the x axis.
        ylabel: of the y axis.
        lines: x and y of each line that can be seen.
        bars: (n, 4) centre, height, width and lower end of each bar.
        ticks: place and label of each tick of the x axis that has one.
        limits: (2, 2) left and right end of the x axis, lower and upper end of the y axis.
        xscale: matplotlib's name of the scale of the x axis.
        yscale: that of the y axis.
    """

    title: str
    xlabel: str
    ylabel: str
    lines: list
    bars: np.ndarray
    ticks: list
    limits: np.ndarray
    xscale: str
    yscale: str


@dataclass(frozen=True)
class ModelData:
    """A Keras model as plain layers, see `descriptions`; the model itself stays in the worker under `handle`."""

    handle: int
    layers: list


@dataclass(frozen=True)
class Unreadable:
    """A result that is none of the above; `kind` says what it is."""

    kind: str


VIEWS = {view.__name__: view for view in (Handle, Rng, RecordData, RecordName, AxesData, ModelData, Unreadable)}


class Stream(Protocol):
    """The two methods of a socket that frames need."""

    def sendall(self, data: Any, /) -> None: ...
    def recv_into(self, buffer: Any, /) -> int: ...


def text_to_array(text: str) -> np.ndarray:
    """Text as uint8 (n,), for texts too long for the header."""
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def array_to_text(array: np.ndarray) -> str:
    """The text of `text_to_array`."""
    return np.asarray(array, dtype=np.uint8).tobytes().decode("utf-8", "replace")


def send(stream: Stream, value: Any) -> None:
    """Send one value: None, bool, int, float, str, list, tuple, dict, ndarray or one of the views above.

    Raises:
        FrameError: the value has another type, or is too large for the header.
    """
    arrays: list[np.ndarray] = []
    tree = _to_tree(value, arrays, 0)
    specs = [{"dtype": array.dtype.str, "shape": list(array.shape)} for array in arrays]
    header = json.dumps({"value": tree, "arrays": specs}, allow_nan=False).encode()
    if len(header) > MAX_HEADER:
        raise FrameError(f"the result needs a description of {len(header)} bytes; at most {MAX_HEADER} are accepted")
    stream.sendall(struct.pack(">I", len(header)) + header)
    for array in arrays:
        if array.size:
            stream.sendall(array.data.cast("B"))


def receive(stream: Stream, max_bytes: int) -> Any:
    """Receive one value.

    Args:
        stream: a socket; its own time-out applies to each read.
        max_bytes: refuse a frame whose arrays need more than this.

    Raises:
        FrameError: the bytes are no frame or break a bound; nothing beyond the bound was allocated.
        EOFError: the other side closed the stream.
    """
    (length,) = struct.unpack(">I", _read(stream, 4))
    if length > MAX_HEADER:
        raise FrameError(f"header of {length} bytes")
    tree, specs = _parse_header(bytes(_read(stream, length)))
    shapes = [_checked_spec(spec) for spec in specs]
    total = sum(dtype.itemsize * math.prod(shape) for dtype, shape in shapes)
    if total > max_bytes:
        raise FrameError(f"the result needs {total:,} bytes; at most {max_bytes:,} are accepted here")
    arrays: _Arrays = [_read_array(stream, dtype, shape) for dtype, shape in shapes]
    return _from_tree(tree, arrays, 0)


def _parse_header(header: bytes) -> tuple[Any, list]:
    try:
        content = json.loads(header)
    except (ValueError, RecursionError) as error:
        raise FrameError("header is not JSON") from error
    if not isinstance(content, dict) or set(content) != {"value", "arrays"} or not isinstance(content["arrays"], list):
        raise FrameError("header lacks value or arrays")
    if len(content["arrays"]) > MAX_ARRAYS:
        raise FrameError("too many arrays")
    return content["value"], content["arrays"]


def _checked_spec(spec: Any) -> tuple[np.dtype, tuple[int, ...]]:
    if not isinstance(spec, dict) or set(spec) != {"dtype", "shape"}:
        raise FrameError("array without dtype or shape")
    dtype = DTYPES.get(spec["dtype"]) if isinstance(spec["dtype"], str) else None
    if dtype is None:
        raise FrameError("arrays of this type are not accepted")
    shape = spec["shape"]
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise FrameError(f"an array may have at most {MAX_DIMENSIONS} dimensions")
    if not all(type(size) is int and 0 <= size < 2**40 for size in shape):
        raise FrameError("array with a strange shape")
    return dtype, tuple(shape)


def _read(stream: Stream, count: int) -> memoryview:
    buffer = memoryview(bytearray(count))
    _read_into(stream, buffer)
    return buffer


def _read_into(stream: Stream, buffer: memoryview) -> None:
    done = 0
    while done < len(buffer):
        received = stream.recv_into(buffer[done:])
        if not received:
            raise EOFError("the worker closed the connection")
        done += received


def _read_array(stream: Stream, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
    try:
        array = np.empty(shape, dtype)
    except (ValueError, MemoryError) as error:
        # An axis of 0 makes any other harmless to count, not to make.
        raise FrameError("array with a strange shape") from error
    if array.size:
        _read_into(stream, array.reshape(-1).data.cast("B"))
    return array


def _to_tree(value: Any, arrays: list[np.ndarray], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise FrameError(f"the result is nested more than {MAX_DEPTH} deep")
    if value is None or type(value) in (bool, str):
        return value
    if type(value) is int:
        return value if abs(value) < 2**63 else {"big": str(value)[:40]}
    if type(value) is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, np.ndarray):
        arrays.append(_plain_array(value))
        return {"array": len(arrays) - 1}
    if type(value) in (list, tuple):
        return {type(value).__name__: [_to_tree(item, arrays, depth + 1) for item in value]}
    if type(value) is dict:
        pairs = [[_to_tree(key, arrays, depth + 1), _to_tree(item, arrays, depth + 1)] for key, item in value.items()]
        return {"dict": pairs}
    if is_dataclass(value) and type(value).__name__ in VIEWS:
        content = {field.name: _to_tree(getattr(value, field.name), arrays, depth + 1) for field in fields(value)}
        return {"view": type(value).__name__, "fields": content}
    raise FrameError(f"a {type(value).__name__} cannot be sent")


def _plain_array(array: np.ndarray) -> np.ndarray:
    native = array.dtype.newbyteorder("<")
    if native.str not in DTYPES:
        raise FrameError(f"arrays of type {array.dtype} cannot be sent")
    return np.ascontiguousarray(array, dtype=native).reshape(array.shape).view(np.ndarray)


def _from_tree(tree: Any, arrays: _Arrays, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise FrameError("nested too deep")
    if tree is None or isinstance(tree, bool | float | str):
        return tree
    if isinstance(tree, int):
        if abs(tree) >= 2**63:
            raise FrameError("an integer of more than 64 bits")
        return tree
    if not isinstance(tree, dict):
        raise FrameError("a value of no known kind")
    if set(tree) == {"view", "fields"}:
        return _view_from_tree(tree, arrays, depth)
    if len(tree) != 1:
        raise FrameError("a value of no known kind")
    ((kind, content),) = tree.items()
    return _DECODERS.get(kind, _unknown)(content, arrays, depth)


def _view_from_tree(tree: dict, arrays: _Arrays, depth: int) -> Any:
    view = VIEWS.get(tree["view"]) if isinstance(tree["view"], str) else None
    if view is None or not isinstance(tree["fields"], dict):
        raise FrameError("a view of no known kind")
    content = {name: _from_tree(item, arrays, depth + 1) for name, item in tree["fields"].items()}
    # Annotations are strings here: each field's type name is all that has to agree.
    expected = {field.name: field.type for field in fields(view)}
    if set(content) != set(expected) or any(not _has_type(content[name], kind) for name, kind in expected.items()):
        raise FrameError(f"a {view.__name__} with strange fields")
    if view is AxesData and not _is_drawing(**{name: content[name] for name in ("lines", "bars", "ticks", "limits")}):
        raise FrameError("an AxesData with strange lines, bars, ticks or limits")
    return view(**content)


def _is_drawing(lines: list, bars: np.ndarray, ticks: list, limits: np.ndarray) -> bool:
    """Lines are pairs of equally long x and y; a bar is four numbers, a tick a number and a text; an axis has two ends."""
    are_tables = all(
        table.ndim == 2 and table.shape[1] == columns and table.dtype.kind == "f"
        for table, columns in ((bars, 4), (limits, 2))
    )
    are_ticks = all(isinstance(tick, list) and [type(part) for part in tick] == [float, str] for tick in ticks)
    return are_tables and are_ticks and len(limits) == 2 and all(map(_is_line, lines))


def _is_line(line: Any) -> bool:
    if not isinstance(line, list) or len(line) != 2 or not all(isinstance(values, np.ndarray) for values in line):
        return False
    x, y = line
    return x.ndim == y.ndim == 1 and x.shape == y.shape and x.dtype.kind == y.dtype.kind == "f"


def _has_type(value: Any, name: Any) -> bool:
    kinds: dict[str, Any] = {"int": int, "float": (int, float), "str": str, "list": list, "np.ndarray": np.ndarray}
    return isinstance(value, kinds[name]) and not isinstance(value, bool)


def _decode_array(content: Any, arrays: _Arrays, depth: int) -> np.ndarray:
    """Each array stands in one place: a list that names one a thousand times would be a thousand times its size."""
    if type(content) is not int or not 0 <= content < len(arrays):
        raise FrameError("an array that was not sent")
    array, arrays[content] = arrays[content], None
    if array is None:
        raise FrameError("an array in two places")
    return array


def _decode_items(content: Any, arrays: _Arrays, depth: int) -> list:
    if not isinstance(content, list):
        raise FrameError("a list that is none")
    return [_from_tree(item, arrays, depth + 1) for item in content]


def _decode_dict(content: Any, arrays: _Arrays, depth: int) -> dict:
    if not isinstance(content, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in content):
        raise FrameError("a dict that is none")
    decoded = [(_from_tree(key, arrays, depth + 1), _from_tree(item, arrays, depth + 1)) for key, item in content]
    if not all(key is None or isinstance(key, str | int | float) for key, _ in decoded):
        raise FrameError("a dict with a key that is neither text nor number")
    return dict(decoded)


def _decode_float(content: Any, arrays: _Arrays, depth: int) -> float:
    if content not in ("nan", "inf", "-inf"):
        raise FrameError("a float that is none")
    return float(content)


def _decode_big(content: Any, arrays: _Arrays, depth: int) -> float:
    if not isinstance(content, str) or not _BIG.fullmatch(content):
        raise FrameError("an integer that is none")
    return float(content)


def _unknown(content: Any, arrays: _Arrays, depth: int) -> Any:
    raise FrameError("a value of no known kind")


_DECODERS = {
    "array": _decode_array,
    "list": _decode_items,
    "tuple": lambda content, arrays, depth: tuple(_decode_items(content, arrays, depth)),
    "dict": _decode_dict,
    "float": _decode_float,
    "big": _decode_big,
}
