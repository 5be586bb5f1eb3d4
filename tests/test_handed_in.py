"""What platforms and people hand over for a class, each in the names and folders that they use."""

from __future__ import annotations

import os
import re
from pathlib import Path

import damaged
import pytest
from archives_made import zipped

from autograder.analysis import answers_of_all
from autograder.checks import all_checks
from autograder.files import submission_files
from autograder.gradebook.collecting import ids_of, refusal_in, write_files
from autograder.gradebook.grading import grade_folder
from autograder.grading_data import GradingData
from autograder.handed_in import HandedIn, handed_in
from autograder.isolation import Tier
from autograder.lms_names import Owner, namesakes, owner_of, resubmission, same_numbers
from autograder.notebook import SubmissionError, read_source
from autograder.submission import WorkerSubmission

NOTEBOOK = b'{"cells": []}'


def found(*paths: Path, same_class: bool = False) -> dict[str, list[str]]:
    """The files of each student, by name and content."""
    return {entry.owner.student: texts(entry) for entry in handed_in(paths, same_class=same_class)[0]}


def texts(entry: HandedIn) -> list[str]:
    return sorted(file.content.decode() for file in entry.files())


def write(folder: Path, *names: str) -> Path:
    """Files whose content is their path, so that mixing them up shows."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name)
    return folder


def zip_of(path: Path, *names: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zipped(*((name, Path(name).name.encode()) for name in names)))
    return path


CANVAS = (
    "doejane_123456_7890123_task2.ipynb",
    "doejane_123456_7890124_task3.ipynb",
    "muellermax_LATE_123457_7890125_task2.ipynb",
    "müllermax_123458_7890126_my_task_2.ipynb",
    "शर्माप्रिया_123459_7890129_task2.ipynb",
    "anon_x7K2p_7890127_task2.ipynb",
    "LATE_anon_x7K2q_7890128_task2.ipynb",
)
CANVAS_STUDENTS = {
    "anon_x7K2p": ["anon_x7K2p_7890127_task2.ipynb"],
    "anon_x7K2q": ["LATE_anon_x7K2q_7890128_task2.ipynb"],
    "doejane_123456": ["doejane_123456_7890123_task2.ipynb", "doejane_123456_7890124_task3.ipynb"],
    "muellermax_123457": ["muellermax_LATE_123457_7890125_task2.ipynb"],
    "müllermax_123458": ["müllermax_123458_7890126_my_task_2.ipynb"],
    "शर्माप्रिया_123459": ["शर्माप्रिया_123459_7890129_task2.ipynb"],
}


def test_a_zip_from_canvas(tmp_path):
    assert found(zip_of(tmp_path / "submissions.zip", *CANVAS)) == CANVAS_STUDENTS


def test_a_folder_from_canvas(tmp_path):
    assert found(write(tmp_path / "submissions", *CANVAS)) == CANVAS_STUDENTS


def test_files_from_canvas_one_by_one(tmp_path):
    folder = write(tmp_path, *CANVAS)
    assert found(*sorted(folder.iterdir())) == CANVAS_STUDENTS


def test_canvas_says_who_is_late_and_its_number_of_the_user(tmp_path):
    entries, _ = handed_in([zip_of(tmp_path / "submissions.zip", *CANVAS)])
    owners = {entry.owner.student: entry.owner for entry in entries}
    assert owners["muellermax_123457"].is_late
    assert not owners["doejane_123456"].is_late
    assert owners["doejane_123456"].numbers == ("123456",)
    assert owners["anon_x7K2p"].numbers == ()


def test_the_latest_resubmission_on_canvas_counts_and_it_is_said(tmp_path):
    names = ["task2.ipynb", "task2-1.ipynb", "task2-10.ipynb", "task2-9.ipynb", "task3.ipynb"]
    folder = write(tmp_path, *(f"doe_11_{70000 + n}_{name}" for n, name in enumerate(names)))
    (entry,), _ = handed_in([folder])
    assert texts(entry) == ["doe_11_70002_task2-10.ipynb", "doe_11_70004_task3.ipynb"]
    assert entry.notes == [
        f"{name}: passed over, task2-10.ipynb was handed in later"
        for name in ("task2.ipynb", "task2-1.ipynb", "task2-9.ipynb")
    ]


def test_resubmissions_of_two_downloads_stay_in_the_order_of_time(tmp_path):
    """They may be of two assignments; if not, of two answers to one stub the later counts."""
    monday = zip_of(tmp_path / "monday.zip", "doe_11_70001_task2-1.ipynb", "doe_11_70002_task3.ipynb")
    friday = zip_of(tmp_path / "friday.zip", "doe_11_80001_task2-2.ipynb", "doe_11_70002_task3.ipynb")
    for paths in ((monday, friday), (friday, monday)):
        (entry,), _ = handed_in(paths, same_class=True)
        names = ["doe_11_70001_task2-1.ipynb", "doe_11_70002_task3.ipynb", "doe_11_80001_task2-2.ipynb"]
        assert [file.content.decode() for file in entry.files()] == names


def test_a_later_attempt_on_blackboard_under_another_name_is_read_last(tmp_path):
    times = {"z_first": "2026-01-30-15-30-10", "a_second": "2026-01-30-20-30-10"}
    folder = write(tmp_path, *(f"ps1_doe_attempt_{time}_{name}.ipynb" for name, time in times.items()))
    (entry,), _ = handed_in([folder])
    assert [Path(file.content.decode()).stem[-7:] for file in entry.files()] == ["z_first", "_second"]


def test_downloads_of_one_class_are_joined_only_if_that_is_said(tmp_path):
    ours = zip_of(tmp_path / "task2" / "submissions.zip", "doe_11_70001_a.ipynb", "roe_12_70002_a.ipynb")
    later = zip_of(tmp_path / "task3" / "submissions.zip", "doe_11_80001_a.ipynb")
    with pytest.raises(
        SubmissionError, match=r"task2/submissions\.zip and task3/submissions\.zip hold files of doe_11\."
    ):
        found(ours, later)
    expected = {"doe_11": ["doe_11_70001_a.ipynb", "doe_11_80001_a.ipynb"], "roe_12": ["roe_12_70002_a.ipynb"]}
    assert found(ours, later, same_class=True) == expected
    # Also where one was unpacked, or a single file is named.
    folder = write(tmp_path / "unpacked", "doe_11_80001_a.ipynb", "roe_12_90002_a.ipynb")
    for path in (folder, folder / "doe_11_80001_a.ipynb"):
        with pytest.raises(SubmissionError, match="hold files of doe_11"):
            found(ours, path)
    sections = zip_of(tmp_path / "a.zip", "ann_21_70001_a.ipynb"), zip_of(tmp_path / "b.zip", "bob_22_70002_a.ipynb")
    assert set(found(*sections)) == {"ann_21", "bob_22"}


def test_a_class_in_a_zip_and_one_late_file_of_it_is_asked_about(tmp_path):
    """It was once taken for a student's, since somebody in it handed in under the same name."""
    names = (f"ps1_{name}_attempt_2026-01-30-15-30-10_a.ipynb" for name in ("vera", "ann", "tom"))
    paths = zip_of(tmp_path / "class.zip", *names), write(tmp_path, "vera.ipynb") / "vera.ipynb"
    with pytest.raises(SubmissionError, match=r"class\.zip and vera\.ipynb hold files of vera"):
        found(*paths)
    assert {name: len(files) for name, files in found(*paths, same_class=True).items()} == {
        "ann": 1,
        "tom": 1,
        "vera": 2,
    }


