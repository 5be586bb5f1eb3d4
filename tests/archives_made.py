"""Zip archives made in code: honest ones, damaged ones, and hostile ones that no zip program would write."""

from __future__ import annotations

import base64
import io
import json
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from damaged import ANSWER, IMPORTS, WRONG, cell, notebook

RIGHT = notebook(cell(IMPORTS), cell(ANSWER)).encode()
FALSE = notebook(cell(IMPORTS), cell(WRONG)).encode()


@dataclass(frozen=True)
class Zipped:
    """One archive, handed in as a submission.

    Attributes:
        name: what is odd about it.
        make: its bytes.
        full: whether its answer counts in full; else it scores nothing.
        repair: words of the repair that the report must list.
        refused: words of the one sentence with which it is refused, "" if it is graded.
        file_name: of the archive.
    """

    name: str
    make: Callable[[], bytes]
    full: bool = True
    repair: str = ""
    refused: str = ""
    file_name: str = "hw.zip"

    def write(self, folder: Path) -> Path:
        """Write it into a folder."""
        path = folder / self.file_name
        path.write_bytes(self.make())
        return path


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive as a zip program writes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        # Two files of one name are wanted here.
        warnings.simplefilter("ignore")
        for name, content in files:
            archive.writestr(name, content, compress_type=method)
    return buffer.getvalue()


@dataclass
class Raw:
    """One file of an archive, with every field free to lie.

    Attributes:
        name: bytes of the name.
        content: before it is compressed.
        packed: bytes as they stand in the archive, made from `content` if None.
        size: its length as the archive states it, that of `content` if None.
        crc: as the archive states it, that of `content` if None.
        method: 0 stored, 8 deflated, or none that exists.
        flags: 0x1 encrypted, 0x800 the name is UTF-8.
        offset: where its header begins as the list of files states it, the truth if None.
        extra: extra field of the list of files.
    """

    name: bytes
    content: bytes = RIGHT
    packed: bytes | None = None
    size: int | None = None
    crc: int | None = None
    method: int = 8
    flags: int = 0
    offset: int | None = None
    extra: bytes = b""


def raw_zip(files: Iterable[Raw], count: int | None = None) -> bytes:
    """An archive of these files; `count` is their number as it states it."""
    body, directory, true_count = bytearray(), bytearray(), 0
    for file in files:
        true_count += 1
        packed = _deflated(file.content) if file.packed is None else file.packed
        size = len(file.content) if file.size is None else file.size
        crc = zlib.crc32(file.content) if file.crc is None else file.crc
        common = struct.pack(
            "<HHHHHIIIH", 20, file.flags, file.method, 0, 33, crc, len(packed) & 0xFFFFFFFF, size, len(file.name)
        )
        offset = len(body) if file.offset is None else file.offset
        body += b"PK\x03\x04" + common + struct.pack("<H", 0) + file.name + packed
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common
        directory += struct.pack("<HHHHII", len(file.extra), 0, 0, 0, 0, offset) + file.name + file.extra
    number = min(true_count if count is None else count, 0xFFFF)
    return bytes(body + directory) + struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, number, number, len(directory), len(body), 0
    )


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def with_mode(name: str, mode: int) -> zipfile.ZipInfo:
    """A file with Unix permission bits: 0o120777 is a link."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info


def zeros_bomb() -> bytes:
    """120 MB of spaces in 120 KB, called a notebook."""
    return raw_zip([Raw(b"bomb.ipynb", b" " * 120 * 2**20)])


def lying_bomb() -> bytes:
    """The same, but the archive says that it has 10 bytes."""
    content = b" " * 120 * 2**20
    return raw_zip([Raw(b"bomb.ipynb", content, size=10)])


def overlapping_bomb(count: int = 40) -> bytes:
    """Fifield's: every file of the list is the same 20 MB."""
    whole = raw_zip([Raw(b"0.ipynb", b" " * 20 * 2**20)])
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = whole[start:end]
    entries = b"".join(entry.replace(b"0.ipynb", b"%c.ipynb" % (97 + number % 26)) for number in range(count))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return whole[:start] + entries + tail


def quoted_bomb(count: int = 30) -> bytes:
    """Fifield's second: each file's data quote the header of the next one, so all unpack and none has the same place."""
    kernel = _deflated(b" " * 2**20)
    records: list[tuple[bytes, bytes]] = []
    body, content = b"", b" " * 2**20
    packed = kernel
    for number in reversed(range(count)):
        name = b"%02d.ipynb" % number
        common = struct.pack("<HHHHHIIIH", 20, 0, 8, 0, 33, zlib.crc32(content), len(packed), len(content), len(name))
        header = b"PK\x03\x04" + common + struct.pack("<H", 0) + name
        records.insert(0, (common, name))
        body = header + packed
        # A stored block of deflate, not the last one, whose content is this header.
        quote = b"\x00" + struct.pack("<HH", len(header), len(header) ^ 0xFFFF) + header
        content, packed = header + content, quote + packed
    directory = b""
    for common, name in records:
        place = body.index(b"PK\x03\x04" + common)
        directory += (
            b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHHII", 0, 0, 0, 0, 0, place) + name
        )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end


