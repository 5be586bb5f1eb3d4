"""The worker: student code runs there, and whatever it does the grader gets an answer or a clear reason."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from autograder import analysis, watchdog
from autograder import submission as submission_module
from autograder.analysis import answers_of_all
from autograder.checks import all_checks
from autograder.failures import CallFailed, GraderFault
from autograder.grading_data import GradingData
from autograder.isolation import ROOT, Tier, works
from autograder.limits import LIMITS
from autograder.notebook import MemoryFile
from autograder.running import run_checks
from autograder.submission import WorkerSubmission
from autograder.worker import frames
from ecgkit.records import Record

HEAD = "import os, sys, time\nimport numpy as np\nfrom ecgkit import fill, stubs\n\n"


@pytest.fixture
def submit(tmp_path):
    opened = []

    def make(*functions: str) -> WorkerSubmission:
        path = tmp_path / f"answer{len(opened)}.py"
        path.write_text(HEAD + "\n\n".join(functions))
        opened.append(WorkerSubmission(path))
        return opened[-1]

    yield make
    for submission in opened:
        submission.close()


def labels(body: str) -> str:
    return f"@fill\ndef label_beats(symbols):\n    {body}\n"


def test_results_come_back_as_plain_data(submit):
    submission = submit(labels("return np.array([len(s) for s in symbols])"))
    assert submission.call("label_beats", ["N", "VV"]).tolist() == [1, 2]


def test_a_record_arrives_whole(submit):
    record = Record.from_arrays(
        "7", np.arange(12.0).reshape(6, 2), [1, 4], ["N", "V"], fs=250, aux_note=["", "(AFIB"], patient="p"
    )
    submission = submit(
        "@fill\ndef split_by_patient(records, test_fraction=1 / 3, rng=None):\n    r = records[0]\n"
        "    return {'a': [r.fs, r.patient, r.record_name, list(r.symbol), list(r.aux_note), list(r.sig_name)],"
        " 's': r.p_signal, 'n': r.sample, 'r': records}"
    )
    answer = submission.call("split_by_patient", [record])
    assert answer["a"] == [250, "p", "7", ["N", "V"], ["", "(AFIB"], ["lead 0", "lead 1"]]
    assert np.array_equal(answer["s"], record.p_signal)
    assert answer["n"].tolist() == [1, 4]
    assert answer["r"] == [frames.RecordName("7", 6, 2)]


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("raise NotImplementedError", "not filled", "not filled yet"),
        ("raise NotImplementedError()", "not filled", "not filled yet"),
        ("raise NotImplementedError('only N for now')", "raised", "NotImplementedError: only N for now"),
        ("if len(symbols) == 1:\n        raise NotImplementedError", "raised", "cell 1, line 8"),
        (
            "class Rule:\n        def code(self):\n            raise NotImplementedError\n    Rule().code()",
            "raised",
            "line 9",
        ),
        ("return symbols[99]", "raised", "IndexError"),
        ("return 1 / 0", "raised", "cell 1, line 7: return 1 / 0"),
        ("raise SystemExit", "raised", "SystemExit"),
        ("os._exit(0)", "lost", "ended"),
        ("os.kill(os.getpid(), 9)", "lost", "ended"),
        ("return np.zeros(2**28)", "lost", "bytes"),
        ("a = []\n    a.append(a)\n    return a", "raised", "RecursionError"),
    ],
)
def test_every_way_to_fail_has_its_words(submit, body, kind, words):
    submission = submit(labels(body), "@fill\ndef class_weights(y):\n    return {0: 1.0, 1: 2.0}")
    with pytest.raises(CallFailed, match=r"label_beats") as caught:
        submission.call("label_beats", ["N"])
    assert caught.value.kind == kind
    assert words in caught.value.message(visible=True)
    # The next call is none the worse for it.
    assert submission.call("class_weights", np.zeros(3)) == {0: 1.0, 1: 2.0}


def test_a_hidden_check_does_not_repeat_what_an_exception_says(submit):
    submission = submit(labels("raise ValueError('secret ' + symbols[0])"))
    with pytest.raises(CallFailed) as caught:
        submission.call("label_beats", ["input"])
    assert "secret input" in caught.value.message(visible=True)
    assert "secret" not in caught.value.message(visible=False).replace("raise ValueError('secret ' + symbols[0])", "")


@pytest.mark.parametrize("cell", ["cell 1", "cell 77"])
def test_a_place_that_no_cell_has_is_not_repeated(submit, cell):
    submission = submit(labels(f"""exec(compile("\\n" * 5000 + "raise ValueError", "{cell}", "exec"))"""))
    with pytest.raises(CallFailed) as caught:
        submission.call("label_beats", ["input"])
    assert caught.value.message(visible=False) == "`label_beats` raised ValueError."


def test_a_visible_check_knows_of_no_hidden_one(submit):
    submission = submit(
        labels("SEEN.append(symbols)\n    return [0 for _ in symbols]").replace("@fill", "SEEN = []\n@fill", 1),
        "@fill\ndef class_weights(y):\n    raise ValueError(f'seen: {len(SEEN)}')",
    )
    checks = [check for check in all_checks() if check.stub in ("label_beats", "class_weights")]
    results = run_checks(checks, submission, GradingData("small"))
    assert [result.id for result in results] == [check.id for check in checks]
    said = {result.id: result.message for result in results}
    assert "seen: 1" in said["weights_of_eight_beats"]
    assert sum("seen" in message for message in said.values()) == 1


def test_neither_does_it_for_what_is_not_implemented(submit):
    submission = submit(labels("raise NotImplementedError('secret ' + symbols[0])"))
    with pytest.raises(CallFailed) as caught:
        submission.call("label_beats", ["input"])
    assert caught.value.message(visible=False) == "`label_beats` raised NotImplementedError (cell 1, line 7)."


USES_CODES = "from ecgkit import fill\n# %%\n@fill\ndef label_beats(symbols):\n    return [CODES[s] for s in symbols]"

FAILED_BEFORE = {
    "a cell that stopped": (
        "# %%\nimport no_such\nCODES = no_such.load()\n",
        "ModuleNotFoundError: No module named 'no_such' (cell 2, line",
    ),
    "the first of two": ("# %%\nx = {}['x']\n# %%\nCODES = {1: x}\n", "KeyError: 'x' (cell 2, line 2: x = {}['x'])"),
    "no valid Python": (
        "# %%\nCODES = {\n",
        "SyntaxError: it is not valid Python, so that it was not run (cell 2, line 2",
    ),
    "none": ("# %%\nimport no_such\n", ""),
    "one that has nothing to do with it": ("# %%\nOTHER = {}['x']\n# %%\nTHING = []\nprint(THING)", ""),
}


@pytest.mark.parametrize(("cells", "words"), FAILED_BEFORE.values(), ids=FAILED_BEFORE)
def test_a_missing_name_is_blamed_on_the_cell_that_failed_first(submit, cells, words):
    submission = submit(cells + USES_CODES.replace("CODES[s]", "(CODES, len)[1](s)"))
    with pytest.raises(CallFailed, match="raised NameError") as caught:
        submission.call("label_beats", ["N"])
    assert words in caught.value.message(visible=True)
    assert ("An earlier cell stopped" in caught.value.message(visible=True)) == bool(words)


FILLED_BEFORE = {
    "by its key": ("CODES['N'] = nothing.there", True),
    "as a whole": ("CODES = {'A': 1, \"N\" : nothing.there}", True),
    "another key": ("CODES['V'] = nothing.there", False),
    "only asked for": ("THING = CODES['N'] == nothing.there", False),
}


@pytest.mark.parametrize(("cell", "blamed"), FILLED_BEFORE.values(), ids=FILLED_BEFORE)
def test_a_missing_key_is_blamed_on_the_cell_that_should_have_filled_it(submit, cell, blamed):
    submission = submit("# %%\nCODES = {}\n# %%\n" + cell + "\n# %%\n" + USES_CODES)
    with pytest.raises(CallFailed, match="raised KeyError") as caught:
        submission.call("label_beats", ["N"])
    assert ("An earlier cell stopped" in caught.value.message(visible=True)) == blamed


@pytest.mark.parametrize("before", ["", "# helpers of mine\n"])
def test_a_file_that_a_cell_writes_can_be_imported(submit, before):
    submission = submit(
        f"# %%\n{before}%%writefile helpers.py\ndef code(symbol):\n    return 0\n"
        "# %%\nfrom helpers import code\nfrom ecgkit import fill\n\n"
        "@fill\ndef label_beats(symbols):\n    return [code(s) for s in symbols]"
    )
    assert submission.call("label_beats", ["N", "N"]) == [0, 0]


def test_a_script_beside_a_notebook_may_have_the_name_of_a_module_without_a_place(monkeypatch):
    """Some of Cython's have none."""
    monkeypatch.setitem(sys.modules, "cython_runtime", types.ModuleType("cython_runtime"))
    answer = labels("return [0 for _ in symbols]")
    files = [MemoryFile("cython_runtime.py", b"x = 1"), MemoryFile("answers.py", answer.encode())]
    assert answers_of_all(files)[1].filled == {"label_beats"}


