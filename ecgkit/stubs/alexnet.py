"""Task 7: a network built like AlexNet, in one dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..contracts import stub
from .bilstm import one_probability_a_row

if TYPE_CHECKING:
    import keras


@stub(task=7, contract=one_probability_a_row)
def build_alexnet(input_shape: tuple[int, int]) -> keras.Model:
    """A network built like AlexNet: convolutions along time that get shorter, max pooling, three dense layers with dropout.

    AlexNet has five convolutions and three dense layers; a shortened form is welcome. Whatever the sizes, the network has

    - three or more `Conv1D` that slide over `times` with the frequencies as channels, each followed by a ReLU, and
      every path goes through one of them; no later kernel is longer than that of the first;
    - two or more layers that make the times fewer: one or more `MaxPooling1D` after a convolution, and for the rest
      `MaxPooling1D` or convolutions with `strides` above 1;
    - then a flatten, two or more dense layers, each followed by a ReLU, and a dense unit with a sigmoid that gives the
      probability of an abnormal beat; a `Dropout` stands between the first of these dense layers and the last.

    Source: Krizhevsky, Sutskever and Hinton (2012), doi:10.1145/3065386, for two-dimensional pictures.

    Args:
        input_shape: (frequencies, times) of one spectrogram, (33, 46) in this course.

    Returns:
        A Keras model from (batch, frequencies, times) to (batch, 1); compiled or not.
    """
