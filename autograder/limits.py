"""How much of everything a submission may use: the one place to change it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of a submission and of one call of its functions.

    Attributes:
        seconds: time of an ordinary call, by the clock.
        training_seconds: time of a call that may train a network or read a whole database.
        start_seconds: time until a worker answers for the first time.
        load_seconds: time of the cells of one notebook that its functions need, imports among them.
        submission_seconds: time of all calls of a submission together; the checks that come later fail.
        cpu_seconds: time of all threads of one worker together.
        time_outs: calls of one function that may end without a result in time; it is not called again after that.
        loads: workers that may be lost while they run the cells of one notebook; they are not run again after that.
        result_bytes: size of an ordinary result.
        memory_bytes: memory of the worker, resident or private; all beats as lists of Python floats take 3.9 GiB.
        threads: of the worker.
        threads_of_a_pool: that TensorFlow and OpenBLAS share their work among, at most one a core.
        scratch_bytes: what it may write, all files together.
        scratch_files: number of files and folders it may write.
        scratch_depth: folders inside each other.
        file_bytes: size of one written file.
        open_files: files open at the same time.
        hidden_files: files that are removed, but still held open or mapped.
        files: notebooks and scripts in a submission.
        notebook_bytes: size of a notebook's file.
        submission_bytes: size of all notebooks and scripts of a submission together, unpacked.
        archive_bytes: size of an archive inside another one.
        archive_directory_bytes: size of an archive's list of its files; each takes some 100 bytes.
        class_directory_bytes: the same of an archive that holds the submissions of a class.
        notebook_items: number of lists and dicts in a notebook's JSON.
        cells: number of its code cells.
        source_bytes: Python text of all its cells together.
        small_source: characters of Python that are looked at in the grader's own process.
        analysis_seconds: time for looking at more than that, in a process of its own.
        all_analysis_seconds: the same for all files of a submission together.
        statements: number of top-level statements in it.
        message: characters of one message to a student.
    """

    seconds: float = 30
    training_seconds: float = 180
    start_seconds: float = 60
    load_seconds: float = 60
    submission_seconds: float = 1800
    cpu_seconds: int = 1800
    time_outs: int = 2
    loads: int = 2
    result_bytes: int = 64 * 2**20
    memory_bytes: int = 5 * 2**30
    threads: int = 256
    threads_of_a_pool: int = 8
    scratch_bytes: int = 256 * 2**20
    scratch_files: int = 1000
    scratch_depth: int = 30
    file_bytes: int = 64 * 2**20
    open_files: int = 256
    hidden_files: int = 16
    files: int = 50
    notebook_bytes: int = 50 * 2**20
    submission_bytes: int = 200 * 2**20
    archive_bytes: int = 200 * 2**20
    archive_directory_bytes: int = 2**20
    class_directory_bytes: int = 32 * 2**20
    notebook_items: int = 2_000_000
    cells: int = 5000
    source_bytes: int = 2 * 2**20
    small_source: int = 32 * 2**10
    analysis_seconds: float = 20
    all_analysis_seconds: float = 60
    statements: int = 20_000
    message: int = 4000


LIMITS = Limits()