@pytest.mark.parametrize("number", [-1, 1, 2**40, True, "0"])
@pytest.mark.parametrize("cells", [0, 1])
def test_faults_of_cells_that_are_not_there_are_refused(number, cells):
    fault = dict.fromkeys(("cell", "kind", "type", "bases", "text", "where"), "") | {"number": number}
    said = {"value": frames.text_to_array(json.dumps([fault]))}
    with pytest.raises(CallFailed, match="change how the worker answers"):
        submission_module._checked_faults(said, [("cell 1", "x = 1", False)] * cells, "label_beats(...)")


def test_walls_are_named_where_they_are_met(submit):
    submission = submit(labels("import multiprocessing\n    return multiprocessing.Pool(2).map(len, symbols)"))
    with pytest.raises(CallFailed, match="can start no other process"):
        submission.call("label_beats", ["N"])


def test_a_statement_kept_in_doubt_is_not_blamed_for_an_empty_answer(submit):
    submission = submit(
        "import no_such\nCODES = {}\nno_such.load(CODES)\n"
        + USES_CODES.replace("return", "CODES\n    raise NotImplementedError #")
    )
    with pytest.raises(CallFailed) as caught:
        submission.call("label_beats", ["N"])
    assert "no_such" not in caught.value.message(visible=True)


