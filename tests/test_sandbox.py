"""Each wall by itself: what the kernel refuses, what the watchdog ends, what is refused before it is allocated."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import platform
import re
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from clock import takes_at_most

from autograder import clean_worker, fork_server, isolation, submission, watchdog, worker_process
from autograder.answers import find_answers
from autograder.failures import CallFailed, CheckFailed, GraderFault, printable
from autograder.fork_server import family, server_of
from autograder.isolation import Tier, TierMissing, require
from autograder.limits import LIMITS
from autograder.notebook import Cell, Source
from autograder.results import Result
from autograder.score_table import print_score
from autograder.submission import WorkerSubmission
from autograder.worker import frames, sandbox
from autograder.worker.leftovers import remove_folder
from autograder.worker_process import WorkerLost, WorkerProcess

SAFE = [tier for tier in (Tier.A, Tier.B) if isolation.works(tier)]
HEAD = "import ctypes, mmap, os, sys, time\nimport numpy as np\nfrom ecgkit import fill\n\n@fill\ndef label_beats(symbols):\n"


@pytest.fixture(params=SAFE, ids=lambda tier: tier.name)
def run(request, tmp_path, monkeypatch):
    """Runs the body of a stub in a worker of each tier."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened = []

    def call(*lines: str):
        path = tmp_path / "answer.py"
        path.write_text(HEAD + "".join(f"    {line}\n" for line in lines))
        opened.append(WorkerSubmission(path, request.param))
        return opened[-1].call("label_beats", ["N"])

    yield call
    for each in opened:
        each.close()


@pytest.fixture
def limits(monkeypatch):
    """Sets limits for every module that holds a worker to them."""

    def change(**changes):
        for module in (submission, worker_process, watchdog, isolation, fork_server, clean_worker):
            monkeypatch.setattr(module, "LIMITS", dataclasses.replace(LIMITS, **changes))

    return change


@pytest.mark.parametrize(
    "action",
    [
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.kill(0, 0)",
        "os.kill(-1, 0)",
        "__import__('socket').socket()",
        "__import__('socket').socket(1)",
        "open('/etc/passwd').read()",
        "os.listdir('/')",
        "os.listdir('/proc')",
        "open(f'/proc/{os.getppid()}/cmdline').read()",
        "os.chmod(os.environ['TMPDIR'], 0o777)",
        "os.symlink('/etc', os.environ['TMPDIR'] + '/x')",
        "os.mkfifo(os.environ['TMPDIR'] + '/x')",
        "open('/dev/shm/x', 'w')",
        "__import__('socket').socketpair()[0].setsockopt(1, 7, 2**20)",
        "os.memfd_create('x')",
        "mmap.mmap(-1, 4096)",
        "mmap.mmap(os.open('/dev/zero', os.O_RDWR), 4096)",
        "os.posix_fallocate(os.open(os.environ['TMPDIR'] + '/x', os.O_CREAT | os.O_RDWR), 0, 2**27)",
        "os.sched_setaffinity(os.getppid(), {0})",
        "os.sched_setscheduler(os.getppid(), os.SCHED_IDLE, os.sched_param(0))",
        "os.setpriority(os.PRIO_PROCESS, os.getppid(), 1)",
        "__import__('fcntl').ioctl(os.open(os.__file__, os.O_RDONLY), 0x40086602, b'0' * 8)",
        "__import__('resource').prlimit(os.getppid(), 7)",
        # who gets a signal when there is something to read, and which; locks and notes for others; a pipe of a megabyte
        "__import__('fcntl').fcntl(os.pipe()[0], 8, os.getpid())",
        "__import__('fcntl').fcntl(os.pipe()[0], 10, 9)",
        "__import__('fcntl').fcntl(os.pipe()[0], 15, b'0' * 8)",
        "__import__('fcntl').fcntl(os.open(os.environ['TMPDIR'] + '/x', os.O_CREAT), 1024, 0)",
        "__import__('fcntl').fcntl(os.open(os.environ['TMPDIR'], os.O_RDONLY), 1026, 1)",
        "__import__('fcntl').fcntl(os.pipe()[0], 1031, 2**20)",
    ],
)
def test_the_kernel_refuses(run, action):
    # In bubblewrap there is nothing to list but an empty root; what matters is that no secret shows.
    with pytest.raises(CallFailed) as caught:
        run(f"return repr({action})")
    assert caught.value.text.startswith(("PermissionError", "OSError", "FileNotFoundError", "ProcessLookupError"))


