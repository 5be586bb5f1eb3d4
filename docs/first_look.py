"""Draws the picture at the top of the README from the real recording: `python docs/first_look.py DATABASE`."""

from __future__ import annotations

import sys
from pathlib import Path

from ecgkit import open_database, plotting


def main() -> None:
    """Draw ten seconds of record 119 with its annotations."""
    database = open_database(sys.argv[1] if len(sys.argv) > 1 else None)
    plotting.use_style()
    figure = plotting.draw_record(database.record("119"), start=8, seconds=10)
    figure.savefig(Path(__file__).with_name("first_look.png"), dpi=150, bbox_inches="tight")


if __name__ == "__main__":
    main()
