"""A graded class for tests of reports: made-up results of the course's own checks, and what real submissions gave."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from bodies import FOLDER, grade, grading_data

from autograder.checks import Check, all_checks
from autograder.failures import CallFailed, CheckFailed, GraderFault
from autograder.isolation import best_tier
from autograder.results import Graded, Result

#: Not to be found in anything that a student reads.
SEED = 987654321

#: What a hostile submission could bring into a message, a repair or the name of a folder.
HOSTILE = (
    "<script>window.forged = 1</script>",
    "\"'><img src=x onerror='window.forged = 1'>",
    "</p></style></main><style>body{display:none}</style>",
    "`<b onclick=alert(1)>bold</b>` {{ 7 * 7 }} {% raw %} &lt;i&gt; ]]> <!--",
)


def checks() -> list[Check]:
    """Those of tasks 1 to 4, which need no network."""
    return [check for check in all_checks() if check.task <= 4]


def result_of(check: Check, error: BaseException | None = None, seconds: float = 0.25) -> Result:
    """A result as a run would give it."""
    return Result.of(check, error, seconds)


def write_student(
    out: Path, name: str, errors: Mapping[str, BaseException], *, repairs: tuple[str, ...] = (), refused: str = ""
) -> Graded:
    """Write the results of one student who passes all checks but these.

    Args:
        out: folder of the run.
        name: of the student.
        errors: by the id of a check.
        repairs: of the notebook.
        refused: why nothing was graded.
    """
    results = [] if refused else [result_of(check, errors.get(check.id)) for check in checks()]
    graded = Graded(name, "stand-in (synthetic)", "B Landlock + seccomp", SEED, results, list(repairs), refused)
    graded.write(out / name)
    return graded


def write_class(out: Path, students: int = 12) -> list[Graded]:
    """A class of different strength, with one refused and one hostile student; `students` besides those two."""
    rng = np.random.default_rng(0)
    class_ = [write_student(out, f"student{place:02}", _errors(rng, place / students)) for place in range(students)]
    class_.append(
        write_student(out, "unread", {}, refused="unread.ipynb is empty: save your notebook and hand it in again.")
    )
    class_.append(write_student(out, "=hostile <b>&'\"", _hostile_errors(), repairs=HOSTILE))
    return class_


def _errors(rng: np.random.Generator, strength: float) -> dict[str, BaseException]:
    errors: dict[str, BaseException] = {}
    for check in checks():
        if rng.random() > strength:
            errors[check.id] = CheckFailed(
                "X has the wrong shape.", got=f"shape ({rng.integers(9)}, 2)", expected="shape (6, 1440)"
            )
    if strength < 0.2:
        errors |= {
            check.id: CallFailed(f"{check.stub}(...)", "lost", "it took longer than 30 s") for check in checks()[:3]
        }
    if strength > 0.8:
        errors[checks()[-1].id] = GraderFault("the oracle broke")
    return errors


def _hostile_errors() -> dict[str, BaseException]:
    visible = [check for check in checks() if check.visible]
    return {
        check.id: CheckFailed(text, got=text, expected=text) for check, text in zip(visible, HOSTILE, strict=False)
    } | {checks()[-1].id: CallFailed("spectrogram(array (4, 1440))", "raised", f"Error: {HOSTILE[0]}", HOSTILE[1])}


def write_real_students(out: Path) -> None:
    """What the grader says about a right, a wrong and a hostile submission; checks of other stubs are left out."""
    for name, path in {
        "right": FOLDER / "right" / "task4_pure_python.py",
        "wrong": FOLDER / "wrong" / "task4_bars_swapped.py",
        "markup": FOLDER / "hostile" / "message_hostile.py",
    }.items():
        tier = best_tier()
        Graded(name, "small", tier.value, SEED, grade(path, tier, grading_data()), []).write(out / name)
