"""`write_study`: results.json, the figures, and one page that needs no other file."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecgkit.protocols import COURSE, PROTOCOLS, RANDOM, parts_of
from ecgkit.whole_files import write_whole

from ..pages import environment_of, inline
from .beats import Beats
from .beyond import ALIKE
from .folder import finished_in
from .missed import ENOUGH
from .networks import NETWORKS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).resolve().parent


def write_study(measured: dict[str, Any], out: Path, beats: Beats) -> Path:
    """Look into the networks, draw, and write everything down.

    Args:
        measured: of `results.measure`, with "database" and "is_stand_in".
        out: the folder of the study; gets results.json, figures/ and report.html.
        beats: all rows.

    Returns:
        The path of the page.
    """
    measured |= {"detailed": _detailed(measured), "attention": None}
    measured["attention"] = _attention(measured, out, beats)
    measured["hearts"] = _hearts(measured, beats)
    measured["ideas"] = _ideas(out)
    write_whole(out / "results.json", json.dumps(measured, indent=1) + "\n")
    return write_page(measured, out)


def write_page(measured: dict[str, Any], out: Path) -> Path:
    """Draw the figures and write report.html, from the numbers alone."""
    figures = draw_figures(measured, out / "figures")
    page = (
        environment_of(HERE)
        .get_template("report.html.jinja")
        .render(
            run=measured,
            detailed=measured["protocols"][measured["detailed"]],
            random=RANDOM.name,
            enough=ENOUGH,
            alike=ALIKE,
            figures=figures,
            image=lambda name: inline(figures[name]),
        )
    )
    path = out / "report.html"
    write_whole(path, page)
    return path


def draw_figures(measured: dict[str, Any], folder: Path) -> dict[str, Path]:
    """Write each figure as PNG.

    Returns:
        The path of each by name.
    """
    from . import figures

    detailed = measured["protocols"][measured["detailed"]]
    drawn: dict[str, Callable[[], Figure]] = {
        "symbols": lambda: figures.draw_symbols(detailed["networks"]),
        "records": lambda: figures.draw_records(detailed["networks"]),
        "curves": lambda: figures.draw_curves(detailed),
    }
    for name, protocol in measured["protocols"].items():
        drawn[f"scores_{name}"] = partial(figures.draw_scores, protocol)
    if measured["attention"] and measured["attention"]["examples"]:
        drawn["attention"] = lambda: figures.draw_attention(measured["attention"])
    if measured["hearts"]:
        drawn["hearts"] = lambda: figures.draw_hearts(measured["hearts"]["examples"])
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _saved(draw(), folder / f"{name}.png") for name, draw in drawn.items()}


def _saved(figure: Figure, path: Path) -> Path:
    import matplotlib.pyplot as plt

    figure.savefig(path, dpi=150, facecolor="white")
    plt.close(figure)
    return path


def _detailed(measured: dict[str, Any]) -> str:
    """The protocol that is looked at beat by beat: the course's, or the first there is."""
    names = list(measured["protocols"])
    return COURSE.name if COURSE.name in names else names[0]


def _attention(measured: dict[str, Any], out: Path, beats: Beats) -> dict[str, Any] | None:
    from .attention import look_at

    protocol = PROTOCOLS[measured["detailed"]]
    typical = {}
    for name, network in measured["protocols"][protocol.name]["networks"].items():
        seed = network["seeds"][network["typical"]]["seed"]
        group = [trained for trained in finished_in(out, protocol) if trained.recipe.network == name]
        typical[name] = next(trained for trained in group if trained.seed == seed)
    # A moment of the rhythm is not the moment of the wave beside it: a map over both would have no time.
    typical = {name: each for name, each in typical.items() if name in NETWORKS and not each.recipe.rhythm}
    if not typical:
        return None
    chosen = "cnn" if "cnn" in typical else next(iter(typical))
    return look_at(typical, chosen, beats, parts_of(protocol, beats.record, beats.symbol))


def _hearts(measured: dict[str, Any], beats: Beats) -> dict[str, Any] | None:
    """Synthetic hearts beside real ones, where a network learned from them."""
    from .synthetic import examples

    networks = measured["protocols"][measured["detailed"]]["networks"].values()
    taught = next((network for network in networks if network["synthetic_patients"]), None)
    if taught is None:
        return None
    train = parts_of(PROTOCOLS[measured["detailed"]], beats.record, beats.symbol).train
    return {
        "which": taught["recipe"]["synthetic"],
        "patients": taught["synthetic_patients"],
        "examples": examples(beats, train),
    }


def _ideas(out: Path) -> dict[str, Any] | None:
    path = out / "ideas.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
