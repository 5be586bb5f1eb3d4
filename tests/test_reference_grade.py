"""The reference solutions get every point, whichever way they are handed in; an untouched course gets none."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from autograder.build import ROOT
from autograder.checks import TASK_POINTS, all_checks
from ecgkit.contracts import STUBS


def grade(folder, *arguments: str, database: str = "small") -> tuple[int, dict, str]:
    """Grade as the README says; returns the exit code, results.json and what was printed."""
    command = [sys.executable, "-m", "pytest", "autograder", "-q", "-p", "no:cacheprovider", "--report", str(folder)]
    run = subprocess.run(
        [*command, "--database", database, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "60"},
        check=False,
    )
    return run.returncode, json.loads((folder / "results.json").read_text()), run.stdout


def test_reference_scripts_get_every_point(tmp_path):
    code, results, printed = grade(tmp_path, "--submission", "solutions")
    assert {check["id"]: check["message"] for check in results["checks"] if check["outcome"] != "passed"} == {}
    assert (code, len(results["checks"])) == (0, len(all_checks()))
    assert results["points"] == results["max_points"] == sum(TASK_POINTS[stub_task] for stub_task in _tasks())
    assert "(100 %)" in printed
    assert "seed" not in results
    assert set(json.loads((tmp_path / "instructor.json").read_text())) == {"seed", "repairs", "refused"}


def test_the_seed_of_a_run_repeats_it_exactly(tmp_path):
    wrong = ROOT / "tests" / "submissions" / "wrong" / "task2_q_counts_as_abnormal.py"
    runs = []
    for arguments in ([], ["--seed", "7"], ["--seed", "7"]):
        _, results, _ = grade(tmp_path, "--submission", str(wrong), "--task", "2", *arguments)
        runs.append([(check["id"], check["outcome"], check["message"]) for check in results["checks"]])
        seed = json.loads((tmp_path / "instructor.json").read_text())["seed"]
        assert seed == 7 or not arguments
    assert runs[1] == runs[2]


@pytest.mark.slow
def test_reference_notebooks_get_every_point_of_tasks_1_to_4(tmp_path):
    for task in (1, 2, 3, 4):
        notebook = next((ROOT / "solutions").glob(f"task{task}_*/*.ipynb"))
        code, results, _ = grade(tmp_path, "--submission", str(notebook), "--task", str(task))
        assert (code, results["points"]) == (0, TASK_POINTS[task])


def test_untouched_assignments_get_no_point_and_a_plain_sentence_each(tmp_path):
    code, results, printed = grade(tmp_path)
    assert (code, results["points"]) == (1, 0)
    assert {check["outcome"] for check in results["checks"]} == {"failed"}
    assert all("not filled yet" in check["message"] for check in results["checks"])
    assert "Traceback" not in printed


@pytest.mark.slow
def test_reference_gets_every_point_on_the_real_recordings(tmp_path, mitdb):
    code, results, _ = grade(tmp_path, "--submission", "solutions", "--task", "2", database=str(mitdb))
    assert (code, results["points"]) == (0, TASK_POINTS[2])
    assert results["database"] == "MIT-BIH Arrhythmia Database"


def _tasks() -> set[int]:
    return {stub.task for stub in STUBS.values()}
