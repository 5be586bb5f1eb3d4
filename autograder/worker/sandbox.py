"""Lock the door from inside: resource limits, then Landlock, then seccomp, before a line of a student's code runs.

Runs first thing in a worker, which a fork has left with one thread (another would stay outside). Nothing here can be undone by the process. Sources: Linux's landlock(7), seccomp(2), bpf(2).
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38


class SandboxError(OSError):
    """This machine cannot give the isolation that was asked for."""


@dataclass(frozen=True)
class Rules:
    """What a worker may do.

    Attributes:
        readable: files and folders it may read and execute.
        writable: folders it may also write.
        devices: files it may read and write, such as /dev/null; not /dev/zero, a shared map of which is memory that no limit counts.
        data_bytes: private memory, RLIMIT_DATA.
        file_bytes: size of one written file.
        open_files: number of open files.
        cpu_seconds: time of all its threads together.
        landlock: the oldest version that will do; before 3 it lets files be truncated.
    """

    readable: tuple[str, ...]
    writable: tuple[str, ...]
    devices: tuple[str, ...] = ("/dev/null", "/dev/full", "/dev/urandom", "/dev/random")
    data_bytes: int = 4 * 2**30
    file_bytes: int = 64 * 2**20
    open_files: int = 256
    cpu_seconds: int = 1800
    landlock: int = 3


def enter(rules: Rules) -> None:
    """Give up every right that a student's code does not need.

    Raises:
        SandboxError: Landlock or seccomp is missing; nothing may be run then.
    """
    limit_resources(rules)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _restrict_files(rules)
    _drop_capabilities()
    _restrict_system_calls()


def die_with_parent(parent: int) -> None:
    """Be killed when the parent process ends, or now if it ended already. Linux only."""
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def limit_resources(rules: Rules) -> None:
    """Set the resource limits, soft and hard."""
    limits = {
        resource.RLIMIT_DATA: rules.data_bytes,
        resource.RLIMIT_FSIZE: rules.file_bytes,
        resource.RLIMIT_NOFILE: rules.open_files,
        resource.RLIMIT_CPU: rules.cpu_seconds,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in limits.items():
        limit(kind, value)


def limit(kind: int, value: int) -> None:
    """Set one resource limit, soft and hard; a lower one that is there stays."""
    hard = resource.getrlimit(kind)[1]
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (ceiling, ceiling))


def landlock_version() -> int:
    """The kernel's Landlock version; 0 where there is none."""
    return max(_libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, 1), 0)


# Landlock ---------------------------------------------------------------------------------------------------------

_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
#: How many of the file rights (1 << 0 and up) each version of Landlock knows.
_RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
#: In a writable folder: files, folders, removal and renaming; no devices, sockets, pipes or links.
_WRITE = _READ | _WRITE_FILE | _TRUNCATE | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13
_NO_NETWORK = 1 << 0 | 1 << 1
_NO_SIGNALS_AND_SOCKETS_OUTSIDE = 1 << 0 | 1 << 1


def _restrict_files(rules: Rules) -> None:
    version = landlock_version()
    if version < rules.landlock:
        raise SandboxError(f"Landlock of this kernel is version {version}; this tier needs {rules.landlock}")
    handled = (1 << _RIGHTS_BY_VERSION[min(version, 5)]) - 1
    attributes = struct.pack(
        "QQQ", handled, _NO_NETWORK if version >= 4 else 0, _NO_SIGNALS_AND_SOCKETS_OUTSIDE if version >= 6 else 0
    )
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = _checked(_libc.syscall(_LANDLOCK_CREATE_RULESET, attributes, size, 0), "landlock_create_ruleset")
    _allow(ruleset, rules.readable, _READ & handled)
    _allow(ruleset, rules.writable, _WRITE & handled)
    _allow(ruleset, rules.devices, (_READ_FILE | _WRITE_FILE) & handled)
    _checked(_libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0), "landlock_restrict_self")
    os.close(ruleset)


