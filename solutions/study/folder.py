"""What the folder of a study holds: which networks are trained, and on which recordings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ecgkit.database import Database
from ecgkit.protocols import PROTOCOLS, Protocol
from ecgkit.whole_files import write_whole

from .networks import NETWORKS
from .recipe import Augmentation, Recipe, Synthetic
from .runs import RECIPE, Trained

DATABASE = "database.json"


def note_database(out: Path, database: Database) -> None:
    """Write down which recordings the networks of `out` know; if there are any, compare.

    Raises:
        ValueError: the networks there come from other recordings.
    """
    path, note = out / DATABASE, {"title": database.title, "records": list(database.record_names)}
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else note
    if known != note and any(out.rglob(RECIPE)):
        raise ValueError(
            f"`--database` must be the one that the networks in {out} were trained on: {known['title']}. Received "
            f"{database.title}. Give that one, or another --out."
        )
    write_whole(path, json.dumps(note) + "\n")


def trained_in(out: Path, protocol: Protocol) -> list[Trained]:
    """The trainings of a protocol below `out`, finished or not, in the order of the tasks and of the seeds.

    Raises:
        ValueError: a folder holds a recipe that this version does not know.
    """
    paths = (out / protocol.name).glob(f"*/seed*/{RECIPE}")
    found = [Trained(protocol, _recipe(path), int(path.parent.name[4:]), path.parent) for path in paths]
    return sorted(found, key=lambda trained: (_place(trained.recipe.network), trained.seed))


def finished_in(out: Path, protocol: Protocol) -> list[Trained]:
    """Those of `trained_in` whose last epoch is done."""
    return [trained for trained in trained_in(out, protocol) if trained.is_done]


def protocols_in(out: Path) -> list[Protocol]:
    """The protocols with a finished network below `out`."""
    return [protocol for protocol in PROTOCOLS.values() if finished_in(out, protocol)]


def _recipe(path: Path) -> Recipe:
    fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    try:
        synthetic = Synthetic(**fields["synthetic"]) if fields["synthetic"] else None
        return Recipe(**{**fields, "augmentation": Augmentation(**fields["augmentation"]), "synthetic": synthetic})
    except (TypeError, KeyError) as error:
        raise ValueError(
            f"`--out` must hold networks of this version; {path} names other choices ({error}). Train into another folder."
        ) from error


def _place(network: str) -> tuple[int, str]:
    return (NETWORKS.index(network) if network in NETWORKS else len(NETWORKS), network)
