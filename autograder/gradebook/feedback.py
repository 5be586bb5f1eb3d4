"""What nbgrader's feedback pages lack: long messages break into lines on a narrow screen."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

_STYLE = """
pre { white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; }
div.nbgrader_cell .panel-heading { height: auto; min-height: 37px; overflow: auto; }
"""


class WrapLines(NbGraderPreprocessor):
    """Adds a style to the page; stands behind CSSHTMLHeaderPreprocessor, which makes the list of styles."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Append the style; nothing in the notebook changes."""
        resources["inlining"]["css"].append(_STYLE)
        return nb, resources
