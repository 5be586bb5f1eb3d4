"""The options of `pytest autograder/`: a plugin that pyproject.toml names, so that pytest knows them before it looks for tests.

Declared in conftest.py they would come too late: until then pytest takes the PATH of `--submission PATH` for a folder of
tests, and runs a conftest.py that lies there, outside every sandbox.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from autograder.isolation import Tier


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("ECG course")
    group.addoption(
        "--submission",
        default="assignments",
        help="a notebook, a percent script, a folder of them, or the word solutions",
    )
    group.addoption("--task", type=int, help="grade this task alone")
    group.addoption("--database", default="auto", help="auto, stand-in, small, or the path of a database")
    group.addoption("--report", type=Path, metavar="DIR", help="write results.json into this folder")
    group.addoption(
        "--tier",
        default="auto",
        choices=["auto", *(tier.name for tier in Tier)],
        help="isolation: A to D, or the best that works",
    )
    group.addoption("--seed", type=_seed, help="repeat a run: the seed that its report for instructors names")


def _seed(text: str) -> int:
    seed = int(text)
    if seed < 0:
        raise argparse.ArgumentTypeError("a seed is 0 or more")
    return seed
