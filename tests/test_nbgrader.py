"""nbgrader end to end on a copy of the course: hand out, collect, grade, change points, mark by hand, feedback, export.

The copy has a canary in every secret place, so whatever it hands to students can be searched for it.
"""

from __future__ import annotations

import csv
import json
import logging
import re
import shutil
import zipfile
from pathlib import Path

import damaged
import parity
import pytest
from canaries import CANARY, places_of_canary, plant
from nbgrader.apps import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from nbgrader_course import Course, points_by_cell

from autograder.build import ROOT
from autograder.gradebook import grading
from autograder.gradebook.collecting import ArchiveExtractor
from autograder.gradebook.tidy import tidy_up
from autograder.results import Graded

ASSIGNMENT, NOTEBOOK = "task2_preparation", "preparation"
BODIES = ROOT / "tests" / "submissions"
ANSWER = "0.2 % of the beats, and <script>document.title = 'forged'</script> they are dealt evenly."


def reference(folder: Path) -> Path:
    """The reference, with a written answer."""
    path = folder / "reference.ipynb"
    notebook = json.loads((ROOT / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text())
    cell_of(notebook, "t2-edges")["source"] = ANSWER
    path.write_text(json.dumps(notebook))
    return path


def cell_of(notebook: dict, grade_id: str) -> dict:
    """The cell with this id."""
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def doubled_and_missing(folder: Path) -> Path:
    """The reference with one check cell twice, another one missing, and one given away by its tag and metadata."""
    notebook = json.loads(reference(folder).read_text())
    cells = notebook["cells"]
    double, missing = cell_of(notebook, "check-label_beats"), cell_of(notebook, "check-build_data_matrix")
    cells.insert(3, double)
    cells.remove(missing)
    given = cell_of(notebook, "check-split_by_patient")
    given["metadata"] |= {"tags": ["skip-execution"]}
    given["metadata"]["nbgrader"] |= {"points": 1000, "locked": False}
    given["source"] = "1000"
    path = folder / "doubled.ipynb"
    path.write_text(json.dumps(notebook))
    return path


def stripped(folder: Path) -> Path:
    """The reference without any metadata or ids, renamed, with outputs that are scripts."""
    notebook = json.loads(reference(folder).read_text())
    script = "<script>alert(1)</script>"
    forged = {"image/png": 'AAAA" onerror="alert(1)', "text/html": script, "image/svg+xml": f"<svg>{script}</svg>"}
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id")
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {"output_type": "display_data", "data": {**forged, "text/plain": script}, "metadata": {}},
                {"output_type": "stream", "name": "stderr", "text": "a warning\n"},
            ]
    path = folder / "My homework (2).ipynb"
    path.write_text(json.dumps(notebook))
    return path


def beside_the_notebook_handed_out(folder: Path) -> Path:
    """The reference as a copy, zipped with the notebook in which nobody wrote."""
    path = folder / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(reference(folder), f"{NOTEBOOK}-Copy1.ipynb")
        archive.write(ROOT / "assignments" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", f"{NOTEBOOK}.ipynb")
    return path


@pytest.fixture(scope="module")
def submissions(tmp_path_factory) -> dict[str, Path]:
    """Thirteen students: right, wrong, hostile and damaged work."""
    folder = tmp_path_factory.mktemp("submissions")
    (folder / "mac").mkdir()
    return {
        "ada": reference(folder),
        "ben": ROOT / "assignments" / ASSIGNMENT / f"{NOTEBOOK}.ipynb",
        "cleo": BODIES / "right" / "task2_pandas.py",
        "dan": BODIES / "right" / "task2_sklearn_and_stubs.py",
        "eve": BODIES / "hostile" / "frame_says_passed.py",
        "fay": BODIES / "hostile" / "end_exit.py",
        "gus": BODIES / "wrong" / "task2_labels_swapped.py",
        "hal": BODIES / "wrong" / "task2_window_one_sample_late.py",
        "ida": BODIES / "damaged" / "truncated.ipynb",
        "joe": BODIES / "damaged" / "nbformat3.ipynb",
        "kim": doubled_and_missing(folder),
        "leo": stripped(folder),
        "mia": beside_the_notebook_handed_out(folder),
    }


@pytest.fixture(scope="module")
def course(tmp_path_factory, submissions) -> Course:
    """The course after `nbgrader autograde`, `generate_feedback` and `export`."""
    course = Course(tmp_path_factory.mktemp("nbgrader") / "course")
    assert plant(course.folder) > 60
    course.python("-m", "autograder.build")
    kept = {name: path.read_bytes() for name, path in submissions.items()}
    course.grade(ASSIGNMENT, {name: copy_of(path, course.folder) for name, path in submissions.items()})
    assert kept == {name: path.read_bytes() for name, path in submissions.items()}
    course.run("generate_feedback", ASSIGNMENT)
    course.run("export")
    return course


def copy_of(path: Path, folder: Path) -> Path:
    """A copy that can be moved away."""
    target = folder / "handed in" / path.parent.name / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(path, target))