def test_what_descriptors_are_good_for_is_allowed(run):
    body = "import fcntl; a, b = os.pipe(); os.set_blocking(os.dup(a), False); fcntl.lockf(open('x', 'w'), fcntl.LOCK_EX); return fcntl.fcntl(a, 1032)"
    assert run(body) > 0


def test_no_capability_is_left(run):
    text = run("return open('/proc/self/status').read()")
    found = dict(line.split(":\t") for line in text.splitlines() if ":\t" in line)
    assert {found[name].strip("0") for name in ("CapPrm", "CapEff", "CapInh", "CapAmb")} == {""}
    assert found["NoNewPrivs"] == "1"
    assert found["Seccomp"] == "2"


def test_it_cannot_hide_from_the_watchdog(run):
    assert run("return ctypes.CDLL(None).prctl(4, 0)") == -1


@pytest.mark.parametrize("call", ["inotify_init1(0)", "syscall(206, 1000, ctypes.byref(ctypes.c_ulong()))"])
def test_it_takes_nothing_of_which_the_machine_has_only_so_much(run, call):
    if "syscall" in call and platform.machine() != "x86_64":
        pytest.skip("another number elsewhere")
    assert run(f"return ctypes.CDLL(None).{call}") == -1


@pytest.mark.parametrize(("cores", "threads"), [(2, "2"), (96, "8")])
def test_a_large_machine_gives_it_no_more_threads_than_it_may_have(monkeypatch, tmp_path, cores, threads):
    """TensorFlow keeps two of its pools and more, OpenBLAS one."""
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    environment = isolation.launch_of(Tier.B, tmp_path, "").environment
    pools = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTEROP_THREADS", "TF_NUM_INTRAOP_THREADS")
    assert {environment[name] for name in pools} == {threads}


def test_its_environment_holds_nothing_of_the_grader_s(run, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_GRADER", "42")
    assert "SECRET" not in run("return ' '.join(os.environ)")


def test_old_landlock_is_not_enough_by_itself(monkeypatch):
    monkeypatch.setattr(sandbox, "landlock_version", lambda: 2)
    with pytest.raises(sandbox.SandboxError, match="needs 3"):
        sandbox._restrict_files(sandbox.Rules(readable=(), writable=()))


def test_around_what_is_hidden_all_else_is_there(tmp_path):
    for name in ("usr/lib", "usr/src/course/tests", "usr/src/other", "etc"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "usr" / "src" / "again").symlink_to(tmp_path / "usr")
    (tmp_path / "lib").symlink_to(tmp_path / "usr" / "lib")
    places = [str(tmp_path / name) for name in ("usr", "lib", "etc", "absent", "usr/src/course/.venv")]
    left = [
        place.removeprefix(f"{tmp_path}/") for place in isolation.around(tmp_path / "usr" / "src" / "course", places)
    ]
    assert left == ["usr/lib", "usr/src/other", "lib", "etc", "absent", "usr/src/course/.venv"]


@pytest.mark.skipif(Tier.B not in SAFE, reason="needs Landlock")
def test_a_course_that_lies_among_what_is_readable_is_hidden_all_the_same(tmp_path, monkeypatch):
    course = tmp_path / "usr" / "src" / "course"
    for path in isolation.COURSE_PATHS:
        (course / path).parent.mkdir(parents=True, exist_ok=True)
        (course / path).symlink_to(isolation.ROOT / path)
    (course / "hidden.py").write_text("hidden")
    (tmp_path / "usr" / "library.py").write_text("library")
    monkeypatch.setattr(isolation, "ROOT", course)
    monkeypatch.setattr(isolation, "SYSTEM_PATHS", (*isolation.SYSTEM_PATHS, str(tmp_path / "usr")))
    folder = tmp_path / "worker"
    rules = json.dumps(dataclasses.asdict(isolation.rules_of(Tier.B, folder, str(folder))))
    launch = isolation.launch_of(
        Tier.B,
        folder,
        f"from autograder.worker import sandbox\nsandbox.enter(sandbox.Rules(**{rules}))\n"
        f"print(open({str(tmp_path / 'usr' / 'library.py')!r}).read())\nopen({str(course / 'hidden.py')!r})",
    )
    ended = subprocess.run(launch.command, env=launch.environment, capture_output=True, text=True, check=False)
    assert ended.stdout == "library\n", ended.stderr
    assert "PermissionError" in ended.stderr


def test_a_tier_that_does_not_work_is_refused():
    missing = [tier for tier in Tier if not isolation.works(tier)]
    for tier in missing:
        with pytest.raises(TierMissing):
            require(tier.name)
    assert missing, "no machine gives both bubblewrap and sandbox-exec"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["keep = [np.ones(2**22) for _ in range(48)]", "time.sleep(25)"], "memory|GB"),
        (
            ["for i in range(60): open(os.environ['TMPDIR'] + f'/{i}', 'w').close()", "time.sleep(25)"],
            "wrote more than",
        ),
        (["for i in range(60): os.mkdir(os.environ['TMPDIR'] + f'/{i}')", "time.sleep(25)"], "wrote more than"),
    ],
)
def test_the_watchdog_ends_what_goes_beyond_a_limit(run, limits, lines, words):
    limits(memory_bytes=2**30, scratch_files=50, seconds=30)
    with pytest.raises(CallFailed, match=words):
        run(*lines)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            ["os.chdir(os.environ['TMPDIR'])", "for i in range(40): os.mkdir('d'); os.chdir('d')", "time.sleep(9)"],
            "inside each other",
        ),
        (
            [
                "keep = [open(os.environ['TMPDIR'] + f'/{i}', 'w') for i in range(20)]",
                "[os.unlink(file.name) for file in keep]",
                "time.sleep(9)",
            ],
            "has removed",
        ),
    ],
)
def test_on_disk_the_watchdog_sees_what_is_hidden(tmp_path, limits, lines, words):
    if Tier.B not in SAFE:
        pytest.skip("tier B does not work here")
    limits(seconds=5)
    path = tmp_path / "answer.py"
    path.write_text(HEAD + "".join(f"    {line}\n" for line in lines))
    answer = WorkerSubmission(path, Tier.B)
    with pytest.raises(CallFailed, match=words):
        answer.call("label_beats", ["N"])
    answer.close()


