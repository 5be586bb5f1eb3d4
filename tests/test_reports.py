"""Reports: every format says what results.json says, nothing that a submission wrote becomes markup, nothing secret is in them."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from graded_class import HOSTILE, SEED, checks, result_of, write_class, write_real_students, write_student

from autograder.analysis import answers_of
from autograder.checks import all_checks
from autograder.class_folder import ClassFolder
from autograder.failures import CallFailed, CheckFailed, GraderFault
from autograder.lms_names import Owner
from autograder.reports import network_pictures, write_reports
from autograder.reports import pictures as pictures_module
from autograder.reports.class_report import distribution
from autograder.reports.grades_csv import _no_formula
from autograder.reports.item_analysis import check_statistics
from autograder.reports.manual import ManualMark, read_marks, write_marks
from autograder.reports.mistakes import limits_hit, most_common, not_filled
from autograder.reports.pictures import picture_of
from autograder.reports.regrade import compare, keep_marks, print_comparison
from autograder.reports.similarity import keep_answers, similar_pairs, source_of, starter_code
from autograder.reports.students import Student, read_students
from autograder.results import Graded, total


class Page(HTMLParser):
    """Elements with their attributes, and the text of those that have an id or a class."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, list[str]] = {}
        self.all_text = ""
        self._open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in ("meta", "link", "img", "rect"):
            self._open.append(attributes.get("id") or attributes.get("class") or "")
            self.text.setdefault(self._open[-1], []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.all_text += data
        if self._open:
            self.text[self._open[-1]][-1] += data


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    write_class(folder)
    write_marks(folder / "student03", [ManualMark("Why by patient?", 3, 4, "Say what leaks."), ManualMark("late", -1)])
    write_reports(folder, sources={})
    return folder


@pytest.fixture(scope="module")
def students(out: Path) -> list[Student]:
    return read_students(out)


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def expected_points(out: Path) -> dict[str, float]:
    """Points of the checks from results.json, and those that a person gave."""
    return {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))["points"]
        + (2 if path.parent.name == "student03" else 0)
        for path in out.glob("*/results.json")
    }


def test_points_on_every_page_and_in_every_table(out: Path) -> None:
    points = expected_points(out)
    rows = [
        attributes["data-student"]
        for tag, attributes in Page(out / "class.html").elements
        if "data-student" in attributes
    ]
    assert rows == sorted(points)
    assert [float(text) for text in Page(out / "class.html").text["points"]] == [points[name] for name in rows]
    plain = {row["student"].removeprefix("'"): row for row in table(out / "grades.csv")}
    for name, value in points.items():
        assert float(Page(out / name / "feedback.html").text["points"][0]) == value
        assert float(plain[name]["total"]) == value == float(plain[name]["automatic"]) + float(plain[name]["manual"])
        gradescope = json.loads((out / name / "gradescope" / "results.json").read_text(encoding="utf-8"))
        assert gradescope["score"] == value == sum(test["score"] for test in gradescope["tests"])


def test_points_of_tasks(out: Path, students: list[Student]) -> None:
    for student in students:
        shown = Page(student.folder / "feedback.html").text.get("task-points", [])
        expected = [student.task_points(task)[0] for task in (1, 2, 3, 4)] if student.graded.results else []
        assert [float(text) for text in shown] == expected


def test_what_real_submissions_were_told(tmp_path: Path) -> None:
    write_real_students(tmp_path)
    write_reports(tmp_path)
    for name in ("right", "wrong", "markup"):
        graded = Graded.read(tmp_path / name)
        page = Page(tmp_path / name / "feedback.html")
        assert float(page.text["points"][0]) == total(graded.results)[0]
        for result in graded.results:
            assert result.message.partition("\n")[0] in page.all_text
    assert len([1 for tag, _ in Page(tmp_path / "wrong" / "feedback.html").elements if tag == "img"]) == 1


