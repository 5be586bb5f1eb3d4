"""What goes through nbgrader's exchange: no script may be handed out, but a student's notebook may import a helpers.py.

nbgrader has one list of what it leaves out, on every way.
"""

from __future__ import annotations

from typing import Any

from nbgrader.exchange.default import ExchangeCollect, ExchangeSubmit


class _WithScripts:
    coursedir: Any

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy what was handed in, scripts included."""
        ignored = self.coursedir.ignore
        self.coursedir.ignore = [pattern for pattern in ignored if pattern != "*.py"]
        try:
            super().do_copy(src, dest, log)  # type: ignore[misc]
        finally:
            self.coursedir.ignore = ignored


class SubmitScripts(_WithScripts, ExchangeSubmit):
    """`submit` of nbgrader's ExchangeFactory."""


class CollectScripts(_WithScripts, ExchangeCollect):
    """`collect` of nbgrader's ExchangeFactory."""
