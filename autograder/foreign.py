"""Files that people hand in where notebooks are asked for: other archives, documents. None is ever opened."""

from __future__ import annotations

import re

#: What to do, at the end of a sentence of refusal.
INSTEAD = "hand in the notebooks (.ipynb) themselves, or a .zip of them."

_ARCHIVE = re.compile(r"(.+?)\.(rar|7z|zipx|tar|tgz|tbz2?|txz|(tar\.)?(gz|bz2|xz|zst))", re.IGNORECASE)
_DOCUMENT = re.compile(r"(.+?)\.(json|docx?|odt|rtf|pages|pdf|html?|pptx?)", re.IGNORECASE)
#: By their first bytes: https://en.wikipedia.org/wiki/List_of_file_signatures.
_SIGNATURES = {
    b"Rar!\x1a\x07": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an XZ archive",
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an Office document",
}
_TAR = slice(257, 262)


def is_other_archive(name: str) -> bool:
    """Whether a name is that of an archive, but not of a zip archive."""
    return _ARCHIVE.fullmatch(name) is not None


def is_foreign(name: str) -> bool:
    """Whether a name is that of another archive or a document."""
    return is_other_archive(name) or _DOCUMENT.fullmatch(name) is not None


def stem(name: str) -> str:
    """The name without the suffix that tells so; `work.tar.gz` has one too."""
    named = _ARCHIVE.fullmatch(name) or _DOCUMENT.fullmatch(name)
    return named[1] if named else name


def refusal(name: str, content: bytes) -> str:
    """A sentence for what the first bytes of a file tell to be an archive or a document; "" if they do not."""
    kinds = [kind for signature, kind in _SIGNATURES.items() if content.startswith(signature)]
    kinds += ["a tar archive"] if content[_TAR] == b"ustar" else []
    return f"{name} is {kinds[0]}, not a notebook: {INSTEAD}" if kinds else ""
