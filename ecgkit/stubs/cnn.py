"""Task 6: a convolutional network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..contracts import stub
from .bilstm import one_probability_a_row

if TYPE_CHECKING:
    import keras


@stub(task=6, contract=one_probability_a_row)
def build_cnn(input_shape: tuple[int, int]) -> keras.Model:
    """A network with two or more 1-D convolutions along time, each followed by a ReLU.

    The convolutions slide over `times` with the frequencies as channels, and every path goes through one of them; then
    flatten, a dense layer, and a dense layer with a sigmoid that gives the probability of an abnormal beat.
    Source: Kiranyaz, Ince and Gabbouj (2016), doi:10.1109/TBME.2015.2468589, for 1-D convolutions on ECG beats.

    Args:
        input_shape: (frequencies, times) of one spectrogram, (33, 46) in this course.

    Returns:
        A Keras model from (batch, frequencies, times) to (batch, 1); compiled or not.
    """
