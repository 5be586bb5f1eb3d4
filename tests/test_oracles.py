"""The oracles are compared with other ways to the same answer: known values, SciPy, scikit-learn's rules written out."""

import numpy as np
import pytest

from autograder import oracles, oracles_features, oracles_gru, test_task8_gru
from autograder.ramps import LONGEST, nearest_beats, ramp
from ecgkit.symbols import MEANINGS


def test_labels_of_all_symbols():
    assert {symbol for symbol in MEANINGS if oracles.label_of(symbol) == 0} == {"N"}
    assert {symbol for symbol in MEANINGS if oracles.label_of(symbol) == 1} == set("LRV/AfFjaEJeS")


def test_data_matrix_on_a_ramp():
    record = ramp(1000, [(100, "N"), (180, "V"), (400, "Q"), (500, "N"), (820, "L"), (821, "N")], sig_name=("a", "b"))
    X, y = oracles.data_matrix([record], half_window=0.5)
    assert X.shape == (3, 360)
    assert X.dtype == np.float32
    assert np.round(X[:, 0] * 1000).tolist() == [0, 320, 640]
    assert np.round(X[:, -1] * 1000).tolist() == [359, 679, 999]
    assert y.tolist() == [[1], [0], [1]]
    assert oracles.count_of_rows(record, half_window=0.5) == 3
    assert oracles.count_of_rows(record, "N", half_window=0.5) == 1


@pytest.mark.parametrize(("before", "after", "label"), [(-180, 900, 1), (-181, 900, 0), (-800, 179, 1), (-800, 180, 0)])
def test_window_rule_includes_the_start_and_not_the_end(before, after, label):
    record = ramp(3000, [(1000 + before, "V"), (1000, "N"), (1000 + after, "V")])
    _, y = oracles.data_matrix([record], half_window=0.5, label_rule="window")
    assert y[:, 0].tolist() == [1, label, 1]


def test_rows_of_several_records_keep_their_order():
    records = [ramp(1000, [(500, "V")], offset=2000), ramp(1000, [(300, "N"), (700, "N")])]
    X, y = oracles.data_matrix(records, half_window=0.5)
    assert nearest_beats(X, [2500, 300, 700]) == [0, 1, 2]
    assert y[:, 0].tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("samples", "nperseg", "noverlap"), [(256, 64, 32), (240, 64, 32), (100, 16, 12), (90, 24, 6), (95, 32, 0)]
)
@pytest.mark.parametrize("boundary", ["zeros", "even", "constant", None])
def test_fourier_sum_equals_scipy(samples, nperseg, noverlap, boundary):
    from scipy.signal import stft

    X = np.random.default_rng(samples).normal(size=(2, samples))
    padding = {"zeros": "zeros", "even": "mirrored", "constant": "repeated", None: "none"}[boundary]
    expected = np.abs(stft(X, nperseg=nperseg, noverlap=noverlap, boundary=boundary)[2])
    np.testing.assert_allclose(
        oracles_features.spectrogram(X, nperseg, noverlap, padding=padding), expected, atol=1e-12
    )


def test_fourier_sum_of_a_tone_is_half_its_height():
    tone = np.cos(2 * np.pi * 3 * np.arange(64) / 16)[np.newaxis]
    middle = oracles_features.spectrogram(tone, 16, 8)[0, :, 4]
    np.testing.assert_allclose(middle, [0, 0, 0.25, 0.5, 0.25, 0, 0, 0, 0], atol=1e-12)


@pytest.mark.parametrize(("name", "window"), [("hann", oracles_features.hann), ("hamming", oracles_features.hamming)])
def test_windows_equal_scipy(name, window):
    from scipy.signal import get_window

    np.testing.assert_allclose(window(24), get_window(name, 24), atol=1e-12)
    np.testing.assert_allclose(oracles_features.symmetric_hann(24), np.hanning(24), atol=1e-12)


