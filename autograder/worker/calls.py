"""Run one call of a student's function and put what happened into plain data. Used by worker and notebook alike."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from ecgkit.contracts import STUBS, FillError, is_placeholder

from . import own_equations, views

#: Longest text of an exception that is passed on.
MAX_TEXT = 1000
_LOOKED_AT = 20_000
#: Of the line that raised an exception: what it says comes after it.
_LONGEST_LINE = 200


def run_stub(
    name: str,
    args: tuple | list,
    kwargs: dict,
    kept: views.Values,
    *,
    with_arguments: bool = False,
    then: tuple | list | None = None,
    label_of: Mapping[str, int] | None = None,
) -> Any:
    """Call the function that fills a stub, and return its result as plain data.

    Not through the stub's contract: a check judges each fault of a result by itself. What `with_arguments` and `then` add, see
    `submission.Submission`. With `label_of`, `label_beats` gives these labels meanwhile, and -1 for other symbols.
    """
    # Looked up before a line of the student's code runs in this call.
    body, to_plain = STUBS[name].require_body(), views.to_plain

    def call(values: tuple | list) -> tuple[Any, list]:
        arguments = [views.to_argument(value, kept) for value in values]
        return body(*arguments, **{key: views.to_argument(value, kept) for key, value in kwargs.items()}), arguments

    def call_all() -> Any:
        result, arguments = call(args)
        if then is not None:
            return to_plain([result, call(then)[0]], kept)
        plain = to_plain(result, kept)
        return [plain, [to_plain(value, kept) for value in arguments]] if with_arguments else plain

    with _labels_given(label_of):
        return own_equations.call(name, call_all)


@contextmanager
def _labels_given(label_of: Mapping[str, int] | None) -> Iterator[None]:
    """Let `label_beats` be right for a while, whatever the student's own does, and own parameters of it."""
    if label_of is None:
        yield
        return

    def label_beats(symbols: Any, *_: Any, **__: Any) -> np.ndarray:
        return np.array([label_of.get(str(symbol), -1) for symbol in symbols], dtype=np.int8)

    stub = STUBS["label_beats"]
    own, stub.body = stub.body, label_beats
    try:
        yield
    finally:
        stub.body = own


def attempt(action: Callable[[], Any]) -> dict[str, Any]:
    """Run `action`; whatever it raises becomes plain data.

    Returns:
        {"value": what it returned} or {"error": {"kind", "type", "bases", "text", "where"}}; "bases" names the built-in
        exceptions that the type is one of, itself included.
    """
    try:
        return {"value": action()}
    except NotImplementedError as error:
        return {"error": error_of("not filled" if is_placeholder(error) else "raised", error)}
    except FillError as error:
        return {"error": error_of("wrong signature", error)}
    except MemoryError as error:
        return {"error": error_of("memory", error)}
    except own_equations.RecurrentLayerUsed as error:
        return {"error": error_of("recurrent layer", error)}
    except BaseException as error:
        return {"error": error_of("raised", error)}


def error_of(kind: str, error: BaseException | None) -> dict[str, str]:
    """What an exception says, as plain data."""
    return {
        "kind": kind,
        "type": type(error).__name__[:MAX_TEXT],
        "bases": " ".join(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")[:MAX_TEXT],
        "text": _text(error),
        "where": _place(error)[:MAX_TEXT],
    }


def _text(error: BaseException | None) -> str:
    try:
        return _cut(str(error or ""))
    except BaseException:
        return ""


def _cut(text: str) -> str:
    """The beginning and the end of a long text: TensorFlow lists the files it came through, and says then what is wrong."""
    if len(text) <= MAX_TEXT:
        return text
    # Not all of it: it may be endless.
    start, end = text[:_LOOKED_AT], text[-_LOOKED_AT:]
    lines = (start if len(text) <= _LOOKED_AT else f"{start}\n{end}").splitlines()
    short = "\n".join(line for line in lines if line.strip() and not line.lstrip().startswith('File "'))
    return short if len(short) <= MAX_TEXT else f"{short[:300]}\n...\n{short[-600:]}"


def _place(error: BaseException | None) -> str:
    """The last line of the student's own code that the exception passed through: 'cell 5, line 3: return x / 0'."""
    if error is None:
        return ""
    if isinstance(error, SyntaxError) and error.lineno:
        return f"{error.filename}, line {error.lineno}: {(error.text or '').strip()}"
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if is_student_file(frame.filename)]
    if not own:
        return ""
    cell = own[-1].filename if own[-1].filename.startswith("cell ") else "your cell"
    return f"{cell}, line {own[-1].lineno}: {(own[-1].line or '').strip()[:_LONGEST_LINE]}"


def is_student_file(filename: str) -> bool:
    """Whether a code object's file name is a cell of a notebook."""
    return filename.startswith("cell ") or "ipykernel" in filename or filename.startswith("<ipython")
