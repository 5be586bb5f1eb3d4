"""What a run over a class did, and what whoever grades is to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ecgkit.whole_files import write_whole

from .failures import printable

#: The file that keeps what a run said.
NOTES = "notes.txt"


@dataclass
class Summary:
    """What a run did.

    Attributes:
        graded: students that were graded.
        kept: students whose results were there already.
        refused: students whose submission cannot be read.
        not_run: students with checks that could not be run, and why.
        strays: files that belong to no student, and those of which it is not sure whose they are.
        replaced: students whose results of earlier runs were of other folders or archives, and of which.
        lost: students who had points in tasks in which they have none now, and in which tasks.
        marked: students who handed in again after a person had marked them.
        spared: students who were not graded since they have results of other folders or archives, and of which.
        doubts: what was taken for one student's, and could be those of several, or the other way round.
        unanswered: tasks in which nobody has a point, though somebody has some in another.
        otherwise: students of earlier runs whose checks, seed or database were others than in this one.
    """

    graded: int = 0
    kept: int = 0
    refused: int = 0
    not_run: dict[str, str] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    replaced: dict[str, str] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    marked: list[str] = field(default_factory=list)
    spared: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    unanswered: list[int] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)

    def first_line(self) -> str:
        """How many were graded."""
        return f"{self.graded} graded, {self.kept} as they were, {self.refused} refused."

    def faults(self, longest: int = 300) -> list[str]:
        """A sentence for each student with checks that were not run.

        Args:
            longest: characters of what is quoted in a sentence, such as a list of names.
        """
        return [
            f"Not run: {printable(student, 100)}: {printable(why, longest)}" for student, why in self.not_run.items()
        ]

    def advice(self, longest: int = 300) -> list[str]:
        """Sentences about what may be wrong, or is to be done.

        Args:
            longest: characters of what is quoted in a sentence, such as a list of names.
        """
        said = [printable(line, max(longest, 500)) for line in self.strays]
        if self.unanswered:
            tasks = ", ".join(map(str, self.unanswered))
            said.append(
                f"Nobody has a point in task {tasks}. If that was not asked, grade the others alone: --task N, into a new folder."
            )
        if self.otherwise:
            said.append(
                f"Graded before by other checks, with another seed or on another database: {printable(', '.join(self.otherwise), longest)}. "
                "Name what they handed in, too: then all are measured alike."
            )
        if self.replaced:
            said.append(
                f"Graded before from elsewhere, with results that are replaced: {_with_details(self.replaced, longest)}. "
                "Name all that a student handed in together."
            )
        if self.lost:
            said.append(
                f"Had points before, and have none now: {_with_details(self.lost, longest)}. If a later download took the place of an "
                "earlier one, name both, each under a name of its own, in one command with --same-class."
            )
        if self.marked:
            said.append(
                f"Handed in again after a person had marked them: {printable(', '.join(self.marked), longest)}. See whether the marks in "
                "manual.json still hold."
            )
        if self.spared:
            said.append(
                f"Graded before from elsewhere, and not again: {_with_details(self.spared, longest)}. If all is of one class, name the "
                "earlier downloads, too, in one command with --same-class; if it is of one student, the file or folder itself."
            )
        return said + [f"Is that right? {printable(doubt, max(longest, 500))}" for doubt in self.doubts]

    def write(self, out: Path) -> Path:
        """Keep it in the folder of results, with every name."""
        lines = [self.first_line(), *self.faults(longest=2000), *self.advice(longest=100_000)]
        return write_whole(out / NOTES, "\n".join(line.replace("\n", " ") for line in lines) + "\n")


def _with_details(students: dict[str, str], longest: int) -> str:
    return printable(", ".join(f"{name} ({details})" for name, details in students.items()), longest)
