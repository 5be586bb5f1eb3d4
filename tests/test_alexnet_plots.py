"""What the layers of a network see: counted by hand, and by which columns really change an output."""

from __future__ import annotations

import numpy as np
import pytest

from ecgkit.alexnet_plots import Sight, draw_sights, sights
from ecgkit.training import quiet_tensorflow

quiet_tensorflow()
keras = pytest.importorskip("keras")
layers = keras.layers


def test_sights_of_a_row_of_layers():
    row = [
        layers.Conv1D(2, 7),
        layers.Dropout(0.3),
        layers.MaxPooling1D(3, 2),
        layers.Conv1D(2, 5, strides=2),
        layers.SeparableConv1D(2, 3, dilation_rate=2),
    ]
    expected = [
        Sight("Conv1D 7", 7, 1),
        Sight("MaxPooling1D 3", 9, 2),
        Sight("Conv1D 5", 17, 4),
        Sight("SeparableConv1D 3", 33, 4),
    ]
    assert sights(keras.Sequential([keras.Input((46, 3)), *row])) == expected
    nested = [keras.Input((46, 3)), row[0], keras.Sequential(row[1:4]), row[4]]
    assert sights(keras.Sequential(nested)) == expected


def test_branches_begin_where_they_part_and_what_follows_sees_as_much_as_the_widest():
    inputs = keras.Input((46, 3))
    first = layers.Conv1D(4, 3, padding="same")(inputs)
    narrow, wide = (layers.Conv1D(4, size, padding="same")(first) for size in (3, 9))
    met = layers.Conv1D(4, 5)(keras.ops.relu(layers.Add()([narrow, wide])))
    columns = [sight.columns for sight in sights(keras.Model(inputs, met))]
    assert (columns[0], sorted(columns[1:3]), columns[3]) == (3, [5, 11], 15)


def test_layers_without_a_size_see_what_the_one_before_sees():
    assert sights(keras.Sequential([keras.Input((46, 3)), layers.Dropout(0.1)])) == []


@pytest.mark.slow
def test_no_column_out_of_sight_changes_an_output_and_each_in_sight_may():
    row = [layers.Conv1D(2, 5), layers.AveragePooling1D(3, strides=2), layers.Conv1D(2, 3, dilation_rate=2)]
    model = keras.Sequential([keras.Input((46, 3)), *row])
    seen = sights(model)[-1]
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