def test_an_endless_loop_ends_at_its_deadline(submit, monkeypatch):
    monkeypatch.setattr(submission_module, "LIMITS", dataclasses.replace(LIMITS, seconds=1))
    submission = submit(labels("while True: pass") + "\n\n@fill\ndef class_weights(y):\n    return {0: 1.0, 1: 1.0}")
    submission.call("class_weights", np.zeros(3))
    with pytest.raises(CallFailed, match="endless"):
        submission.call("label_beats", ["N"])


@pytest.mark.parametrize(
    "value", ["object()", "iter([])", "np.array([object()])", "{1, 2}", "lambda: 0", "[[1, 2], [3]]", "'x' * 10**6"]
)
def test_results_of_no_known_form_are_no_crash(submit, value):
    submission = submit(labels(f"return {value}"))
    outcome = "value"
    try:
        submission.call("label_beats", ["N"])
    except CallFailed as error:
        outcome = error.kind
    assert outcome in ("value", "unreadable")


def test_a_lying_subclass_of_ndarray_is_taken_by_its_bytes(submit):
    lie = "class Lie(np.ndarray):\n    def __eq__(self, other): return True\n    shape = property(lambda self: (7,))"
    submission = submit(lie, labels("return np.arange(3).view(Lie)"))
    answer = submission.call("label_beats", ["N"])
    assert type(answer) is np.ndarray
    assert answer.shape == (3,)


def test_missing_stub_is_not_filled(submit):
    with pytest.raises(CallFailed) as caught:
        submit(labels("return 0")).call("class_weights", np.zeros(3))
    assert caught.value.kind == "not filled"


def test_a_cell_that_stops_is_named(submit):
    submission = submit("TABLE = {}['missing']", labels("return TABLE"))
    with pytest.raises(CallFailed, match=r"KeyError.*cell 1, line 5"):
        submission.call("label_beats", ["N"])


def test_no_other_process_can_be_started(submit):
    submission = submit(labels("import subprocess\n    return subprocess.Popen(['sleep', '600']).pid"))
    with pytest.raises(CallFailed, match="PermissionError"):
        submission.call("label_beats", ["N"])


@pytest.mark.parametrize("tier", [tier for tier in (Tier.A, Tier.B) if works(tier)], ids=lambda tier: tier.name)
def test_nothing_is_left_after_a_submission(submit, tier):
    submission = submit(labels("open(os.environ['TMPDIR'] + '/file', 'w').write('x')\n    return 0"))
    submission.tier = submission._worker.tier = tier
    submission.call("label_beats", ["N"])
    process, scratch = submission._worker._process, submission._worker._scratch
    # In tier A, only workers see the folder.
    assert Path(f"/proc/{process.pid}/root", scratch[1:], "file").exists()
    submission.close()
    assert not process.is_running()
    submission.call("label_beats", ["N"])
    assert not Path(f"/proc/{submission._worker._process.pid}/root", scratch[1:]).exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("keep = [bytearray(2**20) for _ in range(3000)]\n    time.sleep(9)", "memory"),
        (
            "import threading\n    [threading.Thread(target=time.sleep, args=(9,)).start() for _ in range(200)]\n    time.sleep(9)",
            "threads",
        ),
        (
            "[open(os.environ['TMPDIR'] + f'/{i}', 'w') and None for i in range(200)]\n    time.sleep(9)",
            "wrote more than",
        ),
    ],
)
def test_the_watchdog_ends_what_goes_beyond_a_limit(submit, monkeypatch, body, words):
    small = dataclasses.replace(LIMITS, memory_bytes=2**30, threads=100, scratch_files=100)
    monkeypatch.setattr(watchdog, "LIMITS", small)
    submission = submit(labels(body))
    submission.tier = submission._worker.tier = Tier.B
    with pytest.raises(CallFailed, match=words):
        submission.call("label_beats", ["N"])


