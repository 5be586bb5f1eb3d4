"""What the layers of a network see: counted by hand, and by which columns really change an output."""

from __future__ import annotations

import numpy as np
import pytest

from ecgkit.alexnet_plots import Sight, draw_sights, sights


class Conv1D:
    def __init__(self, kernel_size, strides=1, dilation_rate=1):
        self.kernel_size, self.strides, self.dilation_rate = (kernel_size,), (strides,), (dilation_rate,)


class MaxPooling1D:
    def __init__(self, pool_size, strides):
        self.pool_size, self.strides = pool_size, strides


class Dropout:
    rate = 0.3


def test_sights_of_a_row_of_layers():
    row = [Conv1D(7), Dropout(), MaxPooling1D(3, 2), Conv1D(5, strides=2), Conv1D(3, dilation_rate=2)]
    assert sights(row) == [
        Sight("Conv1D 7", 7, 1),
        Sight("MaxPooling1D 3", 9, 2),
        Sight("Conv1D 5", 17, 4),
        Sight("Conv1D 3", 33, 4),
    ]


def test_layers_without_a_size_see_what_the_one_before_sees():
    assert sights([Dropout()]) == []


@pytest.mark.slow
def test_no_column_out_of_sight_changes_an_output_and_each_in_sight_may():
    import keras

    layers = keras.layers
    row = [layers.Conv1D(2, 5), layers.AveragePooling1D(3, strides=2), layers.Conv1D(2, 3, dilation_rate=2)]
    model = keras.Sequential([keras.Input((46, 3)), *row])
    seen = sights(model.layers)[-1]
    rng = np.random.default_rng(0)
    X = np.repeat(rng.normal(size=(1, 46, 3)), 47, axis=0)
    X[np.arange(46), np.arange(46)] += 1
    outputs = model.predict(X, verbose=0)
    for place in (0, 4):
        changed = np.flatnonzero(np.abs(outputs[:46, place] - outputs[46, place]).max(axis=1) > 1e-6)
        assert (changed.min(), len(changed)) == (place * seen.step, seen.columns)


def test_bars_are_in_seconds_and_end_with_the_window():
    seen = [Sight("Conv1D 7", 7, 1), Sight("MaxPooling1D 3", 60, 2)]
    fig = draw_sights(np.zeros((33, 46)), seen)
    spectrogram, below = fig.axes
    assert (spectrogram.get_ylabel(), below.get_xlabel()) == ("frequency (Hz)", "time (s)")
    assert [bar.get_width() for bar in below.patches] == pytest.approx([7 * 32 / 360, 46 * 32 / 360])
    assert [text.get_text() for text in below.texts] == ["7 columns", "all 46 columns"]
    assert [label.get_text() for label in below.get_yticklabels()] == ["Conv1D 7", "MaxPooling1D 3"]
