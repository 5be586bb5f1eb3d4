"""Everything that is written about graded students: pages, tables, and the formats of other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["write_reports"]


def write_reports(out: Path, sources: Mapping[str, str] | None = None) -> Path:
    """Write every report of a grading run; what is there is replaced, except `manual.json`.

    For each student, beside results.json: `feedback.html`, `junit.xml` and `gradescope/results.json`. For the class:
    `class.html`, `junit.xml`, `grades.csv`, `grades_canvas.csv`, `grades_moodle.csv` and `similar.json`. All that is for
    the class, and `instructor.json`, is for instructors alone.

    Args:
        out: folder of a class, see `students.read_students`; `manual.json` in a student's folder holds marks that a person gave.
        sources: by student, the code to compare with the others'; what `similarity.keep_answers` kept in the folders if None.

    Returns:
        The path of `class.html`.

    Raises:
        ValueError: a student's files cannot be read; says whose.
    """
    from .class_report import write_class_report
    from .feedback import write_feedback
    from .grades_csv import write_canvas, write_moodle, write_plain
    from .gradescope import write_gradescope
    from .junit import write_junit
    from .similarity import kept_answers, pairs_of_run
    from .students import read_students

    students = read_students(out)
    for student in students:
        write_feedback(student.folder / "feedback.html", student)
        write_junit(student.folder / "junit.xml", [student])
        write_gradescope(student.folder / "gradescope" / "results.json", student)
    write_junit(out / "junit.xml", students, brief=True)
    write_plain(out / "grades.csv", students)
    write_canvas(out / "grades_canvas.csv", students)
    write_moodle(out / "grades_moodle.csv", students)
    answers = kept_answers({student.name: student.folder for student in students}) if sources is None else sources
    return write_class_report(out / "class.html", students, pairs_of_run(out, answers) if answers else None)