@pytest.mark.parametrize("inside", ["bob_2_70009_x.ipynb", "submitted/bob/z.ipynb", "downloaded/bob/z.ipynb"])
def test_of_folders_that_are_named_one_by_one_each_is_of_one_student(tmp_path, inside):
    names = "ann/a.ipynb", "bob/b.ipynb", f"mallory/{inside}", "archiver/a.ipynb", "archiver/archive/old.ipynb"
    folders = sorted(write(tmp_path / "class", *names).iterdir())
    assert set(found(*folders)) == {"ann", "bob", "mallory", "archiver"}
    assert found(*folders)["archiver"] == ["a.ipynb", "old.ipynb"]


def test_a_folder_that_a_platform_named_is_of_that_student_whatever_is_in_it(tmp_path):
    write(tmp_path, "Mallory_7_assignsubmission_file_/Bob Roe_100_assignsubmission_file_z.ipynb")
    write(tmp_path, "Bob Roe_100_assignsubmission_file_/a.ipynb")
    assert {name: len(files) for name, files in found(*tmp_path.iterdir()).items()} == {"Mallory": 1, "Bob Roe": 1}


def test_no_archive_in_nbgraders_downloads_hands_in_for_who_is_beside_it(tmp_path):
    write(tmp_path / "downloaded" / "task1" / "extracted" / "class", "bob_2_70001_task1.ipynb", "ann_1_70002_a.ipynb")
    zip_of(tmp_path / "downloaded" / "task2" / "archive" / "late.zip", "bob_2_79999_task1.ipynb")
    with pytest.raises(SubmissionError, match="hold files of bob_2"):
        found(tmp_path)
    assert len(found(tmp_path, same_class=True)["bob_2"]) == 2


def test_several_downloads_in_one_folder_are_asked_about(tmp_path):
    for number, name in enumerate(("first", "second"), 1):
        zip_of(tmp_path / "class" / f"{name}.zip", f"ann_1_7000{number}_task{number}.ipynb")
    entries, strays = handed_in([tmp_path / "class"])
    assert [entry.owner.student for entry in entries] == ["first", "second"]
    assert "first.zip: taken for one student's" in strays[0]
    assert len(found(tmp_path / "class", same_class=True)["ann_1"]) == 2


def test_files_of_one_folder_are_no_attempts_at_each_other(tmp_path):
    names = "ann_1_70001_work/task1.ipynb", "ann_1_70001_work/task2.ipynb", "bob_2_70002_a.ipynb"
    assert found(zip_of(tmp_path / "class.zip", *names))["ann_1"] == ["task1.ipynb", "task2.ipynb"]


def test_who_was_late_once_was_late(tmp_path):
    (entry,), _ = handed_in([write(tmp_path / "class", "ann_LATE_1_70001_a.ipynb", "ann_1_70002_b.ipynb")])
    assert entry.owner.is_late


