"""Pictures of task 8 show what they say, with units."""

import matplotlib
import numpy as np
import pytest

from ecgkit import gru_plots

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def test_memory_fades_by_the_gate_at_every_step():
    (ax,) = gru_plots.draw_memory((0.5, 0.9), steps=10).axes
    curves = [line.get_xydata() for line in ax.get_lines() if len(line.get_xdata()) == 10]
    np.testing.assert_allclose([curve[3, 1] for curve in curves], [0.125, 0.729])
    np.testing.assert_allclose(curves[0][:, 0], np.arange(10) * 32 / 360)
    assert "(s)" in ax.get_xlabel()


def test_units_stand_from_fast_to_slow_at_the_times_of_the_spectrogram():
    states = np.array([[0.5, 0.5, 0.5, 0.5], [1, -1, 1, -1], [0, 0.1, 0.2, 0.3]])
    above, below, *_ = gru_plots.draw_states(np.zeros((5, 4)), states).axes
    np.testing.assert_array_equal(below.collections[0].get_array(), states[[1, 2, 0]])
    assert above.get_xlim() == below.get_xlim()
    assert "(Hz)" in above.get_ylabel()
    assert "(s)" in below.get_xlabel()