def grade(*arguments: str) -> subprocess.CompletedProcess:
    root = Path(__file__).resolve().parents[1]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "autograder",
        "-q",
        "-p",
        "no:cacheprovider",
        "--database",
        "small",
        *arguments,
    ]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, env={**os.environ, "COLUMNS": "60"}, check=False
    )


def test_untouched_assignments_score_nothing_and_say_so():
    run = grade("--task", "2")
    assert run.returncode == 1
    assert "0 of 20 points" in run.stdout
    assert "not filled yet" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr


def test_a_submission_that_is_not_there_is_one_clear_sentence(tmp_path):
    run = grade("--submission", str(tmp_path / "nothing"))
    assert run.returncode == 4
    assert "There is no file or folder" in run.stderr + run.stdout
    assert "Traceback" not in run.stdout + run.stderr


FORGED = """
import pathlib
pathlib.Path({mark!r}).touch()
import autograder.results as r
old = r.Result.of.__func__
r.Result.of = classmethod(lambda cls, check, error, seconds: old(cls, check, None, seconds))
"""


@pytest.mark.parametrize("order", ["submission last", "submission first", "without ="])
def test_configuration_beside_a_submission_is_not_run(tmp_path, order):
    """pytest runs the conftest.py and obeys the pytest.ini of every folder that it takes for one of tests."""
    folder, mark = tmp_path / "handed_in", tmp_path / "mark"
    folder.mkdir()
    (folder / "a.py").write_text("x = 1\n")
    for name in ("conftest.py", "evil.py"):
        (folder / name).write_text(FORGED.format(mark=str(mark)))
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = -p evil\n")
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database=small", "--task=4"]
    names = (
        ["autograder", f"--submission={folder}"]
        if order != "without ="
        else ["autograder", "--submission", str(folder)]
    )
    names = names[::-1] if order == "submission first" else names
    run = subprocess.run([*command, *names], cwd=root, capture_output=True, text=True, check=False)
    assert "0 of 5 points" in run.stdout, run.stdout + run.stderr
    assert run.returncode == 1
    assert not mark.exists()


def test_a_run_without_our_configuration_is_refused(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "a.py").write_text("x = 1\n")
    run = grade("-c", str(tmp_path / "pytest.ini"), f"--submission={tmp_path / 'a.py'}", "--task", "4")
    assert run.returncode == 4
    assert "pytest has not read" in run.stdout + run.stderr


def test_a_run_that_is_stopped_gives_no_points_for_what_it_did_not_reach(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    report = tmp_path / "report"
    grade(f"--submission={tmp_path / 'a.py'}", "--task", "4", "-x", "--report", str(report))
    found = json.loads((report / "results.json").read_text())
    assert (found["points"], found["max_points"]) == (0, 5)
    assert [check["outcome"] for check in found["checks"]].count("not run") == len(found["checks"]) - 1


def test_a_low_limit_of_memory_refuses_no_submission(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n" + "# a comment\n" * 10_000)
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_DATA, (2**31, 2**31)); from pathlib import Path; "
        f"from autograder.analysis import answers_of; print(answers_of(Path({str(tmp_path / 'a.py')!r})).filled)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout == "set()\n", run.stderr


def test_what_goes_wrong_in_the_process_that_reads_is_no_fault_of_the_student(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("# a comment\n" * 10_000)
    (tmp_path / "autograder").mkdir()
    (tmp_path / "autograder" / "__init__.py").write_text("raise ImportError('half an update')")
    monkeypatch.setattr(analysis, "ROOT", tmp_path)
    with pytest.raises(GraderFault, match="half an update"):
        analysis.answers_of(tmp_path / "a.py")


def test_the_grader_never_imports_tensorflow():
    program = "import sys, autograder.checks as c; c.all_checks(); import autograder.conftest; print('tensorflow' in sys.modules, 'keras' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
