"""Grad-CAM and occlusion on networks made by hand, whose important moment is known."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from ecgkit import explain
from ecgkit.training import quiet_tensorflow

quiet_tensorflow()
keras = pytest.importorskip("keras")
layers = keras.layers

TIMES, FIRST, LAST = 200, 100, 120


@pytest.fixture
def looks_at_one_moment():
    """A wave's logit is 4 times its mean over the samples 100 to 119, less 1; later layers read a smoothed copy."""
    model = keras.Sequential([keras.Input((TIMES, 1)), layers.Conv1D(2, 5, padding="same", activation="relu")])
    # Grown by `add`, as the course's own networks are.
    model.add(layers.Flatten())
    model.add(layers.Dense(1, activation="sigmoid"))
    kernel = np.zeros((5, 1, 2), np.float32)
    kernel[:, 0, 0], kernel[2, 0, 1] = 0.2, 1
    eye = np.zeros((TIMES, 2), np.float32)
    eye[FIRST:LAST, 0] = 4 / (LAST - FIRST)
    model.set_weights([kernel, np.zeros(2), eye.reshape(-1, 1), np.array([-1.0])])
    return model


@pytest.fixture(scope="module")
def trained():
    """A small network that has learned to tell where a bump stands: before the middle, or after it."""
    keras.utils.set_random_seed(3)
    X, late = bumps(600, np.random.default_rng(0))
    model = keras.Sequential(
        [
            keras.Input((TIMES, 1)),
            layers.Conv1D(8, 9, strides=2, padding="same", activation="relu"),
            layers.Conv1D(8, 9, strides=2, padding="same", activation="relu"),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
    model.fit(X, late, epochs=6, verbose=0)
    assert np.mean((model.predict(X, verbose=0)[:, 0] > 0.5) == late) > 0.95
    return model


def bumps(n, rng):
    """Noise with a bump of 20 samples somewhere, and whether it stands in the second half."""
    X = rng.normal(0, 0.2, (n, TIMES, 1)).astype(np.float32)
    begins = rng.integers(0, TIMES - 20, n)
    for wave, begin in zip(X, begins, strict=True):
        wave[begin : begin + 20] += 1
    return X, (begins > TIMES // 2 - 10).astype(float)


def waves(n=3):
    return np.random.default_rng(1).uniform(0.5, 1.5, (n, TIMES, 1)).astype(np.float32)


def test_logits_are_those_of_the_probabilities(trained):
    X, _ = bumps(40, np.random.default_rng(2))
    p = trained.predict(X, verbose=0)[:, 0].astype(float)
    # Near 1, a probability in single precision has lost its logit; near 0 it has not.
    exact = p[p < 0.99]
    assert 10 <= len(exact) < 40
    np.testing.assert_allclose(explain.logits(trained, X)[p < 0.99], np.log(exact / (1 - exact)), rtol=1e-3, atol=1e-4)


def test_logits_go_on_where_the_probability_is_full(looks_at_one_moment):
    looks_at_one_moment.layers[-1].set_weights([400 * looks_at_one_moment.layers[-1].kernel, np.zeros(1)])
    assert looks_at_one_moment.predict(waves(), verbose=0).min() == 1
    by_hand = 1600 * np.stack([smoothed(wave)[FIRST:LAST].mean() for wave in waves()])
    np.testing.assert_allclose(explain.logits(looks_at_one_moment, waves()), by_hand, rtol=1e-4)


def smoothed(wave):
    return np.convolve(wave[:, 0], np.full(5, 0.2), mode="same")


@pytest.mark.parametrize("end", [[layers.Dense(1), layers.Activation("sigmoid")], [layers.Dense(1, use_bias=False)]])
def test_a_sigmoid_of_its_own_and_a_unit_without_bias_will_do(end):
    model = keras.Sequential([keras.Input((TIMES, 1)), layers.Conv1D(1, 3), layers.Flatten(), *end])
    p = model.predict(waves(), verbose=0)[:, 0]
    expected = np.log(p / (1 - p)) if len(end) == 2 else p
    np.testing.assert_allclose(explain.logits(model, waves()), expected, rtol=1e-4, atol=1e-5)
    assert explain.grad_cam(model, waves(), times=10).shape == (3, 10)


def test_occlusion_finds_the_moment_and_measures_it(looks_at_one_moment):
    X = waves()
    fall = explain.occlusion(looks_at_one_moment, X, axis=1, width=1, fill=0)
    # A sample reaches the five places around it, of which those in the moment count.
    reach = np.convolve((np.arange(TIMES) >= FIRST) & (np.arange(TIMES) < LAST), np.full(5, 0.2), mode="same")
    np.testing.assert_allclose(fall, X[..., 0] * reach * 4 / (LAST - FIRST), atol=2e-6)


def test_occlusion_averages_the_covers_of_a_moment_and_reaches_both_ends():
    model = keras.Sequential([keras.Input((1, 7)), layers.Flatten(), layers.Dense(1, activation="sigmoid")])
    weight = np.arange(1.0, 8)
    model.set_weights([weight[:, None], np.zeros(1)])
    X = np.array([[[1.0, 2, 3, 4, 5, 6, 7]], [[0, 0, 0, 0, 0, 0, 9]]])
    falls, covers = np.zeros((2, 7)), np.zeros(7)
    for start in (0, 2, 4):
        hidden = range(start, start + 3)
        change = [sum(weight[t] * (row[0][t] - np.median(row)) for t in hidden) for row in X]
        for t in hidden:
            falls[:, t] += change
            covers[t] += 1
    found = explain.occlusion(model, X, axis=2, width=3, step=2)
    np.testing.assert_allclose(found, falls / covers, rtol=1e-5)
    np.testing.assert_allclose(explain.occlusion(model, X, axis=-1, width=3, step=2), found)
    # Covers from 0, 3 and, for the last moment, 4.
    last = explain.occlusion(model, X, axis=2, width=3, step=3)[1]
    np.testing.assert_allclose(last, [0, 0, 0, 0, 31.5, 31.5, 63], rtol=1e-5)


def test_grad_cam_finds_the_moment(looks_at_one_moment):
    quiet = np.full((2, TIMES, 1), 0.01, np.float32)
    quiet[0, FIRST:LAST] = 1
    quiet[1, 20:40] = 1
    maps = explain.grad_cam(looks_at_one_moment, quiet, times=TIMES)
    inside = np.arange(TIMES)[maps[0] > 0.5]
    assert (inside.min(), inside.max()) == (FIRST, LAST - 1)
    assert maps.max(axis=1).tolist() == [1, 1]


def test_grad_cam_is_the_formula_of_its_paper(trained):
    """The mean gradient of each channel by central differences, times the channel, where positive."""
    X, _ = bumps(2, np.random.default_rng(4))
    first, second, _, dense = trained.layers
    activation = np.asarray(second(first(X)), dtype=float)
    weight = dense.get_weights()[0].reshape(activation.shape[1:]).astype(float)
    by_hand = np.maximum((activation * weight.mean(axis=0)).sum(axis=2), 0)
    maps = explain.grad_cam(trained, X, times=activation.shape[1])
    np.testing.assert_allclose(maps, by_hand / by_hand.max(axis=1, keepdims=True), rtol=1e-4, atol=1e-6)


def test_grad_cam_of_an_earlier_layer_goes_through_the_later_ones(trained):
    X, _ = bumps(2, np.random.default_rng(4))
    first, second, _, dense = trained.layers
    activation = np.asarray(first(X))

    def logit(values):
        return np.asarray(second(values)).reshape(len(values), -1) @ dense.get_weights()[0].ravel().astype(float)

    # The mean gradient of a channel is the change of the logit when the whole channel is raised, by its length.
    raised = [activation + 1e-2 * sign * np.eye(8)[channel] for channel in range(8) for sign in (1, -1)]
    change = [(logit(up) - logit(down)) / 2e-2 for up, down in zip(raised[::2], raised[1::2], strict=True)]
    by_hand = np.maximum((activation * np.stack(change, axis=1)[:, None]).sum(axis=2), 0)
    maps = explain.grad_cam(trained, X, times=activation.shape[1], layer=first.name)
    np.testing.assert_allclose(maps, by_hand / by_hand.max(axis=1, keepdims=True), atol=0.05)


def test_grad_cam_holds_what_reaches_the_end_by_another_way():
    """The logit is the sum of one branch times the other: so the gradient of the one is the other, which must not be lost."""
    keras.utils.set_random_seed(0)
    inputs = keras.Input((TIMES, 2))
    seen = layers.Conv1D(4, 5, padding="same", activation="relu", name="seen")(inputs[..., :1])
    held = layers.Conv1D(4, 5, padding="same", activation="relu", name="held")(inputs[..., 1:])
    product = layers.Flatten()(layers.Multiply(name="product")([seen, held]))
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid", kernel_initializer="ones")(product))
    X = np.random.default_rng(1).normal(1, 1, (3, TIMES, 2)).astype(np.float32)
    parts = keras.Model(inputs, [model.get_layer(name).output for name in ("seen", "held")])
    activation, other = (np.asarray(part, dtype=float) for part in parts(X))
    by_hand = (activation * other.mean(axis=1, keepdims=True)).sum(axis=2)
    maps = explain.grad_cam(model, X, times=TIMES, layer="seen")
    np.testing.assert_allclose(maps, by_hand / by_hand.max(axis=1, keepdims=True), rtol=1e-4, atol=1e-6)


def test_rows_are_taken_a_part_at_a_time_and_none_is_lost(trained, monkeypatch):
    X, _ = bumps(5, np.random.default_rng(6))
    whole, logits = explain.grad_cam(trained, X, times=40), explain.logits(trained, X)
    monkeypatch.setattr(explain, "ROWS_AT_ONCE", 2)
    np.testing.assert_allclose(explain.grad_cam(trained, X, times=40), whole, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(explain.logits(trained, X), logits, rtol=1e-4)


def test_a_row_without_positive_evidence_is_flat(looks_at_one_moment):
    against = looks_at_one_moment
    against.layers[-1].set_weights([-against.layers[-1].kernel, np.zeros(1)])
    assert not explain.grad_cam(against, waves(), times=50).any()


def test_steps_are_stretched_between_their_centres(looks_at_one_moment):
    ramp = np.linspace(0.1, 1, 10)
    stretched = explain._stretched(np.stack([ramp, ramp[::-1]]), 1000)
    np.testing.assert_allclose(
        stretched[0][50:950], np.interp(np.arange(50, 950) + 0.5, np.arange(50, 1000, 100), ramp)
    )
    np.testing.assert_allclose(stretched[0][::-1], stretched[1])


def test_a_map_of_random_weights_is_another(trained):
    X, _ = bumps(60, np.random.default_rng(8))
    before = trained.get_weights()
    random = explain.with_random_weights(trained, seed=1)
    again = explain.with_random_weights(trained, seed=1)
    for mine, once, twice in zip(before, random.get_weights(), again.get_weights(), strict=True):
        assert mine.shape == once.shape
        np.testing.assert_array_equal(once, twice)
    for mine, kept in zip(before, trained.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, kept)
    own, other = (explain.grad_cam(model, X, times=50) for model in (trained, random))
    assert np.mean(explain.agreement(own, other)) < 0.5 < np.mean(explain.agreement(own, own))
    own, other = (explain.occlusion(model, X, axis=1, width=20, step=10) for model in (trained, random))
    assert abs(np.mean(explain.agreement(own, other))) < 0.5


def test_agreement_is_the_rank_correlation_of_each_row():
    from scipy.stats import spearmanr

    rng = np.random.default_rng(9)
    first, second = rng.normal(size=(2, 5, 30)).round(1)
    by_hand = [spearmanr(a, b).statistic for a, b in zip(first, second, strict=True)]
    np.testing.assert_allclose(explain.agreement(first, second), by_hand)
    np.testing.assert_allclose(explain.agreement(first, np.exp(first)), 1)
    np.testing.assert_allclose(explain.agreement(first, -first), -1)
    assert explain.agreement(first[:1], np.ones((1, 30))).tolist() == [0]
    with pytest.raises(ValueError, match=r"Received \(5, 30\) and \(4, 30\)"):
        explain.agreement(first, second[:4])


def test_models_that_cannot_be_explained_are_refused_in_words(looks_at_one_moment):
    dense = keras.Sequential([keras.Input((8,)), layers.Dense(3), layers.Dense(1, activation="sigmoid")])
    with pytest.raises(ValueError, match=r"must have a layer whose output is \(batch, steps, channels\)"):
        explain.grad_cam(dense, np.zeros((1, 8)), times=4)
    two = keras.Sequential([keras.Input((8, 1)), layers.Flatten(), layers.Dense(2, activation="softmax")])
    with pytest.raises(ValueError, match="end in a Dense layer of one unit"):
        explain.logits(two, np.zeros((1, 8, 1)))
    for ask, kind in (
        (explain.convolutions, "a convolution along time"),
        (lambda one: explain.recurrent(one, waves()), "a recurrent layer"),
    ):
        with pytest.raises(ValueError, match=f"`model` must have {kind}"):
            ask(dense)
    for look in (partial(explain.grad_cam, times=4), partial(explain.occlusion, axis=1, width=3), explain.logits):
        with pytest.raises(ValueError, match=r"`X` must have at least one row\. Received shape \(0, 200, 1\)"):
            look(looks_at_one_moment, waves()[:0])
    no_layer = f"names? a layer with steps and channels: {looks_at_one_moment.layers[0].name}. Received 'conv'"
    with pytest.raises(ValueError, match=no_layer):
        explain.grad_cam(looks_at_one_moment, waves(), times=4, layer="conv")


def test_convolutions_and_what_a_recurrent_layer_reads_are_found_in_nested_models():
    inner = keras.Sequential([layers.Conv1D(3, 5, name="one"), layers.SeparableConv1D(4, 5, name="two")])
    inputs = keras.Input((TIMES, 1))
    reader = layers.RNN(layers.GRUCell(2))
    model = keras.Model(inputs, layers.Dense(1)(reader(sequences=inner(inputs))))
    assert [layer.name for layer in explain.convolutions(model)] == ["one", "two"]
    layer, read = explain.recurrent(model, waves())
    assert layer is reader
    np.testing.assert_allclose(read, inner(waves()), rtol=1e-5)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"axis": 0, "width": 3}, "`axis`.* Received 0"),
        ({"axis": 3, "width": 3}, "`axis`.* Received 3"),
        ({"axis": 1, "width": 0}, "`width` must be 1 to 200.* Received 0"),
        ({"axis": 1, "width": 201}, "`width` must be 1 to 200.* Received 201"),
        ({"axis": 1, "width": 5, "step": 6}, r"`step` must be 1 to `width` \(5\).* Received 6"),
    ],
)
def test_covers_that_leave_moments_out_are_refused(looks_at_one_moment, options, words):
    with pytest.raises(ValueError, match=words):
        explain.occlusion(looks_at_one_moment, waves(), **options)