def test_who_bears_a_name_alone_is_one_student_in_all_assignments_of_moodle(tmp_path):
    tasks = [
        zip_of(tmp_path / f"task{task}.zip", *(f"{name}_assignsubmission_file_/task{task}.ipynb" for name in names))
        for task, names in enumerate([("Jane Doe_4711", "Max Roe_4712"), ("Jane Doe_5822", "Max Roe_5823")], 1)
    ]
    entries, _ = handed_in(tasks, same_class=True)
    owners = {entry.owner.student: entry.owner.numbers for entry in entries}
    assert owners == {"Jane Doe": ("4711", "5822"), "Max Roe": ("4712", "5823")}
    assert found(*tasks, same_class=True) == {name: ["task1.ipynb", "task2.ipynb"] for name in owners}
    # Where two bear it, nobody knows who is who in another assignment.
    both = zip_of(tmp_path / "c.zip", *(f"Jane Doe_{number}_assignsubmission_file_/task3.ipynb" for number in (6, 7)))
    entries, _ = handed_in([*tasks, both], same_class=True)
    assert {entry.owner.student for entry in entries} == {"Max Roe", *(f"Jane Doe_{n}" for n in (4711, 5822, 6, 7))}
    hidden = [
        zip_of(tmp_path / f"{number}.zip", f"Participant_{number}_assignsubmission_file_/a.ipynb") for number in (1, 2)
    ]
    assert set(found(*hidden)) == {"Participant_1", "Participant_2"}


def test_a_student_who_numbers_files_like_canvas_loses_none(tmp_path):
    archive = zip_of(tmp_path / "submissions.zip", "doe_11_70001_lab-1.ipynb", "doe_11_70002_lab-2.ipynb")
    assert found(archive) == {"doe_11": ["doe_11_70001_lab-1.ipynb", "doe_11_70002_lab-2.ipynb"]}


def test_a_zip_of_a_student_in_the_zip_from_canvas(tmp_path):
    inner = zipped(("work/a.ipynb", NOTEBOOK))
    path = tmp_path / "submissions.zip"
    path.write_bytes(zipped(("doe_11_70001_work.zip", inner), ("roe_12_70002_a.ipynb", b"roe")))
    assert found(path) == {"doe_11": [NOTEBOOK.decode()], "roe_12": ["roe"]}


@pytest.mark.parametrize("top", ["", "submissions/", "a/b/"])
@pytest.mark.parametrize("end", ["_", ""])
def test_a_zip_from_moodle(tmp_path, top, end):
    names = [
        f"Jane Doe_4711_assignsubmission_file{end}/task2.ipynb",
        f"Jane Doe_4711_assignsubmission_file{end}/more/task3.ipynb",
        f"Jane Doe_4711_assignsubmission_onlinetext{end}/onlinetext.html",
        f"Jane Doe_4712_assignsubmission_file{end}/task2.ipynb",
        f"Participant_4713_assignsubmission_file{end}/task2.py",
    ]
    archive = zip_of(tmp_path / "course-task2-99.zip", *(top + name for name in names))
    assert found(archive) == {
        "Jane Doe_4711": ["task2.ipynb", "task3.ipynb"],
        "Jane Doe_4712": ["task2.ipynb"],
        "Participant_4713": ["task2.py"],
    }


def test_a_folder_from_moodle_and_its_form_without_folders(tmp_path):
    folder = write(tmp_path / "a", "Jane Doe_4711_assignsubmission_file_/task2.ipynb")
    assert found(folder) == {"Jane Doe": ["task2.ipynb"]}
    flat = zip_of(tmp_path / "b.zip", "Jane Doe_4711_assignsubmission_file_task2.ipynb")
    assert found(flat) == {"Jane Doe": ["Jane Doe_4711_assignsubmission_file_task2.ipynb"]}


def test_folders_and_zips_named_like_students(tmp_path):
    write(tmp_path / "class", "jane/task1.ipynb", "jane/more/task2.ipynb", "max/task1/x.ipynb")
    zip_of(tmp_path / "class" / "eva.zip", "task1.ipynb", "task2/task2.ipynb")
    everybody = {"eva": ["task1.ipynb", "task2.ipynb"], "jane": ["task1.ipynb", "task2.ipynb"], "max": ["x.ipynb"]}
    assert found(tmp_path / "class") == everybody
    assert found(*(tmp_path / "class").iterdir()) == everybody


def test_a_folder_of_one_student(tmp_path):
    assert found(write(tmp_path / "jane", "task1.ipynb", "task2/a.ipynb")) == {"jane": ["a.ipynb", "task1.ipynb"]}
    assert found(write(tmp_path / "max", "task1/a.ipynb", "task2/b.ipynb")) == {"max": ["a.ipynb", "b.ipynb"]}
    assert found(write(tmp_path / "eva", "task1_visualization/a.ipynb")) == {"eva": ["a.ipynb"]}


def test_nbgraders_folders(tmp_path):
    course = write(
        tmp_path, "submitted/jane/ps1/problem1.ipynb", "submitted/jane/ps1/timestamp.txt", "submitted/max/ps1/p.ipynb"
    )
    students = {"jane": ["problem1.ipynb"], "max": ["p.ipynb"]}
    assert found(course) == found(course / "submitted") == students
    assert found(course / "submitted" / "jane") == {"jane": ["problem1.ipynb"]}
    archive = zip_of(tmp_path / "c.zip", "submitted/jane/ps1/problem1.ipynb", "submitted/max/ps1/p.ipynb")
    assert found(archive) == students


BLACKBOARD = (
    "ps1_hacker_attempt_2016-01-30-15-30-10_problem1.ipynb",
    "ps1_hacker_attempt_2016-01-30-20-30-10_problem1.ipynb",
    "ps1_hacker_attempt_2016-01-30-15-30-10_problem2.ipynb",
    "ps1_bitdiddle_attempt_2016-01-30-15-30-10_problem1.ipynb",
    "ps1_bitdiddle_attempt_2016-01-30-15-30-10.txt",
)


