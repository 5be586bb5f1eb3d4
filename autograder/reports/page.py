"""Pages that need no other file, run nothing, and cannot be given markup by the text that they quote."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from ecgkit.whole_files import write_whole

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent


def write_page(path: Path, template: str, **values: Any) -> Path:
    """Render a template into a page.

    Args:
        path: of the page.
        template: name of the file beside this module.
        **values: what the template shows; all text is escaped.
    """
    css = (_FOLDER / "page.css").read_text(encoding="utf-8")
    page = _environment().get_template(template).render(css=Markup(css), policy=_policy(css), **values)
    return write_whole(path, page)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"code": code, "number": number, "percent": percent, "seconds": seconds, "anchor": anchor}
    return environment


def _policy(css: str) -> str:
    """Nothing is loaded and nothing runs; the one style is known by its hash, so that not even a style can be added.

    Source: Content Security Policy Level 3, https://www.w3.org/TR/CSP3/.
    """
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def code(text: str) -> Markup:
    """Text between backticks as code, all of it escaped."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


def number(value: float) -> str:
    """Points as people write them: 2, 0.5, -1."""
    return f"{round(value, 6):.10g}"


def percent(share: float) -> str:
    """A share in whole per cent; never rounded up to all or down to none."""
    whole = round(100 * share)
    if whole == 100 and share < 1:
        return "> 99 %"
    return "< 1 %" if whole == 0 and share > 0 else f"{whole} %"


def seconds(value: float) -> str:
    """A time in s, or in min where that is shorter."""
    space = "\N{NO-BREAK SPACE}"
    return f"{value:.1f}{space}s" if value < 100 else f"{value / 60:.1f}{space}min"


def anchor(text: str) -> str:
    """A name for a place on the page."""
    return re.sub(r"\W+", "-", str(text))
