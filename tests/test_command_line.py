"""The command line: what it prints in a narrow terminal, and one sentence instead of a traceback."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import wfdb
from typer.testing import CliRunner

from ecgkit import checkpoints
from ecgkit import download as download_module
from ecgkit.__main__ import app
from ecgkit.database import Database
from ecgkit.symbols import MEANINGS

REPOSITORY = Path(__file__).resolve().parents[1]
WIDTH = 60


@pytest.fixture(autouse=True)
def surroundings(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setenv("ECGKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("ECGKIT_CHECKPOINTS", str(tmp_path / "checkpoints"))
    monkeypatch.delenv("ECGKIT_DATABASE", raising=False)


def ecgkit(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def python(*arguments):
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("command", "default"),
    [
        (["ecgkit", "download"], "[user's cache]"),
        (["autograder", "grade"], "[one a core and 3 GiB]"),
        (["autograder", "calibrate"], "[those that count]"),
        (["solutions"], "[all]"),
        (["solutions.study", "train"], "[all]"),
    ],
)
def test_help_shows_what_an_option_is_when_it_is_not_given(command, default):
    shown = python("-m", *command, "--help").stdout.replace("│", " ")
    assert default in " ".join(shown.split())


def rows(output):
    return [line.split() for line in output.splitlines()]


@pytest.mark.parametrize(
    "command", [(), ("download",), ("standin",), ("info",), ("checkpoints",), ("checkpoints", "clear")]
)
def test_help_fits_a_narrow_terminal(command):
    result = ecgkit(*command, "--help")
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= WIDTH


def test_info_counts_what_the_database_holds(small_standin):
    result = ecgkit("info", "--database", small_standin)
    assert result.exit_code == 0
    database = Database(small_standin)
    counts = sum((Counter(record.symbol) for record in database), Counter())
    for symbol, count in counts.items():
        assert [symbol, f"{count:,}", *MEANINGS[symbol].split()][:4] in [row[:4] for row in rows(result.output)]
    abnormal = 1 - Counter(database.record("100").symbol)["N"] / sum(s in "NAV" for s in database.record("100").symbol)
    [row] = [row for row in rows(result.output) if row[:1] == ["100"]]
    assert row[1:5] == ["MLII,", "V5", "360", "3.0"]
    assert row[-1] == f"{abnormal:.1%}"


def test_info_of_a_record(small_standin):
    result = ecgkit("info", "232", "--database", small_standin)
    assert ["leads", "MLII,", "V1"] in rows(result.output)
    assert ["fs", "360", "Hz"] in rows(result.output)
    counts = Counter(Database(small_standin).record("232").symbol)
    assert counts["R"]
    assert ["R", str(counts["R"]), "right", "bundle", "branch", "block", "beat"] in rows(result.output)


def test_brackets_are_symbols_and_no_markup(small_standin, tmp_path):
    folder = shutil.copytree(small_standin, tmp_path / "copy")
    wfdb.wrann("100", "atr", np.array([5, 900]), ["[", "]"], write_dir=str(folder))
    output = ecgkit("info", "100", "--database", folder).output
    assert ["[", "1"] in [row[:2] for row in rows(output)]
    assert ["]", "1"] in [row[:2] for row in rows(output)]


@pytest.mark.parametrize("record", [(), ("232",)])
def test_tables_fit_a_narrow_terminal(small_standin, record, monkeypatch):
    monkeypatch.setenv("ECGKIT_DATABASE", str(small_standin))
    lines = ecgkit("info", *record).output.splitlines()
    # The first line says where the database is, however long its path.
    assert lines[0].startswith("Database:")
    assert max(map(len, lines[1:])) <= WIDTH


def test_standin_writes_a_database(tmp_path):
    result = ecgkit("standin", tmp_path / "new", "--seed", 3, "--size", "small")
    assert result.exit_code == 0
    assert "seed 3, small, 6 records" in result.output
    assert Database(tmp_path / "new").title == "stand-in (synthetic), seed 3, small"


def test_download_takes_the_address_and_the_directory(small_standin, tmp_path, monkeypatch):
    sums = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in small_standin.iterdir()
        if path.name != "STAND-IN"
    }
    monkeypatch.setattr(download_module, "published_sums", lambda: sums)
    copy = tmp_path / "mine"
    copy.mkdir()
    for name in sums:
        (copy / name).write_bytes((small_standin / name).read_bytes())
    # Everything is there already, so the address is never asked.
    result = ecgkit("download", "--directory", copy, "--base-url", "http://127.0.0.1:9/")
    assert result.exit_code == 0
    assert "19/19" in result.output
    assert "set ECGKIT_DATABASE" in result.output
    (copy / "232.dat").unlink()
    monkeypatch.setattr(download_module, "BACKOFF", 0.001)
    result = ecgkit("download", "--directory", copy, "--base-url", "http://127.0.0.1:9/")
    assert result.exit_code == 1
    assert "no connection to 127.0.0.1:9" in result.output


FAILURES = {
    "no folder": (("info", "--database", "/nowhere"), "The database must be a folder"),
    "no record": (("info", "999", "--database", "{small}"), "`name` must be one of the 6 records"),
    "no server": (("download", "--base-url", "nonsense"), "`base_url` must be a web address"),
    "other files": (("standin", "{small}/.."), "which holds other files"),
}


@pytest.mark.parametrize(("arguments", "sentence"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_one_sentence(arguments, sentence, small_standin):
    command = [argument.format(small=small_standin) for argument in arguments]
    result = python("-m", "ecgkit", *command)
    assert result.returncode == 1
    assert sentence in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_damaged_record_is_one_sentence(small_standin, tmp_path):
    folder = shutil.copytree(small_standin, tmp_path / "copy")
    (folder / "232.dat").write_bytes(b"half")
    result = ecgkit("info", "--database", folder)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: 232.dat is damaged")


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch):
    def broken():
        raise ValueError("a fault of ours")

    monkeypatch.setattr(checkpoints, "saved", broken)
    assert "a fault of ours" in str(ecgkit("checkpoints", "list").exception)


def test_stopping_is_one_sentence(monkeypatch):
    def stopped():
        raise KeyboardInterrupt

    monkeypatch.setattr(checkpoints, "saved", stopped)
    result = ecgkit("checkpoints", "list")
    assert result.exit_code == 1
    assert "Stopped. Run the same again to go on." in result.output


def test_checkpoints_are_listed_and_deleted():
    assert ecgkit("checkpoints", "list").output.startswith("No checkpoint in")
    checkpoints.save(2, X=[[1.0, 2.0]])
    assert ["2", "X", "1", "x", "2", "0.0", "not", "named"] in rows(ecgkit("checkpoints", "list").output)
    assert ecgkit("checkpoints", "clear").output.startswith("Deleted 1 in")
    assert checkpoints.saved() == {}


def test_the_command_line_loads_nothing_heavy():
    heavy = "tensorflow keras wfdb pandas scipy matplotlib nbformat requests"
    code = f"import sys, ecgkit.__main__; print(*(set('{heavy}'.split()) & set(sys.modules)))"
    result = python("-c", code)
    assert (result.returncode, result.stdout.strip()) == (0, "")
