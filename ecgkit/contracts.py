"""How a notebook and ecgkit meet: `stub` declares a function without a body, `fill` gives it one.

Every call of a filled stub goes through its contract, so a result of the wrong shape is caught at the call that
made it, in words, and not three cells later.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from .plain_errors import PlainError

#: Every declared stub by its name.
STUBS: dict[str, Stub] = {}

Contract = Callable[[Any, dict[str, Any]], Any]

#: What a function that plots is told if it returns something else.
NO_AXES = (
    "Return the matplotlib Axes you drew on: `fig, ax = plt.subplots()` makes one, and `return ax` stands at the end."
)


class NotFilled(PlainError, NotImplementedError):
    """A stub was called before a notebook cell filled it."""


class FillError(PlainError, TypeError):
    """`fill` got a function that fits no stub; the message names the right name or signature."""


class ContractError(PlainError, ValueError):
    """A filled stub returned something that breaks its contract; the message says what and why."""


class Stub:
    """A function of the course that the student writes.

    Attributes:
        name: the function's name, as in the notebook.
        task: number of the task that fills it, 1 to 8.
        body: the student's function, or None.
    """

    def __init__(self, declaration: Callable, task: int, contract: Contract) -> None:
        update_wrapper(self, declaration)
        self.name = declaration.__name__
        self.task = task
        self.signature = _without_annotations(declaration)
        self.body: Callable | None = None
        self._contract = contract

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the student's function and hold its result to the contract."""
        body = self.require_body()
        try:
            result = body(*args, **kwargs)
        except NotImplementedError as error:
            if is_placeholder(error) and not isinstance(error, NotFilled):
                raise NotFilled(self._invitation()) from None
            raise
        # The student's function may have parameters more, by keyword.
        known = {name: value for name, value in kwargs.items() if name in self.signature.parameters}
        bound = self.signature.bind(*args, **known)
        bound.apply_defaults()
        try:
            return self._contract(result, bound.arguments)
        except ContractError:
            raise
        except (TypeError, ValueError, LookupError, AttributeError, OverflowError) as error:
            text = f"`{self.name}` returned {result!r:.80}, which is not what its docstring promises: {error}."
            raise ContractError(text) from error

    def require_body(self) -> Callable:
        """The student's function.

        Raises:
            NotFilled: no cell filled this stub yet.
        """
        if self.body is None:
            raise NotFilled(self._invitation())
        return self.body

    def _invitation(self) -> str:
        return (
            f"`{self.name}` is not filled yet. It belongs to task {self.task}: write its body in the notebook cell "
            f"that starts with `@fill` and `def {self.name}{self.signature}`, and run that cell."
        )

    def __repr__(self) -> str:
        return f"<stub {self.name}{self.signature} of task {self.task}, {'filled' if self.body else 'not filled yet'}>"


def stub(task: int, contract: Contract) -> Callable[[Callable], Stub]:
    """Declare a stub. The decorated function gives name, signature and docstring; its body is never run.

    Args:
        task: number of the task that fills it.
        contract: called as `contract(result, arguments)`; returns the result to hand on or raises `ContractError`.
    """

    def declare(declaration: Callable) -> Stub:
        declared = Stub(declaration, task, contract)
        STUBS[declared.name] = declared
        return declared

    return declare


def fill(function: Callable) -> Stub:
    """Give a stub its body: write `@fill` above your function.

    Args:
        function: has the name and the parameters of one of the stubs in `ecgkit.stubs`.

    Returns:
        The filled stub, so that calling it by its name in the notebook holds its result to the contract too.

    Raises:
        FillError: no stub has this name, or its parameters are different.
    """
    name = getattr(function, "__name__", repr(function))
    target = STUBS.get(name)
    if target is None:
        raise FillError(f"No stub is called `{name}`.{nearest(name)} The name after `def` must be the stub's name.")
    if isinstance(function, Stub):
        return target
    _require_signature(target, function)
    target.body = function
    return target


def is_placeholder(error: BaseException) -> bool:
    """Whether an exception says that a stub has no body: it has none, or the one that it was handed out with.

    That is nothing but `raise NotImplementedError`. One with words, or below other code, is a student's own.
    """
    if isinstance(error, NotFilled):
        return True
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if type(error) is not NotImplementedError or error.args or last is None:
        return False
    code = last.tb_frame.f_code
    starred = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    has_own_names = code.co_nlocals > code.co_argcount + code.co_kwonlyargcount + starred
    return code.co_name in STUBS and set(code.co_names) <= {"NotImplementedError"} and not has_own_names


def clear() -> None:
    """Empty every stub, as in a fresh notebook."""
    for declared in STUBS.values():
        declared.body = None


def _without_annotations(function: Callable) -> inspect.Signature:
    """The signature as a student reads it best: names and defaults."""
    signature = inspect.signature(function)
    bare = [parameter.replace(annotation=parameter.empty) for parameter in signature.parameters.values()]
    return signature.replace(parameters=bare, return_annotation=signature.empty)


def nearest(name: str) -> str:
    """A sentence, after a blank, that leads from a name that is no stub's to one that is."""
    from difflib import get_close_matches

    matches = get_close_matches(name, STUBS, n=1)
    names = sorted(STUBS, key=lambda each: STUBS[each].task)
    return f" Did you mean `{matches[0]}`?" if matches else f" The stubs are: {', '.join(names)}."


def _require_signature(target: Stub, function: Callable) -> None:
    """The stub's own parameters first, under their names, with their defaults; more are welcome if optional."""
    expected = list(target.signature.parameters.values())
    received = list(inspect.signature(function).parameters.values())
    agrees = len(received) >= len(expected) and all(map(_same_parameter, expected, received))
    if not agrees or any(_is_required(parameter) for parameter in received[len(expected) :]):
        raise FillError(
            f"`{target.name}` must have the signature `def {target.name}{target.signature}`. "
            f"Received `def {target.name}{_without_annotations(function)}`."
        )


def _same_parameter(expected: inspect.Parameter, received: inspect.Parameter) -> bool:
    if expected.name != received.name or received.kind not in (expected.kind, received.POSITIONAL_OR_KEYWORD):
        return False
    if expected.default is expected.empty or received.default is received.empty:
        # A stub's required parameter may get a default; an optional one must stay optional.
        return expected.default is expected.empty
    return bool(expected.default == received.default)


def _is_required(parameter: inspect.Parameter) -> bool:
    variadic = (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    return parameter.default is parameter.empty and parameter.kind not in variadic
