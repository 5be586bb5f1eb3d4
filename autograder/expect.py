"""What checks demand of a result. Each function raises `CheckFailed` in a student's words, or hands the value on.

A `mistakes` argument maps a sentence to the array that this mistake would give: the first that agrees with what came
back names what went wrong. Sentences must be safe for hidden checks: no input, no expected value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .failures import CallFailed, CheckFailed
from .limits import LIMITS
from .worker import frames

#: What labels that are counted in their own type make wrong, in tasks 4 and 5.
OVERFLOW = (
    "An int8 ends at 127, so counts of int8 labels overflow: compare (`y == 1`) before you add, or use `y.astype(int)`."
)


def is_true(condition: Any, problem: str, *, got: Any = "", expected: Any = "") -> None:
    """Fail with `problem` unless the condition holds."""
    if not condition:
        raise CheckFailed(problem, got=str(got), expected=str(expected))


def kind_of(value: Any) -> str:
    """What came back, in a word or two, for `got` alone: the name of a class is the student's own, and no hidden check shows it."""
    return value.kind if isinstance(value, frames.Unreadable) else type(value).__name__


def array(value: Any, what: str, shape: tuple[int | None, ...] | None = None) -> NDArray:
    """A numeric array of this shape (None: any size); lists of numbers count as arrays.

    Args:
        value: what came back.
        what: its name in a sentence, such as "X".
        shape: the expected shape.
    """
    if value is None:
        raise CheckFailed(f"{what} is None: end the function with `return`, and what it is to return.", got="None")
    if not isinstance(value, np.ndarray):
        _require_numbers(value, what)
    try:
        result = np.asarray(value)
    except ValueError:
        raise CheckFailed(f"{what} is no rectangular array of numbers.") from None
    if result.dtype.kind not in "biuf":
        raise CheckFailed(f"{what} is no array of numbers.")
    if shape is not None and not _fits(result.shape, shape):
        wanted = str(tuple("any" if size is None else size for size in shape)).replace("'", "")
        raise CheckFailed(f"{what} has the wrong shape.", got=f"shape {result.shape}", expected=f"shape {wanted}")
    return result


def _require_numbers(value: Any, what: str) -> None:
    """Let a list become an array only if it holds numbers alone, and the array is not much larger than what came in.

    As an array each item takes as much room as the widest: one float64 among bool makes eight bytes of each.
    """
    parts = list(_parts_of(value))
    if not all(isinstance(part, np.ndarray | int | float) for part in parts):
        raise CheckFailed(f"{what} is no array of numbers.", got=kind_of(value))
    arrays = [np.asarray(part) for part in parts]
    size, came = sum(array.size for array in arrays), sum(array.nbytes for array in arrays)
    if arrays and size * np.result_type(*{array.dtype for array in arrays}).itemsize > max(came, LIMITS.result_bytes):
        raise CheckFailed(
            f"{what} is a list of arrays of several types, too large to be made one: give them one dtype."
        )