def test_written_twice_is_the_same(out: Path) -> None:
    files = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    write_reports(out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == files


def test_hostile_text_stays_text(out: Path) -> None:
    hostile = next(path for path in out.iterdir() if path.name.startswith("=hostile"))
    for path in (hostile / "feedback.html", out / "class.html"):
        page = Page(path)
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"script", "b", "i", "iframe", "object", "form", "base"}
        assert [tag for tag, _ in page.elements].count("style") == 1
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert (attributes.get("src") or "data:").startswith("data:")
            assert not (tag == "a" and ":" in (attributes["href"] or ""))
    feedback = Page(hostile / "feedback.html")
    said = "".join(feedback.text["said"])
    assert all(text in said for text in HOSTILE)
    assert "49" not in said


def test_pages_allow_nothing_but_their_own_style(out: Path) -> None:
    text = (out / "class.html").read_text(encoding="utf-8")
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(
        a["content"] for tag, a in Page(out / "class.html").elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert (
        policy == f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style[1]
    assert "@import" not in style[1]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)


def test_students_files_hold_no_seed(out: Path) -> None:
    for path in out.glob("*/**/*"):
        if path.is_file() and path.name != "instructor.json":
            assert str(SEED) not in path.read_text(encoding="utf-8"), path


def test_picture_for_each_function_with_a_visible_check() -> None:
    for stub in {check.stub for check in all_checks() if check.visible}:
        picture = picture_of(stub)
        assert picture, f"draw the expected answer of {stub} in autograder/reports/"
        assert base64.b64decode(picture.image.partition(",")[2]).startswith(b"\x89PNG")
        assert picture.caption.endswith(".")
    assert set(pictures_module.DRAWINGS) <= {check.stub for check in all_checks()}


@pytest.mark.parametrize("module", [pictures_module, network_pictures])
def test_pictures_know_neither_oracles_nor_inputs(module) -> None:
    source = Path(module.__file__).read_text(encoding="utf-8")
    imported = set(re.findall(r"^\s*(?:from|import) ([\w.]+)", source, re.MULTILINE))
    assert not {name for name in imported if name.startswith("..") or "autograder" in name}


def test_no_picture_where_only_hidden_checks_fail(tmp_path: Path) -> None:
    hidden = next(check for check in checks() if not check.visible)
    write_student(tmp_path, "one", {hidden.id: CheckFailed("Wrong.", got="secret got", expected="secret expected")})
    write_reports(tmp_path)
    page = Page(tmp_path / "one" / "feedback.html")
    assert "img" not in {tag for tag, _ in page.elements}
    for path in (tmp_path / "one").rglob("*"):
        assert not path.is_file() or "secret" not in path.read_text(encoding="utf-8")


#: Elements with the attributes that they need and those that they may have besides, and their children: what Jenkins'
#: schema says of those that are used here.
JUNIT = {
    "testsuites": ((), ("name", "time", "tests", "failures", "errors"), ("testsuite",)),
    "testsuite": (("name", "tests", "failures", "errors"), ("time",), ("testcase",)),
    "testcase": (("name",), ("time", "classname"), ("failure", "error")),
    "failure": ((), ("type", "message"), ()),
    "error": ((), ("type", "message"), ()),
}


def follows_schema(element: ElementTree.Element) -> None:
    needed, possible, children = JUNIT[element.tag]
    assert set(needed) <= set(element.keys()) <= {*needed, *possible}
    assert re.fullmatch(r"\d*(\.\d*)?", element.get("time", ""))
    for child in element:
        assert child.tag in children
        follows_schema(child)


def test_junit_of_students_and_class(out: Path, students: list[Student]) -> None:
    for student in students:
        root = ElementTree.parse(student.folder / "junit.xml").getroot()
        follows_schema(root)
        (suite,) = root
        refused = bool(student.graded.refused)
        assert int(suite.get("tests", "")) == len(suite) == len(student.graded.results) + refused
        assert (
            len(suite.findall("testcase/failure"))
            == int(suite.get("failures", ""))
            == student.count("failed") + refused
        )
        assert len(suite.findall("testcase/error")) == int(root.get("errors", "")) == student.count("not run")
        for result, case in zip(student.graded.results, suite, strict=not refused):
            ended = case.find("failure") if result.outcome == "failed" else case.find("error")
            assert (ended is None) == (result.outcome == "passed")
            assert ended is None or result.message in (ended.text or "")
    root = ElementTree.parse(out / "junit.xml").getroot()
    follows_schema(root)
    assert [suite.get("name") for suite in root] == [student.name for student in students]
    assert int(root.get("tests", "")) == len(root.findall("testsuite/testcase"))


def test_junit_without_what_xml_forbids(tmp_path: Path) -> None:
    write_student(tmp_path, "one", {}, refused="bell \x07, nul \x00, \ufffe and ]]>")
    write_reports(tmp_path)
    root = ElementTree.parse(tmp_path / "one" / "junit.xml").getroot()
    assert "]]>" in (root[0][0][0].get("message") or "")


def test_gradescope_by_its_documentation(students: list[Student]) -> None:
    top = {
        "score",
        "execution_time",
        "output",
        "output_format",
        "test_output_format",
        "test_name_format",
        "stdout_visibility",
        "tests",
    }
    each = {"name", "name_format", "score", "max_score", "output", "output_format", "visibility", "status", "tags"}
    for student in students:
        content = json.loads((student.folder / "gradescope" / "results.json").read_text(encoding="utf-8"))
        assert set(content) == top
        for test, result in zip(content["tests"], student.graded.results, strict=False):
            assert set(test) <= each
            assert test.get("status", "not run") == result.outcome
            assert test["visibility"] == ("visible" if result.visible else "after_published")
            assert test["output_format"] == test["name_format"] == "text"
        visible = [result for result in student.graded.results if result.visible]
        points, possible = sum(each.points for each in visible), sum(each.max_points for each in visible)
        # The whole sum would tell what the hidden checks gave.
        of_whom = " by the checks that are shown at once" if student.graded.results else ""
        assert f"{points:g} of {possible:g} points{of_whom}." in content["output"].splitlines()
        assert ("could not be run" in content["output"]) == (student.count("not run") > 0)
    assert {student.count("not run") > 0 for student in students} == {True, False}


def as_class(out: Path, owners: list[Owner]) -> None:
    """Make a folder of students that of a class, as `class_grading` leaves it."""
    folder = ClassFolder(out)
    folder.begin(SEED, owners)
    for owner in owners:
        graded = Graded.read(out / owner.student)
        if owner.student != folder.folder(owner.student).name:
            shutil.rmtree(out / owner.student)
        folder.save(owner.student, graded, {"digest": "d"})


def test_folders_of_a_class(tmp_path: Path) -> None:
    write_student(tmp_path, "=1+1", {})
    write_student(tmp_path, "bob", {})
    as_class(tmp_path, [Owner("=1+1"), Owner("bob")])
    assert not (tmp_path / "=1+1").exists()
    (tmp_path / "bob" / "handed_in.json").unlink()
    write_reports(tmp_path)
    # Results without it do not count.
    assert [row["student"] for row in table(tmp_path / "grades.csv")] == ["'=1+1"]
    links = [attributes["href"] for tag, attributes in Page(tmp_path / "class.html").elements if tag == "a"]
    assert (tmp_path / unquote(str(links[-1]))).exists()


def test_tables_of_learning_platforms(tmp_path: Path) -> None:
    write_student(tmp_path, "doejane_123456", {})
    write_student(tmp_path, "Jane Doe", {checks()[0].id: CheckFailed("Wrong.")})
    write_student(tmp_path, "group_12", {})
    write_marks(tmp_path / "group_12", [ManualMark("copied", -100)])
    owners = [
        Owner("doejane_123456", "canvas", ("123456",), is_late=True),
        Owner("Jane Doe", "moodle", ("4711", "5822")),
        Owner("group_12"),
    ]
    as_class(tmp_path, owners)
    write_reports(tmp_path)
    canvas, moodle = table(tmp_path / "grades_canvas.csv"), table(tmp_path / "grades_moodle.csv")
    # What another table of the course's grades is not called.
    title = "ECG course, tasks 1, 2, 3, 4"
    assert list(canvas[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
    assert canvas[0] == dict.fromkeys(canvas[0], "") | {"Student": "    Points Possible", title: "50"}
    by_name = {row["Student"]: row for row in canvas}
    assert by_name["doejane_123456"]["ID"] == "123456"
    # Nothing is guessed from a name, and no platform takes less than 0.
    assert by_name["group_12"] | {"ID": "", "SIS Login ID": "group_12", title: "0"} == by_name["group_12"]
    assert {"Identifier", "Grade", "Maximum grade", "Last modified (grade)", title} <= set(moodle[0])
    jane = [(row["Identifier"], row["Full name"], row["Grade"]) for row in moodle if row["Identifier"]]
    # One row for each assignment: each passes over the numbers of the others.
    assert jane == [(f"Participant {number}", "Jane Doe", "49") for number in (4711, 5822)]
    plain = {row["student"]: row for row in table(tmp_path / "grades.csv")}
    assert (plain["doejane_123456"]["late"], plain["group_12"]["late"]) == ("late", "")
    assert re.findall(r">([^<]*)</a> \(late\)", (tmp_path / "class.html").read_text()) == ["doejane_123456"]


def test_of_a_number_that_two_have_neither_gets_the_grade(tmp_path: Path) -> None:
    owners = [
        Owner("doejane_7", "canvas", ("7",)),
        Owner("doe-jane_7", "canvas", ("7",)),
        Owner("roe_8", "canvas", ("8",)),
        Owner("Eva Poe", "moodle", ("7", "9")),
        Owner("Eva Coe", "moodle", ("9",)),
    ]
    for owner in owners:
        write_student(tmp_path, owner.student, {})
    as_class(tmp_path, owners)
    write_reports(tmp_path)
    canvas, moodle = table(tmp_path / "grades_canvas.csv"), table(tmp_path / "grades_moodle.csv")
    rows = {row["Student"]: (row["ID"], list(row.values())[-1]) for row in canvas}
    assert (rows["doejane_7"], rows["doe-jane_7"], rows["roe_8"]) == (("", ""), ("", ""), ("8", "50"))
    rows = [(row["Identifier"], row["Grade"], list(row.values())[-1]) for row in moodle if row["Full name"]]
    assert rows == [("", "", ""), ("Participant 7", "50", "50"), ("", "", "")]


def test_tables_hold_no_formula(out: Path) -> None:
    for path in out.glob("grades*.csv"):
        cells = [cell for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-\D", cell)]
        assert "'=hostile <b>&'\"" in cells


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("\N{FULLWIDTH EQUALS SIGN}1+1", "'\N{FULLWIDTH EQUALS SIGN}1+1"),
        ("ann;=1+1", "ann;'=1+1"),
        ("ann; =1+1", "ann;' =1+1"),
        (" =1+1", "' =1+1"),
        ("-1.5", "-1.5"),
        ("-", "-"),
        ("ann; bob", "ann; bob"),
        ("x=1", "x=1"),
    ],
)
def test_a_cell_is_no_formula_whatever_parts_the_columns(cell: str, written: str) -> None:
    """Where a comma parts decimals, spreadsheets part columns by semicolons."""
    assert _no_formula(cell) == written


def test_discrimination_is_the_item_rest_correlation(students: list[Student]) -> None:
    from scipy.stats import pointbiserialr

    graded = [student for student in students if not student.graded.refused]
    statistics = {each.result.id: each for each in check_statistics(students)}
    assert list(statistics) == [check.id for check in checks()]
    for check in checks():
        passed, rest = [], []
        for student in graded:
            own = next(result for result in student.graded.results if result.id == check.id)
            others = [
                result for result in student.graded.results if result.id != check.id and result.outcome != "not run"
            ]
            if own.outcome != "not run":
                passed.append(own.outcome == "passed")
                rest.append(total(others)[0] / total(others)[1])
        assert statistics[check.id].pass_rate == pytest.approx(sum(passed) / len(passed))
        assert statistics[check.id].discrimination == pytest.approx(pointbiserialr(passed, rest).statistic)
    last = statistics[checks()[-1].id]
    assert last.not_run > 0
    assert last.judged + last.not_run == len(graded)


def test_no_discrimination_without_difference(tmp_path: Path) -> None:
    first, second = checks()[:2]
    for place in range(12):
        write_student(tmp_path, f"s{place:02}", {first.id: CheckFailed("Wrong.")} if place % 2 else {})
    statistics = {each.result.id: each for each in check_statistics(read_students(tmp_path))}
    assert statistics[second.id].discrimination is None
    assert statistics[first.id].discrimination is None
    few = check_statistics(read_students(tmp_path)[:5])
    assert {each.discrimination for each in few} == {None}


def test_distribution_counts_everybody(students: list[Student]) -> None:
    bins = distribution(students)
    assert sum(each.count for each in bins) == len(students)
    assert bins[0].label == "90 to 100 %"
    assert bins[0].count == sum(student.share >= 0.9 for student in students)


def test_mistakes_in_words(tmp_path: Path) -> None:
    first, second, third = checks()[:3]
    for place in range(3):
        write_student(
            tmp_path,
            f"s{place}",
            {
                first.id: CheckFailed(
                    f"X: {place + 5} of 1,440 values differ from the right ones, by up to {place}.5e-3."
                ),
                second.id: CheckFailed("The stretch takes 360 Hz for granted."),
                third.id: CallFailed("f()", "raised", "KeyError: 'a'", f"cell {place}, line {place}: x = d['a'](1)"),
            },
        )
    found = {mistake.sentence: len(mistake.students) for mistake in most_common(read_students(tmp_path))}
    assert found == {
        "X: … of … values differ from the right ones, by up to ….": 3,
        "The stretch takes 360 Hz for granted.": 3,
        "`f` raised KeyError.": 3,
    }


def test_limits_and_empty_answers_are_told_apart(tmp_path: Path) -> None:
    lost, memory, empty = checks()[:3]
    errors = {
        lost.id: CallFailed("spectrogram()", "lost", "it took longer than 30 s"),
        memory.id: CallFailed("train()", "memory", "MemoryError: 4 GB"),
        empty.id: CallFailed("train()", "not filled", "NotFilled: `train` is not filled yet."),
    }
    write_student(tmp_path, "one", errors)
    students = read_students(tmp_path)
    sentences = [mistake.sentence for mistake in limits_hit(students)]
    assert sentences == ["A function gave no result: it took longer than 30 s", "A function ran out of memory."]
    assert [mistake.sentence for mistake in not_filled(students)] == ["`train` is not filled yet."]
    assert len(most_common(students)) == 2


ANSWER = """
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    pieces = []
    for start in range(0, X.shape[1] - nperseg + 1, nperseg - noverlap):
        piece = X[:, start : start + nperseg] * window(nperseg)
        total = piece.sum(axis=1) / nperseg
        pieces.append(np.abs(np.fft.rfft(piece, axis=1)) + 0 * total[:, None])
    stacked = np.stack(pieces, axis=2)
    return stacked.astype(np.float32) / window(nperseg).sum()
"""
OTHER = """
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    frequencies, times, Z = scipy.signal.stft(X, fs, "hann", nperseg, noverlap, boundary="zeros")
    if not len(X):
        raise ValueError("no rows")
    while Z.ndim < 3:
        Z = Z[None]
    return {True: np.abs(Z), False: abs(Z.real)}[np.iscomplexobj(Z)].astype("float32")
"""


def test_copies_are_found_though_renamed() -> None:
    renamed = re.sub(r"\bpiece\b", "abschnitt", ANSWER).replace("pieces", "liste").replace("total", "summe")
    pairs = similar_pairs({"a": ANSWER, "b": f"# mine\n{renamed}\nz = 1\n", "c": OTHER, "d": ""}, starter=())
    assert [(pair.first, pair.second) for pair in pairs] == [("a", "b")]
    assert pairs[0].first_share > 0.9


@pytest.mark.parametrize("words", ["# " + "no code " * 50_000, f'x = """{"no code " * 50_000}"""', "#é\n" * 100_000])
def test_words_leave_room_for_code(words: str) -> None:
    (pair,) = similar_pairs({"a": ANSWER, "b": f"{words}\n{ANSWER}"}, starter=())
    assert pair.first_share > 0.9


def test_code_that_cannot_be_cut_into_words_is_compared_as_it_is() -> None:
    broken = f'{ANSWER}\nx = (1,\n"""never closed'
    assert len(similar_pairs({"a": broken, "b": broken}, starter=())) == 1


def test_answers_are_kept_and_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("ann", ANSWER), ("bob", f"# mine{ANSWER}"), ("cem", OTHER)):
        write_student(tmp_path, name, {})
        script = tmp_path / f"{name}.py"
        script.write_text(f"# %%\nimport numpy as np\n# %%\n{text}\n# %%\nprint(1)\n", encoding="utf-8")
        keep_answers(tmp_path / name, source_of([answers_of(script)]))
    write_reports(tmp_path)
    pairs = json.loads((tmp_path / "similar.json").read_text(encoding="utf-8"))["pairs"]
    assert [(pair["first"], pair["second"]) for pair in pairs] == [("ann", "bob")]
    for damaged in ("{", "[]", '{"digest": 1}'):
        (tmp_path / "similar.json").write_text(damaged)
        write_reports(tmp_path)
        assert json.loads((tmp_path / "similar.json").read_text(encoding="utf-8"))["pairs"] == pairs
    monkeypatch.setattr("autograder.reports.similarity.similar_pairs", lambda sources: pytest.fail("compared again"))
    write_reports(tmp_path)
    assert "No two students" not in Page(tmp_path / "class.html").all_text


def test_starter_code_and_common_code_belong_to_nobody() -> None:
    assert similar_pairs({"a": ANSWER, "b": ANSWER + "\nx = 1"}, starter=[f"before = 1\n{ANSWER}\nafter = 2"]) == []
    given = "\n# %%\n".join(starter_code())
    assert "def build_data_matrix" in given
    assert similar_pairs({"a": given, "b": given}) == []
    everybody = {f"s{place:02}": ANSWER for place in range(12)}
    assert similar_pairs(everybody, starter=()) == []
    assert similar_pairs({"a": ANSWER, "b": ANSWER, **dict.fromkeys("cdefghijklmnop", OTHER)}, starter=()) != []


def test_regrading_says_who_gains_and_who_loses(tmp_path: Path) -> None:
    from rich.console import Console

    earlier, later = tmp_path / "earlier", tmp_path / "later"
    first, second = checks()[:2]
    wrong = CheckFailed("Wrong.")
    for run, errors in ((earlier, ({first.id: wrong}, {}, {})), (later, ({}, {second.id: wrong}, {}))):
        for name, error in zip(("[b]ann", "bob", "cem"), errors, strict=True):
            write_student(run, name, error)
    write_student(later, "dora", {})
    write_marks(earlier / "bob", [ManualMark("Question", 2, 4)])
    comparison = compare(earlier, later)
    assert [(change.student, change.difference) for change in comparison.changes] == [
        ("bob", -second.points),
        ("[b]ann", first.points),
    ]
    assert comparison.changes[0].manual == 2
    assert (comparison.unchanged, comparison.only_before, comparison.only_after) == (1, [], ["dora"])
    console = Console(file=io.StringIO(), width=120)
    print_comparison(comparison, console)
    text = console.file.getvalue()
    for part in (
        "[b]ann",
        f"+{first.points:g} (failed, now passed)",
        f"-{second.points:g} (passed, now failed)",
        "1 gain, 1 lose",
        "dora",
    ):
        assert part in text


def test_marks_follow_a_new_name_on_canvas_and_are_told_where_they_cannot(tmp_path: Path) -> None:
    from rich.console import Console

    numbers = {
        "doejane_123": ("123",),
        "smithjane_123": ("123",),
        "doe_7": ("7",),
        "doejohn_7": ("7",),
        "eve_7": ("7",),
    }
    for run, names in (
        ("earlier", ["doejane_123", "doe_7", "eve_7", "bob"]),
        ("later", ["smithjane_123", "doejohn_7", "eve_7"]),
    ):
        for name in names:
            write_student(tmp_path / run, name, {})
        as_class(
            tmp_path / run, [Owner(name, "canvas", numbers[name]) if name in numbers else Owner(name) for name in names]
        )
    for name in ("doejane_123", "doe_7", "bob"):
        write_marks(tmp_path / "earlier" / name, [ManualMark("Question", 2, 4)])
    comparison = compare(tmp_path / "earlier", tmp_path / "later")
    assert [(change.student, change.manual) for change in comparison.changes] == []
    assert (tmp_path / "later" / "smithjane_123" / "manual.json").exists()
    # The number is that of two in either run: nobody is guessed.
    assert sorted(comparison.marks_left) == ["bob", "doe_7"]
    console = Console(file=io.StringIO(), width=120)
    print_comparison(comparison, console)
    assert "Not so the marks of" in console.file.getvalue()


def test_reports_say_who_was_graded_otherwise(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from autograder.reports.__main__ import app

    for name in ("ann", "bob", "cem"):
        write_student(tmp_path, name, {})
    as_class(tmp_path, [Owner(name) for name in ("ann", "bob", "cem")])
    assert "other checks" not in CliRunner().invoke(app, [str(tmp_path)]).output
    ClassFolder(tmp_path).save("bob", Graded.read(tmp_path / "bob"), {"digest": "d", "conditions": "others"})
    said = CliRunner().invoke(app, [str(tmp_path)]).output
    assert "Graded by other checks, with another seed or on another database than the rest: bob." in said


def test_marks_given_by_a_person_survive(tmp_path: Path) -> None:
    earlier, later = tmp_path / "earlier", tmp_path / "later"
    for run in (earlier, later):
        write_student(run, "ann", {})
        write_student(run, "bob", {})
    write_marks(earlier / "ann", [ManualMark("Question", 2, 4)])
    write_marks(earlier / "bob", [ManualMark("Question", 1, 4)])
    write_marks(later / "bob", [ManualMark("Question", 3, 4)])
    assert keep_marks(earlier, later) == ["ann"]
    before = (later / "bob" / "manual.json").read_bytes()
    write_student(later, "bob", {checks()[0].id: CheckFailed("Wrong.")})
    write_reports(later)
    assert (later / "bob" / "manual.json").read_bytes() == before
    rows = {row["student"]: row for row in table(later / "grades.csv")}
    assert (rows["ann"]["total"], rows["ann"]["max points"], rows["bob"]["manual"]) == ("52", "54", "3")
    assert "Question" in Page(later / "bob" / "feedback.html").all_text


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[1]",
        '[{"points": 1}]',
        '[{"question": "a", "points": "1"}]',
        '[{"question": "a", "points": NaN}]',
        '[{"question": "a", "points": true}]',
        '[{"question": "a", "points": 1, "max": 2}]',
        '[{"question": "a", "points": 15, "max_points": 2}]',
        "[",
    ],
)
def test_marks_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manual.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"manual\.json"):
        read_marks(tmp_path)


