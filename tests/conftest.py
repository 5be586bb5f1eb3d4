"""What many tests need: a small stand-in written once a session, and the real recordings where there are any."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[2] / "shared" / "mitdb"


@pytest.fixture(scope="session")
def small_standin(tmp_path_factory) -> Path:
    """The folder of a small stand-in (6 records of 3 minutes). Copy it before you change a file."""
    from ecgkit.standin import write_database

    return write_database(tmp_path_factory.mktemp("databases") / "small", size="small")


@pytest.fixture(scope="session")
def mitdb() -> Path:
    """The folder of the real MIT-BIH Arrhythmia Database; the test is skipped without it."""
    folder = Path(os.environ.get("ECGKIT_DATABASE") or BESIDE_THE_REPOSITORY)
    if not (folder / "234.dat").is_file():
        pytest.skip("the MIT-BIH recordings are not here: set ECGKIT_DATABASE to their folder")
    return folder
