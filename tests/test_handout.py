"""The hand-out: what students get runs by itself, says what the grader says, and holds nothing that is secret."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from autograder import handout
from autograder.build import ROOT
from autograder.checks import all_checks
from autograder.grading_data import GradingData
from autograder.handout import HandoutError, write_handout
from autograder.limits import LIMITS
from autograder.reduce import Reduction
from autograder.running import run_check
from autograder.submission import WorkerSubmission

#: These stop a notebook before any check is run.
STOPPING = {"task2_method_of_a_class", "task4_bars_need_a_missing_package"}
WRONG = [
    path
    for path in sorted((ROOT / "tests" / "submissions" / "wrong").glob("task[1-4]_*.py"))
    if path.stem not in STOPPING
]
RIGHT = (
    "import numpy as np\n"
    "from autograder import check\n"
    "from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill\n"
    "@fill\n"
    "def label_beats(symbols):\n"
    "    return np.array([0 if s == NORMAL_SYMBOL else 1 if s in ABNORMAL_SYMBOLS else -1 for s in symbols])\n"
)
#: Runs the visible checks of each script in a process that sees the hand-out alone.
DRIVER = """
import json, sys
from pathlib import Path
import autograder, ecgkit
assert Path(autograder.__file__).parents[1] == Path(sys.path[0]) == Path(ecgkit.__file__).parents[1]
from autograder.checks import all_checks
from autograder.grading_data import GradingData
from autograder.in_notebook import NotebookSubmission
from autograder.running import run_check
from ecgkit import contracts, stubs
from ecgkit.contracts import STUBS
found = {}
for path in map(Path, sys.argv[1:]):
    contracts.clear()
    exec(compile(path.read_text(), "cell 1", "exec"), {"__name__": "__main__"})
    filled = [stub for stub in STUBS if STUBS[stub].body is not None]
    checks = [check for check in all_checks() if check.stub in filled]
    submission, data = NotebookSubmission(), GradingData("small", seed=20)
    found[path.stem] = {check.id: run_check(check, submission, data).message for check in checks}
print(json.dumps(found))
"""
#: What Python on Windows does not have; students work there, too.
WITHOUT_UNIX = """
import os, signal, socket, sys
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
for module, names in {os: ("fork", "setsid", "sysconf", "statvfs"), signal: ("SIGKILL",), socket: ("AF_UNIX", "SO_PASSCRED")}.items():
    for name in names:
        delattr(module, name)
