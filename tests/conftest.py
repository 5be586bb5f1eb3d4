"""What many tests need: a small stand-in written once a session, and the real recordings where there are any."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import bodies
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


@pytest.fixture
def fared(request: pytest.FixtureRequest) -> Callable[..., bodies.Fared]:
    """Opens the record of how a submission fared; its fields are filled in by the test, before it asserts anything."""

    def opened(body: str, tier: bodies.Tier, database: str = "stand-in") -> bodies.Fared:
        request.node.fared = bodies.Fared(body, tier.name, database)
        return request.node.fared

    return opened


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> None:
    if call.when == "call" and hasattr(item, "fared"):
        item.user_properties.append(bodies.as_property(item.fared))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    terminalreporter.ensure_newline()
    bodies.print_table([report for report in reports if report.when == "call"], terminalreporter.write_line)
