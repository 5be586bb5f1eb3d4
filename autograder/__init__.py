"""The autograder: checks of what a student's functions do. `pytest autograder/` grades, `check(...)` helps in a notebook."""


def check(stub_name: str) -> None:
    """Run the visible checks of one stub in a notebook and print what they found.

    Args:
        stub_name: name of the stub, such as "label_beats".
    """
    from .in_notebook import run_visible_checks

    run_visible_checks(stub_name)
