"""The autograder: checks of what a student's functions do. `pytest autograder/` grades, `check(...)` helps in a notebook."""

import os
import sys

# `python -m` looks for modules in the folder where it runs first, and so do the processes that it starts: among hand-ins,
# a student's typer.py would run as the grader. While the module is being found, argv[0] is "-m".
_ROOT = os.path.dirname(os.path.dirname(__file__))
if sys.argv[0] == "-m" and not sys.flags.safe_path and not os.path.samefile(sys.path[0], _ROOT):
    del sys.path[0]
    os.environ["PYTHONSAFEPATH"] = "1"


def check(stub_name: str) -> None:
    """Run the visible checks of one stub in a notebook and print what they found.

    Args:
        stub_name: name of the stub, such as "label_beats"; the function itself will do.
    """
    from .in_notebook import run_visible_checks

    run_visible_checks(getattr(stub_name, "__name__", stub_name))
