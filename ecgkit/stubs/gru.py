"""Task 8: the equations of a gated recurrent unit, and a network with one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..contracts import ContractError, stub
from .bilstm import one_probability_a_row

if TYPE_CHECKING:
    import keras


def _new_state(result: Any, arguments: dict[str, Any]) -> NDArray[np.float32]:
    """A tensor of any backend of Keras counts as an array."""
    h = np.asarray(result.detach() if hasattr(result, "detach") else result)
    expected = np.shape(arguments["h"])
    if h.dtype.kind not in "fiu":
        raise ContractError(f"Return the new h, an array of numbers. Received {type(result).__name__}.")
    if h.shape != expected:
        raise ContractError(f"The new h has the shape of the old one, {expected}. Received {h.shape}.")
    return h.astype(np.float32, copy=False)


@stub(task=8, contract=_new_state)
def gru_step(x: NDArray, h: NDArray, weights: Sequence[NDArray]) -> NDArray[np.float32]:
    """One step of a gated recurrent unit (GRU), equal to `keras.layers.GRU` with its defaults.

    The columns of each weight array are three blocks of `units` columns: update gate z, reset gate r, candidate. With s
    the sigmoid, W and b a block of the kernel and of the first bias, U and c of the recurrent kernel and the second bias:

        z = s(x W_z + b_z + h U_z + c_z)
        r = s(x W_r + b_r + h U_r + c_r)
        candidate = tanh(x W_h + b_h + r * (h U_h + c_h))
        new h = z * h + (1 - z) * candidate

    Source: Cho et al. (2014), doi:10.3115/v1/D14-1179, with the reset gate after the matrix product (`reset_after`).

    Args:
        x: (batch, features), the input of this step.
        h: (batch, units), the output of the step before; zeros at the first step.
        weights: [kernel (features, 3 units), recurrent_kernel (units, 3 units), bias (2, 3 units)], as
            `keras.layers.GRU(units).get_weights()` returns them.

    Returns:
        float32 (batch, units): the new h, which is also the output of this step.
    """


@stub(task=8, contract=one_probability_a_row)
def build_gru(input_shape: tuple[int, int]) -> keras.Model:
    """A network with one GRU that reads the spectrogram over time, in one direction or in both.

    The layer reads `times` steps of `frequencies` values, returns its output at every step, and is flattened; a dense
    layer with a sigmoid gives the probability of an abnormal beat. No path leads around it.
    Source: Cho et al. (2014), doi:10.3115/v1/D14-1179.

    Args:
        input_shape: (frequencies, times) of one spectrogram, (33, 46) in this course.

    Returns:
        A Keras model from (batch, frequencies, times) to (batch, 1); compiled or not.
    """
