"""What is known of each MIT-BIH record, in figures: `RecordFacts`, read from facts.json.

Counted from the database (Moody & Mark 2001, doi:10.1109/51.932724; data doi:10.13026/C2F305). Figures only: the
stand-in holds no signal and no beat time of a real person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from ecgkit.records import SAME_PATIENT

#: Duration of every MIT-BIH record: 650,000 samples at 360 Hz.
FULL_SECONDS = 650_000 / 360

#: A window reaches this far to either side of its beat, in s; it decides which beats count as edge beats.
EDGE_SECONDS = 2.0

#: The symbols that can be a record's prevailing beat.
PREVAILING_SYMBOLS = "NLR/"


@dataclass(frozen=True)
class RecordFacts:
    """The figures of one record.

    Attributes:
        record_name: name of the record, such as "100".
        sig_name: names of its leads.
        counts: annotations of each symbol.
        notes: for a symbol with aux_note, how often each note occurs.
        edges: symbols of the beats less than 2 s after the start, and of those less than 2 s before the end.
        rr_s: median interval between two prevailing beats, in s.
        irregularity: relative spread of that interval from beat to beat.
        runs: how many uninterrupted runs the beats of each symbol form.
        rr: for each symbol of a heart event (a beat, a flutter wave, a blocked P wave) the median interval
            before it, between two of it and after it, relative to `rr_s`.
    """

    record_name: str
    sig_name: tuple[str, ...]
    counts: Mapping[str, int]
    notes: Mapping[str, Mapping[str, int]]
    edges: tuple[str, str]
    rr_s: float
    irregularity: float
    runs: Mapping[str, int]
    rr: Mapping[str, tuple[float, float, float]]

    @property
    def patient(self) -> str:
        """Whom the record comes from; 201 and 202 are one person."""
        return SAME_PATIENT.get(self.record_name, self.record_name)

    @cached_property
    def prevailing(self) -> str:
        """The symbol of the record's ordinary beat: N, L, R or /."""
        return max((symbol for symbol in self.rr if symbol in PREVAILING_SYMBOLS), key=self.counts.__getitem__)

    @property
    def fibrillates(self) -> bool:
        """True where atrial fibrillation is marked and the prevailing rhythm is as irregular as that."""
        return "(AFIB" in self.notes.get("+", {}) and self.irregularity > 0.08


@lru_cache(maxsize=1)
def all_facts() -> Mapping[str, RecordFacts]:
    """The figures of all 48 records by record name, in the database's order."""
    table = json.loads(files(__package__).joinpath("facts.json").read_text(encoding="utf-8"))
    return {name: _record_facts(name, entry) for name, entry in table["records"].items()}


def _record_facts(name: str, entry: dict) -> RecordFacts:
    tuples = {"sig_name": tuple(entry["sig_name"]), "edges": tuple(entry["edges"])}
    return RecordFacts(record_name=name, **{**entry, **tuples})


#: The names of the 48 records.
RECORD_NAMES: tuple[str, ...] = tuple(all_facts())