def test_a_blinded_watchdog_ends_the_worker(monkeypatch, tmp_path):
    monkeypatch.setattr(watchdog, "family", lambda pid: 1 / 0)
    with subprocess.Popen(["sleep", "9"], start_new_session=True) as process:
        dog = watchdog.Watchdog(psutil.Process(process.pid), tmp_path)
        dog.start()
        dog.join(5)
    assert "could not be watched" in dog.reason


def test_what_it_wrote_is_removed_however_deep(tmp_path):
    folder = tmp_path / "worker"
    folder.mkdir()
    place = os.open(folder, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("x" * 50, dir_fd=place)
        inner = os.open("x" * 50, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    (folder / "closed").mkdir()
    (folder / "closed" / "file").write_text("x")
    (folder / "closed").chmod(0)
    (folder / "link").symlink_to(tmp_path)
    remove_folder(folder)
    assert not folder.exists()
    assert tmp_path.exists()


def test_a_function_that_never_ends_is_not_called_for_ever(tmp_path, limits, monkeypatch):
    limits(seconds=0.5)
    path = tmp_path / "answer.py"
    path.write_text(HEAD + "    while True: pass\n\n@fill\ndef class_weights(y):\n    return {0: 1.0, 1: 1.0}\n")
    answer = WorkerSubmission(path)
    for _ in range(LIMITS.time_outs):
        with pytest.raises(CallFailed, match="endless"):
            answer.call("label_beats", ["N"])
    asked, request = [], answer._worker.request
    monkeypatch.setattr(answer._worker, "request", lambda name, **given: asked.append(name) or request(name, **given))
    with pytest.raises(CallFailed, match="not called again"):
        answer.call("label_beats", ["N"])
    assert "call" not in asked
    # The other functions of the notebook are none the worse for it.
    assert answer.call("class_weights", np.zeros(2)) == {0: 1.0, 1: 1.0}
    assert "call" in asked
    answer.close()


def test_a_submission_has_a_time_of_its_own(tmp_path, limits):
    limits(submission_seconds=5)
    path = tmp_path / "answer.py"
    path.write_text(HEAD + "    time.sleep(0.1)\n    return [0]\n")
    answer = WorkerSubmission(path)
    answer.call("label_beats", ["N"])
    answer._seconds = 5.1
    with pytest.raises(CallFailed, match="used all of their"):
        answer.call("label_beats", ["N"])
    answer.close()


@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        ("return [v0, v1]", contextlib.nullcontext()),
        ("return undefined", pytest.raises(CallFailed, match="raised NameError")),
    ],
)
def test_an_answer_may_need_a_thousand_cells_and_more(tmp_path, last, outcome):
    cells = [f"v{number} = {number}" for number in range(1500)]
    names = ", ".join(f"v{number}" for number in range(1500))
    path = tmp_path / "answer.py"
    path.write_text("\n# %%\n".join([HEAD + f"    [{names}]\n    {last}\n", *cells, *["1 / v0"] * 900]))
    answer = WorkerSubmission(path, SAFE[-1])
    with contextlib.closing(answer), outcome:
        assert answer.call("label_beats", ["N"]) == [0, 1]