def nested_bomb(depth: int = 6) -> bytes:
    """Archives in archives, 16 at each level."""
    content = zipped(("zeros.ipynb", b" " * 2**20))
    for _ in range(depth):
        content = zipped(*((f"{number}.zip", content) for number in range(16)))
    return content


def many_entries(count: int) -> bytes:
    """That many empty files."""
    return raw_zip(Raw(b"%d.txt" % number, b"", packed=b"", method=0) for number in range(count))


def zip64(field: bytes, offset: int | None = None) -> bytes:
    """An archive whose extra field of the 64-bit kind holds this."""
    extra = struct.pack("<HH", 1, len(field)) + field
    return raw_zip([Raw(b"a.ipynb", size=0xFFFFFFFF, offset=offset, extra=extra)])


def far_directory() -> bytes:
    """Its 64-bit end says that the list of files has 2**60 bytes."""
    honest = zipped(("a.ipynb", RIGHT))
    end = honest.rindex(b"PK\x05\x06")
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 2**60, 0)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return honest[:end] + record + locator + tail


def _cut() -> bytes:
    whole = zipped(("a.ipynb", RIGHT * 20))
    return whole[: len(whole) // 2]


def _flipped() -> bytes:
    whole = bytearray(zipped(("a.ipynb", RIGHT), method=zipfile.ZIP_STORED))
    whole[200] ^= 0xFF
    return bytes(whole)


def with_pictures() -> bytes:
    """A notebook as large as plots make it: deflating gains nothing."""
    content = json.loads(RIGHT)
    picture = base64.b64encode(random.Random(0).randbytes(3 * 2**20)).decode()
    content["cells"][-1]["outputs"] = [{"output_type": "display_data", "data": {"image/png": picture}, "metadata": {}}]
    return zipped(("task2.ipynb", json.dumps(content).encode()))


HONEST = [
    Zipped("a notebook", lambda: zipped(("task2.ipynb", RIGHT))),
    Zipped("a notebook of 4 MB", with_pictures),
    Zipped("a script", lambda: zipped(("task2.py", (IMPORTS + ANSWER).encode()))),
    Zipped("in folders", lambda: zipped(("hw/", b""), ("hw/task2/task2.ipynb", RIGHT), ("hw/data.csv", b"1,2"))),
    Zipped("stored", lambda: zipped(("task2.ipynb", RIGHT), method=zipfile.ZIP_STORED)),
    Zipped(
        "what macOS adds",
        lambda: zipped(("a.ipynb", RIGHT), ("__MACOSX/._a.ipynb", b"\0\5\x16\7"), ("._a.ipynb", b"\0\5\x16\7")),
    ),
    Zipped("checkpoints of Jupyter", lambda: zipped((".ipynb_checkpoints/a.ipynb", FALSE), ("a.ipynb", RIGHT))),
    Zipped("called .ipynb", lambda: zipped(("a.ipynb", RIGHT)), file_name="hw.ipynb"),
    Zipped("something before it", lambda: b"#!/bin/sh\n" + zipped(("a.ipynb", RIGHT))),
    Zipped("something behind it", lambda: zipped(("a.ipynb", RIGHT)) + bytes(100)),
    Zipped("a name in UTF-8 that does not say so", lambda: raw_zip([Raw("Übung.ipynb".encode())])),
    Zipped("a name in Latin-1", lambda: raw_zip([Raw("Übung.ipynb".encode("latin-1"))])),
    Zipped("capital letters", lambda: zipped(("A.IPYNB", RIGHT)), repair="read as a notebook"),
    Zipped("an empty archive", lambda: zipped(), refused="holds no notebook"),
    Zipped("no notebook in it", lambda: zipped(("report.pdf", b"%PDF")), refused="holds no notebook"),
    Zipped("an empty notebook", lambda: zipped(("a.ipynb", b"")), refused="a.ipynb is empty"),
]

HOSTILE = [
    Zipped("a path upwards", lambda: zipped(("../../../../canary/a.ipynb", RIGHT))),
    Zipped("an absolute path", lambda: zipped(("/canary/a.ipynb", RIGHT))),
    Zipped("a drive and backslashes", lambda: raw_zip([Raw(b"C:\\..\\..\\canary\\a.ipynb")])),
    Zipped("a name of dots", lambda: zipped(("..", RIGHT), ("../", b""), ("a.ipynb", RIGHT))),
    Zipped("a NUL in the name", lambda: raw_zip([Raw(b"a.ipynb\0.txt")])),
    Zipped("a name of 60,000 letters", lambda: raw_zip([Raw(b"a" * 60_000 + b".ipynb")])),
    Zipped("escape sequences in the name", lambda: raw_zip([Raw(b"\x1b[2J[red]a.ipynb")])),
    Zipped(
        "a link out of it",
        lambda: zipped((with_mode("a.ipynb", 0o120777), b"/etc/passwd"), ("b.ipynb", RIGHT)),
    ),
    Zipped(
        "a link and a file behind it",
        lambda: zipped((with_mode("up", 0o120777), b".."), ("up/a.ipynb", RIGHT)),
    ),
    Zipped("a pipe", lambda: zipped((with_mode("a.ipynb", 0o010666), b"")), refused="holds no notebook"),
    Zipped(
        "one name twice, the last is right",
        lambda: zipped(("a.ipynb", FALSE), ("a.ipynb", RIGHT)),
        repair="more than once",
    ),
    Zipped(
        "one name twice, the last is wrong",
        lambda: zipped(("a.ipynb", RIGHT), ("a.ipynb", FALSE)),
        full=False,
        repair="more than once",
    ),
    Zipped("120 MB in 120 KB", zeros_bomb, refused="larger than 50 MB"),
    Zipped("120 MB that say they are 10 bytes", lying_bomb, refused="damaged or cut off"),
    Zipped("files over each other", overlapping_bomb, refused="lie over each other"),
    Zipped("files that quote each other", quoted_bomb, refused="lie over each other"),
    Zipped(
        "five of 49 MB",
        lambda: raw_zip([Raw(b"%d.ipynb" % number, b" " * 49 * 2**20) for number in range(5)]),
        refused="more than 200 MB together",
    ),
    Zipped("archives in archives", nested_bomb, refused="holds no notebook"),
    Zipped("an archive of itself", lambda: zipped(("hw.zip", zipped(("a.ipynb", RIGHT)))), refused="holds no notebook"),
    Zipped("a million files", lambda: many_entries(10**6), refused="more files than are accepted"),
    Zipped("60 notebooks", lambda: zipped(*((f"{number}.py", b"x = 1") for number in range(60))), refused="at most 50"),
    Zipped("a password", lambda: raw_zip([Raw(b"a.ipynb", flags=1)]), refused="password"),
    Zipped("bzip2", lambda: zipped(("a.ipynb", RIGHT), method=zipfile.ZIP_BZIP2), refused="uncommon way"),
    Zipped("LZMA", lambda: zipped(("a.ipynb", RIGHT), method=zipfile.ZIP_LZMA), refused="uncommon way"),
    Zipped("a method that does not exist", lambda: raw_zip([Raw(b"a.ipynb", method=77)]), refused="uncommon way"),
    Zipped(
        "a name that says UTF-8 and is not", lambda: raw_zip([Raw(b"\xff\xfe.ipynb", flags=0x800)]), refused="no text"
    ),
    Zipped("cut off", _cut, refused="damaged or cut off"),
    Zipped("one byte changed", _flipped, refused="damaged or cut off"),
    Zipped("empty file", lambda: b"", refused="damaged or cut off"),
    Zipped("a text called zip", lambda: b"def label_beats(symbols): ...", refused="damaged or cut off"),
    Zipped("a wrong checksum", lambda: raw_zip([Raw(b"a.ipynb", crc=1)]), refused="damaged or cut off"),
    Zipped("shorter than it says", lambda: raw_zip([Raw(b"a.ipynb", size=0x7FFFFFFF)])),
    Zipped("a file that lies behind the end", lambda: raw_zip([Raw(b"a.ipynb", offset=2**31)]), refused="damaged"),
    Zipped("more files counted than there are", lambda: raw_zip([Raw(b"a.ipynb")], count=9999)),
    Zipped("a 64-bit size that is none", lambda: zip64(b"\1"), refused="damaged"),
    Zipped("a 64-bit size of 2**63", lambda: zip64(struct.pack("<Q", 2**63))),
    Zipped(
        "a 64-bit place of 2**63",
        lambda: zip64(struct.pack("<QQ", len(RIGHT), 2**63 - 1), offset=0xFFFFFFFF),
        refused="damaged",
    ),
    Zipped("a list of files of 2**60 bytes", far_directory, refused="damaged"),
]
CASES = HONEST + HOSTILE