def page(course: Course, student: str) -> str:
    """The feedback page of a student."""
    return (course.folder / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "names",
    [
        ("analysis", "fix"),
        ("a", "fix", "zz"),
        ("q", "r" * 240, "x"),
        ("q", "01-q", "fix", "preparation_1_fix", "zz"),
        ("zz",),
    ],
)
@pytest.mark.parametrize("place", [0, -1, 1])
def test_a_notebook_that_gets_its_right_name_keeps_its_place_among_others(tmp_path, names, place):
    """Of two answers to one stub that of the later file counts."""
    in_order = sorted(f"{name}.ipynb" for name in names)
    for name in in_order:
        answer = damaged.ANSWER if name == in_order[min(place, len(names) - 1)] else "x = 1"
        (tmp_path / name).write_text(damaged.notebook(damaged.cell(f"# {name}"), damaged.cell(answer)))
    notebooks = [str(tmp_path / name) for name in in_order]
    tidy_up(ROOT / "assignments")(ASSIGNMENT, "eve", notebooks)
    found = sorted(tmp_path.iterdir())
    assert sorted(notebooks) == [str(path) for path in found]
    firsts = [json.loads(path.read_text())["cells"][0]["source"] for path in found]
    assert ["".join(source) for source in firsts] == [f"# {name}" for name in in_order]
    assert "label_beats" in (tmp_path / f"{NOTEBOOK}.ipynb").read_text()


def test_who_could_be_one_of_several_of_the_name_in_another_assignment_is_told(tmp_path, caplog):
    """Moodle's numbers are others in each assignment, so who hands in alone may be any of them."""
    app = ZipCollectApp(log=logging.getLogger("collect"))
    app.coursedir = CourseDirectory(parent=app, root=str(tmp_path), assignment_id="task3")
    for student in ("Jane_Doe_4801", "Jane_Doe_4802", "Bob", "Eva"):
        (tmp_path / "submitted" / student / "task2").mkdir(parents=True)
    archive = tmp_path / "downloaded" / "task3" / "archive"
    for folder in ("Jane Doe_4902", "Bob_4903", "Eva_1", "Eva_2"):
        (archive / f"{folder}_assignsubmission_file").mkdir(parents=True)
        (archive / f"{folder}_assignsubmission_file" / "n.ipynb").write_text(damaged.notebook(damaged.cell("x = 1")))
    ArchiveExtractor(parent=app, log=app.log).extract(str(archive), str(tmp_path / "extracted"))
    said = {line.split(":")[0] for line in caplog.messages if "may be one of" in line}
    assert said == {
        "Jane_Doe may be one of Jane_Doe_4801, Jane_Doe_4802",
        "Eva_1 may be one of Eva",
        "Eva_2 may be one of Eva",
    }


def test_checks_that_were_edited_since_the_server_started_grade_nothing(monkeypatch):
    grading.require_same_checks()
    monkeypatch.setattr(grading, "digest_of_files", lambda: "edited")
    with pytest.raises(grading.NotGraded, match="start it again"):
        grading.require_same_checks()


@pytest.mark.parametrize("taken", ["results", "results/preparation", "results/preparation/results.json/x"])
def test_what_is_handed_in_under_the_name_of_the_results_gives_way(tmp_path, taken):
    path = tmp_path / taken
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("accuracy 0.93")
    Graded("ann", "small", "A", 1, [], []).write(grading.place_of_results(tmp_path, NOTEBOOK))
    assert Graded.read(tmp_path / "results" / NOTEBOOK).submission == "ann"


def test_generate_assignment_leaves_what_build_made(course):
    released = Path("assignments", ASSIGNMENT, f"{NOTEBOOK}.ipynb")
    assert (course.folder / released).read_bytes() == (ROOT / released).read_bytes()


def test_every_submission_scores_as_through_pytest(course, submissions, tmp_path):
    for student, path in submissions.items():
        expected = parity.through_pytest(path, 2, tmp_path / student)
        row = parity.row_of(student, expected, course.graded(ASSIGNMENT, student), course.scores(ASSIGNMENT, student))
        assert row.differences == ()
        assert row.refused == (student == "ida")


def test_the_right_get_everything_and_the_others_do_not(course):
    students = [path.name for path in (course.folder / "autograded").iterdir()]
    points = {student: sum(points_by_cell(course.graded(ASSIGNMENT, student)).values()) for student in students}
    assert {name for name, value in points.items() if value == 20} == {"ada", "cleo", "dan", "kim", "leo", "mia"}
    assert points["ben"] == points["ida"] == 0
    assert 0 < points["hal"] < 20