def _allow(ruleset: int, paths: Iterable[str], rights: int) -> None:
    for path in paths:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        allowed = rights if os.path.isdir(path) else rights & _FILE_RIGHTS
        rule = struct.pack("=Qi", allowed, descriptor)
        _checked(_libc.syscall(_LANDLOCK_ADD_RULE, ruleset, 1, rule, 0), f"landlock_add_rule {path}")
        os.close(descriptor)


def _drop_capabilities() -> None:
    """Root keeps its files, and nothing else of what makes it root."""
    nothing = struct.pack("6I", *[0] * 6)
    _checked(_libc.syscall(_CAPSET[platform.machine()], struct.pack("Ii", _CAPABILITY_VERSION_3, 0), nothing), "capset")


# seccomp ----------------------------------------------------------------------------------------------------------

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_ALLOW, _EPERM, _ENOSYS, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
_CLONE_THREAD = 0x00010000
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CAPSET, _CAPABILITY_VERSION_3 = {"x86_64": 126, "aarch64": 91}, 0x20080522

#: System calls that no answer needs, as (x86_64, aarch64) numbers; None where an architecture lacks one.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    # other programs and processes
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "kcmp": (312, 272), "setpriority": (141, 140),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "process_madvise": (440, 440), "setsid": (112, 157),
    "sched_setscheduler": (144, 119), "sched_setparam": (142, 118), "sched_setattr": (314, 274), "ioprio_set": (251, 30),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "process_mrelease": (448, 448), "set_mempolicy": (238, 237),
    # network: only the socket that is already open
    "socket": (41, 198), "bind": (49, 200), "connect": (42, 203), "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    # what Landlock does not cover: modes, owners, times, attributes, links, devices
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None),
    "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None),
    "futimesat": (261, None), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "setxattrat": (463, 463),
    "symlink": (88, None), "symlinkat": (266, 36), "link": (86, None), "linkat": (265, 37), "mknod": (133, None),
    "mknodat": (259, 33), "flock": (73, 32),
    # 64 MB in no time, faster than a watchdog can look
    "fallocate": (285, 47), "sync": (162, 81), "syncfs": (306, 267),
    # memory outside the limits: shared segments and unnamed files
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195),
    "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    # what the machine, or its user, has only so many of
    "inotify_init": (253, None), "inotify_init1": (294, 26), "io_setup": (206, 0), "modify_ldt": (154, None),
    # the buffers of a pair of sockets could take a gigabyte of the kernel's memory
    "setsockopt": (54, 208),
    # the machine: mounts, namespaces, kernel
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268),
    "move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "clock_adjtime": (305, 266), "adjtimex": (159, 171), "sethostname": (170, 161),
    "setdomainname": (171, 162), "personality": (135, 92), "quotactl": (179, 60), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "acct": (163, 89), "syslog": (103, 116), "iopl": (172, None), "ioperm": (173, None),
    "fanotify_init": (300, 262), "vhangup": (153, 58), "setuid": (105, 146), "setgid": (106, 144), "capset": (126, 91),
}  # fmt: skip
_CLONE, _CLONE3, _KILL_CALL, _TKILL, _TGKILL = (56, 220), (435, 435), (62, 129), (200, 130), (234, 131)
_PRLIMIT, _SET_AFFINITY, _IOCTL, _FCNTL, _MMAP, _PRCTL = (
    (302, 261),
    (203, 122),
    (16, 29),
    (72, 25),
    (9, 222),
    (157, 167),
)
#: What Python asks of a descriptor: is it a terminal, how much is there to read, close it on exec, do not block.
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
#: Copies, flags and locks of a descriptor, and how large a pipe is; not who gets a signal when there is something to read.
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032)
#: MAP_SHARED | MAP_ANONYMOUS: memory that no limit counts once it is no longer resident.
_SHARED_MEMORY = 0x01 | 0x20

