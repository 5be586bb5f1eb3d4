"""Pictures of where a network looks: the shade stands at the times of the wave, with units."""

from __future__ import annotations

import subprocess
import sys

import matplotlib
import numpy as np
import pytest

from ecgkit.attention_plots import plot_attention

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def test_a_column_is_shaded_where_the_spectrogram_has_it():
    waves = np.zeros((2, 1440))
    waves[:, 1440 // 2 + 90] = (1, 3)
    maps = np.zeros((2, 46))
    maps[0, 30] = 1
    fig = plot_attention(waves, maps, maps[::-1], ["record 104", "record 111"])
    axes = np.array(fig.axes[:4]).reshape(2, 2)
    mesh = axes[0, 0].collections[0]
    np.testing.assert_array_equal(np.ravel(mesh.get_array()), maps[0])
    np.testing.assert_array_equal(np.ravel(axes[0, 1].collections[0].get_array()), maps[1])
    edges = mesh.get_coordinates()[0, :, 0]
    assert np.mean(edges[30:32]) == pytest.approx((30 * 32 - 720) / 360)
    time, millivolts = axes[1, 0].collections[1].get_segments()[0].T
    assert time[millivolts.argmax()] == pytest.approx(0.25)
    assert (time[720], axes[1, 0].get_xlim()) == (0, (-2, pytest.approx(2, abs=0.01)))
    assert axes[1, 0].get_ylim() == axes[1, 1].get_ylim() != axes[0, 0].get_ylim()


def test_the_picture_has_units_and_says_whose_side_is_whose():
    fig = plot_attention(np.ones((1, 1440)), np.ones((1, 46)), np.zeros((1, 46)), ["record 104: p = 0.97"])
    network, random, bar = fig.axes
    assert (network.get_title("right"), random.get_title("right")) == ("your network", "random weights")
    assert network.get_title("left") == "record 104: p = 0.97"
    assert "(mV)" in network.get_ylabel()
    assert "(s)" in network.get_xlabel()
    assert "abnormal" in bar.get_ylabel()
    assert [text.get_text() for ax in (network, random) for text in ax.texts] == ['nothing speaks for "abnormal"']


@pytest.mark.parametrize(
    ("shapes", "titles", "words"),
    [
        (((0, 1440), (0, 46), (0, 46)), (), "at least one"),
        (((1440,), (46,), (46,)), (), r"Received shapes \(1440,\)"),
        (((2, 1440), (2, 46), (1, 46)), (), r"\(2, 46\) and \(1, 46\)"),
        (((2, 1440), (2, 46), (2, 46)), ("one",), "Received 1 for 2 beats"),
    ],
)
def test_refusals_say_what_was_received(shapes, titles, words):
    with pytest.raises(ValueError, match=words):
        plot_attention(*map(np.zeros, shapes), titles)


def test_importing_what_explains_loads_no_keras():
    modules = "{'tensorflow', 'jax', 'keras', 'matplotlib', 'scipy'} & set(sys.modules)"
    code = f"import sys, ecgkit.explain, ecgkit.attention_plots, ecgkit.intervals, ecgkit.protocols; print({modules})"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
