"""While a stub runs whose equations the student is to write, the recurrent layers of Keras refuse to compute them.

It is the code of their functions that is exchanged, not their names: a reference that was taken before, a subclass and
an alias all end here. Functions that TensorFlow compiles run as plain Python meanwhile; a graph that was traced before is
refused too, for nobody can see what is in it.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType
from typing import Any

#: The stubs that are to be written without a recurrent layer.
STUBS = frozenset({"gru_step"})

#: Files whose functions are refused, and these functions: `call` of the layers, in TensorFlow's own older copy of Keras
#: too, and what runs a graph.
_REFUSED = {
    os.path.join("keras", "src", "layers", "rnn", ""): {"call", "inner_loop"},
    os.path.join("tensorflow", "python", "keras", "layers", "recurrent"): {"call"},
    os.path.join("tensorflow", "python", "keras", "layers", "legacy_rnn", ""): {"call"},
    os.path.join("tensorflow", "python", "eager", "polymorphic_function", "atomic_function"): {"call_flat"},
}
#: These only repeat what they wrap: a layer, and a cell, which may be the student's own.
_NOT_RECURRENT = ("time_distributed.py", os.sep + "rnn.py")
#: Found before a submission could remove one from its class.
_known: dict[int, FunctionType] = {}


class RecurrentLayerUsed(BaseException):
    """A recurrent layer of Keras was called where the student writes its equations; no `except Exception` hides it."""


def learn_functions() -> None:
    """Note the functions that compute a recurrent layer; to be called before any line of a submission runs."""
    if {"keras", "tensorflow"} & sys.modules.keys():
        _known.update({id(function): function for function in _functions()})


def call(stub_name: str, action: Callable[[], Any], stubs: Collection[str] = STUBS) -> Any:
    """Run `action`; if it is about one of `stubs`, a recurrent layer that it calls raises `RecurrentLayerUsed`."""
    if stub_name not in stubs:
        return action()
    loaded = len(sys.modules)
    with _refused():
        result = action()
    if len(sys.modules) != loaded:
        # Only now may there be something to refuse.
        with _refused():
            result = action()
    return result


@contextmanager
def _refused() -> Iterator[None]:
    learn_functions()
    codes = {key: function.__code__ for key, function in _known.items()}
    for function in _known.values():
        function.__code__ = _refusal(function.__code__)
    try:
        with _graphs_as_python():
            yield
    finally:
        for key, function in _known.items():
            function.__code__ = codes[key]


def _functions() -> Iterator[FunctionType]:
    """Functions of every class whose code stands in Keras' folder of recurrent layers, of a second import too."""
    waiting, seen = [object], set()
    while waiting:
        for kind in type.__subclasses__(waiting.pop()):
            if id(kind) in seen:
                continue
            seen.add(id(kind))
            waiting.append(kind)
            for value in list(type.__dict__["__dict__"].__get__(kind).values()):
                if type(value) is FunctionType and _computes(value.__code__):
                    yield value


def _computes(code: CodeType) -> bool:
    if code.co_filename.endswith(_NOT_RECURRENT):
        return False
    return any(place in code.co_filename and code.co_name in names for place, names in _REFUSED.items())


def _refusal(code: CodeType) -> CodeType:
    """Code that raises, in place of `code`: of the same arguments, which Keras looks at, and as many names from outside."""
    outer = [f"outer_{place}" for place in range(len(code.co_freevars))]
    text = f"""
def make():
    {" = ".join([*outer, "_"])} = None
    def {code.co_name}({_arguments(code)}):
        ({"".join(f"{name}, " for name in outer)})
        from {__name__} import RecurrentLayerUsed
        raise RecurrentLayerUsed("a recurrent layer of Keras")
    return {code.co_name}.__code__
"""
    namespace: dict[str, Any] = {}
    exec(text, namespace)
    return namespace["make"]()


def _arguments(code: CodeType) -> str:
    """The arguments as they stand in a `def`; their defaults belong to the function, not to its code."""
    names = iter(code.co_varnames)
    plain = [next(names) for _ in range(code.co_argcount)]
    by_keyword = [next(names) for _ in range(code.co_kwonlyargcount)]
    if code.co_flags & inspect.CO_VARARGS:
        plain.append("*" + next(names))
    elif by_keyword:
        plain.append("*")
    extra = ["**" + next(names)] if code.co_flags & inspect.CO_VARKEYWORDS else []
    return ", ".join(plain + by_keyword + extra)


@contextmanager
def _graphs_as_python() -> Iterator[None]:
    """A graph that was traced before would not call the layer's function again."""
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is None:
        yield
        return
    eager = tensorflow.config.functions_run_eagerly()
    tensorflow.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        tensorflow.config.run_functions_eagerly(eager)
