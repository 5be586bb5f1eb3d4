"""An environment of its own for a peer, on top of the course's: what it needs otherwise, and everything else from there."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from .box import ROOT

BENCHMARKS = ROOT / "benchmarks"


def python_of(peer: str) -> Path:
    """Where the Python of a peer's environment is, or will be."""
    return BENCHMARKS / ".peers" / peer / "bin" / "python"


def make_environment(peer: str, stand_ins: Mapping[str, str] = MappingProxyType({})) -> None:
    """Install a peer, once: its own packages come first, then those of the course's environment.

    Args:
        peer: its name, as in benchmarks/requirements-NAME.txt.
        stand_ins: text of modules, by name, that hide those of the course's environment from the peer.
    """
    python = python_of(peer)
    folder = python.parents[1]
    if (folder / "ready").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    (folder / ".gitignore").write_text("*\n")
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (packages / "course.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for module, text in stand_ins.items():
        (packages / f"{module}.py").write_text(text)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(BENCHMARKS / f"requirements-{peer}.txt")], check=True)
    (folder / "ready").touch()
