"""Every reference notebook runs top to bottom, headless, on the stand-in; an untouched one stops at its first stub."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.build import ROOT

NOTEBOOKS = sorted((ROOT / "solutions").glob("task*/*.ipynb"))


def run(path: Path, folder: Path):
    """Execute a notebook in its own kernel; returns it with its outputs."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    environment = {
        **os.environ,
        "ECGKIT_DATABASE": "stand-in",
        "ECGKIT_CHECKPOINTS": str(folder),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}})
    client.execute(env=environment)
    return notebook


@pytest.fixture(scope="session")
def checkpoints(tmp_path_factory) -> Path:
    """One folder for all notebooks, so that each task finds what the one before saved."""
    return tmp_path_factory.mktemp("checkpoints")


@pytest.mark.parametrize(
    "path",
    # Those of the other three networks hold the same cells.
    [
        pytest.param(path, marks=[pytest.mark.slow] * (path.stem in ("cnn", "alexnet", "gru")), id=path.parent.name)
        for path in NOTEBOOKS
    ],
)
def test_reference_notebook_runs_top_to_bottom(path, checkpoints):
    for earlier in NOTEBOOKS[: NOTEBOOKS.index(path)]:
        task = earlier.parent.name.partition("_")[0]
        # Alone, or in another process, it may be the first that runs.
        if task in ("task2", "task3") and not (checkpoints / task).exists():
            run(earlier, checkpoints)
    notebook = run(path, checkpoints)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert any(map(_pictures, code)), "a notebook shows plots"
    assert [cell.source for cell in code if "fig = " in cell.source and not _pictures(cell)] == []
    printed = "".join(
        output.get("text", "") for output in outputs if output.output_type == "stream" and output.name == "stdout"
    )
    assert "points are checked after you submit" in printed
    assert "failed" not in printed


def _pictures(cell) -> list:
    return [output for output in cell.outputs if "image/png" in output.get("data", {})]


def test_untouched_notebook_stops_at_its_first_check_in_words(tmp_path):
    from nbclient.exceptions import CellExecutionError

    path = ROOT / "assignments" / "task2_preparation" / "preparation.ipynb"
    with pytest.raises(CellExecutionError) as caught:
        run(path, tmp_path)
    assert "visible checks of `label_beats` did not pass" in str(caught.value)
    assert "not filled yet" in str(caught.value)
    assert "Traceback" not in str(caught.value)
