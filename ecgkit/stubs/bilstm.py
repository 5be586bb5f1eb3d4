"""Task 5: a bidirectional LSTM, its training and its evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from ..contracts import ContractError, stub

if TYPE_CHECKING:
    import keras

METRICS = ("accuracy", "precision", "recall", "f1")


def one_probability_a_row(result: Any, arguments: dict[str, Any]) -> Any:
    """Contract of every `build_...`: a Keras model from (batch, *input_shape) to (batch, 1)."""
    for attribute in ("input_shape", "output_shape", "layers"):
        if not hasattr(result, attribute) and hasattr(result, "layers"):
            raise ContractError(
                "The model does not tell its shapes: begin `keras.Sequential` with `keras.Input(input_shape)`, or build it with "
                f"`keras.Model(inputs, outputs)`. Received {type(result).__name__}."
            )
        if not hasattr(result, attribute):
            raise ContractError(f"Return the Keras model (end with `return model`). Received {type(result).__name__}.")
    expected = tuple(arguments["input_shape"])
    if tuple(result.input_shape[1:]) != expected:
        raise ContractError(
            f"The model must take input of shape {expected}. Yours takes {tuple(result.input_shape[1:])}."
        )
    if tuple(result.output_shape[1:]) != (1,):
        raise ContractError(
            f"The model must end in one probability a row, shape (1,). Yours ends in {tuple(result.output_shape[1:])}."
        )
    return result


def _history_with_loss(result: Any, arguments: dict[str, Any]) -> Any:
    history = getattr(result, "history", result)
    if not isinstance(history, dict) or "loss" not in history:
        raise ContractError(f"Return what `model.fit` returns (a keras History). Received {type(result).__name__}.")
    return result


def _four_metrics(result: Any, arguments: dict[str, Any]) -> dict[str, float]:
    if not isinstance(result, dict) or set(result) != set(METRICS):
        raise ContractError(f"Return a dict with the keys {', '.join(METRICS)}. Received {result!r:.80}.")
    values = {name: float(result[name]) for name in METRICS}
    outside = [name for name, value in values.items() if not 0 <= value <= 1]
    if outside:
        raise ContractError(f"{outside[0]} must lie between 0 and 1. Received {values[outside[0]]}.")
    return values


@stub(task=5, contract=one_probability_a_row)
def build_bilstm(input_shape: tuple[int, int]) -> keras.Model:
    """A network with one bidirectional LSTM that reads the spectrogram over time.

    The layer reads `times` steps of `frequencies` values, returns its output at every step, and is flattened; a dense
    layer with a sigmoid gives the probability of an abnormal beat. No path leads around it.
    Source: Schuster and Paliwal (1997), doi:10.1109/78.650093, for bidirectional recurrent networks in general.

    Args:
        input_shape: (frequencies, times) of one spectrogram, (33, 46) in this course.

    Returns:
        A Keras model from (batch, frequencies, times) to (batch, 1); compiled or not.
    """


@stub(task=5, contract=_history_with_loss)
def train(
    model: keras.Model,
    X: NDArray,
    y: NDArray,
    *,
    epochs: int = 10,
    batch_size: int = 128,
    class_weight: dict[int, float] | None = None,
    validation_data: tuple[NDArray, NDArray] | None = None,
) -> keras.callbacks.History:
    """Compile a network with Adam and binary cross-entropy and fit it.

    Args:
        model: maps (batch, ...) to (batch, 1).
        X: (N, ...) inputs.
        y: (N, 1) labels, 0 and 1.
        epochs: how often the network sees every row.
        batch_size: rows of one step.
        class_weight: {0: w0, 1: w1}, the weight of each class in the loss; None weighs every row 1.
        validation_data: (X, y) of other patients, evaluated after each epoch and never trained on.

    Returns:
        keras History: `.history["loss"]` and `.history["accuracy"]` hold one number an epoch, and `val_loss`,
        `val_accuracy` too if `validation_data` is given. Class weights count in the losses alone.
    """


@stub(task=5, contract=_four_metrics)
def evaluate(y_true: NDArray, y_prob: NDArray) -> dict[str, float]:
    """Accuracy, precision, recall and F1 of the abnormal class.

    A probability of 0.5 or more means abnormal. With TP, FP, FN the true positives, false positives and false
    negatives: precision = TP / (TP + FP), recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN). A ratio 0 / 0 is 0.

    Args:
        y_true: (N, 1) or (N,) labels, 0 and 1.
        y_prob: (N, 1) or (N,) probabilities of an abnormal beat.

    Returns:
        {"accuracy", "precision", "recall", "f1"}, each between 0 and 1.

    Raises:
        ValueError: the two lengths differ, or there is no row.
    """