_LOAD, _JUMP_EQUAL, _JUMP_SET, _JUMP_GREATER, _AND, _RETURN = 0x20, 0x15, 0x45, 0x25, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT, _FOURTH_ARGUMENT = 0, 4, 16, 24, 40


def _restrict_system_calls() -> None:
    machine = platform.machine()
    if machine not in _ARCHITECTURES or sys.byteorder != "little":
        raise SandboxError(f"no list of system calls for {machine}")
    program = _filter(_ARCHITECTURES[machine], 0 if machine == "x86_64" else 1)
    instructions = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(instructions)
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    if _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0):
        raise SandboxError(ctypes.get_errno(), "this kernel refuses a seccomp filter")


def _filter(architecture: int, column: int) -> list[tuple[int, int, int, int]]:
    """The filter's instructions: (code, jump if true, jump if false, value)."""
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if column == 0:
        # x32 calls carry this bit and would pass under other numbers.
        program += [(_JUMP_GREATER, 0, 1, 0x3FFFFFFF), (_RETURN, 0, 0, _KILL)]
    program += _refuse_unless(_CLONE[column], _FIRST_ARGUMENT, _JUMP_SET, _CLONE_THREAD)
    # glibc falls back to clone, whose flags a filter can read.
    program += [(_JUMP_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _ENOSYS)]
    own = os.getpid()
    for call in (_KILL_CALL, _TKILL, _TGKILL):
        program += _refuse_unless(call[column], _FIRST_ARGUMENT, _JUMP_EQUAL, own)
    for call in (_PRLIMIT, _SET_AFFINITY):
        program += _refuse_unless(call[column], _FIRST_ARGUMENT, _JUMP_EQUAL, 0)
    program += _allow_only(_IOCTL[column], _SECOND_ARGUMENT, _IOCTLS)
    program += _allow_only(_FCNTL[column], _SECOND_ARGUMENT, _FCNTLS)
    program += _refuse_if_set(_MMAP[column], _FOURTH_ARGUMENT, _SHARED_MEMORY)
    # A process that is not dumpable hides its files and maps from the watchdog.
    program += _refuse_if(_PRCTL[column], _FIRST_ARGUMENT, PR_SET_DUMPABLE)
    # It dies with the fork server, which dies with the grader.
    program += _refuse_if(_PRCTL[column], _FIRST_ARGUMENT, PR_SET_PDEATHSIG)
    for numbers in _REFUSED.values():
        number = numbers[column]
        if number is not None:
            program += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _EPERM)]
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def _refuse_unless(number: int, argument: int, test: int, value: int) -> list[tuple[int, int, int, int]]:
    """Refuse a call unless the low half of an argument passes a test; afterwards the number is loaded again."""
    return [
        (_JUMP_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, argument),
        (test, 1, 0, value),
        (_RETURN, 0, 0, _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _refuse_if(number: int, argument: int, value: int) -> list[tuple[int, int, int, int]]:
    return [
        (_JUMP_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, argument),
        (_JUMP_EQUAL, 0, 1, value),
        (_RETURN, 0, 0, _EPERM),
        (_LOAD, 0, 0, _NUMBER),
    ]


def _refuse_if_set(number: int, argument: int, bits: int) -> list[tuple[int, int, int, int]]:
    return [
        (_JUMP_EQUAL, 0, 5, number),
        (_LOAD, 0, 0, argument),
        (_AND, 0, 0, bits),
        (_JUMP_EQUAL, 0, 1, bits),
        (_RETURN, 0, 0, _EPERM),
        (_LOAD, 0, 0, _NUMBER),
    ]


def _allow_only(number: int, argument: int, values: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    tests = [(_JUMP_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [
        (_JUMP_EQUAL, 0, len(values) + 3, number),
        (_LOAD, 0, 0, argument),
        *tests,
        (_RETURN, 0, 0, _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _prctl(option: int, value: int) -> None:
    _checked(_libc.prctl(option, value, 0, 0, 0), f"prctl {option}")


def _checked(result: int, what: str) -> int:
    if result < 0:
        raise SandboxError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
    return result
