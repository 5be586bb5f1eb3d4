"""`python -m autograder.reports OUT`: write the reports of a grading run again, say after a person gave marks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..class_folder import ClassFolder, ClassFolderError
from ..failures import printable
from . import write_reports
from .manual import MarksError
from .regrade import compare, print_comparison
from .students import ResultsError

app = typer.Typer(add_completion=False, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def main(
    out: Annotated[Path, typer.Argument(help="Folder of the run.", exists=True, file_okay=False)],
    earlier: Annotated[
        Path | None,
        typer.Option(help="Folder of an earlier run: print who gains and who loses.", exists=True, file_okay=False),
    ] = None,
) -> None:
    """Write feedback, class report and grade tables of a folder of graded students."""
    try:
        for folder in filter(None, (out, earlier)):
            if not (folder / "run.json").is_file() and not any(folder.glob("*/results.json")):
                raise ClassFolderError(
                    f"{folder} holds no results: name the folder that `python -m autograder grade --out` wrote."
                )
        if earlier is not None:
            print_comparison(compare(earlier, out))
        typer.echo(f"Class report: {write_reports(out)}")
        if others := ClassFolder(out).graded_otherwise():
            typer.secho(
                f"Graded by other checks, with another seed or on another database than the rest: {printable(', '.join(others), 500)}. Run "
                "`python -m autograder grade` again on all that was handed in: then all are measured alike.", fg="yellow",
            )  # fmt: skip
    except (ClassFolderError, MarksError, ResultsError, OSError) as error:
        typer.secho(f"Error: {error}", fg="red", err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    app()
