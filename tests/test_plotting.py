"""The pictures: units on every axis, the right content, and nothing that a student could hand in."""

import subprocess
import sys

import matplotlib
import numpy as np
import pytest

from ecgkit import ContractError, Record, plotting
from ecgkit.stubs.imbalance import plot_distribution
from ecgkit.stubs.visualization import plot_abnormal_beat, plot_random_segment

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


@pytest.fixture
def record():
    """20 s of two leads at 100 Hz: a sharp peak each second, every fifth beat abnormal."""
    time = np.arange(2000) / 100
    lead = np.exp(-(((time + 0.5) % 1 - 0.5) ** 2) / 0.0002) + 0.2 * np.exp(
        -(((time - 0.3 + 0.5) % 1 - 0.5) ** 2) / 0.002
    )
    symbols = ["+", *("V" if second % 5 == 0 else "N" for second in range(1, 19))]
    return Record.from_arrays("x", np.column_stack((lead, -lead)), [50, *range(100, 1900, 100)], symbols, fs=100)


@pytest.fixture
def windows():
    rng = np.random.default_rng(0)
    return rng.normal(size=(7, 400)).astype(np.float32), np.array([0, 1, 0, 0, 1, 0, 0])[:, np.newaxis]


def pictures(record, windows):
    """Every figure that `ecgkit.plotting` makes."""
    X, y = windows
    S = np.abs(np.random.default_rng(1).normal(size=(7, 33, 14)))
    return {
        "draw_record": plotting.draw_record(record, 3, 5),
        "draw_overview": plotting.draw_overview(record),
        "draw_landmarks": plotting.draw_landmarks(record, 300),
        "draw_window": plotting.draw_window(record, 500),
        "draw_beats": plotting.draw_beats(X, y, 100),
        "draw_average_beats": plotting.draw_average_beats(X, y, 100),
        "draw_split": plotting.draw_split([record], [record, record]),
        "draw_segments": plotting.draw_segments(X[0], 100),
        "draw_spectrogram": plotting.draw_spectrogram(S[0], 100, window=X[0]),
        "draw_spectrogram of z": plotting.draw_spectrogram(S[0] - 1, 100),
        "draw_frequency_profile": plotting.draw_frequency_profile(S, y, 100),
    }


def labels_of(figure, axis):
    """The labels along one axis, those of the whole figure too."""
    shared = figure.get_supxlabel() if axis == "x" else figure.get_supylabel()
    return [shared, *(getattr(ax, f"get_{axis}label")() for ax in figure.axes)]


def test_every_picture_is_drawn_with_units(record, windows):
    drawn = pictures(record, windows)
    missing = {name for name in dir(plotting) if name.startswith("draw_")} - {name.split()[0] for name in drawn}
    assert not missing
    for name, figure in drawn.items():
        figure.canvas.draw()
        along, up = (" ".join(labels_of(figure, axis)) for axis in "xy")
        assert any(unit in along for unit in ("(s)", "(min)", "(Hz)", "record")), name
        assert any(unit in up for unit in ("mV", "(Hz)", "beats")), name


def test_no_picture_can_be_handed_in(record, windows):
    """A picture returned from a stub breaks the stub's contract, whichever of its Axes is returned."""
    arguments = {"record": record}
    for name, figure in pictures(record, windows).items():
        if name == "draw_frequency_profile":  # its lines are no samples, checked below
            continue
        for declared in (plot_random_segment, plot_abnormal_beat):
            for candidate in (figure, *figure.axes):
                with pytest.raises(ContractError):
                    declared._contract(candidate, arguments)


def test_no_line_of_a_picture_holds_samples(record, windows):
    for name, figure in pictures(record, windows).items():
        longest = max((len(line.get_xdata()) for ax in figure.axes for line in ax.get_lines()), default=0)
        assert longest <= 33, name


def test_no_picture_is_the_class_distribution(record, windows):
    """`plot_distribution` needs two bars that are shares; no picture has them."""
    assert plot_distribution.task == 4
    for name, figure in pictures(record, windows).items():
        for ax in figure.axes:
            heights = [bar.get_height() for bar in ax.patches if hasattr(bar, "get_height")]
            assert len(heights) < 2 or abs(sum(heights) - 1) > 1e-6, name


def test_record_is_drawn_at_its_time_with_its_symbols(record):
    figure = plotting.draw_record(record, 3, 5)
    (trace,) = figure.axes[0].collections
    points = trace.get_segments()[0]
    assert points[0, 0] == pytest.approx(3)
    assert points[-1, 0] == pytest.approx(8)
    np.testing.assert_allclose(points[:, 1], record.p_signal[300:801, 0])
    assert [text.get_text() for text in figure.axes[0].texts] == ["N", "N", "V", "N", "N", "N"]
    assert [ax.get_ylabel() for ax in figure.axes] == ["lead 0 (mV)", "lead 1 (mV)"]


def test_landmarks_stand_at_their_waves(record):
    texts = {text.get_text(): text.xy for text in plotting.draw_landmarks(record, 300).axes[0].texts}
    assert list(texts) == ["P", "Q", "R", "S", "T"]
    assert texts["R"][0] == pytest.approx(0)
    assert texts["T"][0] == pytest.approx(0.3)
    assert [x for x, _ in texts.values()] == sorted(x for x, _ in texts.values())


def test_segments_are_as_many_as_scipy_makes(windows):
    from scipy.signal import stft

    X, _ = windows
    for nperseg, noverlap in ((64, 32), (64, 48), (50, 10)):
        expected = stft(X[0], nperseg=nperseg, noverlap=noverlap)[2].shape[1]
        bells = plotting.draw_segments(X[0], 100, nperseg, noverlap).axes[1].collections
        assert len(bells) == expected


def test_spectrogram_has_time_and_frequency_on_its_axes():
    S = np.full((33, 46), 0.01)
    S[8, 23] = 1
    figure = plotting.draw_spectrogram(S, 360, 64, 32)
    mesh = figure.axes[0].collections[0]
    corners = mesh.get_coordinates()
    center = (corners[8, 23] + corners[9, 24]) / 2
    np.testing.assert_allclose(center, [23 * 32 / 360, 8 * 360 / 64])


def test_overview_spans_lowest_to_highest_value(record):
    low, high = plotting.draw_overview(record).axes[0].dataLim.intervaly
    assert low == pytest.approx(record.p_signal[:, 0].min())
    assert high == pytest.approx(record.p_signal[:, 0].max())


def test_average_beats_of_one_class_only(windows):
    X, _ = windows
    figure = plotting.draw_average_beats(X, np.zeros(7), 100)
    assert "mean of 7 beats" in figure.axes[0].get_title()
    assert "mean of 0 beats" in figure.axes[1].get_title()


def test_style_leaves_other_figures_alone(record):
    before = dict(matplotlib.rcParams)
    plotting.draw_record(record, 0, 5)
    assert dict(matplotlib.rcParams) == before


def test_import_is_light():
    code = "import sys, ecgkit.plotting; print(*{'matplotlib', 'scipy', 'wfdb', 'tensorflow'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""
