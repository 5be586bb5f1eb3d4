"""A class is graded whole: whatever is killed, whoever is named like a path, run again with nothing to do."""

from __future__ import annotations

import csv
import dataclasses
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import class_jobs
import damaged
import psutil
import pytest
from typer.testing import CliRunner

from autograder import busy_machine, class_cluster, class_grading, grading_job
from autograder.__main__ import app
from autograder.class_cluster import ClusterError
from autograder.class_folder import ClassFolder, ClassFolderError, folder_name
from autograder.class_grading import Options, grade_class
from autograder.grading_data import GradingData
from autograder.isolation import ROOT
from autograder.limits import LIMITS
from autograder.reports.manual import ManualMark, MarksError, write_marks
from autograder.reports.students import read_students
from autograder.results import Graded
from ecgkit.database import DatabaseError

TASK_4 = Options(tasks=(4,), database="small", seed=11)
RIGHT = ROOT / "tests" / "submissions" / "right" / "task4_pure_python.py"
WRONG = sorted((ROOT / "tests" / "submissions" / "wrong").glob("task4_*.py"))
#: What a run may be told to do, in a process of its own that can be killed.
PROGRAM = """
import sys
from pathlib import Path
import class_jobs
from autograder.class_grading import Options, grade_class
submitted, out, scheduler = sys.argv[1:4]
options = Options((4,), "small", "auto", 11)
summary = grade_class([Path(submitted)], Path(out), options, workers=2, scheduler=scheduler, quiet=True, job=class_jobs.quick)
print(summary.graded, summary.kept)
"""