def test_cells_that_never_end_are_not_run_for_every_check(tmp_path, limits, monkeypatch):
    limits(load_seconds=0.5)
    path = tmp_path / "answer.py"
    path.write_text("while True:\n    ENDLESS = 1\n" + HEAD + "    return ENDLESS\n")
    answer = WorkerSubmission(path)
    for _ in range(LIMITS.loads):
        with pytest.raises(CallFailed, match="endless"):
            answer.call("label_beats", ["N"])
    monkeypatch.setattr(answer._worker, "request", None)
    with pytest.raises(CallFailed, match="never finish"):
        answer.call("label_beats", ["N"])


# Models -----------------------------------------------------------------------------------------------------------


def _model(*layers: tuple[str, dict]) -> list[dict]:
    described = [{"class": "InputLayer", "config": {}, "inputs": [], "shape": [33, 46]}]
    return described + [
        {"class": name, "config": config, "inputs": [place]} for place, (name, config) in enumerate(layers)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layers", "words"),
    [
        (
            _model(("Conv1D", {"filters": 4096, "kernel_size": 30}), ("Flatten", {}), ("Dense", {"units": 4096})),
            "weights",
        ),
        (_model(("Flatten", {}), ("Dense", {"units": 4096}), ("RepeatVector", {"n": 4096})), "values for each row"),
        (_model(("Dense", {"units": 10**9})), "larger than"),
        (_model(("Dense", {"units": -1})), "argument that Keras does not accept"),
        (_model(("Dense", {"units": 1, "activation": {"class_name": "function"}})), "activation"),
        (_model(("Bidirectional", {"layer": 3})), "wrapped layer"),
        (_model(("Lambda", {})), "Lambda"),
        (_model(("__class__", {})), "cannot be graded"),
        ([3, None, "x"], "cannot be read"),
        ([{"class": [], "config": 3, "inputs": [0]}] * 3, "not connected"),
        (_model(*[("ReLU", {})] * 300), "301 layers"),
    ],
)
def test_a_model_beyond_its_bounds_is_refused_before_it_is_made(layers, words):
    with pytest.raises(CheckFailed, match=words):
        clean_worker.inspect(layers, (33, 46))


@pytest.mark.slow
@pytest.mark.parametrize(
    "weights", [[], [[]] * 3, [[np.zeros((9, 9))]] * 3, [[], [], [np.zeros((2**10, 2**10)), np.zeros(1)]]]
)
def test_weights_that_do_not_fit_are_refused(weights):
    layers = _model(("Flatten", {}), ("Dense", {"units": 1}))
    with pytest.raises(CheckFailed, match="weights"):
        clean_worker.predict(layers, weights, np.zeros((2, 33, 46), np.float32))


@pytest.mark.slow
def test_a_worker_outlives_the_thread_that_started_it():
    worker = WorkerProcess(SAFE[0])
    thread = threading.Thread(target=lambda: worker.request("import", module="json"))
    thread.start()
    thread.join()
    time.sleep(0.3)
    assert worker.request("import", module="json") == {"value": None}
    worker.stop()


# What the parent reads --------------------------------------------------------------------------------------------