"""
#: The distribution of a module, where it has another name.
DISTRIBUTIONS = {"sklearn": "scikit-learn"}


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory) -> Path:
    """What students get."""
    folder = tmp_path_factory.mktemp("handout") / "course"
    write_handout(folder)
    return folder


def run(handed_out: Path, program: str, *arguments: str) -> subprocess.CompletedProcess:
    """Run Python in another folder, with the hand-out in place of the repository."""
    start = f"import sys; sys.path.insert(0, {str(handed_out)!r})\n"
    return subprocess.run(
        [sys.executable, "-I", "-c", start + program, *arguments],
        cwd=handed_out.parent,
        env={"ECGKIT_DATABASE": "small", "MPLBACKEND": "Agg", "HOME": str(handed_out.parent), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_holds_notebooks_ecgkit_and_visible_checks(handed_out):
    assert {path.name for path in handed_out.iterdir()} == {
        "LICENSE", "README.md", "assignments", "autograder", "ecgkit", "pyproject.toml", "requirements.txt"
    }  # fmt: skip
    assert sorted((handed_out / "assignments").rglob("*.ipynb"))
    modules = {path.stem for path in (handed_out / "autograder").rglob("*.py")}
    assert not {
        name for name in modules if name.startswith(("oracles", "unseen", "sandbox", "worker_process", "build"))
    }


def test_it_says_what_a_call_may_take(handed_out):
    text = (handed_out / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    assert f"may take {LIMITS.seconds:g} s, or {LIMITS.training_seconds:g} s where" in text
    assert f"and {LIMITS.memory_bytes // 2**30} GiB of memory" in text


def test_it_asks_for_what_it_imports_and_for_no_tool_of_graders(handed_out):
    cells = [
        "".join(cell["source"])
        for path in (handed_out / "assignments").rglob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    sources = [path.read_text(encoding="utf-8") for path in handed_out.rglob("*.py")]
    modules = {module for source in [*cells, *sources] for module in modules_of(source)}
    # JAX is for those who chose it as Keras' backend.
    wanted = modules - set(sys.stdlib_module_names) - {"autograder", "ecgkit", "jax"}
    packages = tomllib.loads((handed_out / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {DISTRIBUTIONS.get(name, name) for name in wanted} <= set(packages)
    pinned = {line.partition("==")[0] for line in (handed_out / "requirements.txt").read_text().splitlines()}
    assert set(packages) <= pinned
    assert {"ipykernel", "pandas", "protobuf"} <= pinned
    assert not {"nbgrader", "mypy", "jax", "playwright", "psycopg2-binary", "distributed"} & pinned


def modules_of(source: str) -> set[str]:
    """First names of the modules that Python code imports."""
    nodes = list(ast.walk(ast.parse(source)))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in names}


def test_no_hidden_check_is_in_it(handed_out):
    files = [path for path in handed_out.rglob("*") if path.is_file()]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for check in all_checks():
        assert (f"def test_{check.id}(" in text) == check.visible
        assert check.visible or check.hint not in text
    assert "oracles" not in text


@pytest.mark.parametrize("machine", ["", WITHOUT_UNIX], ids=["here", "without what only Unix has"])
def test_right_answer_passes_and_learns_what_is_checked_later(handed_out, machine):
    done = run(handed_out, machine + RIGHT + 'check("label_beats")')
    assert done.returncode == 0, done.stderr
    assert "passed  1/1" in done.stdout
    hidden = sum(check.points for check in all_checks() if check.stub == "label_beats" and not check.visible)
    assert f"visible 1/1 points; {hidden:g} points are checked after you submit" in done.stdout


def test_wrong_answer_fails_with_its_mistake_and_a_hint(handed_out):
    done = run(handed_out, RIGHT.replace("else -1", "else 1") + 'check("label_beats")')
    assert "Marks that are no beats are labelled as abnormal: they are -1." in done.stdout
    assert "Hint: " in done.stdout
    assert "1 of 1 visible checks of `label_beats` did not pass" in done.stderr


def test_visible_checks_say_what_the_grader_says(handed_out):
    # The recordings are there in a notebook, and not where work is graded.
    paths = [path for path in WRONG if path.stem != "task2_labels_read_from_recordings"][::6]
    done = run(handed_out, DRIVER, *map(str, paths))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    data = GradingData("small", seed=20)
    for path in paths:
        submission = WorkerSubmission(path)
        try:
            for check in [check for check in all_checks() if check.id in found[path.stem]]:
                graded = run_check(check, submission, data).message
                assert bool(graded) == bool(found[path.stem][check.id])
                assert graded.split("\n")[0] == found[path.stem][check.id].split("\n")[0]
        finally:
            submission.close()
    assert sum(bool(message) for messages in found.values() for message in messages.values()) > 5


@pytest.mark.slow
def test_reference_passes_every_visible_check_in_the_handed_out_version(handed_out, tmp_path):
    paths = []
    for script in sorted((ROOT / "solutions").glob("task*/*.py")):
        cells = [text for answers in WorkerSubmission(script).files for _, text in answers.cells]
        paths.append(tmp_path / script.name)
        paths[-1].write_text("\n".join(cells))
    done = run(handed_out, DRIVER, *map(str, paths))
    assert done.returncode == 0, done.stderr
    found = {
        name: message
        for messages in json.loads(done.stdout.splitlines()[-1]).values()
        for name, message in messages.items()
    }
    assert found.keys() == {check.id for check in all_checks() if check.visible}
    assert set(found.values()) == {""}


def test_the_same_course_makes_the_same_zip(tmp_path):
    write_handout(tmp_path / "first.zip")
    write_handout(tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_nothing_is_overwritten_unasked(handed_out):
    with pytest.raises(HandoutError, match="--force"):
        write_handout(handed_out)
    write_handout(handed_out, force=True)
    assert (handed_out / "README.md").is_file()


def test_force_replaces_a_handout_and_nothing_else(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(HandoutError, match="nothing else"):
        write_handout(tmp_path, force=True)
    assert (tmp_path / "thesis.txt").is_file()
    handed_in = tmp_path / "class.zip"
    with zipfile.ZipFile(handed_in, "w") as archive:
        archive.writestr("ann/task4.ipynb", "{}")
    before = handed_in.read_bytes()
    with pytest.raises(HandoutError, match="nothing else"):
        write_handout(handed_in, force=True)
    assert handed_in.read_bytes() == before
    write_handout(tmp_path / "handout.zip")
    write_handout(tmp_path / "handout.zip", force=True)


def test_visible_check_with_an_oracle_is_refused(tmp_path):
    reduction = Reduction(ROOT / "autograder")
    reduction.ask(("test_task2_labels",), ["test_label_of_every_symbol"])
    with pytest.raises(HandoutError, match="needs oracles"):
        handout._require_no_secret(reduction)


def test_notebook_with_a_solution_is_refused(tmp_path):
    path = tmp_path / "preparation.ipynb"
    text = (ROOT / "assignments" / "task2_preparation" / "preparation.ipynb").read_text(encoding="utf-8")
    path.write_text(text.replace("raise NotImplementedError", "return 1", 1))
    with pytest.raises(HandoutError, match=r"autograder\.build"):
        handout._require_no_solution(path)


def test_reduced_modules_are_as_they_stand_in_the_repository(handed_out):
    for path in (handed_out / "autograder").rglob("*.py"):
        lines = set((ROOT / path.relative_to(handed_out)).read_text(encoding="utf-8").split("\n"))
        added = [line for line in path.read_text(encoding="utf-8").split("\n") if line not in lines]
        assert all(re.match(r"(from|import) ", line) for line in added), added