@pytest.mark.parametrize("step", ["archive/notebooks.zip", "archive", "extracted/notebooks", "extracted"])
def test_what_nbgraders_zip_collect_finds(tmp_path, step):
    place = tmp_path / "downloaded" / "ps1" / step
    if place.suffix:
        zip_of(place, *BLACKBOARD)
    else:
        write(place, *BLACKBOARD)
    assert found(tmp_path) == {"bitdiddle": [BLACKBOARD[3]], "hacker": sorted([BLACKBOARD[1], BLACKBOARD[2]])}


def test_no_name_of_a_file_makes_it_another_students(tmp_path):
    forged = {
        "task 2_mallory_attempt_2026-01-30-15-30-11_x_alice_attempt_2026-01-31-00-00-00_task2.ipynb": "mallory",
        "Mallory_999_assignsubmission_file_Alice_1234_assignsubmission_file_task2.ipynb": "Mallory",
        "mallory_999_7000002_alice_1234_7000009_task2.ipynb": "mallory_999",
    }
    for name, student in forged.items():
        assert list(found(write(tmp_path / student, name))) == [student]


def test_of_several_archives_none_hands_in_for_another_student_by_the_names_in_it(tmp_path):
    forged = "ps1_vera_attempt_2099-01-01-00-00-00_task2.ipynb"
    paths = [zip_of(tmp_path / "mallory.zip", forged), zip_of(tmp_path / "eve.zip", forged, "task2.ipynb")]
    paths.append(write(tmp_path, "vera.ipynb") / "vera.ipynb")
    assert set(found(*paths)) == {"mallory", "eve", "vera"}
    # Several names could be a class, if they are more than those who handed in by themselves: both is said.
    more = tmp_path / "more.zip"
    for names, students in ((("tom", "ann"), {"more"}), (("tom", "ann", "ned", "ute"), {"tom", "ann", "ned", "ute"})):
        entries, strays = handed_in([zip_of(more, *(forged.replace("vera", name) for name in names)), *paths])
        assert {entry.owner.student for entry in entries} == {"mallory", "eve", "vera", *students}
        assert f"more.zip: taken for {'one student' if 'more' in students else 'what a platform gives'}" in strays[0]


def test_of_several_folders_none_hands_in_for_another_student_by_the_names_in_it(tmp_path):
    write(tmp_path, "alice/ps1_bob_attempt_2099-01-01-00-00-00_task2.ipynb", "bob/task2.ipynb")
    assert set(found(tmp_path / "alice", tmp_path / "bob")) == {"alice", "bob"}


def test_what_lies_beside_the_files_of_a_class_in_its_zip_belongs_to_nobody(tmp_path):
    sections = [
        zip_of(
            tmp_path / f"section{letter}.zip", *(f"{name}{letter}_12_7890123_a.ipynb" for name in "uvw"), "notes.txt"
        )
        for letter in "ab"
    ]
    entries, strays = handed_in(sections)
    assert [entry.owner.student for entry in entries] == [f"{name}{letter}_12" for name in "uvw" for letter in "ab"]
    assert strays == [f"notes.txt in section{letter}.zip: belongs to no student" for letter in "ab"]


def test_names_with_underscores_on_blackboard_are_told_apart(tmp_path):
    names = ["j_doe", "m_doe", "doe", "roe", "m_doe"]
    for hour, name in enumerate(names):
        write(tmp_path / "class", f"lab 1_{name}_attempt_2026-01-30-1{hour}-30-10_lab.ipynb")
    assert {name: len(files) for name, files in found(tmp_path / "class").items()} == dict.fromkeys(names, 1)
    for lab in "12":
        write(tmp_path / "labs", f"lab {lab}_doe_attempt_2026-01-30-15-30-10_lab{lab}.ipynb")
    assert {name: len(files) for name, files in found(tmp_path / "labs").items()} == {"doe": 2}
    for lab in "12":
        write(tmp_path / "course", f"ECG_task{lab}_doe_attempt_2026-01-30-15-30-10_lab{lab}.ipynb")
    assert {name: len(files) for name, files in found(tmp_path / "course").items()} == {"doe": 2}


def test_names_with_underscores_on_blackboard_are_whole_whoever_else_is_there(tmp_path):
    for name in ("jane_doe", "max_roe", "li"):
        write(tmp_path / "class", f"ECG_lab 1_{name}_attempt_2026-01-30-15-30-10_lab.ipynb")
    assert set(found(tmp_path / "class")) == {"jane_doe", "max_roe", "li"}
    # Two assignments that say no number, of the same two students.
    for assignment in ("basics", "networks"):
        for name in ("doe", "roe"):
            write(tmp_path / "two", f"ECG_{assignment}_{name}_attempt_2026-01-30-15-30-10_{assignment}.ipynb")
    assert {name: len(files) for name, files in found(tmp_path / "two").items()} == {"doe": 2, "roe": 2}


def test_a_later_assignment_replaces_no_earlier_one(tmp_path):
    for lab in "12":
        write(tmp_path / "labs", f"lab {lab}_doe_attempt_2026-01-30-15-30-1{lab}_lab.ipynb")
    assert {name: len(files) for name, files in found(tmp_path / "labs").items()} == {"doe": 2}


def test_folders_of_github_classroom_are_students(tmp_path):
    write(tmp_path / "task2-submissions", "task2-ann/preparation.ipynb", "task2-bob/preparation.ipynb")
    assert set(found(tmp_path / "task2-submissions")) == {"task2-ann", "task2-bob"}
    write(tmp_path / "ann", "task2/preparation.ipynb", "task3/spectrograms.ipynb")
    assert set(found(tmp_path / "ann")) == {"ann"}


