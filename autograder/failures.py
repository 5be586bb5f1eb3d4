"""What can go wrong in a check, and the words in which a student reads it."""

from __future__ import annotations

import builtins
import re
from typing import Any

import numpy as np

from ecgkit.contracts import STUBS
from ecgkit.records import Record

from .worker import frames

#: What is said first of a frame that breaks a bound.
UNREADABLE = "a result that cannot be read, or is too large"
#: Items of a list that are spelled out where a call is described.
_SHOWN = 12

#: What a student may read of an error that could carry hidden input: its kind and place, not its text.
_REASONS = {
    "lost": "gave no result",
    "memory": "ran out of memory",
    "raised": "raised an exception",
    "unreadable": "returned something that cannot be read",
    "wrong signature": "has other parameters than the stub",
}


def printable(text: str, longest: int) -> str:
    """Text for terminals and reports: no control or direction mark a submission could hide or forge lines with."""
    cut = text if len(text) <= longest else text[: longest - 3] + "..."
    return "".join(
        character if character.isprintable() or character in "\n\t" else "\N{REPLACEMENT CHARACTER}"
        for character in cut
    )


class GraderFault(Exception):
    """The grader itself failed: the check is not run, and nobody loses a point for it."""


class CheckFailed(Exception):
    """The submission fails a check.

    Args:
        problem: what is wrong, in a sentence that is safe to show for a hidden check: no input, no expected value.
        got: what came back, shown for visible checks only.
        expected: what was expected, shown for visible checks only.
        hidden: said in place of `problem` by a hidden check, where that holds words which the submission chose.
    """

    def __init__(self, problem: str, *, got: str = "", expected: str = "", hidden: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self._hidden = hidden
        self.got = got
        self.expected = expected
        self.called = ""

    @property
    def hidden_problem(self) -> str:
        """What is wrong, where the input is hidden."""
        return self._hidden or self.problem

    def message(self, visible: bool) -> str:
        """The text a student reads."""
        if not visible:
            return self.hidden_problem
        parts = [("Called", self.called), ("Got", self.got), ("Expected", self.expected)]
        return "\n".join([self.problem, *(f"{name}: {text}" for name, text in parts if text)])


class CallFailed(CheckFailed):
    """A call of the student's function gave no result.

    Args:
        called: the call, as a student reads it.
        kind: why there is none, see `_REASONS`.
        text: what is known about it; for an exception, its type, a colon and its words.
        where: the line of the student's code.
        bases: names of the built-in exceptions that the exception is one of, with spaces between them.
        cause: the earlier cell that failed and left out what was missing here: its exception's type, a colon and its
            words, and its place.
    """

    def __init__(
        self,
        called: str,
        kind: str,
        text: str,
        where: str = "",
        bases: str = "",
        *,
        cause: tuple[str, str] | None = None,
    ) -> None:
        name = called.split("(")[0]
        super().__init__(_problem(name, kind, text, where))
        self.called = called
        self.kind = kind
        self.text = text
        self.bases = frozenset(bases.split())
        self._name, self._where, self._cause = name, where, cause

    @property
    def hidden_problem(self) -> str:
        """Without a word that the student's code could have put its input into: kinds of Python's own, and the place."""
        if self.kind in ("raised", "cell", "memory"):
            problem = _problem(self._name, self.kind, _known(self.text), _place_alone(self._where))
            cause = _because(_known(self._cause[0]), _place_alone(self._cause[1])) + "." if self._cause else ""
            return problem + cause
        if self.kind in ("wrong signature", "unreadable"):
            return f"`{self._name}` {_REASONS[self.kind]}."
        if self.kind == "lost" and self.text.startswith(UNREADABLE):
            # What a frame says of itself, such as its size, is the submission's own.
            return _problem(self._name, self.kind, f"{UNREADABLE}.", "")
        if self.kind == "package":
            return _problem(self._name, self.kind, self.text, _place_alone(self._where))
        return self.problem

    def message(self, visible: bool) -> str:
        """The text a student reads; the exception's own words only where no hidden input can be in them."""
        shown = super().message(visible)
        if not visible:
            return shown
        shown += f"\n{self.text}" if self.kind == "raised" else ""
        return shown + (_because(*self._cause) if self._cause else "")


#: How a stub says that it has no body.
_OTHER_STUB = re.compile(r"NotFilled: `(\w+)`")


def absent(name: str) -> str:
    """That no function of this name was handed in."""
    return f"`{name}` was not found in any code cell."


def _is_builtin_exception(name: str) -> bool:
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, BaseException)


def _known(text: str) -> str:
    """The type of an exception, if it is one of Python's own."""
    kind = text.split(":")[0]
    return kind if _is_builtin_exception(kind) else "an exception"


def _place_alone(where: str) -> str:
    """The number of a cell and, if it is known, of its line."""
    place = re.match(r"cell \d{1,4}(, line \d{1,5}\b)?", where)
    return place[0] if place else ""


def _because(text: str, where: str) -> str:
    return f"\nAn earlier cell stopped with an error, and what it defines is missing: {text}{f' ({where})' if where else ''}"


def _problem(name: str, kind: str, text: str, where: str) -> str:
    place = f" ({where})" if where else ""
    if kind == "not filled":
        return _not_filled(name, text)
    if kind == "syntax":
        return text
    if kind == "package":
        return (
            f"`{name}` needs the package `{text}`, which is not installed where work is graded{place}. Do without it."
        )
    if kind == "cell":
        return f"A cell that `{name}` needs stopped with an error: {text}{place}."
    if kind == "raised":
        error = text.split(":")[0]
        return f"`{name}` raised {error}{place}." + (
            _WALLS if error == "PermissionError" or "PermissionError: [Errno 13]" in text else ""
        )
    if kind == "recurrent layer":
        return f"`{name}` calls a recurrent layer of Keras, or a graph that is traced, as `vectorized_map` does: write the equations yourself, with NumPy or `keras.ops`."
    if kind in ("lost", "wrong signature", "unreadable"):
        return f"`{name}` {_REASONS[kind]}: {text}{place}"
    return f"`{name}` {_REASONS.get(kind, 'failed')}{place}."


_WALLS = (
    " Where work is graded, code can start no other process, use no network, and write nowhere but into the folder it runs in. "
    "Threads are fine, but not those of `multiprocessing` and of a PyDataset with several `workers`, which need a file of their own."
)


def _not_filled(name: str, text: str) -> str:
    other = _OTHER_STUB.match(text)
    if other and other[1] != name and other[1] in STUBS:
        return f"`{name}` calls `{other[1]}`, which is not filled yet."
    return f"`{name}` is not filled yet." + (f" {text}" if text == absent(name) else "")


def describe_call(name: str, args: tuple, kwargs: dict[str, Any]) -> str:
    """A call as a student reads it: `spectrogram(array (4, 1440), nperseg=32)`."""
    parts = [_describe(value) for value in args] + [f"{key}={_describe(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _describe(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"array {value.shape}"
    if isinstance(value, Record):
        return f"record {value.record_name} ({value.sig_len / value.fs:g} s at {value.fs:g} Hz)"
    if isinstance(value, frames.Rng):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, frames.ModelData | frames.Handle):
        return "model"
    if isinstance(value, list | tuple):
        inner = ", ".join(map(_describe, value[:_SHOWN]))
        if len(value) > _SHOWN or len(inner) > 80:
            return f"{type(value).__name__} of {len(value)}"
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    return repr(value)