@pytest.fixture(autouse=True)
def same_checks(monkeypatch):
    """Somebody may be at work in the repository while this runs."""
    monkeypatch.setattr(class_grading, "checks_digest", lambda: "these checks")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster for many runs: starting one takes seconds."""
    import dask
    from distributed import LocalCluster

    with dask.config.set(class_cluster._SETTINGS):
        quiet = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
        with LocalCluster(n_workers=2, threads_per_worker=1, memory_limit=None, **quiet) as started:
            yield started.scheduler_address


def submissions(folder: Path, count: int) -> Path:
    for number in range(count):
        (folder / f"student{number:02}").mkdir(parents=True)
        (folder / f"student{number:02}" / "a.py").write_text(f"x = {number}")
    return folder


def run(submitted: Path, out: Path, cluster: str = "", job: Callable = class_jobs.quick, **changes):
    options = Options(**{**vars(TASK_4), **changes})
    return grade_class([submitted], out, options, workers=2, scheduler=cluster, quiet=True, job=job)


def results(out: Path) -> dict[str, tuple]:
    """What a run found, without the seconds that it took."""
    return {
        student.name: (
            student.graded.seed,
            student.graded.repairs,
            student.graded.refused,
            [(each.id, each.outcome, each.points, each.message) for each in student.graded.results],
        )
        for student in read_students(out)
    }


def times(out: Path) -> dict[str, int]:
    return {path.parent.name: path.stat().st_mtime_ns for path in out.glob("*/results.json")}


def test_a_class_is_graded_and_the_second_run_has_nothing_to_do(tmp_path):
    submitted = submissions(tmp_path / "in", 4)
    first = run(submitted, tmp_path / "out")
    assert (first.graded, first.kept, first.not_run) == (4, 0, {})
    before = times(tmp_path / "out")
    second = run(submitted, tmp_path / "out", job=class_jobs.broken)
    assert (second.graded, second.kept) == (0, 4)
    assert times(tmp_path / "out") == before
    rows = list(csv.DictReader((tmp_path / "out" / "grades.csv").open()))
    assert [row["student"] for row in rows] == [f"student{number:02}" for number in range(4)]
    for row, student in zip(rows, read_students(tmp_path / "out"), strict=True):
        assert float(row["task 4"]) == float(row["total"]) == sum(result.points for result in student.graded.results)


def test_what_changed_is_graded_again_and_nothing_else(tmp_path, monkeypatch, cluster):
    submitted, out = submissions(tmp_path / "in", 3), tmp_path / "out"
    run(submitted, out, cluster)
    before = times(out)
    # No longer than it was.
    (submitted / "student01" / "a.py").write_text("x = 9")
    assert (run(submitted, out, cluster).graded, {name for name in before if times(out)[name] != before[name]}) == (
        1,
        {"student01"},
    )
    monkeypatch.setattr(class_grading, "checks_digest", lambda: "a check was changed")
    assert run(submitted, out, cluster).graded == 3
    assert run(submitted, out, cluster, seed=12).graded == 3
    assert run(submitted, out, cluster, seed=None).graded == 0, "the seed of the last run stays"


def test_who_was_graded_by_other_checks_is_named(tmp_path, monkeypatch, cluster):
    submitted, out = submissions(tmp_path / "in", 3), tmp_path / "out"
    assert run(submitted, out, cluster).otherwise == []
    monkeypatch.setattr(class_grading, "checks_digest", lambda: "a check was changed")
    late = submitted / "student01"
    assert run(late, out, cluster).otherwise == ["student00", "student02"]
    assert run(submitted, out, cluster).otherwise == []
    assert run(late, out, cluster, seed=12).otherwise == ["student00", "student02"]


def test_what_a_platform_said_stays_when_a_folder_of_that_name_is_graded(tmp_path, cluster):
    out, name = tmp_path / "out", "muellermax_123457"
    canvas = tmp_path / "canvas" / "muellermax_LATE_123457_7890125_task4.py"
    canvas.parent.mkdir()
    canvas.write_text("x = 1")
    run(canvas.parent, out, cluster)
    before = ClassFolder(out).owner(name)
    assert (before.numbers, before.is_late) == (("123457",), True)
    (tmp_path / "fixed" / name).mkdir(parents=True)
    (tmp_path / "fixed" / name / "task4.py").write_text("x = 2")
    assert run(tmp_path / "fixed" / name, out, cluster).graded == 1
    assert ClassFolder(out).owner(name) == before


def test_a_database_that_is_not_there_leaves_no_trace(tmp_path, cluster):
    submitted, out = submissions(tmp_path / "in", 1), tmp_path / "out"
    with pytest.raises(DatabaseError):
        run(submitted, out, cluster, database=str(tmp_path / "nowhere"), seed=5)
    assert not out.exists()
    assert run(submitted, out, cluster).graded == 1


def test_other_tasks_replace_no_results(tmp_path, cluster):
    submitted, out = submissions(tmp_path / "in", 2), tmp_path / "out"
    run(submitted, out, cluster)
    expected = results(out)
    with pytest.raises(ClassFolderError, match="holds results of task 4, which those of task 2 would replace"):
        run(submitted, out, cluster, tasks=(2,))
    with pytest.raises(ClassFolderError, match="those of all tasks would replace"):
        run(submitted, out, cluster, tasks=())
    assert results(out) == expected


def test_the_digest_of_the_checks_follows_their_sources(monkeypatch, tmp_path):
    monkeypatch.setattr(grading_job, "ROOT", tmp_path)
    (tmp_path / "autograder").mkdir()
    check = tmp_path / "autograder" / "test_task1.py"
    digests = set()
    for text in ("points=1", "points=2"):
        check.write_text(text)
        grading_job.checks_digest.cache_clear()
        digests.add(grading_job.checks_digest())
    grading_job.checks_digest.cache_clear()
    assert len(digests) == 2


def test_results_that_are_half_written_do_not_count(tmp_path, cluster):
    submitted, out = submissions(tmp_path / "in", 3), tmp_path / "out"
    run(submitted, out, cluster)
    expected = results(out)
    (out / "student00" / "handed_in.json").unlink()
    (out / "student01" / "results.json").unlink()
    (out / "student02" / "results.json.part").write_text('{"half')
    assert (run(submitted, out, cluster).graded, results(out)) == (2, expected)
    (out / "student02" / "results.json").write_text('{"half')
    assert (run(submitted, out, cluster).graded, results(out)) == (1, expected)


def test_a_submission_that_kills_its_process_costs_nobody_else_a_point(tmp_path, cluster):
    submitted, out = submissions(tmp_path / "in", 5), tmp_path / "out"
    (submitted / "student02" / "a.py").write_text("kill")
    summary = run(submitted, out, cluster, job=class_jobs.deadly)
    assert set(summary.not_run) == {"student02"}, summary.not_run
    found = read_students(out)
    assert len(found) == 5
    for student in found:
        outcomes = {result.outcome for result in student.graded.results}
        assert outcomes == {"not run"} if student.name == "student02" else "not run" not in outcomes
    assert "again and again" in json.loads((out / "student02" / "handed_in.json").read_text())["fault"]
    assert run(submitted, out, cluster).graded == 1, "the next run tries it again"


def test_who_shared_a_busy_machine_is_graded_again_alone(tmp_path, cluster):
    submitted = submissions(tmp_path / "in", 3)
    expected = run(submitted, tmp_path / "quiet", cluster), results(tmp_path / "quiet")
    assert (run(submitted, tmp_path / "busy", cluster, job=class_jobs.busy), results(tmp_path / "busy")) == expected


def test_a_call_that_takes_too_long_is_excused_on_a_busy_machine_that_others_share_and_nowhere_else(monkeypatch):
    for module in class_jobs.LIMITED:
        monkeypatch.setattr(module, "LIMITS", dataclasses.replace(LIMITS, seconds=1))
    files = [("a.py", f"{damaged.IMPORTS}@fill\ndef class_weights(y):\n    while True: pass\n".encode(), (), "")]
    order = grading_job.Order("eve", 11, "small", GradingData("small", 11).database.title, (4,))
    cores = os.cpu_count() or 1
    for load, is_shared in ((9 * cores, True), (9 * cores, False), (cores, True)):
        monkeypatch.setattr(os, "getloadavg", lambda load=load: (load, load, load))
        shared = dataclasses.replace(order, is_shared=is_shared)
        outcome = grading_job.outcome_of(grading_job.grade_job(files, json.dumps(dataclasses.asdict(shared))))
        messages = {result.message for result in outcome.graded.results if "gave no result" in result.message}
        is_excused = load > cores and is_shared
        assert (outcome.was_busy, bool(messages)) == (is_excused, not is_excused)
        assert not is_excused or {result.outcome for result in outcome.graded.results} == {"not run"}


@pytest.mark.parametrize(("gibibytes", "workers"), [(2, 1), (16, 5), (64, 8)])
def test_as_many_workers_as_cores_and_memory_allow(monkeypatch, gibibytes, workers):
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=gibibytes * 2**30))
    assert class_cluster.fitting_workers() == workers


def test_a_process_that_ended_where_the_kernel_made_room_is_excused_beside_others(monkeypatch):
    monkeypatch.setattr(busy_machine, "kills_for_memory", lambda: 3)
    busy_machine.excuse_end(2)
    with busy_machine.shared(True):
        busy_machine.excuse_end(3)
        with pytest.raises(busy_machine.MachineBusy, match="memory"):
            busy_machine.excuse_end(2)


def test_a_fault_of_the_grader_costs_no_points_and_is_said(tmp_path, cluster):
    summary = run(submissions(tmp_path / "in", 2), tmp_path / "out", cluster, job=class_jobs.broken)
    assert summary.not_run == dict.fromkeys(["student00", "student01"], "RuntimeError: a fault of the grader")
    assert all(
        result.outcome == "not run" and "costs nothing" in result.message
        for student in read_students(tmp_path / "out")
        for result in student.graded.results
    )


def test_what_cannot_be_read_is_refused_with_its_sentence_in_every_check(tmp_path):
    (tmp_path / "in" / "jane").mkdir(parents=True)
    (tmp_path / "in" / "max.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "in" / "eva").mkdir()
    (tmp_path / "in" / "eva" / "a.ipynb").write_text("{")
    summary = grade_class([tmp_path / "in"], tmp_path / "out", TASK_4, workers=1, quiet=True)
    assert (summary.refused, summary.graded, summary.not_run) == (3, 0, {})
    for student, words in {"jane": "no notebook", "max": "damaged or cut off", "eva": "its JSON is damaged"}.items():
        graded = Graded.read(ClassFolder(tmp_path / "out").folder(student))
        assert words in graded.refused
        assert all(
            (each.points, each.outcome, each.message) == (0, "failed", graded.refused) for each in graded.results
        )


def test_real_submissions_give_the_points_that_they_give_alone(tmp_path):
    for path in (RIGHT, *WRONG[:2]):
        (tmp_path / "in" / f"student of {path.stem}").mkdir(parents=True)
        (tmp_path / "in" / f"student of {path.stem}" / path.name).write_bytes(path.read_bytes())
    grade_class([tmp_path / "in"], tmp_path / "out", TASK_4, workers=2, quiet=True)
    for path in (RIGHT, *WRONG[:2]):
        command = [sys.executable, "-m", "pytest", "autograder", "-q", "-p", "no:cacheprovider", "--task", "4"]
        command += [
            "--submission",
            str(path),
            "--database",
            "small",
            "--seed",
            "11",
            "--report",
            str(tmp_path / "alone"),
        ]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        alone, here = Graded.read(tmp_path / "alone"), Graded.read(tmp_path / "out" / f"student of {path.stem}")
        assert (alone.database, alone.tier, alone.seed, alone.repairs) == (
            here.database,
            here.tier,
            here.seed,
            here.repairs,
        )
        mine, theirs = ([{**vars(each), "seconds": 0} for each in one.results] for one in (here, alone))
        assert mine == theirs


def start(tmp_path: Path, submitted: Path, scheduler: str = "") -> subprocess.Popen:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(submitted), str(tmp_path / "out"), scheduler],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.05)


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_and_ends_with_the_same_results(tmp_path):
    submitted = submissions(tmp_path / "in", 14)
    (tmp_path / "tmp").mkdir()
    run(submitted, tmp_path / "whole")
    for done in (2, 7, 11):
        process = start(tmp_path, submitted)
        wait_until(lambda done=done: len(list((tmp_path / "out").glob("*/handed_in.json"))) >= done)
        family = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait()
        gone, alive = psutil.wait_procs(family, timeout=20)
        assert gone
        assert not alive
    process = start(tmp_path, submitted)
    graded, kept = map(int, process.communicate(timeout=60)[0].split())
    assert graded <= 3
    assert graded + kept == 14
    assert results(tmp_path / "out") == results(tmp_path / "whole")
    assert (tmp_path / "out" / "grades.csv").read_text() == (tmp_path / "whole" / "grades.csv").read_text()
    assert list((tmp_path / "tmp").iterdir()) == []


def dask(tmp_path: Path, role: str, *arguments: str) -> subprocess.Popen:
    place = ["--scheduler-file", str(tmp_path / "scheduler.json"), "--no-dashboard", "--host", "127.0.0.1"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{role}", *place, *arguments],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.slow
def test_a_cluster_that_loses_a_machine_loses_no_result(tmp_path):
    submitted = submissions(tmp_path / "in", 12)
    (tmp_path / "tmp").mkdir()
    run(submitted, tmp_path / "whole")
    processes = [dask(tmp_path, "scheduler", "--port", "0")]
    try:
        wait_until((tmp_path / "scheduler.json").exists)
        place = ["--local-directory", str(tmp_path / "tmp"), "--nthreads", "1", "--no-nanny"]
        processes += [dask(tmp_path, "worker", *place) for _ in range(3)]
        address = json.loads((tmp_path / "scheduler.json").read_text())["address"]
        client = start(tmp_path, submitted, address)
        wait_until(lambda: len(list((tmp_path / "out").glob("*/handed_in.json"))) >= 2)
        os.kill(processes[-1].pid, signal.SIGKILL)
        assert client.communicate(timeout=60)[0].split() == ["12", "0"]
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(20)
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_no_scheduler_is_said_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setitem(class_cluster._SETTINGS, "distributed.comm.timeouts.connect", "1s")
    with pytest.raises(ClusterError, match="No Dask scheduler answers at"):
        grade_class(
            [submissions(tmp_path / "in", 1)], tmp_path / "out", TASK_4, scheduler="tcp://127.0.0.1:9", quiet=True
        )


def test_two_runs_into_one_folder_are_refused(tmp_path):
    with (
        ClassFolder(tmp_path).locked(),
        pytest.raises(ClassFolderError, match="Another run"),
        ClassFolder(tmp_path).locked(),
    ):
        pass


def test_an_archive_that_names_another_student_replaces_nothing(tmp_path, cluster):
    submitted, out = submissions(tmp_path / "in", 2), tmp_path / "out"
    run(submitted, out, cluster)
    before = results(out)
    (tmp_path / "late").mkdir()
    with zipfile.ZipFile(tmp_path / "late" / "eve.zip", "w") as archive:
        archive.writestr("submitted/student01/a.py", "x = 'not mine'")
        archive.writestr("submitted/eve/a.py", "x = 1")
    summary = run(tmp_path / "late", out, cluster)
    assert (summary.graded, summary.spared) == (1, {"student01": "in"})
    assert {name: text for name, text in results(out).items() if name in before} == before


def test_results_that_are_replaced_by_those_of_other_files_are_told(tmp_path, cluster):
    name = "doejane_123456_7654321_task4.ipynb"
    notebook = (ROOT / "assignments" / "task4_imbalance" / "imbalance.ipynb").read_text(encoding="utf-8")
    for place, text in (("monday.zip", notebook), ("friday.zip", notebook + "\n")):
        with zipfile.ZipFile(tmp_path / place, "w") as archive:
            archive.writestr(name, text)
            archive.writestr(name.replace("doejane_123456", "eve_99"), notebook)
    out = tmp_path / "out"
    assert run(tmp_path / "monday.zip", out, cluster).replaced == {}
    before = results(out)
    summary = run(tmp_path / "friday.zip", out, cluster)
    assert (summary.replaced, summary.spared, results(out)) == ({}, {"doejane_123456": "monday.zip"}, before)
    summary = run(tmp_path / "friday.zip", out, cluster, same_class=True)
    assert (summary.replaced, summary.spared) == ({"doejane_123456": "monday.zip"}, {})
    # Said again where nothing is left to do: a run that was stopped says nothing.
    assert run(tmp_path / "friday.zip", out, cluster).replaced == {"doejane_123456": "monday.zip"}
    assert run(tmp_path / "friday.zip", out, cluster, seed=12).replaced == {"doejane_123456": "monday.zip"}
    (tmp_path / "friday.zip").rename(tmp_path / "sunday.zip")


def test_who_is_not_graded_again_keeps_the_number_of_the_platform(tmp_path, cluster):
    out = tmp_path / "out"
    for place, number in (("class.zip", 100), ("late.zip", 4711)):
        with zipfile.ZipFile(tmp_path / place, "w") as archive:
            archive.writestr(f"Jane Doe_{number}_assignsubmission_file_/a.py", f"x = {number}")
            archive.writestr(f"{place}_1_assignsubmission_file_/a.py", "x = 1")
        run(tmp_path / place, out, cluster)
    assert ClassFolder(out).owner("Jane Doe").numbers == ("100",)


def test_a_file_that_is_named_itself_replaces_what_was_in_an_archive(tmp_path, cluster):
    name, out = "doejane_123456_7654321_task4.py", tmp_path / "out"
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr(name, "x = 1")
        archive.writestr(name.replace("doejane_123456", "eve_99"), "x = 2")
    run(tmp_path / "class.zip", out, cluster)
    (tmp_path / name).write_text("x = 3")
    assert run(tmp_path / name, out, cluster).replaced == {"doejane_123456": "class.zip"}


@pytest.mark.parametrize("place", [".", "..", "student00", "student00/more"])
def test_results_among_what_was_handed_in_are_refused(tmp_path, place, cluster):
    submitted = submissions(tmp_path / "in", 2)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ClassFolderError, match="folder for results"):
        run(submitted, submitted / place, cluster)
    assert sorted(tmp_path.rglob("*")) == before


def test_results_beside_students_are_no_student(tmp_path, cluster):
    submitted = submissions(tmp_path / "in", 2)
    for _ in range(2):
        run(submitted, submitted / "results", cluster)
        assert set(ClassFolder(submitted / "results").students) == {"student00", "student01"}


def test_results_beside_an_archive_of_a_class_leave_it_that(tmp_path, cluster):
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "class.zip", "w") as archive:
        for student in ("ann", "bob"):
            archive.writestr(f"submitted/{student}/a.py", "x = 1")
    for _ in range(2):
        run(tmp_path / "in", tmp_path / "in" / "results", cluster)
        assert set(ClassFolder(tmp_path / "in" / "results").students) == {"ann", "bob"}


def test_marks_of_what_was_handed_in_before_are_told(tmp_path, cluster):
    submitted, out = submissions(tmp_path / "in", 2), tmp_path / "out"
    run(submitted, out, cluster)
    for student in ("student00", "student01"):
        write_marks(out / student, [ManualMark("Task 2", 1, 2)])
    (submitted / "student01" / "a.py").write_text("x = 'another answer'")
    for seed in (None, None, 11):
        assert run(submitted, out, cluster, **({"seed": seed} if seed else {})).marked == ["student01"]
    write_marks(out / "student01", [ManualMark("Task 2", 2, 2)])
    assert run(submitted, out, cluster).marked == []
    # The same files, other checks.
    assert run(submitted, out, cluster, seed=12).marked == []


def test_points_that_are_gone_are_told(tmp_path, cluster):
    """A download that took the place of last week's, under its name, holds another task."""
    download, out, said = tmp_path / "submissions.zip", tmp_path / "out", []
    for tasks in ((3, 4), (4,), (3, 4)):
        with zipfile.ZipFile(download, "w") as archive:
            for task in tasks:
                archive.writestr(f"doejane_123456_765432{task}_task{task}.py", "x = 1")
            archive.writestr("eve_99_7654321_task4.py", "x = 1")
        for job in (class_jobs.by_name, class_jobs.broken):
            # Said again where nothing is left to do: a run that was stopped says nothing.
            said.append(run(download, out, cluster, job, tasks=(3, 4)).lost)
    assert said == [{}, {}, {"doejane_123456": "task 3"}, {"doejane_123456": "task 3"}, {}, {}]
    assert run(download, out, cluster, class_jobs.broken, tasks=(3, 4), seed=12).lost == {}
    # The grader's fault in between does not make them forgotten.
    with zipfile.ZipFile(download, "w") as archive:
        archive.writestr("doejane_123456_7654324_task4.py", "x = 1")
        archive.writestr("eve_99_7654321_task4.py", "x = 1")
    assert run(download, out, cluster, class_jobs.broken, tasks=(3, 4)).lost == {}
    assert run(download, out, cluster, class_jobs.by_name, tasks=(3, 4)).lost == {"doejane_123456": "task 3"}


