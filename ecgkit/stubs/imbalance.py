"""Task 4: normal beats outnumber abnormal ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from ..contracts import NO_AXES, ContractError, stub

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _two_numbers(result: Any, arguments: dict[str, Any]) -> dict[int, float]:
    if not isinstance(result, dict) or set(result) != {0, 1}:
        raise ContractError(f"Return a dict with the keys 0 and 1. Received {result!r:.80}.")
    return {int(key): float(value) for key, value in result.items()}


def _shares(result: Any, arguments: dict[str, Any]) -> dict[int, float]:
    shares = _two_numbers(result, arguments)
    if not abs(sum(shares.values()) - 1) <= 1e-6:
        raise ContractError(f"The two shares must add up to 1. Received {shares}.")
    return shares


def _axes_with_two_bars(result: Any, arguments: dict[str, Any]) -> Any:
    if not hasattr(result, "patches"):
        raise ContractError(f"{NO_AXES} Received {type(result).__name__}.")
    if len(result.patches) < 2:
        raise ContractError("Draw one bar a class: `ax.bar(['normal', 'abnormal'], ...)`.")
    return result


@stub(task=4, contract=_shares)
def class_distribution(y: NDArray) -> dict[int, float]:
    """The share of each class.

    Args:
        y: (N, 1) or (N,), 0 normal and 1 abnormal.

    Returns:
        {0: share of normal, 1: share of abnormal}; the two add up to 1. A class without a row has the share 0.

    Raises:
        ValueError: `y` is empty.
    """


@stub(task=4, contract=_axes_with_two_bars)
def plot_distribution(y: NDArray) -> Axes:
    """Plot the share of each class as a bar.

    Args:
        y: (N, 1) or (N,), 0 normal and 1 abnormal.

    Returns:
        matplotlib Axes with two bars, normal first, whose heights are the shares; the y axis is labelled.
    """


@stub(task=4, contract=_two_numbers)
def class_weights(y: NDArray) -> dict[int, float]:
    """Weights that give both classes the same say in the loss.

    The weight of class k is 1 / (2 share_k): the rows of either class then weigh N / 2 in total.
    Source: scikit-learn's "balanced" weights, after King and Zeng (2001), doi:10.1093/oxfordjournals.pan.a004868.

    Args:
        y: (N, 1) or (N,), 0 normal and 1 abnormal.

    Returns:
        {0: weight of normal, 1: weight of abnormal}, as Keras' `fit(class_weight=...)` takes it.

    Raises:
        ValueError: a class has no row, so no weight can balance it.
    """