@pytest.mark.parametrize("top", ["ecg-course/", ""])
def test_who_hands_in_the_whole_course_is_one_student(tmp_path, top):
    for name in ("ann", "bob"):
        write(tmp_path / "class" / name, f"{top}assignments/{name}.ipynb", f"{top}ecgkit/own.py")
    expected = {name: [f"{name}.ipynb", "own.py"] for name in ("ann", "bob")}
    assert found(tmp_path / "class") == found(tmp_path / "class" / "ann", tmp_path / "class" / "bob") == expected


def test_a_student_called_like_a_folder_of_the_course_takes_nobody_in(tmp_path):
    write(tmp_path / "class", "assignments/a.ipynb", "bob/b.ipynb", "ecgkit/c.ipynb")
    assert set(found(tmp_path / "class")) == {"assignments", "bob", "ecgkit"}


def test_two_names_of_one_number_are_told():
    owners = [
        Owner("Vera A_7", "moodle", ("7",)),
        Owner("vera_7", "canvas", ("7",)),
        Owner("Vera B_7", "moodle", ("7",)),
    ]
    assert same_numbers(owners[:2]) == []
    assert same_numbers([*owners, Owner("x"), Owner("y")]) == [
        "Vera A_7 and Vera B_7 have the same number on Moodle, and so no grade in its table: was one of them renamed? Then grade "
        "into a new folder."
    ]


def test_students_of_one_name_on_moodle_are_told():
    owners = [Owner(name, "moodle", (name[-1],)) for name in ("Jane Doe_1", "Jane Doe_5", "Eva_2")]
    assert namesakes([*owners[1:], Owner("Eva_3", "canvas", ("3",))]) == []
    (told,) = namesakes(owners)
    assert told.startswith("Jane Doe_1 and Jane Doe_5 are graded apart. Moodle numbers people anew in each assignment")


def test_of_a_zipped_nbgrader_course_what_was_handed_in_counts(tmp_path):
    below = (
        "source/task2/x.ipynb",
        "autograded/ann/task2/x.ipynb",
        "submitted/ann/task2/n.ipynb",
        "submitted/bob/task2/n.ipynb",
    )
    course = zip_of(tmp_path / "course.zip", *(f"ecg/{name}" for name in below))
    assert found(course) == {"ann": ["n.ipynb"], "bob": ["n.ipynb"]}


def test_what_nobody_sees_in_a_name_is_spelled_out(tmp_path):
    write(
        tmp_path / "class",
        "\u202eeva/task1.ipynb",
        "a\x1b[31mb/task1.ipynb",
        "\u200bmax/task1.ipynb",
        "max/task1.ipynb",
    )
    assert set(found(tmp_path / "class")) == {r"\u202eeva", r"a\x1b[31mb", r"\u200bmax", "max"}
    persian = "\u0646\u0631\u06af\u0633\u200c\u062e\u0627\u0646\u0645"
    write(tmp_path / "b", f"{persian}/task1.ipynb", "max/task1.ipynb")
    assert set(found(tmp_path / "b")) == {persian, "max"}


def test_extracted_files_are_not_read_again_from_the_archive(tmp_path):
    write(tmp_path / "downloaded" / "ps1" / "extracted", *BLACKBOARD)
    write(tmp_path / "downloaded" / "ps1" / "archive", "ps1_eve_attempt_2016-01-30-15-30-10_problem1.ipynb")
    assert set(found(tmp_path)) == {"bitdiddle", "hacker"}


def test_any_mix(tmp_path):
    canvas = zip_of(tmp_path / "submissions.zip", *CANVAS)
    # Of as few students as there are files of students' own, it could be one of those.
    names = ["Jane Doe_4711", "Max Roe_4712", "Ute Poe_4713"]
    moodle = zip_of(tmp_path / "m.zip", *(f"{name}_assignsubmission_file_/task2.ipynb" for name in names))
    folder = write(tmp_path / "jane", "task1.ipynb")
    one = write(tmp_path, "eva.ipynb") / "eva.ipynb"
    assert set(found(canvas, moodle, folder, one)) == {
        *CANVAS_STUDENTS,
        "Jane Doe",
        "Max Roe",
        "Ute Poe",
        "jane",
        "eva",
    }


def test_one_name_is_one_student_however_its_letters_are_stored(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    write(tmp_path / "a", "J\u00fcrgen/task1.ipynb")
    write(tmp_path / "b", "Ju\u0308rgen/task2.ipynb")
    together = found(tmp_path / "a", tmp_path / "b", same_class=True)
    assert together == {"J\u00fcrgen": ["task1.ipynb", "task2.ipynb"]}


def test_who_handed_in_no_notebook_is_there_and_reads_why(tmp_path):
    archive = zip_of(tmp_path / "s.zip", "doe_11_70001_report.pdf", "roe_12_70002_a.ipynb")
    folder = write(tmp_path / "s", "doe_11_70001_report.pdf", "roe_12_70002_a.ipynb")
    for place in (archive, folder):
        (doe, _), _ = handed_in([place])
        with pytest.raises(SubmissionError, match=r"holds no notebook .*, but report\.pdf"):
            doe.files()


def test_what_belongs_to_nobody_is_said(tmp_path):
    write(tmp_path / "class", "jane/task1.ipynb", "max/task1.ipynb", "readme.txt")
    assert [line.endswith("readme.txt: belongs to no student") for line in handed_in([tmp_path / "class"])[1]] == [True]


def test_a_damaged_zip_is_one_student_who_reads_why(tmp_path):
    (tmp_path / "jane.zip").write_bytes(b"PK\x03\x04")
    (entry,), _ = handed_in([tmp_path / "jane.zip"])
    assert entry.owner.student == "jane"
    with pytest.raises(SubmissionError, match="damaged or cut off"):
        entry.files()


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(SubmissionError, match="`submitted`"):
        handed_in([tmp_path / "nowhere"])


@pytest.mark.parametrize(
    "name",
    [
        "task_1_2_final.ipynb",
        "task_1_20260130_final.ipynb",
        "week_10.ipynb",
        "jane_doe.ipynb",
        "task2-1.ipynb",
        "2024_01",
    ],
)
def test_names_that_no_platform_gave(name):
    assert owner_of(name) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.ipynb", ("a.ipynb", 0)),
        ("a-2.ipynb", ("a.ipynb", 2)),
        ("-1.ipynb", ("-1.ipynb", 0)),
        ("a-b.py", ("a-b.py", 0)),
    ],
)
def test_what_canvas_appends(name, expected):
    assert resubmission(name) == expected


