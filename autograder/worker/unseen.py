"""Pictures that nobody looks at: where work is graded, to save one does nothing.

`savefig` takes longer than all else that a plotting function does, and the folder that a student made for it is not here.
`plot_model` needs packages that only draw.
"""

from __future__ import annotations

import sys
from typing import Any

#: Module, object in it ("" for itself) and function.
_DRAW_FILES = (
    ("matplotlib.figure", "Figure", "savefig"),
    ("keras.utils", "", "plot_model"),
    ("keras.src.utils.model_visualization", "", "plot_model"),
    ("tensorflow.keras.utils", "", "plot_model"),
)


def save_no_pictures() -> None:
    """Replace the functions of those modules that are imported by now."""
    for name, owner, function in _DRAW_FILES:
        if (module := sys.modules.get(name)) is not None:
            setattr(getattr(module, owner) if owner else module, function, _nothing)


def _nothing(*args: Any, **kwargs: Any) -> None:
    """Nobody looks."""