@pytest.mark.parametrize(
    ("make", "equal"),
    [
        (lambda layers: layers.GRU(4, return_sequences=True, bias_initializer="random_normal"), True),
        (lambda layers: layers.GRU(4, return_sequences=True, use_bias=False), True),
        (lambda layers: layers.RNN(layers.GRUCell(4, bias_initializer="ones"), return_sequences=True), True),
        (lambda layers: layers.GRU(4, return_sequences=True, bias_initializer="ones", reset_after=False), False),
    ],
)
@pytest.mark.parametrize("directions", [1, 2])
def test_gru_weights_are_those_of_the_equations_whatever_the_layer(make, equal, directions):
    quiet_tensorflow()
    import keras
    from keras import ops

    layer = make(keras.layers)
    layer = keras.layers.Bidirectional(layer) if directions == 2 else layer
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype(np.float32)
    expected = ops.convert_to_numpy(layer(x))[..., :4]
    kernel, recurrent_kernel, bias = explain.gru_weights(layer)
    assert bias.shape == (2, 12)
    h = ops.zeros((2, 4))
    for t in range(5):
        z, r, given = ops.split(x[:, t] @ kernel + bias[0], 3, axis=1)
        kept_z, kept_r, recalled = ops.split(h @ recurrent_kernel + bias[1], 3, axis=1)
        z, r = ops.sigmoid(z + kept_z), ops.sigmoid(r + kept_r)
        h = z * h + (1 - z) * ops.tanh(given + r * recalled)
        assert np.allclose(h, expected[:, t], atol=1e-5) == (equal or t == 0)