def test_export_holds_the_sum_of_the_cells(course):
    with open(course.folder / "grades.csv") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    for student, row in rows.items():
        cells = course.scores(ASSIGNMENT, student)
        assert float(row["score"]) == sum(score or 0 for score in cells.values())
        assert float(row["max_score"]) == 22
    assert len(rows) == 13


def test_feedback_says_what_failed_why_and_a_hint(course):
    text = page(course, "gus")
    assert "Normal and abnormal are swapped: N is 0." in text
    assert "Hint: N is normal; the thirteen symbols" in text
    assert "damaged or cut off" in page(course, "ida")
    assert "is not filled yet" in page(course, "ben")


def test_feedback_shows_the_students_work_as_text_alone(course):
    for student in ("ada", "leo", "mia"):
        text = page(course, student)
        assert "document.title" in text, "the written answer is there"
        body = text[text.index("notebook-container") :]
        assert "<script>alert" not in body
        assert "<script>document" not in body
        assert "onerror" not in body
        assert "<svg" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(course, "leo"), "a text output is shown as text"


def test_every_cell_is_there_once(course):
    for path in (course.folder / "autograded").glob(f"*/{ASSIGNMENT}/{NOTEBOOK}.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in cells if "nbgrader" in cell["metadata"]]
        assert len(set(ids)) == len(ids) == 7


def test_written_answers_wait_for_a_person_and_missing_ones_do_not(course):
    with course.gradebook() as book:
        waiting = {
            student.id
            for student in book.students
            for grade in book.find_submission(ASSIGNMENT, student.id).notebooks[0].grades
            if grade.needs_manual_grade
        }
    assert waiting == {"ada", "kim", "leo", "mia"}


def test_no_secret_reaches_a_student(course):
    course.python(
        "-c", "from pathlib import Path; from autograder.handout import write_handout; write_handout(Path('out'))"
    )
    for name in ("out", "assignments", "feedback"):
        assert places_of_canary(course.folder / name) == []
    assert places_of_canary(course.folder / "autograder"), "the search finds it where it is"
    assert places_of_canary(course.folder / "solutions")
    for path in (course.folder / "feedback").rglob("*"):
        assert path.name != "instructor.json"
    results = list((course.folder / "autograded").rglob("results.json"))
    assert len(results) == 13
    assert all(CANARY not in path.read_text(encoding="utf-8") for path in results)


def test_the_exchange_hands_out_the_notebook_alone_and_collects_scripts_too(course):
    exchange, homework = course.folder / "exchange", course.folder / "homework"
    exchange.mkdir()
    exchange.chmod(0o777)
    places = (f"--Exchange.root={exchange}", f"--Exchange.cache={course.folder / 'cache'}")
    course.run("release_assignment", ASSIGNMENT, *places)
    files = [path.name for path in exchange.rglob("*") if path.is_file()]
    assert files == [f"{NOTEBOOK}.ipynb"]
    shutil.copytree(course.folder / "assignments" / ASSIGNMENT, homework / ASSIGNMENT)
    (homework / ASSIGNMENT / "helpers.py").write_text("SECONDS = 4\n")
    course.run("submit", f"homework/{ASSIGNMENT}", *places)
    course.run("collect", ASSIGNMENT, *places)
    (collected,) = (course.folder / "submitted").glob(f"*/{ASSIGNMENT}/helpers.py")
    shutil.rmtree(collected.parent.parent)


def test_points_and_checks_change_after_submissions_came_in(course):
    with course.gradebook() as book:
        grade = book.find_grade("t2-edges", NOTEBOOK, ASSIGNMENT, "ada")
        grade.manual_score = 1.5
        book.find_comment("t2-edges", NOTEBOOK, ASSIGNMENT, "ada").manual_comment = "Which half?"
        book.db.commit()
    path = course.folder / "autograder" / "test_task2_labels.py"
    text, count = re.subn(
        r'(label_beats",\n    )points=1,\n    visible=True', r"\1points=3,\n    visible=True", path.read_text()
    )
    assert count == 1
    path.write_text(
        text.replace('(submission.call("label_beats", []), "The', '(submission.call("label_beats", ["N"]), "The')
    )

    refused = course.run("autograde", ASSIGNMENT, "--student=ada", "--force", fails=True)
    assert "is worth 4.5 points in the checks and 2.5 in the gradebook" in refused
    course.python("-m", "autograder.build")
    course.run("generate_assignment", ASSIGNMENT, "--force")
    course.run("autograde", ASSIGNMENT, "--student=ada", "--force")

    assert course.scores(ASSIGNMENT, "ada")["check-label_beats"] == 4, "the changed hidden check now fails"
    with course.gradebook() as book:
        submission = book.find_submission(ASSIGNMENT, "ada")
        assert (submission.score, submission.max_score) == (4 + 17.5 + 1.5, 24)
        assert book.find_comment("t2-edges", NOTEBOOK, ASSIGNMENT, "ada").manual_comment == "Which half?"


def test_a_check_that_cannot_be_run_costs_its_own_cell_alone(course, faulty):
    path = "autograder/test_task2_labels.py"
    doc = '\n    """`label_beats` of an empty list is an empty array."""\n'
    faulty(path, doc, doc + "    raise RuntimeError('a fault of the grader')\n")
    before = course.scores(ASSIGNMENT, "kim")
    said = course.run("autograde", ASSIGNMENT, "--student=kim", "--force")
    assert "check-label_beats of kim has no score yet: labels_of_no_symbols could not be run" in " ".join(said.split())
    assert course.scores(ASSIGNMENT, "kim") == {**before, "check-label_beats": None}
    assert waiting_cells(course, "kim") - {"t2-edges"} == {"check-label_beats"}


def test_points_that_are_not_given_yet_are_told_where_they_count_as_0(course):
    with course.gradebook() as book:
        for student, score in (("leo", None), ("mia", 1)):
            grade = book.find_grade("t2-edges", NOTEBOOK, ASSIGNMENT, student)
            grade.auto_score, grade.manual_score = None, score
        book.db.commit()
    for command in (["export"], ["generate_feedback", ASSIGNMENT, "--force"]):
        said = " ".join(course.run(*command).split())
        assert "leo has no points yet for `t2-edges`" in said
        assert "mia has no points" not in said
    assert "leo has no points" not in course.run("export", "--student=['mia']")
    assert "leo has no points" in course.run("export", "--student=['leo']")
    assert "Not all of this is marked yet" in page(course, "leo")
    assert "Not all of this is marked yet" not in page(course, "mia")


def test_a_fault_that_does_not_come_again_costs_nothing(course, faulty):
    path = "autograder/test_task2_labels.py"
    doc = '\n    """`label_beats` of an empty list is an empty array."""\n'
    once = (
        "    if not hasattr(data, 'x'):\n        object.__setattr__(data, 'x', 1)\n        raise RuntimeError('once')\n"
    )
    faulty(path, doc, doc + once)
    course.run("autograde", ASSIGNMENT, "--student=kim", "--force")
    assert course.scores(ASSIGNMENT, "kim")["check-label_beats"] is not None
    assert waiting_cells(course, "kim") <= {"t2-edges"}


def test_a_submission_that_cannot_be_graded_keeps_no_earlier_score(course, faulty):
    faulty("autograder/running.py", "        check.function(submission, data)\n", "        raise RuntimeError\n")
    failed = course.run("autograde", ASSIGNMENT, "--student=kim", "--force", fails=True)
    assert "None of the" in failed
    assert "checks could be run" in failed
    scores = course.scores(ASSIGNMENT, "kim")
    checked = {name for name in scores if name.startswith("check-")}
    assert {scores[name] for name in checked} == {None}
    assert waiting_cells(course, "kim") >= checked


@pytest.fixture
def faulty(course):
    """Puts a fault into a file of the course for one test, after which kim is graded again."""
    changed = {}

    def change(name, old, new):
        path = course.folder / name
        changed[path] = text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    yield change
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    course.run("autograde", ASSIGNMENT, "--student=kim", "--force")
    scores = course.scores(ASSIGNMENT, "kim")
    assert all(score is not None for name, score in scores.items() if name.startswith("check-"))


def waiting_cells(course, student):
    with course.gradebook() as book:
        grades = book.find_submission(ASSIGNMENT, student).notebooks[0].grades
        return {grade.name for grade in grades if grade.needs_manual_grade}


@pytest.mark.slow
def test_parity_of_every_submission(capsys):
    differences = parity.main([])
    print(capsys.readouterr().out)
    assert differences == 0


@pytest.mark.slow
def test_damaged_notebooks_through_nbgrader(tmp_path):
    names = {
        "Colab metadata",
        "metadata stripped",
        "duplicate ids",
        "empty file",
        "nbformat 4.0 without ids",
        "a notebook called .py",
    }
    cases = {f"damaged-{number}": case for number, case in enumerate(damaged.CASES) if case.name in names}
    assert len(cases) == len(names)
    made = {name: case.make(tmp_path) for name, case in cases.items()}
    rows = parity.compare(made, 2, tmp_path / "both")
    assert [row.differences for row in rows] == [()] * len(rows)
    assert {row.name for row in rows if row.refused} == {name for name, case in cases.items() if case.refused}
