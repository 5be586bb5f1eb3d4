"""`python -m solutions`: the whole reference run on a small stand-in, its files, its page, and how it fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, contracts, read_record, stubs
from solutions import loading

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = 60
MODELS = ("bilstm.keras", "cnn.keras", "alexnet.keras", "gru.keras")


def run_solutions(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "solutions", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def finished(small_standin, tmp_path_factory) -> tuple[subprocess.CompletedProcess[str], Path]:
    out = tmp_path_factory.mktemp("reference")
    return run_solutions("--database", str(small_standin), "--out", str(out)), out


@pytest.fixture(scope="module")
def metrics(finished) -> dict:
    return json.loads((finished[1] / "metrics.json").read_text())


@pytest.fixture(scope="module")
def page(finished) -> str:
    return (finished[1] / "report.html").read_text()


@pytest.fixture
def empty_stubs():
    filled = {name: stub.body for name, stub in contracts.STUBS.items()}
    contracts.clear()
    yield
    for name, body in filled.items():
        contracts.STUBS[name].body = body


@pytest.mark.slow
class TestWholeRun:
    def test_ends_well_and_says_nothing_on_stderr(self, finished):
        done, _ = finished
        assert (done.returncode, done.stderr) == (0, "")

    def test_writes_page_numbers_models_and_every_figure(self, finished, metrics):
        out = finished[1]
        assert {"report.html", "metrics.json", *MODELS, "figures"} == {path.name for path in out.iterdir()}
        named = {figure["file"] for task in metrics["tasks"].values() for figure in task["figures"]}
        assert named == {path.name for path in (out / "figures").iterdir()}
        assert all((out / "figures" / name).read_bytes().startswith(b"\x89PNG") for name in named)
        assert all(zipfile.is_zipfile(out / name) for name in MODELS)

    def test_every_line_fits_a_narrow_terminal(self, finished):
        # The two lines with a path belong to the reader's folders.
        lines = [line for line in finished[0].stdout.splitlines() if not line.startswith(("Database:", "Report:"))]
        assert max(map(len, lines)) <= COLUMNS

    def test_shows_each_task_and_each_epoch(self, finished, metrics):
        text = finished[0].stdout
        assert re.findall(r"^Task (\d)", text, re.MULTILINE) == list("12345678")
        epochs = metrics["plan"]["epochs"]
        for task in "5678":
            losses = metrics["tasks"][task]["history"]["loss"]
            assert len(losses) == epochs
            for epoch, loss in enumerate(losses, start=1):
                assert re.search(rf"^ +{epoch}/{epochs} +{loss:.3f} ", text, re.MULTILINE)

    def test_counts_rows_as_a_count_from_the_annotations_does(self, metrics, small_standin):
        records = [read_record(path.with_suffix("")) for path in small_standin.glob("*.hea")]
        beats = [
            symbol
            for record in records
            for sample, symbol in zip(record.sample, record.symbol, strict=True)
            if symbol in (NORMAL_SYMBOL, *ABNORMAL_SYMBOLS) and 720 <= sample <= record.sig_len - 720
        ]
        task = metrics["tasks"]["2"]
        assert (task["rows"], task["columns"]) == (len(beats), 1440)
        assert task["abnormal"] == sum(symbol != NORMAL_SYMBOL for symbol in beats)

    @pytest.mark.parametrize("task", list("5678"))
    def test_totals_follow_from_the_confusion_matrix(self, metrics, task):
        measured = metrics["tasks"][task]
        (tn, fp), (fn, tp) = measured["confusion"]
        assert tn + fp + fn + tp == metrics["tasks"]["2"]["sides"]["test"]["rows"]
        assert fn + tp == metrics["tasks"]["2"]["sides"]["test"]["abnormal"]
        assert measured["metrics"]["accuracy"] == pytest.approx((tn + tp) / (tn + fp + fn + tp))
        assert measured["metrics"]["f1"] == pytest.approx(2 * tp / (2 * tp + fp + fn))
        assert sum(row["abnormal"] for row in measured["per_record"]) == fn + tp
        hits = sum(round(row["beats"] * row["correct"]) for row in measured["per_symbol"])
        assert hits == tn + tp

    def test_no_validation_patient_is_trained_on(self, metrics):
        measured = metrics["tasks"]["5"]
        assert measured["validation_records"] == ["119"]
        assert measured["train_records"] == len(metrics["records"]["train"]) - 1

    def test_page_needs_nothing_from_outside(self, page):
        loaded = References.of(page)
        assert loaded
        assert [value[:60] for value in loaded if not value.startswith(("data:image/png;base64,", "#"))] == []
        assert not re.search(r"@import|url\(|<script|<link", page)

    def test_page_shows_the_numbers_of_metrics_json(self, page, metrics):
        for number in "5678":
            task = metrics["tasks"][number]
            row = "".join(f"<td>{task['metrics'][name]:.3f}</td>" for name in ("accuracy", "precision", "recall", "f1"))
            assert f'<td class="words">{task["name"]}</td>{row}' in page
        assert f"{metrics['tasks']['2']['rows']:,} x 1440" in page
        assert page.count("<img ") == sum(len(task["figures"]) for task in metrics["tasks"].values())
        for record in metrics["tasks"]["5"]["per_record"]:
            assert f'<td class="words">{record["record"]}</td>' in page

    def test_page_says_first_that_a_stand_in_is_no_heart(self, page, metrics):
        assert metrics["is_stand_in"] is True
        assert "stand-in" in metrics["database"]
        before_any_result = page[: page.index("<h2")]
        assert "These recordings are synthetic." in before_any_result

    def test_page_of_real_recordings_is_not_labelled_so(self, finished, metrics, tmp_path):
        from solutions.report import write_report

        (tmp_path / "figures").symlink_to(finished[1] / "figures")
        real = {**metrics, "is_stand_in": False, "database": "MIT-BIH Arrhythmia Database"}
        assert "synthetic" not in write_report(real, tmp_path).read_text()


@pytest.mark.slow
def test_one_task_alone_computes_what_it_needs(small_standin, tmp_path):
    done = run_solutions("--task", "3", "--database", str(small_standin), "--out", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    measured = json.loads((tmp_path / "metrics.json").read_text())["tasks"]
    assert list(measured) == ["3"]
    assert measured["3"]["shape"][1:] == [33, 46]
    assert measured["3"]["largest_difference_from_scipy_mV"] < 1e-5
    assert (tmp_path / "report.html").is_file()


@pytest.mark.slow
def test_real_recordings_give_the_known_matrix(mitdb, tmp_path):
    done = run_solutions("--task", "2", "--database", str(mitdb), "--out", str(tmp_path))
    assert "109,217 x 1440, 34,336 abnormal (31.4 %)" in done.stdout
    assert "train 70,263, test 38,954" in done.stdout
    assert "synthetic" not in (tmp_path / "report.html").read_text()


def test_a_wrong_database_is_one_sentence(tmp_path):
    done = run_solutions("--database", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "out").exists()


def test_a_wrong_database_is_told_before_tensorflow_loads(tmp_path):
    program = (
        "import sys; from typer.testing import CliRunner; from solutions.__main__ import app;"
        f"result = CliRunner().invoke(app, ['--database', {str(tmp_path / 'nowhere')!r}]);"
        "print(result.exit_code, [name for name in ('tensorflow', 'scipy', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "1 []\n"


def test_a_database_without_test_patients_is_refused(small_standin, tmp_path):
    one_side = tmp_path / "one_side"
    one_side.mkdir()
    for path in small_standin.glob("100.*"):
        (one_side / path.name).write_bytes(path.read_bytes())
    done = run_solutions("--database", str(one_side), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "none of the course's test records" in done.stderr


@pytest.mark.parametrize("task", [1, 2, 3, 4])
def test_a_task_fills_all_its_stubs(empty_stubs, task):
    loading.load_task(task)
    filled = {name for name, stub in contracts.STUBS.items() if stub.body is not None}
    assert filled == {name for name, stub in contracts.STUBS.items() if stub.task == task}


def test_loading_runs_neither_the_grader_nor_the_notebooks_work(small_standin):
    program = (
        "import sys; from solutions.loading import load_task; [load_task(task) for task in (1, 2, 3, 4)]; load_task(5, 'evaluate');"
        "print([name for name in ('autograder', 'tensorflow', 'sklearn') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def write_script(folder: Path, text: str) -> None:
    (folder / "task4_imbalance").mkdir()
    (folder / "task4_imbalance" / "imbalance.py").write_text(text)


SCRIPT = """
from autograder import check
from ecgkit import fill
SCALE = half(1.0)
def half(x): return x / 2
y = undefined_work_of_the_notebook()
check("class_weights")

