"""What nbgrader collects over its exchange: `collect` of its ExchangeFactory."""

from __future__ import annotations

from typing import Any

from nbgrader.exchange.default import ExchangeCollect


class CollectScripts(ExchangeCollect):
    """Collects a student's scripts, too: no script may be handed out, but a notebook may import a helpers.py."""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy what was handed in, and leave out only what is no student's work."""
        ignored = self.coursedir.ignore
        self.coursedir.ignore = [pattern for pattern in ignored if pattern != "*.py"]
        try:
            super().do_copy(src, dest, log)
        finally:
            self.coursedir.ignore = ignored
