"""The slow, obvious step of a GRU, number by number, and what comes out where one thing in it is wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Rule:
    """How a step is computed; the defaults are those of `keras.layers.GRU`.

    Attributes:
        blocks: which block of columns belongs to z, r and the candidate.
        interleaved: the three numbers of a unit stand beside each other, not in blocks.
        biases: which rows of the bias are added: 0 with the kernel, 1 with the recurrent kernel.
        bias_of_input: the row of the bias that goes with the kernel; the other one goes with the recurrent kernel.
        reset: what r multiplies: "product" h U + c; "product alone" h U, without c; "state" h, before the product; "nothing".
        gate: the function of z and r.
        squash: the function of the candidate.
        kept: the share of the old h: "z" or "1 - z"; "none" returns the candidate.
        recalls: whether the old h enters gates and candidate.
        transposed: whether each block of the recurrent kernel is turned.
    """

    blocks: tuple[int, int, int] = (0, 1, 2)
    interleaved: bool = False
    biases: tuple[int, ...] = (0, 1)
    bias_of_input: int = 0
    reset: str = "product"
    gate: str = "sigmoid"
    squash: str = "tanh"
    kept: str = "z"
    recalls: bool = True
    transposed: bool = False


RIGHT = Rule()

#: By the name of what is wrong.
WRONG = {
    "gates swapped": Rule(blocks=(1, 0, 2)),
    "candidate first": Rule(blocks=(1, 2, 0)),
    "interleaved": Rule(interleaved=True),
    "mix swapped": Rule(kept="1 - z"),
    "mix swapped, reset before": Rule(kept="1 - z", reset="state"),
    "reset before": Rule(reset="state"),
    "reset without bias": Rule(reset="product alone"),
    "no reset": Rule(reset="nothing"),
    "input bias alone": Rule(biases=(0,)),
    "recurrent bias alone": Rule(biases=(1,)),
    "no bias": Rule(biases=()),
    "bias rows swapped": Rule(bias_of_input=1),
    "one gate for both": Rule(blocks=(0, 0, 2)),
    "reset gate for both": Rule(blocks=(1, 1, 2)),
    "gates tanh": Rule(gate="tanh"),
    "gates hard": Rule(gate="hard sigmoid"),
    "gates hard, as once": Rule(gate="hard sigmoid of Keras 2"),
    "candidate sigmoid": Rule(squash="sigmoid"),
    "candidate linear": Rule(squash="linear"),
    "candidate ReLU": Rule(squash="relu"),
    "candidate returned": Rule(kept="none"),
    "old h ignored": Rule(recalls=False),
    "recurrent kernel turned": Rule(transposed=True),
}

# As the hyperbolic tangent: no power of e that could grow too large.
_FUNCTIONS = {
    "sigmoid": lambda a: 0.5 * (1 + math.tanh(a / 2)),
    "hard sigmoid": lambda a: min(max(a / 6 + 0.5, 0.0), 1.0),
    "hard sigmoid of Keras 2": lambda a: min(max(a / 5 + 0.5, 0.0), 1.0),
    "tanh": math.tanh,
    "relu": lambda a: max(a, 0.0),
    "linear": lambda a: a,
}


def step(x: NDArray, h: NDArray, weights: Sequence[NDArray], rule: Rule = RIGHT) -> NDArray[np.float64]:
    """One step, (batch, units), in double precision.

    Args:
        x: (batch, features).
        h: (batch, units).
        weights: [kernel, recurrent_kernel, bias].
        rule: the equations.
    """
    new = np.zeros(h.shape)
    for row in range(len(h)):
        cell = _Cell([float(value) for value in x[row]], [float(value) for value in h[row]], weights, rule)
        for unit in range(h.shape[1]):
            new[row, unit] = cell.new(unit)
    return new


def sequence(X: NDArray, h: NDArray, weights: Sequence[NDArray], rule: Rule = RIGHT) -> NDArray[np.float64]:
    """The output at every step, (batch, steps, units).

    Args:
        X: (batch, steps, features).
        h: (batch, units), before the first step.
        weights: [kernel, recurrent_kernel, bias].
        rule: the equations.
    """
    outputs = []
    for time in range(X.shape[1]):
        h = step(X[:, time], h, weights, rule)
        outputs.append(h)
    return np.stack(outputs, axis=1)


class _Cell:
    """One row: Z, R, CANDIDATE are places in `rule.blocks`."""

    Z, R, CANDIDATE = 0, 1, 2

    def __init__(self, x: list[float], h: list[float], weights: Sequence[NDArray], rule: Rule) -> None:
        self.x, self.h, self.rule = x, h, rule
        self.kernel, self.recurrent, self.bias = weights

    def new(self, unit: int) -> float:
        candidate = self._candidate(unit)
        if self.rule.kept == "none":
            return candidate
        z = self._gate(self.Z, unit)
        kept = z if self.rule.kept == "z" else 1 - z
        return kept * self.h[unit] + (1 - kept) * candidate

    def _gate(self, which: int, unit: int) -> float:
        column = self._column(which, unit)
        total = self._given(column) + self._product(self.h, column) + self._recurrent_bias(column)
        return _FUNCTIONS[self.rule.gate](total)

    def _candidate(self, unit: int) -> float:
        column = self._column(self.CANDIDATE, unit)
        r, c = self._gate(self.R, unit), self._recurrent_bias(column)
        if self.rule.reset == "state":
            states = [self._gate(self.R, other) * value for other, value in enumerate(self.h)]
            recalled = self._product(states, column) + c
        elif self.rule.reset == "product alone":
            recalled = r * self._product(self.h, column) + c
        else:
            recalled = (r if self.rule.reset == "product" else 1) * (self._product(self.h, column) + c)
        return _FUNCTIONS[self.rule.squash](self._given(column) + recalled)

    def _column(self, which: int, unit: int) -> int:
        block = self.rule.blocks[which]
        return 3 * unit + block if self.rule.interleaved else block * len(self.h) + unit

    def _given(self, column: int) -> float:
        """What the input and its bias give to one column."""
        total = float(self.bias[self.rule.bias_of_input][column]) if 0 in self.rule.biases else 0.0
        for feature, value in enumerate(self.x):
            total += value * float(self.kernel[feature][column])
        return total

    def _product(self, states: list[float], column: int) -> float:
        total = 0.0
        block, own = divmod(column, len(self.h))
        for unit, value in enumerate(states):
            row, place = (own, block * len(self.h) + unit) if self.rule.transposed else (unit, column)
            total += value * float(self.recurrent[row][place])
        return total if self.rule.recalls else 0.0

    def _recurrent_bias(self, column: int) -> float:
        return float(self.bias[1 - self.rule.bias_of_input][column]) if 1 in self.rule.biases else 0.0
