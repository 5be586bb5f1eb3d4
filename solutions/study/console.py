"""The tables that the commands print."""

from __future__ import annotations

from typing import Any

from rich.table import Table

#: Columns of the test table.
SCORES = ("accuracy", "f1", "precision", "recall")


def scores_table(title: str, protocol: dict[str, Any]) -> Table:
    """Every seed of every network, their median, what goes beyond them, and the baselines: one protocol of `results.measure`."""
    table = _table(f"{title}: {protocol['summary']}", "model", "seed", *SCORES)
    for network, measured in protocol["networks"].items():
        for seed in measured["seeds"]:
            table.add_row(network, str(seed["seed"]), *_values(seed["scores"]), style="dim")
        table.add_row(network, "median", *(f"{measured['median'][score]:.3f}" for score in SCORES), style="bold")
    table.add_section()
    for name, measured in protocol["beyond"].items():
        table.add_row(name, "", *_values(measured["scores"]))
    table.add_section()
    for baseline, measured in protocol["baselines"].items():
        table.add_row(baseline, "", *_values(measured["scores"]))
    return table


def ideas_table(compared: dict[str, Any]) -> Table:
    """What `ideas.compare_ideas` found: each row is the recipe without one idea."""
    title = f"{compared['network']} on validation patients, without one idea at a time"
    table = _table(title, "without", "accuracy", "F1", "change", "F1 of each seed")
    for place, row in enumerate(compared["rows"]):
        seeds = " ".join(f"{seed['f1']:.3f}" for seed in row["seeds"])
        change = "" if place == 0 else f"{row['change']['accuracy']:+.3f} {row['change']['f1']:+.3f}"
        name = f"({row['idea']})" if place == 0 else row["idea"]
        table.add_row(name, f"{row['accuracy']:.3f}", f"{row['f1']:.3f}", change, seeds)
    return table


def _values(scores: dict[str, Any]) -> list[str]:
    return [f"{scores[score]['value']:.3f}" for score in SCORES]


def _table(title: str, words: str, *columns: str) -> Table:
    from rich import box

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(words, overflow="fold")
    for column in columns:
        table.add_column("F1" if column == "f1" else column, justify="right", no_wrap=column != "F1 of each seed")
    return table