def test_segments_without_their_mean_have_nothing_at_0_hz_but_what_the_window_lets_through():
    from scipy.signal import stft

    X = np.random.default_rng(0).normal(size=(2, 256)) + 3
    expected = np.abs(stft(X, nperseg=64, detrend="constant")[2])
    np.testing.assert_allclose(oracles_features.spectrogram(X, 64, 32, without_mean=True), expected, atol=1e-12)


def test_statistics_of_each_frequency():
    train = np.arange(24, dtype=float).reshape(2, 3, 4) ** 2
    means, deviations = oracles_features.frequency_statistics(train)
    np.testing.assert_allclose(means, train.mean(axis=(0, 2)))
    np.testing.assert_allclose(deviations, train.std(axis=(0, 2)))


def test_ramps_say_which_sample_is_which():
    record = ramp(100, [(10, "N")], offset=50, fs=250)
    assert np.round(record.p_signal[:, 0] * 1000).tolist() == list(range(50, 150))
    assert record.p_signal[:, 1].min() > LONGEST / 1000 - 1e-9
    assert record.fs == 250
    with pytest.raises(ValueError, match="ends below"):
        ramp(LONGEST, offset=1)


def gru_example(rng, batch, features, units):
    """Input, state and weights of a GRU, all dimensions of different size."""
    shapes = ((batch, 5, features), (batch, units), (features, 3 * units), (units, 3 * units), (2, 3 * units))
    X, h, *weights = (rng.normal(size=shape).astype(np.float32) for shape in shapes)
    return X, h, weights


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "options"), [("RIGHT", {}), ("reset before", {"reset_after": False})])
@pytest.mark.parametrize(("batch", "features", "units"), [(2, 4, 3), (1, 1, 1), (4, 2, 7)])
def test_gru_equals_the_layer_of_keras(rule, options, batch, features, units):
    import keras

    X, h, weights = gru_example(np.random.default_rng(units), batch, features, units)
    layer = keras.layers.GRU(units, return_sequences=True, **options)
    layer.build(X.shape)
    if options:
        # This kind has one bias, which our rule sees as the first of two.
        weights[2][1] = 0
        layer.set_weights([*weights[:2], weights[2][0]])
    else:
        layer.set_weights(weights)
    expected = keras.ops.convert_to_numpy(layer(X, initial_state=h))
    found = oracles_gru.sequence(X, h, weights, oracles_gru.WRONG.get(rule, oracles_gru.RIGHT))
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_gru_of_known_numbers():
    # One unit, h = 0.5: z = s(0), r = s(0), candidate = tanh(1 + 0.5 * (2 * 0.5 + 1)).
    weights = [np.array([[0.0, 0, 1]]), np.array([[0.0, 0, 2]]), np.array([[0.0, 0, 0], [0, 0, 1]])]
    found = oracles_gru.step(np.ones((1, 1)), np.full((1, 1), 0.5), weights)
    np.testing.assert_allclose(found, [[0.25 + 0.5 * np.tanh(2)]])


def test_numbers_of_the_visible_check_are_those_of_the_oracle():
    example = (
        test_task8_gru.X,
        test_task8_gru.H,
        [getattr(test_task8_gru, name) for name in ("KERNEL", "RECURRENT_KERNEL", "BIAS")],
    )
    assert test_task8_gru.WRONG_H.keys() == test_task8_gru.SENTENCES.keys() == oracles_gru.WRONG.keys()
    np.testing.assert_allclose(test_task8_gru.NEW_H, oracles_gru.step(*example), atol=1e-5)
    for name, rule in oracles_gru.WRONG.items():
        np.testing.assert_allclose(
            test_task8_gru.WRONG_H[name], oracles_gru.step(*example, rule), atol=1e-5, err_msg=name
        )


def test_each_mistake_of_a_gru_gives_numbers_of_its_own():
    X, h, weights = gru_example(np.random.default_rng(0), 2, 4, 3)
    outputs = [oracles_gru.sequence(X, h, weights, rule) for rule in (oracles_gru.RIGHT, *oracles_gru.WRONG.values())]
    assert min(np.abs(one - two).max() for place, one in enumerate(outputs) for two in outputs[:place]) > 0.01