def test_notes_are_kept_where_marks_cannot_be_read(tmp_path, cluster):
    submitted, out = submissions(tmp_path / "in", 2), tmp_path / "out"
    run(submitted, out, cluster)
    (out / "notes.txt").unlink()
    (out / "student01" / "manual.json").write_text("[")
    with pytest.raises(MarksError, match="student01"):
        run(submitted, out, cluster)
    assert "2 as they were" in (out / "notes.txt").read_text()


@pytest.mark.parametrize(
    ("name", "content"), [("notes.txt", "mine"), ("run.json", "[1]"), ("run.json", '{"a": 1}'), ("run.json", "{")]
)
def test_a_folder_of_something_else_is_refused_and_left_as_it_is(tmp_path, name, content):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text(content)
    with pytest.raises(ClassFolderError, match="choose a"), ClassFolder(tmp_path / "out").locked():
        pass
    assert (tmp_path / "out" / name).read_text() == content


def test_what_the_lock_names_is_removed_only_if_a_run_made_it(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mine, of_a_run = tmp_path / "mine", tmp_path / "ecg-class-1"
    deep = tmp_path / "mine" / "ecg-class-2"
    for folder in (mine, of_a_run, deep):
        folder.mkdir()
    out = tmp_path / "out"
    out.mkdir()
    for left in (mine, deep, of_a_run):
        (out / "run.lock").write_text(str(left))
        with ClassFolder(out).locked():
            pass
    assert (mine.exists(), deep.exists(), of_a_run.exists()) == (True, True, False)


STUDENTS = [
    "../../etc/passwd", "/etc/passwd", "..", ".", "", " ", "a/b", "a\\b", "CON", "nul.txt", "run.json", "grades.csv", ".hidden",
    "-rf", "Jane Doe", "jane doe", "Ju\u0308rgen", "J\u00fcrgen M", "\u202eevil", "a\0b", "a\nb", "x" * 500, "李" * 200, "jane@uni.edu",
    "=1+1", "\ud800", "Jane Doe ", "straße", "STRASSE",
]  # fmt: skip


def test_names_of_students_are_safe_names_of_folders(tmp_path):
    taken: set[str] = set()
    for student in STUDENTS:
        name = folder_name(student, taken)
        assert name.casefold() not in taken
        taken.add(name.casefold())
        assert Path(name).name == name
        assert name not in (".", "..")
        assert len(name.encode()) < 128
        assert name.isprintable()
        assert not name.startswith((".", "-"))
        (tmp_path / name).mkdir()
        assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    assert folder_name("Jane Doe") == "Jane Doe"
    assert folder_name("jane@uni.edu") == "jane@uni.edu"


def test_no_name_leads_into_the_folder_of_another_student():
    odd, taken = "O\u2019Brien", set()
    for _ in range(3):
        # Somebody is called like the folder that the odd name would get.
        taken.add(folder_name(odd, taken).casefold())
    assert len(taken) == 3


def test_the_command_says_what_is_wrong_in_a_sentence(tmp_path):
    answer = CliRunner().invoke(app, ["grade", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")])
    assert answer.exit_code == 1
    assert "Error: `submitted` must name" in answer.output
    answer = CliRunner().invoke(app, ["grade", str(tmp_path), "--out", str(tmp_path / "out"), "--tier", "X"])
    assert answer.exit_code == 2
    assert "--tier" in answer.output
    answer = CliRunner().invoke(
        app, ["grade", str(tmp_path), "--out", str(tmp_path / "out"), "--task", "77", "--task", "4"]
    )
    assert answer.exit_code == 2
    assert "no check for task 77." in answer.output


def test_the_command_says_which_marks_cannot_be_read_and_goes_on(tmp_path):
    (tmp_path / "jane.py").write_bytes(RIGHT.read_bytes())
    command = ["grade", str(tmp_path / "jane.py"), "--out", str(tmp_path / "out"), "--task", "4", "--database", "small"]
    assert CliRunner().invoke(app, [*command, "--workers", "1"]).exit_code == 0
    marks = tmp_path / "out" / "jane" / "manual.json"
    marks.write_text('[{"question": "a", "points": "3"}]')
    answer = CliRunner().invoke(app, command)
    assert answer.exit_code == 1
    assert "What was graded is kept" in answer.output
    assert "manual.json, mark 1: `points` must be a number." in " ".join(answer.output.split())
    marks.write_text('[{"question": "a", "points": 3}]', encoding="utf-8-sig")
    assert CliRunner().invoke(app, command).exit_code == 0
    with open(tmp_path / "out" / "grades.csv") as file:
        assert next(csv.DictReader(file))["manual"] == "3"


def test_the_command_grades(tmp_path):
    (tmp_path / "jane.py").write_bytes(RIGHT.read_bytes())
    command = ["grade", str(tmp_path / "jane.py"), "--out", str(tmp_path / "out"), "--task", "4", "--database", "small"]
    answer = CliRunner().invoke(app, [*command, "--workers", "1", "--seed", "3"])
    assert answer.exit_code == 0, answer.output
    assert "1 graded, 0 as they were, 0 refused." in answer.output
    assert "Is that right?" not in answer.output
    assert json.loads((tmp_path / "out" / "run.json").read_text())["seed"] == 3


def test_the_command_tells_which_tasks_nobody_answered(tmp_path):
    (tmp_path / "jane.py").write_bytes(RIGHT.read_bytes())
    command = ["grade", str(tmp_path / "jane.py"), "--out", str(tmp_path / "out"), "--task", "3", "--task", "4"]
    answer = CliRunner().invoke(app, [*command, "--database", "small", "--workers", "1"])
    assert answer.exit_code == 0, answer.output
    assert "Nobody has a point in task 3. If that was not asked" in answer.output


def test_the_command_asks_whether_a_zip_of_several_notebooks_is_of_one_student(tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("jane.py", RIGHT.read_bytes())
        archive.writestr("joe.py", RIGHT.read_bytes())
    command = [
        "grade",
        str(tmp_path / "class.zip"),
        "--out",
        str(tmp_path / "out"),
        "--task",
        "4",
        "--database",
        "small",
    ]
    answer = CliRunner().invoke(app, [*command, "--workers", "1"])
    assert answer.exit_code == 0, answer.output
    question = "Is that right? 2 files (jane.py, joe.py) were taken for those of one student, class."
    assert question in answer.output
    notes = (tmp_path / "out" / "notes.txt").read_text(encoding="utf-8").splitlines()
    assert (notes[0], notes[1][: len(question)]) == ("1 graded, 0 as they were, 0 refused.", question)


def test_files_of_students_are_no_modules_of_the_grader(tmp_path):
    handed_in, traces = submissions(tmp_path / "handed in", 1), tmp_path / "traces"
    traces.mkdir()
    for name in ("typer", "pathlib", "pickle", "socket", "multiprocessing", "distributed", "numpy"):
        (handed_in / f"{name}.py").write_text(f"open({str(traces / name)!r}, 'w')")
    command = ["-m", "autograder", "grade", "student00", "--out", "../out", "--task", "4", "--database", "small"]
    subprocess.run([sys.executable, *command, "--workers", "1"], cwd=handed_in, check=True, capture_output=True)
    assert (tmp_path / "out" / "grades.csv").exists()
    assert list(traces.iterdir()) == []
