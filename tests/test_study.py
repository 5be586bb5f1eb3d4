"""The study of tasks 5 to 8: trainings that go on after an interrupt, who is learned from, what is measured, and the commands."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from ecgkit.database import TRAIN_RECORDS
from ecgkit.protocols import COURSE, HANDOUT, PROTOCOLS, Parts, Protocol, parts_of
from ecgkit.standin.beats import qrs_loop
from ecgkit.standin.hearts import draw_hearts
from solutions.study import __main__ as commands
from solutions.study import attention, baselines, beyond, folder, ideas, missed, results, runs, synthetic, tables
from solutions.study.augmentation import augmented, varied
from solutions.study.beats import Beats, chosen_rows
from solutions.study.fit import compiled, lesson_of, train_epoch
from solutions.study.networks import NETWORKS, build
from solutions.study.recipe import AS_RECORDED, Augmentation, Recipe, Synthetic, recipe_for
from solutions.study.waveforms import rhythm, shown, turned

TINY = Recipe("cnn", epochs=3, batch_size=32, per_kind=20)

#: Record, symbol and number of its beats; 201 and 202 are one person.
MADE = [
    *[(name, "N", 30) for name in ("100", "101", "201", "104", "212", "213", "220")],
    *[(name, "V", 25) for name in ("100", "202", "104", "213", "220")],
    *[("101", "R", 20), ("212", "R", 20), ("213", "A", 15), ("104", "A", 5)],
]
WIDTH = {"N": 0.02, "V": 0.09, "R": 0.05, "A": 0.02}


def made_up(seed: int = 0) -> Beats:
    """Waves whose width says what they are; an A beat comes early and looks like N."""
    rng = np.random.default_rng(seed)
    record = np.concatenate([[name] * count for name, _, count in sorted(MADE)])
    symbol = np.concatenate([[kind] * count for _, kind, count in sorted(MADE)])
    seconds = (np.arange(480) - 240) / 120
    width = np.array([WIDTH[kind] for kind in symbol])[:, None]
    wave = np.exp(-((seconds / width) ** 2) / 2) + 0.02 * rng.normal(size=(len(symbol), 480))
    before = np.where(symbol == "A", 0.5, 0.8)
    intervals = np.stack([before, np.full(len(symbol), 0.8), np.full(len(symbol), 0.8)], axis=1)
    leads = np.stack([wave, 0.5 * wave], axis=2).astype(np.float32)
    return Beats(leads, intervals.astype(np.float32), (symbol != "N").astype(np.int64), record, symbol)


@pytest.fixture(scope="module")
def beats() -> Beats:
    return made_up()


@pytest.fixture(scope="module")
def parts(beats: Beats) -> Parts:
    return parts_of(COURSE, beats.record, beats.symbol)


@pytest.fixture(scope="module")
def whole(beats: Beats, parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> runs.Trained:
    trained = runs.Trained.in_folder(tmp_path_factory.mktemp("whole"), COURSE, TINY, 3)
    runs.train(trained, beats, parts, say=lambda line: None)
    return trained


def learned(trained: runs.Trained) -> list[dict[str, float]]:
    return [{name: value for name, value in epoch.items() if name != "seconds"} for epoch in trained.history]


def interrupted_after(epochs: int):
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        if len(lines) == epochs:
            raise KeyboardInterrupt

    return say


class TestTraining:
    def test_interrupted_and_resumed_is_as_if_it_had_not_been(self, whole, beats, parts, tmp_path):
        trained = runs.Trained.in_folder(tmp_path, COURSE, TINY, 3)
        with pytest.raises(KeyboardInterrupt):
            runs.train(trained, beats, parts, say=interrupted_after(1))
        assert (len(trained.history), trained.is_done) == (1, False)
        with pytest.raises(ValueError, match="whose training is over"):
            runs.test_probabilities(trained, beats, parts)
        runs.train(trained, beats, parts, say=lambda line: None)
        assert trained.is_done
        assert learned(trained) == learned(whole)
        for mine, theirs in zip(
            runs.load_network(trained).get_weights(), runs.load_network(whole).get_weights(), strict=True
        ):
            np.testing.assert_array_equal(mine, theirs)

    def test_learns_from_no_row_of_validation_or_test(self, whole, beats, parts, tmp_path):
        leads = beats.leads.copy()
        leads[parts.test] = np.nan
        leads[parts.validation] = 0
        trained = runs.Trained.in_folder(tmp_path, COURSE, TINY, 3)
        runs.train(trained, replace(beats, leads=leads), parts, say=lambda line: None)
        for mine, theirs in zip(trained.history, whole.history, strict=True):
            assert (mine["loss"], mine["accuracy"]) == (theirs["loss"], theirs["accuracy"])
            assert mine["val_loss"] != theirs["val_loss"]

    def test_the_first_step_is_traced_once(self, beats, parts):
        recipe = replace(TINY, per_kind=2)
        lesson = lesson_of(recipe, beats, parts.train)
        model, traced = compiled(recipe, lesson.y), []
        step = model.train_step
        model.train_step = lambda data: (traced.append(data), step(data))[1]
        train_epoch(model, recipe, lesson, seed=0, epoch=0)
        assert len(traced) == 1

    def test_another_recipe_in_the_folder_is_refused(self, whole, beats, parts):
        other = replace(whole, recipe=replace(TINY, dropout=0.1))
        before = (whole.folder / runs.RECIPE).read_text()
        with pytest.raises(ValueError, match="must not mix recipes"):
            runs.train(other, beats, parts)
        assert (whole.folder / runs.RECIPE).read_text() == before

    def test_what_is_done_is_left_alone(self, whole, beats, parts):
        before = (whole.folder / "model.keras").stat().st_mtime_ns
        runs.train(whole, beats, parts, say=pytest.fail)
        assert (whole.folder / "model.keras").stat().st_mtime_ns == before

    def test_a_spent_budget_begins_no_further_epoch(self, beats, parts, tmp_path):
        trained = runs.Trained.in_folder(tmp_path, COURSE, TINY, 0)
        runs.train(trained, beats, parts, budget=0, say=lambda line: None)
        assert (len(trained.history), trained.is_done) == (1, True)

    def test_test_probabilities_are_computed_once_and_kept(self, whole, beats, parts, tmp_path):
        copied = replace(whole, folder=tmp_path / "seed3")
        shutil.copytree(whole.folder, copied.folder)
        first = runs.test_probabilities(copied, beats, parts)
        assert first.shape == (len(parts.test),)
        assert ((first >= 0) & (first <= 1)).all()
        (copied.folder / "model.keras").unlink()
        np.testing.assert_array_equal(runs.test_probabilities(copied, beats, parts), first)
        fewer = replace(parts, test=parts.test[1:])
        with pytest.raises(ValueError, match="test rows"):
            runs.test_probabilities(copied, beats, fewer)

    def test_a_saved_network_gives_the_same_when_read_again(self, whole, beats, parts, tmp_path):
        from solutions.study.fit import predict

        model = runs.load_network(whole)
        model.save(tmp_path / "again.keras")
        again = type(model).from_config(model.get_config())
        again.load_weights(_weights(model, tmp_path))
        expected = predict(model, TINY, beats, parts.test)
        import keras

        for other in (keras.saving.load_model(tmp_path / "again.keras"), again):
            np.testing.assert_array_equal(predict(other, TINY, beats, parts.test), expected)

    def test_the_folder_finds_its_networks_and_their_recipes(self, whole):
        out = whole.folder.parents[2]
        assert folder.finished_in(out, COURSE) == [whole]
        assert folder.protocols_in(out) == [COURSE]
        assert folder.protocols_in(out / "nothing") == []

    @pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=PROTOCOLS)
    def test_a_recipe_is_read_as_it_was_written(self, protocol, tmp_path):
        trained = self._begun(recipe_for(protocol, "gru"), protocol, tmp_path)
        assert folder.trained_in(tmp_path, protocol) == [trained]

    @pytest.mark.parametrize("other", [{"augmentation": {"unknown": 1}}, {"synthetic": 12}, {"unknown": 1}], ids=str)
    def test_a_recipe_of_another_version_is_refused(self, other, tmp_path):
        trained = self._begun(recipe_for(COURSE, "gru"), COURSE, tmp_path)
        path = trained.folder / runs.RECIPE
        path.write_text(json.dumps(json.loads(path.read_text()) | other))
        with pytest.raises(ValueError, match="other choices"):
            folder.trained_in(tmp_path, COURSE)

    @staticmethod
    def _begun(recipe: Recipe, protocol: Protocol, out: Path) -> runs.Trained:
        trained = runs.Trained.in_folder(out, protocol, recipe, 0)
        trained.folder.mkdir(parents=True)
        (trained.folder / runs.RECIPE).write_text(json.dumps(asdict(recipe)))
        return trained


def _weights(model, tmp_path: Path) -> Path:
    path = tmp_path / "again.weights.h5"
    model.save_weights(path)
    return path


@pytest.mark.parametrize("spectrogram", [False, True])
@pytest.mark.parametrize("network", NETWORKS)
def test_a_network_keeps_its_tasks_rules(network, spectrogram):
    from keras import layers

    model = build(network, (120, 1), dropout=0.5, spectrogram=spectrogram)
    kinds = [type(layer) for layer in model.layers]
    recurrent = [layer for layer in model.layers if isinstance(layer, layers.RNN | layers.Bidirectional)]
    if network == "bilstm":
        assert [type(layer) for layer in recurrent] == [layers.Bidirectional]
        assert isinstance(recurrent[0].forward_layer, layers.LSTM)
    elif network == "gru":
        assert [type(layer) for layer in recurrent] == [layers.GRU]
    else:
        assert not recurrent
        assert kinds.count(layers.Conv1D) == 5 if network == "alexnet" else kinds.count(layers.Conv1D) > 1
    assert layers.Flatten in kinds
    last = model.layers[-1]
    assert (type(last), last.units, last.activation.__name__) == (layers.Dense, 1, "sigmoid")
    assert model.output_shape == (None, 1)


def test_an_unknown_network_is_named():
    with pytest.raises(ValueError, match="`network` must be one of bilstm"):
        build("transformer", (120, 1), dropout=0)


class TestAugmentation:
    def test_leads_are_turned_into_each_other(self, beats):
        first, second = np.moveaxis(beats.leads[:5], -1, 0)
        np.testing.assert_array_equal(turned(beats.leads[:5], 0), first)
        np.testing.assert_allclose(turned(beats.leads[:5], np.pi / 2), second, atol=1e-6)
        np.testing.assert_allclose(turned(beats.leads[:5], np.full((5, 1), np.pi)), -first, atol=1e-6)

    def test_nothing_varied_is_the_recorded_window(self, beats):
        wave = varied(beats.leads, AS_RECORDED, np.random.default_rng(0))
        np.testing.assert_allclose(wave, beats.leads[..., 0], atol=1e-6)

    @pytest.mark.parametrize("name", ["mixing", "gain", "wander", "noise", "shift", "stretch"])
    def test_each_part_changes_the_window(self, beats, name):
        changed = replace(AS_RECORDED, **{name: getattr(Augmentation(), name)})
        wave = varied(beats.leads, changed, np.random.default_rng(0))
        assert np.isfinite(wave).all()
        assert np.abs(wave - beats.leads[..., 0]).max() > 0.01

    def test_an_epoch_has_each_row_once_and_no_two_epochs_are_alike(self, beats):
        y = np.arange(len(beats))
        epochs = [augmented(replace(beats, y=y), TINY, seed=1, epoch=epoch) for epoch in (0, 1, 1)]
        for _, labels in epochs:
            assert labels[:, 0].tolist() != y.tolist()
            assert sorted(labels[:, 0].tolist()) == y.tolist()
        first, second, again = (X for X, _ in epochs)
        assert np.abs(first - second).max() > 0.01
        np.testing.assert_array_equal(second, again)

    def test_each_row_keeps_its_label(self, beats):
        numbers = np.arange(len(beats))
        leads = np.zeros_like(beats.leads)
        leads[:, 240, 0] = numbers
        as_it_is = replace(TINY, augmentation=AS_RECORDED, normalize=False)
        X, y = augmented(replace(beats, leads=leads, y=numbers), as_it_is, seed=1, epoch=0)
        np.testing.assert_array_equal(X[:, 60, 0], y[:, 0])


def spikes(places: list[float]) -> np.ndarray:
    """(1, 480, 1) of 4 s at 120 Hz with a narrow wave at these seconds from the centre."""
    seconds = (np.arange(480) - 240) / 120
    return np.sum([np.exp(-(((seconds - place) / 0.02) ** 2)) for place in places], axis=0)[None, :, None]


def test_a_beat_is_made_early_and_stays_as_it_is():
    from solutions.study.early_beats import EARLINESS, PAUSE, made_early

    leads, rng = spikes([-0.9, 0, 1.0]), np.random.default_rng(0)
    for _ in range(20):
        made = made_early(leads, np.array([[0.9, 1.0, 0.9]]), rng)[0, :, 0]
        first, second, third = (
            np.flatnonzero((made[1:-1] > 0.5) & (made[1:-1] >= made[:-2]) & (made[1:-1] > made[2:])) + 1
        )
        assert second == 240
        np.testing.assert_allclose(made[220:260], leads[0, 220:260, 0], atol=1e-6)
        assert EARLINESS[0] - 0.02 < (240 - first) / 120 / 0.9 < EARLINESS[1] + 0.02
        assert 0.98 < (third - 240) / 120 < 1.02 + PAUSE


def test_early_beats_are_made_of_normal_ones_alone_and_are_abnormal(beats):
    from solutions.study.early_beats import can_come_early

    recipe = replace(TINY, augmentation=replace(AS_RECORDED, early=1.0))
    can = can_come_early(beats)
    assert 0 < can.sum() < len(beats)
    assert not beats.y[can].any()
    before = beats.leads.copy()
    _, labels = augmented(beats, recipe, seed=1, epoch=0)
    assert labels.sum() == np.where(can, 1, beats.y).sum()
    np.testing.assert_array_equal(beats.leads, before)


def test_the_gain_of_an_amplifier_is_not_shown(beats):
    wave = shown(beats.leads[..., 0], 0.5)
    np.testing.assert_allclose(shown(beats.leads[..., 0] * 3 + 5, 0.5), wave, atol=1e-4)
    assert wave.shape == (len(beats), 120, 1)
    in_mV = shown(beats.leads[..., 0] * 3, 0.5, normalize=False)
    assert np.abs(in_mV).max() == pytest.approx(3 * np.abs(shown(beats.leads[..., 0], 0.5, normalize=False)).max())


def test_the_rhythm_shows_where_the_other_beats_stand():
    """Of an early beat of another shape, the steepness knows; that it looks different, only the likeness."""
    seconds = (np.arange(480) - 240) / 120
    alike = sum(np.exp(-(((seconds - at) / 0.02) ** 2) / 2) for at in (-0.5, 0))
    other = np.exp(-(((seconds - 1) / 0.02) ** 2) / 2)
    slope, same = np.moveaxis(rhythm((alike - other)[None], 120)[0], -1, 0)
    step = {at: round((at + 2) * 30) for at in (-1.5, -0.5, 0, 1)}
    assert [slope[step[at]] > 0.9 for at in step] == [False, True, True, True]
    assert [same[step[at]] > 0.9 for at in step] == [False, True, True, False]
    flat = rhythm(np.zeros((1, 480)), 120)
    assert flat.shape == (1, 120, 2)
    assert not flat.any()
    with pytest.raises(ValueError, match="divide"):
        rhythm(np.zeros((1, 480)), 100)


def test_no_patient_drowns_the_others(beats, parts):
    rows = chosen_rows(beats, parts.train, 7)
    assert set(rows.tolist()) <= set(parts.train.tolist())
    kinds, counts = np.unique([f"{beats.record[row]} {beats.symbol[row]}" for row in rows], return_counts=True)
    assert set(counts.tolist()) == {7}
    assert len(kinds) == len({(beats.record[row], beats.symbol[row]) for row in parts.train})


@pytest.fixture(scope="module")
def made() -> Beats:
    return synthetic.synthetic_beats(Synthetic(1))


@pytest.fixture(scope="module")
def hearts() -> list[synthetic.VariedHeart]:
    drawn = draw_hearts(1).items()
    return [synthetic.VariedHeart(h.traits, h.leads, h.breath_hz, (1, int(name))) for name, h in drawn]


class TestSyntheticPatients:
    def test_follow_the_figures_of_training_records_alone(self, made):
        names = [name.split(",")[0] for name in np.unique(made.record)]
        assert set(names) == set(TRAIN_RECORDS)
        assert {name for name in names if names.count(name) > 1} == {"109", "111", "118", "124", "207"}

    def test_more_can_have_atria_that_fibrillate(self):
        usual, more = (Counter(synthetic.patients(Synthetic(2, fibrillating=n))) for n in (1, 3))
        assert max(more.values()) == 1
        assert usual < more
        assert Counter(name for _, name in more - usual) == {"201": 4, "203": 4, "210": 4}

    def test_none_drowns_the_others(self, made):
        kinds = [f"{record} {symbol}" for record, symbol in zip(made.record, made.symbol, strict=True)]
        assert np.unique(kinds, return_counts=True)[1].max() == Synthetic(1).per_kind
        assert np.isfinite(made.leads).all()

    def test_the_same_ones_are_made_again(self, made):
        again = synthetic.synthetic_beats.__wrapped__(Synthetic(1))
        np.testing.assert_array_equal(again.leads, made.leads)

    def test_past_a_block_and_from_the_ventricles_a_beat_takes_longer(self, hearts):
        """Surawicz et al. 2009, doi:10.1161/CIRCULATIONAHA.108.191095: 0.12 s and more; here, to a tenth of the height."""
        seconds = {kind: np.median([_qrs_seconds(heart.shapes(kind)[0]) for heart in hearts]) for kind in "NLRV"}
        assert seconds["N"] < 0.09
        assert min(seconds[kind] for kind in "LRV") > 0.11

    def test_an_atrial_beat_goes_the_way_of_the_patients_others(self, hearts):
        for heart in hearts:
            usual, early = (
                [wave for wave in heart.shapes(kind)[0] if wave.part == "QRS"]
                for kind in (heart.traits.conduction, "A")
            )
            for one, other in zip(usual, early, strict=True):
                np.testing.assert_array_equal(one.dipole, other.dipole)
                assert one[1:3] == other[1:3]

    def test_no_two_seeds_give_the_same_heart(self, hearts):
        for heart in hearts:
            other = replace(heart, seed=(2, *heart.seed))
            one, two, unvaried = (
                qrs_loop(shapes[0], np.linspace(-0.1, 0.1, 81))
                for shapes in (heart.shapes("N"), other.shapes("N"), super(type(heart), heart).shapes("N"))
            )
            assert min(np.abs(one - two).max(), np.abs(one - unvaried).max()) > 0.1

    def test_a_lesson_has_the_kinds_that_are_asked_for(self, made, beats, parts):
        from solutions.study.fit import lesson_of

        alone = lesson_of(TINY, beats, parts.train)
        np.testing.assert_array_equal(alone.leads, beats.leads[chosen_rows(beats, parts.train, TINY.per_kind)])
        lesson = lesson_of(replace(TINY, synthetic=Synthetic(1)), beats, parts.train)
        np.testing.assert_array_equal(lesson.leads[: len(alone)], alone.leads)
        added = lesson.at(np.arange(len(alone), len(lesson)))
        kinds = np.unique(alone.symbol)
        assert set(added.symbol) == set(kinds) < set(made.symbol)
        assert len(added) == np.isin(made.symbol, kinds).sum()

    def test_are_shown_beside_real_ones(self, beats, parts):
        shown_ones = synthetic.examples(beats, parts.train)
        names = {
            (kind, group): [each["name"] for each in shown_ones[kind][group]]
            for kind in "NR"
            for group in shown_ones[kind]
        }
        trained_on = set(beats.record[parts.train].tolist())
        assert set(names["N", "real"]) <= trained_on
        assert names["R", "real"] == ["101"]
        assert len(names["R", "synthetic"]) == synthetic.SHOWN_PATIENTS
        wave = np.array(shown_ones["N"]["real"][0]["wave"])
        assert (wave.shape, wave.argmax()) == ((120,), 60)

    def test_are_shown_only_where_real_ones_of_the_kind_were_learned(self, beats):
        train = parts_of(HANDOUT, beats.record, beats.symbol).train
        assert set(beats.symbol[train].tolist()) == {"N", "V"}
        assert list(synthetic.examples(beats, train)) == ["N", "V"]


def _qrs_seconds(shape) -> float:
    times = np.arange(-0.15, 0.25, 0.001)
    height = np.linalg.norm(qrs_loop(shape, times), axis=1)
    return float(np.ptp(times[height > 0.1 * height.max()]))


class TestBeyond:
    @pytest.fixture
    def trained(self, whole, beats, parts):
        return {"cnn": [whole]}, {"cnn": [runs.test_probabilities(whole, beats, parts)]}

    def test_together_is_what_the_networks_say(self, trained, beats, parts):
        _, found = trained
        together, *_ = beyond.beyond(*trained, beats, parts).values()
        np.testing.assert_allclose(together, np.clip(found["cnn"][0], 1e-3, 1 - 1e-3), atol=1e-6)

    def test_early_beats_that_look_like_all_others_are_known(self, trained, beats, parts):
        early_if_abnormal = np.array([1, 0, 0]) * beats.y[:, None]
        early = replace(beats, intervals=(beats.intervals - 0.3 * early_if_abnormal).astype(np.float32))
        together, with_rhythm, _ = beyond.beyond(*trained, early, parts).values()
        atrial = beats.symbol[parts.test] == "A"
        called = [y_prob[atrial] >= 0.5 for y_prob in (together, with_rhythm)]
        assert called[1].mean() > called[0].mean()

    def test_a_slow_and_a_fast_heart_have_the_same_ratios(self, beats):
        rows = np.arange(5)
        fast = replace(beats, intervals=beats.intervals / 2)
        np.testing.assert_allclose(beyond.ratios(beats, rows), beyond.ratios(fast, rows))

    def test_labels_of_test_patients_change_nothing(self, trained, beats, parts):
        swapped = beats.y.copy()
        swapped[parts.test] = 1 - swapped[parts.test]
        as_it_is, other = (beyond.beyond(*trained, each, parts) for each in (beats, replace(beats, y=swapped)))
        for name, y_prob in as_it_is.items():
            np.testing.assert_array_equal(y_prob, other[name])

    def test_both_leads_are_asked(self, trained, beats, parts, monkeypatch):
        monkeypatch.setattr(beyond, "ALIKE", 5)
        leads = beats.leads.copy()
        leads[..., 1] = 10 * np.roll(leads[..., 1], 30, axis=1)
        (one, _, both), (same, _, other) = (
            beyond.beyond(*trained, each, parts).values() for each in (beats, replace(beats, leads=leads))
        )
        np.testing.assert_array_equal(one, same)
        assert np.abs(both - other).max() > 0.01

    def test_a_beat_gets_the_mean_of_those_that_look_like_it(self, beats, parts, monkeypatch):
        monkeypatch.setattr(beyond, "ALIKE", 20)
        rows = parts.test
        is_wide = np.isin(beats.symbol[rows], ("V", "R"))
        rng = np.random.default_rng(0)
        noisy = is_wide + rng.normal(0, 0.5, len(rows))
        means = beyond.mean_of_alike(noisy, beats, rows)
        assert np.abs(noisy - is_wide).max() > 1
        assert np.abs(means - is_wide).max() < 0.5

    def test_a_beat_is_never_asked_with_those_of_another_record(self, beats, parts):
        rows = parts.test
        number = beats.record[rows].astype(float)
        np.testing.assert_allclose(beyond.mean_of_alike(number, beats, rows), number)

    def test_a_gain_a_drift_and_a_flat_line_make_no_other_shape(self, beats, parts):
        rows, values = parts.test, np.arange(len(parts.test), dtype=float)
        gain = np.random.default_rng(0).uniform(1, 4, (len(beats), 1, 1)).astype(np.float32)
        scaled = replace(beats, leads=beats.leads * gain + np.float32([1, -2]))
        means = beyond.mean_of_alike(values, beats, rows)
        np.testing.assert_allclose(beyond.mean_of_alike(values, scaled, rows), means)
        assert np.isfinite(beyond.mean_of_alike(values, replace(beats, leads=0 * beats.leads), rows)).all()


class TestBaselines:
    def test_majority_says_the_same_to_all(self, beats, parts):
        y_prob = baselines.majority(beats, parts)
        assert set(y_prob.tolist()) == {beats.y[parts.train].mean()}

    def test_intervals_find_early_beats_and_the_window_finds_wide_ones(self, beats, parts):
        early = replace(beats, intervals=beats.intervals - 0.3 * (beats.y[:, None] * [1, 0, 0]).astype(np.float32))
        scores = runs.scores(baselines.rr_regression(early, parts), beats, parts)
        assert scores["f1"]["value"] > 0.95
        assert runs.scores(baselines.dense_on_window(beats, parts), beats, parts)["f1"]["value"] > 0.7

    def test_validation_patients_choose_how_classes_are_weighed(self, beats, parts, monkeypatch):
        rng = np.random.default_rng(0)
        y = (rng.random(len(beats.y)) < 0.2).astype(beats.y.dtype)
        # A rare class that comes a little early: weights decide how much of it is called.
        early = 0.1 * rng.random((len(y), 3)) - 0.05 * y[:, None] * [1, 0, 0]
        vague, abnormal_called = replace(beats, y=y, intervals=(0.8 + early).astype(np.float32)), []
        for sign in (1, -1):
            monkeypatch.setattr(baselines, "f1_score", lambda y, called, sign=sign, **options: sign * called.mean())
            abnormal_called.append((baselines.rr_regression(vague, parts) >= 0.5).sum())
        assert abnormal_called[0] > abnormal_called[1]


class TestMeasured:
    def test_a_kind_of_one_patient_gets_no_interval(self, beats, parts):
        y_prob = np.where(beats.symbol[parts.test] == "V", 0.9, 0.1)
        y_prob[np.flatnonzero((beats.symbol == "V") & (beats.record == "213"))[:5] - parts.test[0]] = 0.1
        rows = {row["symbol"]: row for row in tables.symbol_rows(y_prob, beats, parts.test)}
        wanted = {"N": (90, 1.0, 3), "R": (20, 0.0, 1), "V": (50, 0.9, 2), "A": (15, 0.0, 1)}
        assert {s: (row["beats"], row["correct"], row["patients"]) for s, row in rows.items()} == wanted
        assert (rows["A"]["low"], rows["A"]["high"], rows["R"]["low"]) == (None, None, None)
        assert (rows["V"]["low"], rows["V"]["high"]) == (0.8, 1.0)

    def test_records_range_over_the_seeds(self, beats, parts):
        truth = beats.y[parts.test].astype(float)
        rows = tables.record_rows([truth, 1 - truth, truth], beats, parts.test)
        assert [row["record"] for row in rows] == ["212", "213", "220"]
        assert all(row["recall"] == {"value": 1.0, "low": 0.0, "high": 1.0} for row in rows)
        assert [(row["normal"], row["abnormal"]) for row in rows] == [(30, 20), (30, 40), (30, 25)]

    def test_the_most_missed_groups_and_why(self, beats, parts):
        y_prob = (np.isin(beats.symbol[parts.test], ("V",))).astype(float)
        false_alarm = np.where(beats.record[parts.test] == "220", 1.0, y_prob)
        groups = missed.missed_groups({"one": [y_prob], "two": [y_prob, y_prob, false_alarm]}, beats, parts)
        assert [(g["record"], g["symbol"], g["wrong"]) for g in groups] == [
            ("212", "R", {"one": 20, "two": 20}),
            ("213", "A", {"one": 15, "two": 15}),
        ]
        block, atrial = groups
        assert (block["teachers"], block["like"], atrial["teachers"], atrial["like"]) == (1, "N", 0, "N")
        assert atrial["likeness"] > 0.99 > block["likeness"]
        assert (atrial["before"], atrial["before_like"]) == pytest.approx((0.5, 0.8))
        assert atrial["against_usual"] == pytest.approx(0.625)

    def test_one_person_is_one_teacher(self, beats, parts):
        assert missed.teachers(beats, parts, "V") == 2
        both = np.where((beats.record == "100") & (beats.symbol == "V"), "201", beats.record)
        assert missed.teachers(replace(beats, record=both), parts, "V") == 1

    def test_the_middle_seed_is_neither_lucky_nor_unlucky(self):
        assert results.typical_of([0.9, 0.1, 0.5]) == 2
        assert results.typical_of([0.9, 0.1, 0.5, 0.4]) == 3
        assert results.typical_of([0.3]) == 0

    def test_numbers_of_a_protocol(self, whole, beats, parts, tmp_path):
        out = tmp_path / "study"
        shutil.copytree(whole.folder.parents[2], out)
        measured = results.measure(out, beats, [COURSE], lambda line: None)["protocols"]["course"]
        y_prob = runs.test_probabilities(folder.finished_in(out, COURSE)[0], beats, parts)
        (seed,) = measured["networks"]["cnn"]["seeds"]
        right = ((y_prob >= 0.5) == beats.y[parts.test]).mean()
        assert seed["scores"]["accuracy"]["value"] == pytest.approx(right)
        assert measured["networks"]["cnn"]["median"]["accuracy"] == pytest.approx(right)
        assert measured["networks"]["cnn"]["parameters"] == runs.load_network(whole).count_params()
        assert measured["parts"]["test"]["records"] == ["212", "213", "220"]
        assert set(measured["baselines"]) == set(baselines.BASELINES)
        constant = measured["baselines"]["majority"]["curve"]
        assert constant == {"recall": [1.0], "precision": [round(beats.y[parts.test].mean(), 4)]}
        json.dumps(measured, allow_nan=False)

    def test_examples_are_typical_and_of_the_record_that_has_most(self, beats, parts):
        y_prob = np.linspace(0.6, 0.9, len(parts.test)) * (beats.symbol[parts.test] != "R")
        chosen = attention.example_rows(y_prob, beats, parts)
        shown_beats = [(str(beats.record[parts.test[p]]), str(beats.symbol[parts.test[p]]), f) for p, f in chosen]
        assert [(kind, found) for _, kind, found in shown_beats] == [("V", True), ("A", True), ("R", False)]
        for place, _ in chosen[1:2]:
            same = (beats.symbol[parts.test] == "A") & (beats.record[parts.test] == "213")
            assert y_prob[place] == np.median(y_prob[same])


class TestIdeas:
    def test_each_takes_something_of_its_own_away(self):
        recipe = Recipe(
            "cnn",
            rhythm=True,
            early_stopping=True,
            per_kind=20,
            synthetic=Synthetic(1),
            augmentation=Augmentation(early=0.1),
        )
        pairs = list(ideas.without_each(recipe))
        assert {idea.name for idea in ideas.IDEAS} <= {idea.name for idea, _ in pairs}
        changed = [other for _, other in pairs]
        assert recipe not in changed
        assert len(set(map(repr, changed))) == len({idea.folder for idea, _ in pairs}) == len(pairs)

    def test_what_a_recipe_lacks_cannot_be_taken_away(self):
        plain = Recipe("cnn", augmentation=AS_RECORDED, class_weights=False)
        folders = {idea.folder for idea, _ in ideas.without_each(plain)}
        assert folders.isdisjoint({"augmentation", "mixing", "timing", "noise", "class_weights"})

    def test_changes_are_those_of_the_medians(self, beats, parts, tmp_path, monkeypatch):
        trained_as = []
        monkeypatch.setattr(ideas, "IDEAS", ideas.IDEAS[:1])
        monkeypatch.setattr(ideas, "train", lambda trained, *rest, **options: trained_as.append(trained.recipe))
        monkeypatch.setattr(ideas, "validation_scores", self._scores)
        compared = ideas.compare_ideas(TINY, beats, parts, tmp_path, seeds=3, heading=lambda line: None)
        assert trained_as[:4] == [TINY] * 3 + [replace(TINY, normalize=False)]
        row = compared["rows"][1]
        assert [seed["f1"] for seed in row["seeds"]] == pytest.approx([0.5, 0.7, 0.6])
        assert (row["f1"], row["change"]["f1"]) == pytest.approx((0.6, -0.2))
        assert compared["rows"][0]["change"] == {"accuracy": 0, "f1": 0}

    @staticmethod
    def _scores(trained, beats, parts):
        f1 = [0.7, 0.9, 0.8][trained.seed] - 0.2 * (not trained.recipe.normalize)
        return {"accuracy": f1, "f1": f1}

    def test_only_validation_rows_decide(self, whole, beats, parts, tmp_path):
        leads = beats.leads.copy()
        leads[parts.test] = np.nan
        copied = replace(whole, folder=tmp_path / "seed3")
        shutil.copytree(whole.folder, copied.folder)
        (copied.folder / runs.VALIDATION).unlink(missing_ok=True)
        found = runs.validation_scores(copied, replace(beats, leads=leads), parts)
        best = max(whole.history, key=lambda epoch: epoch["val_accuracy"] + epoch["val_f1"])
        assert (found["accuracy"], found["f1"]) == pytest.approx((best["val_accuracy"], best["val_f1"]))


def run_study(*arguments: object):
    """The command, with a twelfth of the synthetic patients, for the sake of time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(commands, "recipe_for", lambda *of: replace(recipe_for(*of), synthetic=Synthetic(1)))
        return CliRunner().invoke(commands.app, list(map(str, arguments)))