@fill
def class_distribution(y):
    return {0: 1 - SCALE, 1: SCALE}

@fill
def plot_distribution(y):
    return y

@fill
def class_weights(y):
    return {0: 1.0, 1: 2.0}
"""


def test_a_fill_takes_along_what_it_uses_and_nothing_else(empty_stubs, tmp_path, monkeypatch):
    write_script(
        tmp_path,
        SCRIPT.replace("SCALE = half(1.0)\ndef half(x): return x / 2", "def half(x): return x / 2\nSCALE = half(1.0)"),
    )
    monkeypatch.setattr(loading, "SOLUTIONS", tmp_path)
    loading.load_task(4)
    assert stubs.class_distribution([0, 1]) == {0: 0.5, 1: 0.5}


def test_a_script_that_leaves_a_stub_empty_is_named(empty_stubs, tmp_path, monkeypatch):
    write_script(tmp_path, SCRIPT.replace("def class_weights", "def class_weight"))
    monkeypatch.setattr(loading, "SOLUTIONS", tmp_path)
    with pytest.raises(contracts.NotFilled, match=r"`class_weights` is not filled in imbalance\.py"):
        loading.load_task(4)


def test_no_answer_leans_on_the_grader():
    program = "import sys; from solutions.loading import load_task; [load_task(task) for task in range(1, 9)]; print('autograder' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


class References(HTMLParser):
    """Collects every address that a page loads or leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "poster", "data")]

    @classmethod
    def of(cls, page: str) -> list[str]:
        parser = cls()
        parser.feed(page)
        return parser.found
