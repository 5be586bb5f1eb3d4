"""The inner half of `box`: make a copy-on-write machine, run one command in it, and say what the command changed and left.

Runs as the first process of its own namespaces, outside the copy, with Python's standard library alone. Job in, report
out: JSON on stdin and stdout.
"""

from __future__ import annotations

import base64
import fcntl
import glob
import json
import os
import resource
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import time
from pathlib import Path

#: Makes the copy the root; not by chroot, after which Linux would refuse a sandbox its user namespace.
ENTER = (
    'mount --rbind "$0" "$0" && cd "$0" && mkdir .before && pivot_root . .before && cd / && umount -l .before && '
    'rmdir .before && cd "$1" && shift && exec "$@"'
)
#: What programs need of /dev.
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
#: Made anew.
NOT_COPIED = tuple(map(Path, ("/proc", "/sys", "/dev", "/run")))
#: For one process. Attacks take up to 6.4 GB; the machine must survive a grader that has no limit of its own.
MEMORY = 7 * 2**30
#: Flags of a network interface, see netdevice(7).
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def main() -> None:
    """Do the job that stdin describes."""
    job = json.load(sys.stdin)
    machine = Machine(Path(job["folder"]))
    machine.hide_home(Path(job["home"]), job["keep"])
    loopback_up()
    machine.furnish(job)
    before = machine.look()
    start = time.monotonic()
    code, log = run(machine.root, job)
    seconds = time.monotonic() - start
    time.sleep(0.3)
    left = processes()
    report = {
        "code": code,
        "seconds": seconds,
        "left": left,
        "touched": changes(before, machine.look()),
        "files": machine.collect(job["results"]),
        "log": log[-4000:],
    }
    json.dump(report, sys.stdout)


