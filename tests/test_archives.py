"""Zip archives as submissions: graded or refused in one sentence, in bounded time and memory, and nothing is written."""

from __future__ import annotations

import dataclasses
import io
import random
import resource
import zipfile
from pathlib import Path

import archives_made
import pytest
from archives_made import RIGHT, Raw, raw_zip, zipped
from clock import takes_at_most

from autograder import files
from autograder.archives import Archive, unpack
from autograder.checks import all_checks
from autograder.files import submission_files
from autograder.grading_data import GradingData
from autograder.limits import LIMITS
from autograder.notebook import MemoryFile, SubmissionError
from autograder.running import run_check
from autograder.submission import WorkerSubmission

CHECKS = [check for check in all_checks() if check.stub == "label_beats"]
#: Making them takes seconds.
SLOW = {"a million files", "five of 49 MB"}


def cases() -> list:
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.slow] * (case.name in SLOW)) for case in archives_made.CASES
    ]


@pytest.fixture(scope="module")
def large_notebook(tmp_path_factory) -> Path:
    case = next(case for case in archives_made.CASES if case.name == "a notebook of 4 MB")
    return case.write(tmp_path_factory.mktemp("large"))


@pytest.mark.parametrize("case", cases())
def test_an_archive_is_graded_or_refused_in_a_sentence(case, tmp_path, large_notebook):
    canary, path = tmp_path / "canary", case.write(tmp_path)
    canary.mkdir()
    if case.refused:
        assert takes_at_most(50, lambda: _require_refusal(case, path), lambda: WorkerSubmission(large_notebook).close())
    else:
        _require_grade(case, path)
    assert {entry.name for entry in tmp_path.iterdir()} == {"canary", path.name}
    assert not list(canary.iterdir())
    assert not Path("/canary").exists()
    assert not (tmp_path.parent / "canary").exists()


def _require_refusal(case: archives_made.Zipped, path: Path) -> None:
    with pytest.raises(SubmissionError, match=case.refused) as refusal:
        WorkerSubmission(path)
    assert "\n" not in str(refusal.value)


def _require_grade(case: archives_made.Zipped, path: Path) -> None:
    submission = WorkerSubmission(path)
    try:
        results = [run_check(check, submission, GradingData("small", seed=3)) for check in CHECKS]
    finally:
        submission.close()
    outcomes = {result.outcome for result in results}
    assert "not run" not in outcomes
    assert outcomes == {"passed"} if case.full else "failed" in outcomes, [result.message for result in results]
    assert case.repair in "\n".join(submission.repairs)
    assert case.repair or not submission.repairs, submission.repairs


def test_there_are_enough_of_them():
    assert len(archives_made.HOSTILE) >= 30


def test_the_bombs_are_bombs():
    """If the standard library refused them, or they were small, their refusal here would prove nothing."""
    overlapping = MemoryFile("x.zip", archives_made.overlapping_bomb())
    assert len(overlapping.content) < 100_000
    with zipfile.ZipFile(io.BytesIO(overlapping.content)) as archive:
        assert sum(info.file_size for info in archive.infolist()) > 700 * 2**20
    quoted = archives_made.quoted_bomb()
    assert len(quoted) < 10_000
    with zipfile.ZipFile(io.BytesIO(quoted)) as archive:
        assert sum(info.file_size for info in archive.infolist()) > 30 * 2**20
        assert archive.infolist()[-1].file_size == len(archive.read(archive.infolist()[-1]))
    assert len(archives_made.zeros_bomb()) < 150_000


def test_a_bomb_costs_no_more_memory_than_a_large_notebook():
    content = archives_made.zeros_bomb()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SubmissionError):
        unpack(MemoryFile("bomb.zip", content))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4 * LIMITS.notebook_bytes / 1024


def test_any_damage_gives_the_content_or_one_sentence():
    """Bytes changed, cut and repeated at random: no other exception comes out, and no content that was not put in."""
    rng = random.Random(5)
    whole = raw_zip([Raw(b"a.ipynb", RIGHT), Raw(b"b/c.py", b"x = 1"), Raw("ü.py".encode(), b"y = 2", flags=0x800)])
    intact = {file.content for file in unpack(MemoryFile("x.zip", whole))}
    outcomes = set()
    for _ in range(3000):
        content = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        if rng.random() < 0.2:
            del content[rng.randrange(len(content)) :]
        try:
            found = {file.content for file in unpack(MemoryFile("x.zip", bytes(content)))}
        except SubmissionError:
            outcomes.add("refused")
        else:
            assert found <= intact
            outcomes.add("read")
    assert outcomes == {"read", "refused"}


def test_parts_of_a_path_never_lead_out():
    names = [
        b"../a.py",
        b"/a.py",
        b"\\\\server\\share\\a.py",
        b"c:\\a.py",
        b"./././a.py",
        b"a/../../a.py",
        b" .. /a.py",
    ]
    archive = Archive(MemoryFile("x.zip", raw_zip([Raw(name, b"1") for name in names])))
    for entry in archive.entries:
        assert entry.name == "a.py"
        assert not {"", ".", ".."} & set(entry.parts)
        assert not Path(*entry.parts).is_absolute()


def test_of_many_zips_no_more_is_unpacked_than_one_submission_may_hold(tmp_path, monkeypatch):
    unpacked = []
    monkeypatch.setattr(files, "LIMITS", dataclasses.replace(LIMITS, submission_bytes=1000))
    monkeypatch.setattr(files, "unpack", lambda path: unpacked.append(path) or [MemoryFile("n.ipynb", b" " * 600)])
    for name in "abcde":
        (tmp_path / f"{name}.zip").write_bytes(zipped(("n.ipynb", RIGHT)))
    with pytest.raises(SubmissionError, match="MB together"):
        files.submission_files(tmp_path)
    assert len(unpacked) == 2


def test_a_zip_in_a_folder_is_read_too(tmp_path):
    (tmp_path / "hw.zip").write_bytes(zipped(("a.ipynb", RIGHT)))
    (tmp_path / "b.py").write_text("x = 1")
    assert [file.name for file in submission_files(tmp_path)] == ["b.py", "a.ipynb"]