def _parts_of(value: Any) -> Iterator[Any]:
    """What lists and tuples hold, however deep."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _parts_of(item)
    else:
        yield value


def finite(value: NDArray, what: str) -> NDArray:
    """An array without NaN and infinity."""
    bad = int(np.size(value) - np.isfinite(value).sum())
    if bad:
        raise CheckFailed(f"{what} holds NaN or infinite values.", got=f"{bad} of {value.size} values are not finite")
    return value


def close(
    value: Any,
    expected: NDArray,
    what: str,
    *,
    atol: float = 1e-6,
    rtol: float = 1e-5,
    mistakes: Mapping[str, NDArray] | None = None,
) -> None:
    """An array equal to `expected` within `atol + rtol * |expected|`, of the same shape.

    Args:
        value: what came back.
        expected: what should have.
        what: its name in a sentence.
        atol: absolute tolerance, in the array's unit.
        rtol: relative tolerance.
        mistakes: sentence -> the array that this mistake gives.
    """
    result = array(value, what)
    for sentence, wrong in (mistakes or {}).items():
        if (
            result.shape == wrong.shape != ()
            and not _agree(expected, wrong, atol, rtol)
            and _agree(result, wrong, atol, rtol)
        ):
            raise CheckFailed(sentence, got=summary(result), expected=summary(expected))
    if result.shape != expected.shape:
        raise CheckFailed(
            f"{what} has the wrong shape.", got=f"shape {result.shape}", expected=f"shape {expected.shape}"
        )
    finite(result, what)
    difference = np.abs(result.astype(np.float64) - expected.astype(np.float64))
    wrong_places = difference > atol + rtol * np.abs(expected.astype(np.float64))
    if wrong_places.any():
        count = f"{int(wrong_places.sum()):,} of {result.size:,} values" if result.size > 1 else "the value"
        verb = "differ" if result.size > 1 else "differs"
        differ = f"{what}: {count} {verb} from the right ones"
        # By how much says what is right to who returns zeros.
        raise CheckFailed(
            f"{differ}, by up to {difference.max():.3g}.",
            hidden=f"{differ}.",
            got=_first(result, wrong_places),
            expected=_first(expected, wrong_places),
        )


def rounded(right: NDArray) -> dict[str, NDArray]:
    """The mistake of rounding, for `close` and others."""
    return {
        f"Rounded to {digits} digits: return the numbers as they are.": np.round(right, digits)
        for digits in (1, 2, 3, 4)
    }


def number(
    value: Any, expected: float, what: str, *, atol: float = 1e-6, mistakes: Mapping[str, float] | None = None
) -> None:
    """A single number equal to `expected` within `atol`; an array with one element counts."""
    result = array(value, what)
    is_true(result.size == 1, f"{what} is no single number.", got=f"shape {result.shape}")
    given = float(result.reshape(()))
    for sentence, wrong in (mistakes or {}).items():
        if abs(given - wrong) <= atol < abs(expected - wrong):
            raise CheckFailed(sentence, got=f"{given:.6g}", expected=f"{expected:.6g}")
    is_true(abs(given - expected) <= atol, f"{what} is wrong.", got=f"{given:.6g}", expected=f"{expected:.6g}")


def raises(action: Any, error_type: str, problem: str) -> None:
    """`action()` must end in an exception of this built-in type, or of one derived from it, raised by the student's function."""
    try:
        result = action()
    except CallFailed as error:
        if error.kind != "raised":
            raise
        is_true(error_type in error.bases, problem, got=error.text, expected=error_type)
        return
    raise CheckFailed(problem, got=f"no exception, but {summary(result)}", expected=error_type)


def unchanged(given: Sequence[Any], afterwards: Sequence[Any], problem: str) -> None:
    """What went into a call is as it was: arrays, or lists of records or texts.

    Args:
        given: the arguments.
        afterwards: what `Submission.call` says of them with `with_arguments`.
        problem: said if one differs.
    """
    for before, after in zip(given, afterwards, strict=True):
        if isinstance(before, np.ndarray):
            is_same = isinstance(after, np.ndarray) and np.array_equal(before, after)
        else:
            is_same = isinstance(after, list) and _names(before) == _names(after)
        is_true(is_same, problem)


def kept(alone: Any, first: Any, problem: str) -> None:
    """What the first of two calls returned is, after the second, what one call alone returns.

    Args:
        alone: an array, or a tuple of arrays.
        first: see `then` of `Submission.call`.
        problem: said if it is not.
    """
    results = [list(each) if isinstance(each, list | tuple) else [each] for each in (alone, first)]
    # Another number of arrays is judged elsewhere.
    for before, after in zip(*results, strict=False):
        before, after = array(before, "The result"), array(after, "The result")
        is_true(before.shape == after.shape and np.allclose(before, after, atol=1e-6, rtol=1e-4), problem)


def _names(items: Sequence[Any]) -> list[str]:
    """Names of records, and texts; "" for anything else."""
    names = (getattr(item, "record_name", item) for item in items)
    return [name if isinstance(name, str) else "" for name in names]


def summary(value: Any) -> str:
    """A value in a few words: shape, type and the first numbers of an array."""
    if isinstance(value, np.ndarray):
        first = np.array2string(value.reshape(-1)[:4], precision=4, separator=",").replace(" ", "").replace(",", ", ")
        return f"shape {value.shape}, {value.dtype}, first values {first}"
    text = f"a {value.kind}" if isinstance(value, frames.Unreadable) else repr(value)
    return text if len(text) <= 120 else text[:117] + "..."


def _fits(shape: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    return len(shape) == len(wanted) and all(want in (None, size) for size, want in zip(shape, wanted, strict=True))


def _agree(first: NDArray, second: NDArray, atol: float, rtol: float) -> bool:
    return first.shape == second.shape and bool(np.allclose(first, second, atol=atol, rtol=rtol))


def _first(values: NDArray, places: NDArray) -> str:
    indices = np.argwhere(places)[:3]
    shown = [f"{_index(index)} = {values[tuple(index)]:.6g}" for index in indices]
    return f"shape {values.shape}; " + ", ".join(shown) if values.ndim else f"{float(values):.6g}"


def _index(index: NDArray) -> str:
    return "[" + ", ".join(map(str, index)) + "]"