class Machine:
    """All files of this machine, copy-on-write: what is written goes to memory and is thrown away.

    Args:
        folder: an empty one, hidden by the copy's own memory.
    """

    def __init__(self, folder: Path) -> None:
        self._others = [Path(line.split()[4]) for line in Path("/proc/self/mountinfo").read_text().splitlines()]
        mount("-t", "tmpfs", "-o", "size=5g,mode=755", "tmpfs", folder)
        self.root = folder / "root"
        self._layers: list[tuple[Path, Path]] = []
        self._copy(Path("/"))
        self._system()

    def _copy(self, path: Path) -> None:
        """Copy a folder; one that holds other file systems goes child by child, for the kernel cannot overlay it."""
        place = self.inside(path)
        if path.is_symlink():
            place.symlink_to(os.readlink(path))
        elif path.is_dir():
            place.mkdir()
            if path in NOT_COPIED:
                return
            if any(path in other.parents for other in self._others):
                for child in path.iterdir():
                    self._copy(child)
            else:
                self._overlay(path, place)

    def _overlay(self, path: Path, place: Path) -> None:
        folder = self.root.parent / f"layer{len(self._layers)}"
        upper, work = folder / "upper", folder / "work"
        upper.mkdir(parents=True)
        work.mkdir()
        mount("-t", "overlay", "-o", f"lowerdir={path},upperdir={upper},workdir={work},userxattr", "overlay", place)
        self._layers.append((upper, path))

    def _system(self) -> None:
        mount("-t", "proc", "proc", self.inside("/proc"))
        device = self.inside("/dev")
        mount("-t", "tmpfs", "-o", "size=1m,mode=755", "tmpfs", device)
        for name in DEVICES:
            (device / name).touch()
            mount("--bind", f"/dev/{name}", device / name)
        for name, target in {"fd": "/proc/self/fd", "ptmx": "pts/ptmx"}.items():
            (device / name).symlink_to(target)
        (device / "pts").mkdir()
        mount("-t", "devpts", "-o", "newinstance,ptmxmode=0666", "devpts", device / "pts")
        (device / "shm").mkdir()
        mount("-t", "tmpfs", "-o", "size=512m,mode=1777", "tmpfs", device / "shm")
        self._layers.append((device / "shm", Path("/dev/shm")))
        self._bind_read_only(Path("/sys/devices/system"))

    def _bind_read_only(self, path: Path) -> None:
        """Show a folder of the machine itself, at the same place."""
        target = self.inside(path)
        target.mkdir(parents=True, exist_ok=True)
        mount("--bind", path, target)
        mount("-o", "remount,bind,ro", target)

    def hide_home(self, home: Path, keep: list[str]) -> None:
        """An empty home with things to spoil, and of the real one only the interpreter."""
        mount("-t", "tmpfs", "-o", "size=512m,mode=700", "tmpfs", self.inside(home))
        self._layers.append((self.inside(home), home))
        for path in keep:
            self._bind_read_only(Path(path))
        for name in (".bashrc", ".gitconfig", ".netrc", ".ssh/id_rsa", ".config/matplotlib/matplotlibrc", ".cache/x"):
            self._write(home / name, "# precious\n")
        self._write(Path("/etc/shadow"), "root:*:19000:0:99999:7:::\n")

    def furnish(self, job: dict) -> None:
        """The folders that the job wants, its canaries, its copies of files."""
        for folder in job["make"]:
            self.inside(folder).mkdir(parents=True, exist_ok=True)
        for name in job["canaries"]:
            self._write(Path(name), "precious")
        for source, target in job["copies"]:
            place = self.inside(target)
            place.parent.mkdir(parents=True, exist_ok=True)
            # cp keeps pipes and links as they are.
            subprocess.run(["cp", "-a", "--", source, str(place)], check=True)

    def _write(self, path: Path, text: str) -> None:
        place = self.inside(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        # A new file: one that belongs to somebody else cannot be opened for writing here.
        place.unlink(missing_ok=True)
        place.write_text(text)

    def inside(self, path: Path | str) -> Path:
        """Where a path of the copy lies as seen from here."""
        return self.root / str(path).lstrip("/")

    def look(self) -> dict[str, tuple]:
        """Size, time and mode of everything that was written, by its path in the copy."""
        return {
            str(point / found.relative_to(upper)): look
            for upper, point in self._layers
            for found, look in _below(upper)
        }

    def collect(self, patterns: list[str]) -> dict[str, str]:
        """The contents of files, by their path in the copy."""
        paths = [Path(path) for pattern in patterns for path in glob.glob(str(self.inside(pattern)))]
        files = [path for path in paths if path.is_file() and path.stat().st_size < 2**24]
        return {f"/{path.relative_to(self.root)}": base64.b64encode(path.read_bytes()).decode() for path in files}


def _below(folder: Path):
    """Everything below a folder with its look; deep trees and odd names too. Other file systems are passed over."""
    device = folder.stat().st_dev
    stack = [str(folder)]
    while stack:
        try:
            entries = list(os.scandir(stack.pop()))
        except OSError:
            continue
        for entry in entries:
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:
                # Its path is longer than the kernel takes.
                yield Path(entry.path), ("out of reach",)
                continue
            if stat.S_ISDIR(found.st_mode):
                if found.st_dev == device:
                    stack.append(entry.path)
                yield Path(entry.path), ("folder", found.st_mode)
            else:
                yield Path(entry.path), (found.st_size, found.st_mtime_ns, found.st_mode)


def changes(before: dict[str, tuple], after: dict[str, tuple]) -> list[str]:
    """Paths that came, went or changed."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def run(root: Path, job: dict) -> tuple[int | None, str]:
    """Run the command in the copy; its exit status, None if its time was up, and what it printed."""

    with open(root.parent / "log", "w+b") as log:
        process = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", ENTER, str(root), job["cwd"], *job["command"]],
            env=job["environment"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY)),
            start_new_session=True,
        )
        code = wait(process.pid, job["seconds"])
        log.seek(max(0, log.tell() - 4000))
        return code, log.read().decode(errors="replace")


def wait(pid: int, seconds: float) -> int | None:
    """The exit status of a child; as the first process this one also buries everybody else's."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found, status = os.waitpid(-1, os.WNOHANG)
        if found == pid:
            return os.waitstatus_to_exitcode(status)
        if not found:
            time.sleep(0.02)
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            os.kill(int(name), signal.SIGKILL)
    time.sleep(0.5)
    return None


def processes() -> list[str]:
    """Command lines of the processes that are still there."""
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                break
        except ChildProcessError:
            break
    names = [name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    return [line for line in map(_command_line, names) if line]


def _command_line(pid: str) -> str:
    try:
        if Path("/proc", pid, "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return ""
        return Path("/proc", pid, "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace") or pid
    except OSError:
        return ""


def loopback_up() -> None:
    """The copy has a network of its own, with nothing but itself on it: kernels talk through 127.0.0.1."""
    with socket.socket() as any_socket:
        request = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", flags | IFF_UP, b""))


def mount(*arguments: object) -> None:
    """mount(8)."""
    subprocess.run([shutil.which("mount") or "mount", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