def _receive(tree: object, arrays: list, content: bytes = b""):
    header = json.dumps({"value": tree, "arrays": arrays}).encode()

    class Stream:
        data = memoryview(struct.pack(">I", len(header)) + header + content)

        def recv_into(self, buffer):
            count = min(len(buffer), len(self.data))
            buffer[:count], self.data = self.data[:count], self.data[count:]
            return count

    return frames.receive(Stream(), 2**20)


def _axes(**changed: object) -> object:
    """A drawing as a worker sends it, with some fields changed; its arrays are bars, limits, and x and y of a line."""
    texts = dict.fromkeys(("title", "xlabel", "ylabel", "xscale", "yscale"), "")
    line = {"list": [{"array": 2}, {"array": 3}]}
    ticks = {"list": [{"list": [0.5, "N"]}]}
    fields = {
        **texts,
        "lines": {"list": [line]},
        "ticks": ticks,
        "bars": {"array": 0},
        "limits": {"array": 1},
        **changed,
    }
    arrays = [{"dtype": "<f8", "shape": shape} for shape in ([0, 4], [2, 2], [3], [3])]
    return _receive({"view": "AxesData", "fields": fields}, arrays, bytes(80))


def test_a_drawing_is_received():
    drawn = _axes()
    assert drawn.ticks == [[0.5, "N"]]
    assert [len(values) for values in drawn.lines[0]] == [3, 3]


@pytest.mark.parametrize(
    "changed",
    [
        {"lines": {"list": ["x"]}},
        {"lines": {"list": [{"list": [1, 2]}]}},
        {"lines": {"list": [{"list": [{"array": 2}]}]}},
        {"lines": {"list": [{"list": [{"array": 2}, {"array": 2}]}]}},
        {"bars": {"array": 1}, "limits": {"array": 0}},
        {"bars": 1},
        {"ticks": {"list": [1]}},
        {"ticks": {"list": [{"list": ["N", 0.5]}]}},
        {"ticks": {"list": [{"list": [True, "N"]}]}},
        {"ticks": {"list": [{"list": [0.5, "N", 1]}]}},
        {"ticks": "N"},
        {"yscale": 1},
    ],
)
def test_a_drawing_with_strange_parts_is_refused(changed):
    with pytest.raises(frames.FrameError):
        _axes(**changed)


@pytest.mark.parametrize("number", [2**63, -(2**63), 10**4000])
def test_integers_beyond_64_bits_are_refused(number):
    with pytest.raises(frames.FrameError):
        _receive(number, [])


def test_a_slow_drip_ends_at_the_deadline():
    ours, theirs = socket.socketpair()
    drip = threading.Thread(target=_drip, args=(theirs,), daemon=True)
    drip.start()
    with pytest.raises(TimeoutError):
        frames.receive(worker_process._DeadlineStream(ours, time.monotonic() + 0.7), 100)
    assert drip.is_alive()
    ours.close()
    theirs.close()


def _drip(connection: socket.socket) -> None:
    """Begins a header of 60,000 bytes: ten a second, for half a minute."""
    with contextlib.suppress(OSError):
        connection.sendall(struct.pack(">I", 60_000))
        for _ in range(300):
            connection.sendall(b" ")
            time.sleep(0.1)


def test_a_reader_that_never_reads_ends_at_the_deadline():
    ours, theirs = socket.socketpair()
    with pytest.raises(TimeoutError):
        worker_process._DeadlineStream(ours, time.monotonic() + 0.3).sendall(bytes(2**24))
    ours.close()
    theirs.close()


@pytest.mark.parametrize("text", ["\x1b[2J", "a\rb", "\u202eabc", "\x00", "\x9b1m", "\u200b"])
def test_messages_hold_nothing_that_a_terminal_obeys(text):
    assert all(character.isprintable() for character in printable(text, 100))


def test_a_long_message_is_cut():
    assert len(printable("x" * 10**6, 100)) == 100