def test_no_name_inside_a_students_folder_or_zip_hands_in_for_another(tmp_path):
    write(tmp_path / "class", "alice/answer.ipynb", "bob/answer.ipynb")
    write(tmp_path / "class" / "mallory", "ps1_alice_attempt_2099-01-01-00-00-00_task2.ipynb")
    zip_of(tmp_path / "class" / "nora.zip", "submitted/alice/zz.ipynb")
    assert found(tmp_path / "class") == {
        "alice": ["answer.ipynb"],
        "bob": ["answer.ipynb"],
        "mallory": ["ps1_alice_attempt_2099-01-01-00-00-00_task2.ipynb"],
        "nora": ["zz.ipynb"],
    }


def test_students_whose_own_file_names_look_like_canvas_stay_apart(tmp_path):
    write(tmp_path / "class", "alice/task_2_20241124_final.ipynb", "bob/task_2_20241124_final.ipynb")
    assert set(found(tmp_path / "class")) == {"alice", "bob"}


FOREIGN = {
    "ann.rar": b"Rar!\x1a\x07\x01\x00",
    "bob.7z": b"7z\xbc\xaf\x27\x1c",
    "cem.tar.gz": b"\x1f\x8b\x08\x00",
    "dan.json": b'{"a": 1}',
    "eve.docx": zipped(("word/document.xml", b"<x/>")),
    "fay.pdf": b"%PDF-1.7",
    "gus.tgz": b"\x1f\x8b\x08\x00",
}
IN_FOLDERS = {
    "a folder of files": lambda folder, name: folder / name,
    "a folder a student": lambda folder, name: folder / name.split(".")[0] / f"work.{name.split('.', 1)[1]}",
    "Canvas": lambda folder, name: folder / f"{name.split('.')[0]}_1234_5678901_work.{name.split('.', 1)[1]}",
    "Moodle": lambda folder, name: folder / f"{name.split('.')[0]}_12_assignsubmission_file_" / name,
    "nbgrader": lambda folder, name: folder / "submitted" / name.split(".")[0] / "task2" / name,
}


#: Folders in an archive without a platform's names may be one student's own.
PLACES = [(name, is_zipped) for name in IN_FOLDERS for is_zipped in (False, True)]
PLACES.remove(("a folder a student", True))