def test_broken_results_say_whose(tmp_path: Path) -> None:
    write_student(tmp_path, "ann", {})
    (tmp_path / "ann" / "results.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="ann does not hold the results"):
        write_reports(tmp_path)


def test_a_check_that_was_not_run_is_no_failure(tmp_path: Path) -> None:
    check = checks()[0]
    assert result_of(check, GraderFault("x")).outcome == "not run"
    write_student(tmp_path, "ann", {check.id: GraderFault("x")})
    write_reports(tmp_path)
    assert "no\npoint is lost" in Page(tmp_path / "ann" / "feedback.html").all_text
    assert table(tmp_path / "grades.csv")[0]["not run"] == "1"
    # No platform may take for a grade what is none yet.
    (canvas,) = [row for row in table(tmp_path / "grades_canvas.csv") if row["Student"] == "ann"]
    assert list(canvas.values())[-1] == ""
    assert table(tmp_path / "grades_moodle.csv")[0]["Grade"] == ""


def test_empty_folder_gives_an_empty_class(tmp_path: Path) -> None:
    assert write_reports(tmp_path).exists()
    assert table(tmp_path / "grades.csv") == []


def test_the_command_writes_into_no_other_folder(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from autograder.reports.__main__ import app

    (tmp_path / "essay.txt").write_text("mine")
    ran = CliRunner().invoke(app, [str(tmp_path)])
    assert ran.exit_code == 1
    assert "holds no results" in ran.output
    assert [path.name for path in tmp_path.iterdir()] == ["essay.txt"]


def test_one_command_writes_them_again(out: Path, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from autograder.reports.__main__ import app

    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    write_student(copy, "student05", {})
    ran = CliRunner().invoke(app, [str(copy), "--earlier", str(out)])
    assert ran.exit_code == 0, ran.output
    assert "1 gain, 0 lose" in ran.output
