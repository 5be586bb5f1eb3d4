"""Where the bars of the learned checks stand, and that measuring them can be interrupted."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from autograder import calibrate
from autograder.__main__ import app
from autograder.unseen_patients import read_bars

MUST_FAIL = {"all normal": 0.67, calibrate.LINEAR: 0.86, "untrained": 0.4}
REFERENCE = dict.fromkeys(calibrate.NETWORKS, 0.92)


@pytest.fixture
def measuring(monkeypatch):
    """What a training would give, at once; and the list of the seeds that were measured."""
    seeds, scores = [], {**MUST_FAIL, **REFERENCE}

    def measure(task, models, seed, measured, say):
        seeds.append(seed)
        for name, score in scores.items():
            measured.setdefault(name, []).append([score + 0.001 * seed, score - 0.1])

    monkeypatch.setattr(calibrate, "_measure", measure)
    monkeypatch.setattr(calibrate, "task_of_seed", lambda seed: None)
    monkeypatch.setattr(calibrate, "_reference_layers", lambda: {name: [{"class": "Dense"}] for name in REFERENCE})
    return seeds, scores


def run(*arguments):
    return CliRunner().invoke(app, ["calibrate", *map(str, arguments)])


def test_bars_lie_between_what_must_fail_and_the_worst_reference(measuring, tmp_path):
    done = run("--seeds", 3, "--out", tmp_path / "bars.json")
    assert done.exit_code == 0, done.output
    content = json.loads((tmp_path / "bars.json").read_text())
    assert content["seeds"] == len(content["measured"][calibrate.LINEAR]) == 3
    assert all(bar == {"accuracy": 0.024, "f1": 0.024} for bar in content["bars"].values())
    assert [path.name for path in tmp_path.iterdir()] == ["bars.json"]


def test_nothing_is_written_where_a_model_that_must_fail_is_as_good(measuring, tmp_path):
    measuring[1]["dense on the spectrogram"] = 0.93
    done = run("--seeds", 2, "--out", tmp_path / "bars.json")
    assert done.exit_code == 1
    assert "No accuracy tells build_bilstm from the models that must fail" in " ".join(done.output.split())
    assert not (tmp_path / "bars.json").exists()


def test_an_interrupted_calibration_goes_on_after_the_last_whole_seed(measuring, tmp_path, monkeypatch):
    seeds, _ = measuring
    measure = calibrate._measure

    def interrupted(task, models, seed, measured, say):
        if seed == 2:
            measured[calibrate.LINEAR].append([0, 0])
            raise KeyboardInterrupt
        measure(task, models, seed, measured, say)

    with monkeypatch.context() as patch:
        patch.setattr(calibrate, "_measure", interrupted)
        assert run("--seeds", 4, "--out", tmp_path / "bars.json").exit_code != 0
    assert seeds == [0, 1]
    assert run("--seeds", 4, "--out", tmp_path / "bars.json").exit_code == 0
    assert seeds == [0, 1, 2, 3]


def test_other_networks_are_measured_from_the_start(measuring, tmp_path, monkeypatch):
    seeds, _ = measuring
    (tmp_path / "bars.part.json").write_text(json.dumps({"models": {}, "measured": {calibrate.LINEAR: [[1, 1]]}}))
    assert run("--seeds", 1, "--out", tmp_path / "bars.json").exit_code == 0
    assert seeds == [0]


def test_every_measured_reference_run_clears_the_bars_and_nothing_that_must_fail_does():
    content = read_bars()
    measured, linear = content["measured"], content["measured"][calibrate.LINEAR]
    plain = {calibrate.PLAIN.format(name) for name in calibrate.NETWORKS}
    for network in calibrate.NETWORKS:
        bar = [content["bars"][network][metric] for metric in calibrate.METRICS]
        for name, runs in measured.items():
            passed = [
                all(score - base >= least for score, base, least in zip(run, at, bar, strict=True))
                for run, at in zip(runs, linear, strict=True)
            ]
            if name == network:
                assert all(passed), name
            elif name not in plain and name not in calibrate.NETWORKS:
                assert not any(passed), name
