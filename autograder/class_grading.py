"""Grade a class: spread the submissions over processes or machines, and keep every result the moment it is there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .class_cluster import ClusterError, connected
from .class_folder import ClassFolder, ClassFolderError
from .class_progress import ClassProgress
from .class_summary import Summary
from .grading_data import GradingData
from .grading_job import Order, Outcome, checks_digest, grade_job, not_run, outcome_of, refused
from .handed_in import HandedIn, handed_in
from .lms_names import doubts_about_numbers
from .notebook import MemoryFile, SubmissionError
from .one_class import short_paths
from .reports import write_reports
from .reports.manual import digest_of_marks
from .reports.similarity import keep_answers
from .reports.students import Student, read_students, tasks_of

if TYPE_CHECKING:
    from distributed import Client, Future

#: How often a submission is graded alone before it is blamed for the end of its worker.
_ATTEMPTS = 2
_KILLER = "It ended the process that graded it again and again, also when it was graded alone."


@dataclass(frozen=True)
class Options:
    """How a class is graded.

    Attributes:
        tasks: numbers of the tasks; all if empty.
        database: a path, or one of the words of `ecgkit.open_database`.
        tier: letter of the isolation's tier, or "auto".
        seed: of the hidden inputs; that of the earlier run, or a new one, if None.
        same_class: what was handed in, in this run and in earlier ones, are downloads of one class, see `handed_in.handed_in`.
    """

    tasks: tuple[int, ...] = ()
    database: str = "auto"
    tier: str = "auto"
    seed: int | None = None
    same_class: bool = False


@dataclass(frozen=True)
class _Waiting:
    """A submission that is read and not yet graded."""

    entry: HandedIn
    files: list[MemoryFile]
    contents: str
    digest: str

    @property
    def student(self) -> str:
        return self.entry.owner.student


def grade_class(
    submitted: Iterable[Path],
    out: Path,
    options: Options = Options(),
    *,
    workers: int | None = None,
    scheduler: str = "",
    quiet: bool = False,
    job: Callable[..., str] = grade_job,
) -> Summary:
    """Grade a class, or go on with a run that was stopped.

    A student whose submission and checks have not changed since is not graded again, so the same call may be repeated
    whenever it was interrupted, and ends with the same results.

    Args:
        submitted: what was handed in, in any mix, see `handed_in.handed_in`.
        out: folder of the results, see `class_folder`.
        options: what is graded and how.
        workers: processes on this machine, as many as fit if None, see `class_cluster.fitting_workers`.
        scheduler: address of a Dask scheduler, if other machines grade; they need this package, not these files.
        quiet: show no progress.
        job: grades one submission; for tests.

    Raises:
        SubmissionError: see `handed_in.handed_in`.
        DatabaseError: there is no such database.
        ClassFolderError: another run writes into `out`, or something else lies there.
        ClusterError: the scheduler does not answer, or no longer.
    """
    paths = list(submitted)
    students, strays = handed_in(paths, same_class=options.same_class)
    students = _apart_from(out, paths, students)
    folder = ClassFolder(out)
    # Before anything is written: a name that was misspelt here leaves no trace.
    title = GradingData(options.database, 0).database.title
    with folder.locked() as scratch:
        elsewhere, named = _elsewhere(folder, students), set(paths)
        again = [entry for entry in students if entry.owner.student in elsewhere]
        spared = {entry.owner.student for entry in again if not (options.same_class or entry.is_named(named))}
        # Who is not graded keeps the number and all else that is known of him.
        owners = [entry.owner for entry in students if entry.owner.student not in spared]
        seed = folder.begin(options.seed, owners, options.tasks)
        doubts = doubts_about_numbers(list(map(folder.owner, folder.students)))
        summary = Summary(strays=strays, doubts=doubts)
        run = _Run(folder, options, seed, title, elsewhere, spared, is_far=bool(scheduler), summary=summary)
        with ClassProgress(len(students), quiet) as progress:
            waiting = run.waiting(students, progress)
            first = next(waiting, None)
            if first is not None:
                with connected(workers, scheduler, scratch) as client:
                    _spread(client, job, run, chain([first], waiting), progress)
        summary.otherwise = folder.graded_otherwise(run.conditions)
        try:
            write_reports(out)
            summary.unanswered = _unanswered(read_students(out))
        finally:
            # Also where marks that a person wrote cannot be read.
            summary.write(out)
    return summary


def _elsewhere(folder: ClassFolder, students: list[HandedIn]) -> dict[str, str]:
    """By student, the other folders or archives that earlier results are of."""
    return {
        entry.owner.student: ", ".join(short_paths(earlier))
        for entry in students
        if set(earlier := folder.earlier(entry.owner.student).places) - set(entry.places)
    }


def _unanswered(students: list[Student]) -> list[int]:
    """Tasks that perhaps were not asked."""
    tasks = tasks_of(students)
    without = [task for task in tasks if not any(student.task_points(task)[0] for student in students)]
    return without if len(without) < len(tasks) else []


def _apart_from(out: Path, submitted: list[Path], students: list[HandedIn]) -> list[HandedIn]:
    """The students without the results of earlier runs, which may lie beside them, but not among what one handed in."""
    results = out.resolve()
    if any(results in (path.resolve(), *path.resolve().parents) for path in submitted):
        raise ClassFolderError(f"{out} holds what was handed in: choose another folder for results.")
    kept: list[HandedIn] = []
    for entry in students:
        places = [piece.place.resolve() for piece in entry.pieces if isinstance(piece.place, Path)]
        if any(place in results.parents for place in places):
            raise ClassFolderError(
                f"{out} lies in what {entry.owner.student} handed in: choose another folder for results."
            )
        if not any(results in (place, *place.parents) for place in places):
            kept.append(entry)
    return kept


class _Run:
    """One run: what it orders, and what it writes."""

    def __init__(
        self,
        folder: ClassFolder,
        options: Options,
        seed: int,
        title: str,
        elsewhere: dict[str, str],
        spared: set[str],
        *,
        is_far: bool,
        summary: Summary,
    ) -> None:
        self.summary = summary
        self.conditions = _digest_of([checks_digest(), seed, title])
        self._folder = folder
        self._options = options
        self._seed = seed
        self._title = title
        self._elsewhere = elsewhere
        self._spared = spared
        self._checks = checks_digest() if is_far else ""

    def order(self, student: str) -> Order:
        """The order for one student."""
        options = self._options
        return Order(student, self._seed, options.database, self._title, options.tasks, options.tier, self._checks)

    def waiting(self, students: Sequence[HandedIn], progress: ClassProgress) -> Iterator[_Waiting]:
        """Read one submission after the other; those that are done, or cannot be read, are dealt with here."""
        for entry in students:
            files, sentence = _read(entry)
            doubt = entry.doubt([file.name for file in files], is_only=len(students) == 1)
            doubt = doubt or (f"{entry.owner.student}: {sentence}" if sentence and len(students) == 1 else "")
            self.summary.doubts += [doubt] if doubt else []
            contents = _contents(files)
            each = _Waiting(entry, files, contents, self._digest(entry, contents, sentence))
            earlier = self._folder.earlier(each.student)
            if earlier.is_of(each.digest):
                self._tell(each.student, earlier.record)
                self.summary.kept += 1
                progress.one_more()
                continue
            if each.student in self._spared:
                self.summary.spared[each.student] = self._elsewhere[each.student]
                progress.one_more()
                continue
            if sentence:
                self.save(each, Outcome(refused(self.order(each.student), sentence, "")))
                progress.one_more()
            else:
                yield each

    def save(self, each: _Waiting, outcome: Outcome) -> None:
        """Write the results of one student."""
        fault = outcome.fault
        graded = replace(outcome.graded, repairs=[*each.entry.notes, *outcome.graded.repairs])
        is_incomplete = any(result.outcome == "not run" for result in graded.results)
        if is_incomplete:
            fault = fault or "Some checks could not be run."
            self.summary.not_run[each.student] = fault.strip().splitlines()[-1]
        self.summary.refused += bool(graded.refused)
        self.summary.graded += not graded.refused
        earlier, place = self._folder.earlier(each.student), self._folder.folder(each.student)
        is_other = earlier.is_of_other_files(each.contents)
        said = {} if is_other else earlier.record
        record = {
            "digest": each.digest,
            "contents": each.contents,
            "conditions": self.conditions,
            "places": each.entry.places,
            "files": [file.name for file in each.files],
            "fault": fault,
            "seconds": outcome.seconds,
            "lost": earlier.lost(graded),
            "had": earlier.had(graded),
            "replaced": self._elsewhere.get(each.student, said.get("replaced", "")),
            "marked": digest_of_marks(place) if is_other else said.get("marked", ""),
        }
        # Before the results: where these are, nothing is missing.
        keep_answers(place, outcome.answers)
        self._folder.save(each.student, graded, record)
        self._tell(each.student, record)

    def _tell(self, student: str, record: Mapping[str, Any]) -> None:
        """What whoever grades is to know of the results: also of earlier ones, for a run that was stopped told nobody."""
        if lost := record.get("lost"):
            self.summary.lost[student] = ", ".join(f"task {task}" for task in lost)
        if replaced := record.get("replaced"):
            self.summary.replaced[student] = replaced
        # Until somebody changes the marks.
        if (marked := record.get("marked")) and marked == digest_of_marks(self._folder.folder(student)):
            self.summary.marked.append(student)

    def _digest(self, entry: HandedIn, contents: str, sentence: str) -> str:
        """A digest of all that decides about a result."""
        order = asdict(self.order(entry.owner.student)) | {"checks": checks_digest()}
        return _digest_of([order, contents, sentence, entry.notes])


def _contents(files: Sequence[MemoryFile]) -> str:
    """A digest of what was handed in."""
    return _digest_of([(file.name, hashlib.sha256(file.content).hexdigest(), file.notes, file.fault) for file in files])


def _digest_of(value: Any) -> str:
    text = json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _read(entry: HandedIn) -> tuple[list[MemoryFile], str]:
    """The files of a submission, or why there are none."""
    try:
        return entry.files(), ""
    except SubmissionError as error:
        return [], str(error)
    except OSError as error:
        return [], f"Your submission cannot be read: {error.strerror}."


def _spread(
    client: Client, job: Callable[..., str], run: _Run, waiting: Iterator[_Waiting], progress: ClassProgress
) -> None:
    """Hand out work and write what comes back, until nothing is left."""
    suspects: list[_Waiting] = []
    running: dict[Future, _Waiting] = {}
    while True:
        # Only as many as keep the workers busy: files of a whole class need not lie in memory.
        count = sum(client.nthreads().values())
        progress.workers(count)
        room = 2 * max(1, count) - len(running)
        for each in islice(waiting, max(0, room)):
            running[_submit(client, job, run, each, is_shared=count > 1)] = each
        if not running:
            break
        for future in _finished(running):
            each, answer = running.pop(future), _answer(future)
            if _is_killed(answer) or (isinstance(answer, Outcome) and answer.was_busy):
                suspects.append(each)
            else:
                _save(run, each, answer)
                progress.one_more()
    for each in suspects:
        _save(run, each, _alone(client, job, run, each))
        progress.one_more()


def _alone(client: Client, job: Callable[..., str], run: _Run, each: _Waiting) -> Outcome | Exception:
    """Graded with none beside it that could take its worker, its time or its memory; and again if a machine just went."""
    for _ in range(_ATTEMPTS):
        future = _submit(client, job, run, each)
        while not _finished({future: each}):
            pass
        answer = _answer(future)
        if not _is_killed(answer):
            break
    return answer


def _submit(client: Client, job: Callable[..., str], run: _Run, each: _Waiting, *, is_shared: bool = False) -> Future:
    order = replace(run.order(each.student), is_shared=is_shared)
    files = [(file.name, file.content, list(file.notes), file.fault) for file in each.files]
    return client.submit(job, files, json.dumps(asdict(order)), pure=False)


def _finished(running: dict[Future, Any]) -> list[Future]:
    from distributed import CancelledError, wait

    try:
        wait(list(running), timeout=2, return_when="FIRST_COMPLETED")
    except TimeoutError:
        return []
    except CancelledError:
        pass
    if any(future.status == "cancelled" for future in running):
        raise ClusterError(
            "The Dask scheduler is gone. What is graded is kept: start it, and run the same again to go on."
        )
    return [future for future in running if future.done()]


def _answer(future: Future) -> Outcome | Exception:
    """What came of the job, or what it raised, asked once: a result is lost with its worker, and then computed again."""
    try:
        return outcome_of(future.result())
    except Exception as error:
        return error


def _is_killed(answer: Outcome | Exception) -> bool:
    from distributed import KilledWorker

    return isinstance(answer, KilledWorker)


def _save(run: _Run, each: _Waiting, answer: Outcome | Exception) -> None:
    if isinstance(answer, Outcome):
        run.save(each, answer)
    else:
        fault = _KILLER if _is_killed(answer) else f"{type(answer).__name__}: {answer}"
        run.save(each, Outcome(not_run(run.order(each.student)), fault))