def test_markup_of_a_submission_is_printed_as_text(capsys):
    result = Result("id", 2, "name", 0, 1, "failed", True, "[/red][bold]", "hint", 0.1)
    print_score([result], ["cell 1: [/red][link=x] \x1b[2J left out"], "B")
    shown = capsys.readouterr().out
    assert "[/red][link=x]" in shown.replace("\n", "")
    assert "\x1b[2J" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 10_000,
        "-" * 9_000 + "1",
        "a" + ".b" * 9_000,
        "f(" * 150 + "1 1" + ")" * 150,
        "[" * 190,
        "lambda:" * 4_000 + "1",
        "x=1;" * 7_000,
        "elif 1: pass\n" * 2_000,
        "@a\n" * 9_000 + "def f(): pass",
    ],
)
def test_small_sources_are_looked_at_as_soon_as_plain_ones(text):
    plain = "x = 1\n" * (LIMITS.small_source // 6)
    assert len(text) <= LIMITS.small_source
    assert takes_at_most(5, lambda: _look_at(text), lambda: _look_at(plain))


def _look_at(text: str) -> None:
    find_answers(Source(Path("x.py"), [Cell("cell 1", text)]), ["label_beats"])


def test_a_worker_that_cannot_start_is_the_grader_s_fault(monkeypatch):
    monkeypatch.setattr(isolation, "launch_of", lambda *args: isolation.Launch(["/bin/false"], {}))
    server_of(Tier.B).stop()
    with pytest.raises(GraderFault, match="no worker starts"):
        WorkerProcess(Tier.B).request("import", module="json")


def test_where_the_kernel_does_not_tell_who_writes_the_worker_says_its_number(monkeypatch):
    """On macOS; nothing here may need what only Linux has."""
    monkeypatch.setattr(fork_server, "_KERNEL_TELLS", False)
    monkeypatch.delattr(socket, "SO_PASSCRED")
    monkeypatch.delattr(socket, "SOCK_SEQPACKET")
    worker = WorkerProcess(Tier.D)
    try:
        assert worker.request("import", module="json") == {"value": None}
        assert worker._process in psutil.Process(server_of(Tier.D).process.pid).children()
    finally:
        worker.stop()


@pytest.mark.parametrize("tier", SAFE, ids=lambda tier: tier.name)
def test_a_dead_fork_server_takes_its_workers_along_and_is_started_again(tier):
    worker = WorkerProcess(tier)
    assert worker.request("import", module="json") == {"value": None}
    process, server = worker._process, server_of(tier).process
    server.kill()
    assert not psutil.wait_procs([process], timeout=10)[1]
    with pytest.raises(WorkerLost):
        worker._answer({"request": "import", "module": "json"}, 5, 100)
    assert worker.request("import", module="json") == {"value": None}
    worker.stop()


@pytest.mark.parametrize("tier", SAFE, ids=lambda tier: tier.name)
def test_a_fork_server_that_hangs_is_started_again(tier, limits):
    worker = WorkerProcess(tier)
    worker.start()
    stopped = server_of(tier).process
    for each in family(stopped.pid):
        os.kill(each, signal.SIGSTOP)
    limits(start_seconds=1)
    with pytest.raises(GraderFault, match="no worker starts"):
        WorkerProcess(tier).start()
    limits()
    worker.start()
    assert worker.is_alive
    assert server_of(tier).process is not stopped
    worker.stop()


@pytest.mark.parametrize("tier", SAFE, ids=lambda tier: tier.name)
def test_workers_of_one_server_do_not_see_each_other(tier, tmp_path, monkeypatch):
    """Two at the same time: neither the other's files, nor its memory, nor a signal."""
    first, second = WorkerProcess(tier), WorkerProcess(tier)
    try:
        first.start()
        body = f"return repr(open({first._scratch!r} + '/x', 'w'))"
        for line in (body, "os.kill(os.getppid(), 0)", *_reaches_for(first)):
            path = tmp_path / "answer.py"
            path.write_text(HEAD + f"    {line}\n")
            answer = WorkerSubmission(path, tier)
            with pytest.raises(CallFailed, match="Error"):
                answer.call("label_beats", ["N"])
            answer.close()
        assert first.request("import", module="json") == {"value": None}
    finally:
        first.stop()
        second.stop()


def _reaches_for(worker: WorkerProcess) -> list[str]:
    status = Path(f"/proc/{worker._process.pid}/status").read_text()
    pid = re.search(r"^NSpid:.*?(\d+)$", status, re.MULTILINE)[1]
    return [f"return open('/proc/{pid}/mem', 'rb').read(1)", f"os.kill({pid}, 9)"]
