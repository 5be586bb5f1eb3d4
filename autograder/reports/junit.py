"""JUnit XML, as continuous integration reads it: one suite a student, one case a check.

The schema is that of Jenkins, which others follow:
https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
A check that the grader could not run is an error there, not a failure of the student.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from ecgkit.whole_files import write_whole

from ..results import Result
from .students import Student

#: What XML 1.0 may hold: https://www.w3.org/TR/xml/#charsets.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(path: Path, students: Sequence[Student], *, brief: bool = False) -> Path:
    """Write the checks of one student, or of a class.

    Args:
        path: of the file.
        students: whose checks.
        brief: of each message, the first line alone: for a class, whose file some readers would refuse for its size.
    """
    suites = [_suite(student, brief) for student in students]
    root = ElementTree.Element("testsuites", {"name": "ECG course", **_sums([_counts(suite) for suite in suites])})
    root.extend(suites)
    ElementTree.indent(root)
    return write_whole(path, '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n")


def _suite(student: Student, brief: bool) -> ElementTree.Element:
    cases = [_case(result, student.name, brief) for result in student.graded.results]
    if student.graded.refused:
        cases.insert(0, _refused(student))
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
    }
    attributes = {name: str(count) for name, count in counts.items()}
    about = {"name": _legal(student.name), "time": f"{student.seconds:.3f}"}
    suite = ElementTree.Element("testsuite", {**about, **attributes})
    suite.extend(cases)
    return suite


def _case(result: Result, student: str, brief: bool) -> ElementTree.Element:
    classname = _legal(f"{student}.task{result.task}")
    case = ElementTree.Element("testcase", classname=classname, name=_legal(result.id), time=f"{result.seconds:.3f}")
    if result.outcome != "passed":
        first = result.message.partition("\n")[0]
        kind, tag = ("check failed", "failure") if result.outcome == "failed" else ("not run", "error")
        ended = ElementTree.SubElement(case, tag, type=kind, message=_legal(first))
        if not brief:
            hint = f"\nHint: {result.hint}" if result.hint else ""
            ended.text = _legal(f"{result.name}\n{result.message}{hint}")
    return case


def _refused(student: Student) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname=_legal(student.name), name="submission can be graded", time="0")
    ElementTree.SubElement(case, "failure", type="refused", message=_legal(student.graded.refused))
    return case


def _counts(suite: ElementTree.Element) -> dict[str, float]:
    return {name: float(suite.get(name, 0)) for name in ("tests", "failures", "errors", "time")}


def _sums(counts: Sequence[dict[str, float]]) -> dict[str, str]:
    whole = {name: f"{sum(count[name] for count in counts):.0f}" for name in ("tests", "failures", "errors")}
    return {**whole, "time": f"{sum(count['time'] for count in counts):.3f}"}


def _legal(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