@pytest.mark.parametrize(("place", "is_zipped"), PLACES)
def test_other_files_are_refused_one_by_one_with_what_to_hand_in(tmp_path, place, is_zipped):
    for name, content in FOREIGN.items():
        path = IN_FOLDERS[place](tmp_path / "class", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    submitted = tmp_path / "class"
    if is_zipped:
        files = [path for path in sorted(submitted.rglob("*")) if path.is_file()]
        submitted = tmp_path / "class.zip"
        submitted.write_bytes(zipped(*((str(path.relative_to(tmp_path)), path.read_bytes()) for path in files)))
    entries, strays = handed_in([submitted])
    assert strays == []
    assert [entry.owner.student.split("_")[0] for entry in entries] == [name.split(".")[0] for name in FOREIGN]
    for entry in entries:
        with pytest.raises(SubmissionError, match=r"(?i)hand in .*\(\.ipynb\)") as refusal:
            in_memory_answers(entry)
        assert "\n" not in str(refusal.value)


def in_memory_answers(entry: HandedIn) -> None:
    for file in entry.files():
        read_source(file)


@pytest.mark.parametrize("name", [*FOREIGN, "x.zip", "x.ipynb", "x.py"])
@pytest.mark.parametrize("content", FOREIGN.values(), ids=[name.split(".", 1)[1] for name in FOREIGN])
def test_they_are_refused_alone_whatever_they_are_called(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SubmissionError, match=r"(?i)hand in .*\(\.ipynb\)"):
        WorkerSubmission(path)
    entries, _ = handed_in([path])
    assert [entry.owner.student for entry in entries] == [name.split(".")[0]]


def test_other_files_beside_an_archive_a_student_are_students_too(tmp_path):
    write(tmp_path / "class", "ann.rar", "grades.csv", "readme.txt")
    zip_of(tmp_path / "class" / "bob.zip", "task2.ipynb")
    entries, strays = handed_in([tmp_path / "class"])
    assert [entry.owner.student for entry in entries] == ["ann", "bob"]
    assert len(strays) == 2


def test_other_files_beside_a_notebook_change_nothing(tmp_path):
    folder = write(tmp_path / "ann", "task2.ipynb", "data.json", "report.pdf", "all.rar")
    assert found(folder) == {"ann": ["task2.ipynb"]}
    names = ["ann_1234_5678901_task2.ipynb", "ann_1234_5678902_data.json", "ann_1234_5678903_report.pdf"]
    assert found(write(tmp_path / "canvas", *names)) == {"ann_1234": ["ann_1234_5678901_task2.ipynb"]}


def test_a_notebook_that_a_browser_saved_as_json_is_graded(tmp_path):
    (tmp_path / "ann_1234_5678901_task2.json").write_bytes(NOTEBOOK)
    assert found(tmp_path) == {"ann_1234": [NOTEBOOK.decode()]}


def test_of_several_archives_each_is_of_one_student_whatever_is_in_it(tmp_path):
    eve = zip_of(tmp_path / "eve.zip", "submitted/bob/task2.ipynb", "submitted/eve/task2.ipynb")
    fay = zip_of(tmp_path / "fay.zip", "bob.zip", "fay.zip")
    bob = zip_of(tmp_path / "bob.zip", "bobs.ipynb")
    entries, _ = handed_in([bob, eve, fay])
    assert [entry.owner.student for entry in entries] == ["bob", "eve", "fay"]
    assert texts(entries[0]) == ["bobs.ipynb"]


@pytest.mark.parametrize("name", ["submitted", "downloaded", "archive", "extracted"])
def test_a_student_called_like_a_folder_of_nbgrader_hides_nobody(tmp_path, name):
    names = [f"{student}/task2/a.ipynb" for student in ("ann", "bob", name)]
    entries, _ = handed_in([write(tmp_path / "class", *names)])
    assert [entry.owner.student for entry in entries] == sorted(["ann", "bob", name])


def test_a_course_folder_with_more_beside_is_known_by_its_configuration(tmp_path):
    folder = write(tmp_path / "course", "submitted/ann/task2/a.ipynb", "notes/b.ipynb", "nbgrader_config.py")
    assert found(folder) == {"ann": ["a.ipynb"]}


def test_one_name_at_two_places_is_said(tmp_path):
    folders = [write(tmp_path / day, "jane/a.ipynb", "joe/a.ipynb") for day in ("monday", "tuesday")]
    folders.append(write(tmp_path / "friday", "jane/a.ipynb", "ann/a.ipynb"))
    with pytest.raises(SubmissionError, match="monday and tuesday and friday hold files of jane and of 1 more"):
        handed_in(folders)
    entries, _ = handed_in(folders, same_class=True)
    notes = {entry.owner.student: entry.notes for entry in entries}
    assert notes["ann"] == []
    assert notes["jane"] == [
        "files of several places (monday, tuesday, friday) were graded as those of one student, jane"
    ]


def test_ids_in_nbgrader_are_no_two_students(tmp_path):
    names = ["O Neil", "O'Neil", "O_Neil", "Jane Doe", "\u674e" * 100]
    ids = ids_of(names)
    assert len(set(ids.values())) == len(names)
    assert ids["O_Neil"] == "O_Neil"
    assert ids["Jane Doe"] == "Jane_Doe"
    assert all(re.fullmatch(r"[\w.@-]+", each) and len(each.encode()) < 200 for each in ids.values())
    assert ids_of(["Jane Doe", "new"])["Jane Doe"] == "Jane_Doe"
    names = ["O_Neil", "O'Neil", ids["O'Neil"]]
    assert len(set(ids_of(names).values())) == len(names)


def test_a_long_name_is_collected(tmp_path):
    archive = zip_of(tmp_path / "x.zip", "\u674e" * 90 + ".ipynb")
    (entry,), _ = handed_in([archive])
    write_files(entry, tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    assert path.suffix == ".ipynb"


def test_a_notebook_beside_the_folders_of_a_class_is_asked_about(tmp_path):
    write(tmp_path / "class", "task4.ipynb", "ann/task4.ipynb", "ben/task4.ipynb", "cem/task4.ipynb")
    write(tmp_path / "dan", "task4.ipynb", "task2/task2.ipynb", "task3/task3.ipynb", "data/list.csv")
    doubts = [
        entry.doubt(texts(entry), is_only=False) for entry in handed_in([tmp_path / "class", tmp_path / "dan"])[0]
    ]
    assert doubts[0].startswith("The folders ann, ben, cem were taken for those of one student, class.")
    assert doubts[1] == ""


def test_folders_whose_names_are_no_text_stay_apart(tmp_path):
    for name in (b"M\xfcller", b"M\xf6ller"):
        folder = Path(os.fsdecode(bytes(tmp_path) + b"/class/" + name))
        try:
            folder.mkdir(parents=True)
        except OSError:
            pytest.skip("this file system takes names in UTF-8 alone")
        (folder / "a.ipynb").write_bytes(NOTEBOOK)
    assert list(found(tmp_path / "class")) == ["M\\udcf6ller", "M\\udcfcller"]


def test_one_script_is_no_class(tmp_path):
    """The notebook that is put beside it for nbgrader's sake was handed in by nobody."""
    write(tmp_path / "ann", "task4.py")
    (entry,) = handed_in([tmp_path / "ann" / "task4.py"])[0]
    written = write_files(entry, tmp_path / "collected")
    assert len(list((tmp_path / "collected").iterdir())) == 2
    assert entry.doubt(written, is_only=True) == ""


@pytest.mark.parametrize("case", ["archive", "extracted"])
def test_where_zip_collect_looks_no_students_folder_or_zip_hands_in_for_another(tmp_path, case):
    place = tmp_path / "downloaded" / "ps1" / case
    write(place / "alice", "problem1.ipynb")
    write(place / "mallory", "zzz_alice_attempt_2099-01-01-00-00-00_x.ipynb")
    zip_of(place / "eve.zip", "submitted/alice/zzz.ipynb")
    expected = {
        "alice": ["problem1.ipynb"],
        "mallory": ["zzz_alice_attempt_2099-01-01-00-00-00_x.ipynb"],
        "eve": ["zzz.ipynb"],
    }
    assert found(tmp_path) == expected


def test_what_cannot_be_read_costs_nothing_beside_what_can(tmp_path):
    """A class is read as a student's own folder is: every damaged folder gives the same answers, or the same sentence."""
    folders = 0
    for number, case in enumerate(damaged.CASES):
        student = tmp_path / "class" / str(number)
        student.mkdir(parents=True)
        if case.make(student).is_dir():
            folders += 1
            (entry,) = handed_in([student])[0]
            assert _answers(entry.files) == _answers(lambda path=entry.path: submission_files(path)), case.name
    assert folders > 5


def _answers(files) -> tuple[list[list[str]], list[list[str]]] | str:
    """The filled stubs and the repairs of each file, or why nothing is graded."""
    try:
        found = answers_of_all(files())
    except SubmissionError as error:
        return str(error)
    return [sorted(each.filled) for each in found], [each.repairs for each in found]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("data.zip", b"PK\x03\x04 cut off", "data.zip is not a whole zip archive"),
        ("report.py", b"%PDF-1.7", "report.py is a PDF"),
        ("Untitled.ipynb", b"", "Untitled.ipynb is empty"),
    ],
)
def test_a_broken_file_beside_an_answer_is_left_out_and_named(tmp_path, name, content, sentence):
    folder = tmp_path / "class" / "jane"
    folder.mkdir(parents=True)
    (folder / "task2.py").write_text(damaged.IMPORTS + damaged.ANSWER)
    (folder / name).write_bytes(content)
    (entry,) = handed_in([tmp_path / "class" / "jane"])[0]
    found = answers_of_all(entry.files())
    assert found[0].filled == {"label_beats"}
    assert sentence in found[-1].repairs[0]
    # nbgrader gets both as they are, and finds the same.
    write_files(entry, tmp_path / "collected" / "preparation")
    assert (tmp_path / "collected" / "preparation" / name).read_bytes() == content
    again = answers_of_all(submission_files(tmp_path / "collected" / "preparation"))
    assert sentence in "".join(line for each in again for line in each.repairs)


