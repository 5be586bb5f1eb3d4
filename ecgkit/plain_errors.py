"""Errors that a notebook shows in one line."""

from __future__ import annotations


class PlainError(Exception):
    """An error whose message says everything: a notebook shows that, not a traceback through ecgkit."""

    def _render_traceback_(self) -> list[str]:
        # IPython's own hook: https://ipython.readthedocs.io/en/stable/config/integrating.html
        return [f"{type(self).__name__}: {self}"]