@pytest.fixture(scope="module")
def studied(small_standin, tmp_path_factory):
    out = tmp_path_factory.mktemp("studied")
    options = ("--database", small_standin, "--out", out)
    trained = run_study("train", "--network", "cnn", "--seeds", 1, "--epochs", 2, *options)
    return out, trained, run_study("evaluate", *options)


class TestCommands:
    def test_train_shows_each_epoch_and_evaluate_every_seed(self, studied):
        out, trained, evaluated = studied
        assert (trained.exit_code, evaluated.exit_code) == (0, 0), trained.output + evaluated.output
        for epoch, entry in enumerate(json.loads((out / "course/cnn/seed0/history.json").read_text()), start=1):
            assert f"{epoch}/2  loss {entry['loss']:.3f}" in trained.output
        network = json.loads((out / "results.json").read_text())["protocols"]["course"]["networks"]["cnn"]
        assert f"{network['seeds'][0]['scores']['f1']['value']:.3f}" in evaluated.output
        assert "majority" in evaluated.output
        assert (out / "figures" / "hearts.png").exists()

    def test_the_page_needs_nothing_and_shows_the_numbers(self, studied):
        out = studied[0]
        page = (out / "report.html").read_text()
        measured = json.loads((out / "results.json").read_text())
        assert "These recordings are synthetic." in page[: page.index("<h2")]
        assert f"from {measured['hearts']['patients']} synthetic patients" in page
        assert f"from {len(synthetic.patients(Synthetic(1)))} synthetic ones" in page
        assert "Patients for each record: 1; where it has\nbundle branch blocks, 3. No figure" in page
        assert (
            page.count('<img src="data:image/png;base64,')
            == page.count("<img ")
            == len(list((out / "figures").iterdir()))
        )
        assert not any(word in page for word in ("<script", "<link", "@import", 'src="http'))
        for baseline in measured["protocols"]["course"]["baselines"].values():
            assert "".join(f"<td>{baseline['scores'][s]['value']:.3f}</td>" for s in ("accuracy", "precision")) in page
        for group in measured["protocols"]["course"]["missed"]:
            assert f"{group['record']} <strong>{group['symbol']}</strong>" in page

    def test_the_page_fits_a_telephone(self, studied):
        playwright = pytest.importorskip("playwright.sync_api")
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if chromium is None:
            pytest.skip("no Chromium")
        with playwright.sync_playwright() as running:
            browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 390, "height": 800})
            errors: list[str] = []
            page.on("console", lambda message: errors.append(message.text))
            page.goto((studied[0] / "report.html").as_uri())
            width = page.evaluate("document.documentElement.scrollWidth")
            browser.close()
        assert (width, errors) == (390, [])

    def test_trained_networks_are_left_and_another_recipe_is_refused(self, studied, small_standin):
        options = ("--network", "cnn", "--seeds", 1, "--database", small_standin, "--out", studied[0])
        again = run_study("train", "--epochs", 2, *options)
        assert again.exit_code == 0
        assert "done before" in again.output
        is_one_sentence(run_study("train", "--epochs", 3, *options), "must not mix recipes")

    def test_quick_learns_from_little(self, small_standin, tmp_path):
        options = ("--network", "cnn", "--seeds", 1, "--epochs", 1, "--database", small_standin, "--out", tmp_path)
        done = run_study("train", "--quick", *options)
        assert done.exit_code == 0, done.output
        recipe = json.loads((tmp_path / "course/cnn/seed0/recipe.json").read_text())
        assert (recipe["per_kind"], recipe["synthetic"]["each"], recipe["dropout"], recipe["epochs"]) == (20, 1, 0, 1)
        is_one_sentence(run_study("train", *options), "must not mix recipes")

    def test_another_database_is_refused(self, studied, small_standin, tmp_path):
        shutil.copytree(small_standin, tmp_path / "other")
        for path in (tmp_path / "other").glob("212.*"):
            path.unlink()
        names = (tmp_path / "other" / "RECORDS").read_text().replace("212\n", "")
        (tmp_path / "other" / "RECORDS").write_text(names)
        done = run_study("evaluate", "--database", tmp_path / "other", "--out", studied[0])
        is_one_sentence(done, "were trained on")

    def test_ideas_writes_its_table_and_touches_no_test_patient(self, small_standin, tmp_path, monkeypatch):
        monkeypatch.setattr(ideas, "IDEAS", ideas.IDEAS[:1])
        monkeypatch.setattr(ideas, "_other_input", lambda recipe: ideas.IDEAS[0])
        monkeypatch.setattr(runs, "test_probabilities", pytest.fail)
        done = run_study("ideas", "--seeds", 1, "--epochs", 1, "--database", small_standin, "--out", tmp_path)
        assert done.exit_code == 0, done.output
        compared = json.loads((tmp_path / "ideas.json").read_text())
        assert compared["rows"][0]["idea"] == ideas.WHOLE
        assert f"{compared['rows'][1]['f1']:.3f}" in done.output
        assert not list(tmp_path.rglob(runs.TEST))

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (
                ("train", "--network", "resnet"),
                "`--network` must be one of bilstm, cnn, alexnet, gru. Received 'resnet'.",
            ),
            (("train", "--protocol", "easy"), "`--protocol` must be one of course, handout, random. Received 'easy'."),
            (("ideas", "--network", "resnet"), "`--network` must be one of"),
            (("evaluate",), "has none. Run `python -m solutions.study train`."),
            (("train", "--database", "nowhere"), "nowhere"),
        ],
    )
    def test_bad_input_is_one_sentence(self, arguments, words, tmp_path):
        is_one_sentence(run_study(*arguments, "--out", tmp_path / "out"), words)
        assert not (tmp_path / "out").exists()

    def test_an_interrupt_says_how_to_go_on(self, small_standin, tmp_path, monkeypatch):
        def interrupted(*arguments, **options):
            raise KeyboardInterrupt

        monkeypatch.setattr(runs, "train", interrupted)
        done = run_study("train", "--network", "cnn", "--database", small_standin, "--out", tmp_path)
        assert done.exit_code == 1
        assert "The same command goes on" in done.stderr


def is_one_sentence(done, words: str) -> None:
    assert done.exit_code == 1
    assert words in done.stderr
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.output
