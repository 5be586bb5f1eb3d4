"""What may be shown of a submission: plain text and pictures.

An instructor opens it in formgrader, logged in: a script in it could change the gradebook. So nothing of a submission
reaches the page as HTML.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from typing import Any

from ..notebook import text_of_cell

#: Per cell: characters of its text, of its outputs, and bytes of one picture.
LONGEST_SOURCE, LONGEST_OUTPUT, LARGEST_PICTURE = 100_000, 20_000, 4 * 2**20
#: Outputs of one cell, and pictures of one notebook.
MOST_OUTPUTS, MOST_PICTURES = 50, 60

_PNG = b"\x89PNG\r\n\x1a\n"
#: Control characters, halves of characters, and marks that turn the direction of text.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
#: Invisible, and no part of anything: what it stands in is text.
_JOINER = "\N{WORD JOINER}"
#: What may begin a tag, or a character by another name, which no other pattern would know.
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])|&(?=#|\w+;)")
#: What makes brackets a link, a picture or the address of one: `[x](javascript:...)` runs when it is clicked.
_LINK = re.compile(r"\]([(:\[])")
#: MathJax obeys these in formulas.
_ACTIVE_TEX = re.compile(r"\\(href|require|style|class|cssId|unicode|html\w*|data|mmlToken)(?![A-Za-z])")
#: A block of code that is drawn, with links of its own.
_DIAGRAM = re.compile(r"(?<![`~])(`{3,}|~{3,})[ \t]*mermaid")
#: Terminal colours, as tracebacks have them.
_COLOURS = re.compile("\x1b\\[[0-9;]*m")


def shown_source(cell: dict, kind: str) -> str:
    """The text of a cell as a cell of this kind, whatever kind the student made it: in markdown, no HTML, link or picture."""
    text = plain(text_of_cell(cell), LONGEST_SOURCE)
    if kind == "code":
        return text
    text = _LINK.sub(rf"]{_JOINER}\1", _MARKUP.sub(rf"\g<0>{_JOINER}", text))
    return _DIAGRAM.sub(r"\1 text", _ACTIVE_TEX.sub(rf"\\{_JOINER}\1", text))


def plain(text: str, longest: int) -> str:
    """Text that any encoding, terminal and browser shows as it is."""
    cut = text if len(text) <= longest else f"{text[:longest]}\n[{len(text) - longest:,} more characters]"
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", cut)


class Outputs:
    """The outputs of one notebook as the student left them; a picture counts towards all cells together."""

    def __init__(self) -> None:
        self._pictures = 0

    def of(self, cell: dict) -> list[dict]:
        """Text and PNG pictures of one cell, as nbformat 4 has them; all else is left out."""
        outputs = cell.get("outputs")
        items = outputs[:MOST_OUTPUTS] if isinstance(outputs, list) else []
        return [shown for item in items if isinstance(item, dict) for shown in self._shown(item)]

    def _shown(self, output: dict) -> list[dict]:
        data = output.get("data")
        data = data if isinstance(data, dict) else {}
        picture = _png(_joined(data.get("image/png"))) if self._pictures < MOST_PICTURES else ""
        if picture:
            self._pictures += 1
            return [{"output_type": "display_data", "metadata": {}, "data": {"image/png": picture}}]
        text = _joined(output.get("text", data.get("text/plain", output.get("evalue"))))
        text = plain(_COLOURS.sub("", text), LONGEST_OUTPUT)
        return [{"output_type": "stream", "name": "stdout", "text": text.rstrip("\n") + "\n"}] if text.strip() else []


def _joined(text: Any) -> str:
    parts = text if isinstance(text, list) else [text]
    return "".join(part for part in parts if isinstance(part, str))


def _png(encoded: str) -> str:
    """The same picture in clean base64; "" if it is none."""
    if not encoded or len(encoded) > LARGEST_PICTURE * 4 / 3:
        return ""
    try:
        content = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(content).decode() if content.startswith(_PNG) else ""


def as_quote(text: str) -> str:
    """A sentence of the grader in a markdown cell; it may quote a file name."""
    return "> " + html.escape(plain(text, LONGEST_SOURCE)).replace("\n", "\n> ")
