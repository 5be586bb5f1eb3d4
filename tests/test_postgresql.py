"""The gradebook in PostgreSQL: the same commands, the same scores. Needs Debian's `postgresql` and a Python driver for it."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader_course import Course, points_by_cell

from autograder.build import ROOT

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
DRIVER = next((name for name in ("psycopg", "psycopg2") if importlib.util.find_spec(name)), "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL is not here"),
    pytest.mark.skipif(not DRIVER, reason="neither psycopg nor psycopg2 is here"),
]
ASSIGNMENT, NOTEBOOK = "task4_imbalance", "imbalance"


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database of a server of its own, which listens in its folder alone."""
    folder = Path(tempfile.mkdtemp(prefix="ecg-postgresql-"))
    user = None
    if os.getuid() == 0:
        # It refuses to run as root.
        user = pwd.getpwnam("postgres").pw_uid
        os.chown(folder, user, -1)

    def run(program: str, *arguments: str) -> None:
        command = [str((PROGRAMS or Path()) / program), *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "teacher")
    run("pg_ctl", "-D", str(folder / "data"), "-w", "-o", f"-k {folder} -c listen_addresses=''", "start")
    try:
        run("createdb", "-h", str(folder), "-U", "teacher", "gradebook")
        yield f"postgresql+{DRIVER}://teacher@/gradebook?host={folder}"
    finally:
        run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder)


def test_gradebook_in_postgresql(database, tmp_path):
    course = Course(tmp_path / "course", database)
    course.grade(
        ASSIGNMENT,
        {
            "ada": ROOT / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb",
            "ben": ROOT / "assignments" / ASSIGNMENT / f"{NOTEBOOK}.ipynb",
        },
    )
    course.run("generate_feedback", ASSIGNMENT)
    course.run("export")
    for student, points in (("ada", 5), ("ben", 0)):
        cells = course.scores(ASSIGNMENT, student)
        assert points_by_cell(course.graded(ASSIGNMENT, student)).items() <= cells.items()
        assert sum(score or 0 for score in cells.values()) == points
    assert f"{ASSIGNMENT},,,ada,,,,5.0,0.0,5.0,7.0" in (course.folder / "grades.csv").read_text()
    assert not (course.folder / "gradebook.db").exists()