def test_nbgrader_reads_the_copies_of_a_notebook_in_the_order_of_their_folders(tmp_path):
    texts = {"backup/preparation.ipynb": damaged.WRONG, "preparation.ipynb": damaged.ANSWER}
    for name, text in texts.items():
        path = tmp_path / "class" / "jane" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(damaged.notebook(damaged.cell(damaged.IMPORTS), damaged.cell(text)))
    (entry,) = handed_in([tmp_path / "class" / "jane"])[0]
    collected = tmp_path / "jane" / "preparation"
    write_files(entry, collected)
    last = answers_of_all(submission_files(collected))[-1]
    assert "else -1" in "".join(text for _, text in last.cells)
    assert "counts" in last.repairs[-1]


def test_nbgrader_finds_the_answers_that_were_read_whatever_the_files_are_called(tmp_path):
    folders = 0
    for number, case in enumerate(damaged.CASES):
        student = tmp_path / "class" / str(number)
        student.mkdir(parents=True)
        (entry,) = handed_in([student])[0] if case.make(student).is_dir() else [None]
        answers = _answers(entry.files) if entry else ""
        if not isinstance(answers, str):
            folders += 1
            collected = tmp_path / "collected" / str(number)
            write_files(entry, collected)
            again = _answers(lambda path=collected: submission_files(path))
            assert _all_filled(again) == _all_filled(answers), case.name
    assert folders > 5


def _all_filled(answers: tuple[list[list[str]], list[list[str]]]) -> set[str]:
    return {name for filled in answers[0] for name in filled}


def test_what_has_no_suffix_keeps_its_name_in_nbgrader(tmp_path):
    (tmp_path / "answers").write_bytes(b"PK\x03\x04 cut off")
    (entry,) = handed_in([tmp_path / "answers"])[0]
    write_files(entry, tmp_path / "collected")
    assert {path.name for path in (tmp_path / "collected").iterdir()} == {"answers", "placeholder.ipynb"}


def test_a_closed_folder_of_a_student_stops_nobody(tmp_path, monkeypatch):
    write(tmp_path / "class" / "mallory", "a.ipynb", "secret/b.ipynb")
    write(tmp_path / "class" / "zoe", "a.ipynb")
    usual = Path.iterdir

    def closed(path: Path):
        if path.name == "secret":
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    entries = handed_in([tmp_path / "class"])[0]
    assert [entry.doubt([], is_only=False) for entry in entries] == ["", ""]


def test_what_cannot_be_read_is_refused_in_nbgrader_with_the_same_sentence(tmp_path):
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "jane_12_7890123_answers.pdf").write_bytes(b"%PDF-1.7")
    ((student,), _) = handed_in([tmp_path / "class"])
    folder = tmp_path / "jane" / "preparation"
    write_files(student, folder)
    checks = [check for check in all_checks() if check.task == 2]
    graded = grade_folder(folder, checks, GradingData("small", seed=0), Tier.B)
    assert "holds no notebook (.ipynb) and no percent script (.py), but answers.pdf" in graded.refused
    assert {result.message for result in graded.results} == {graded.refused}
    (folder / "placeholder.ipynb").write_bytes(NOTEBOOK)
    assert refusal_in(folder) == ""
