"""Which submissions share code that is neither the starter code nor what half the class writes: where to look, no proof.

Winnowing by copydetect: names, strings and comments do not count, so renaming does not hide a copy.
Source of the method: Schleimer, Wilkerson, Aiken (2003), Winnowing: local algorithms for document fingerprinting,
doi:10.1145/872757.872770.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from token import COMMENT, STRING
from tokenize import TokenError, generate_tokens, untokenize
from typing import TYPE_CHECKING

from ecgkit.whole_files import write_json, write_whole

from ..answers import Answers
from ..isolation import ROOT
from ..notebook import read_source

if TYPE_CHECKING:
    from copydetect import CodeFingerprint

_ANSWERS = "answers.py"
#: Length of a fingerprint in copydetect's characters, one for each name, string or sign; it finds every copy of _SURE.
_LENGTH, _SURE = 25, 40
#: A pair must share this many characters, names and strings counted as one each: some eight lines.
_SMALLEST = 120
#: And this share of the own code of either of the two.
_SMALLEST_SHARE = 0.5
#: Code that more than this share of the class has, and more than a few students, belongs to nobody. MOSS, too, takes 10
#: (option -m, https://theory.stanford.edu/~aiken/moss/).
_COMMON, _FEW = 0.1, 10
#: Between two cells, as in a percent script.
_CELL = re.compile(r"^# %%.*$", re.MULTILINE)
_BETWEEN = "\n# %%\n"
#: Of a longer source only the beginning is looked at: answers are a tenth of that.
_LONGEST = 200_000


@dataclass(frozen=True)
class SimilarPair:
    """Two students whose answers share code.

    Attributes:
        first: name.
        second: name.
        first_share: share of the first one's own code that is also in the second's, 0 to 1.
        second_share: the other way round.
        shared: characters that they share, names and strings counted as one each.
    """

    first: str
    second: str
    first_share: float
    second_share: float
    shared: int


def similar_pairs(
    sources: Mapping[str, str],
    *,
    starter: Iterable[str] | None = None,
) -> list[SimilarPair]:
    """Pairs that share a large part of their own code, the largest first.

    Own code is what is left without the starter code and without what is common in the class: a formula from the
    lecture is in half of all right answers.

    Args:
        sources: by student, the text of the code cells that answer something, a line `# %%` between two (see `source_of`).
        starter: code that everybody was given, in the same form; that of `assignments/` if None.
    """
    starter = tuple(starter_code() if starter is None else starter)
    cells, given = {_bare(cell) for text in starter for cell in _CELL.split(text)}, _hashes_of(starter)
    own = {name: _without(text, cells) for name, text in sorted(sources.items())}
    prints = {name: _fingerprint(text, window=_SURE - _LENGTH + 1) for name, text in own.items() if text.strip()}
    frequency = Counter(value for each in prints.values() for value in each.hashes)
    most = max(_FEW, _COMMON * len(prints))
    for each in prints.values():
        _leave_out(each, given | {value for value in each.hashes if frequency[value] > most})
    pairs = (_compared(prints, *names) for names in _candidates(prints, _SMALLEST))
    found = [pair for pair in pairs if pair.shared >= _SMALLEST and _larger(pair) >= _SMALLEST_SHARE]
    return sorted(found, key=lambda pair: (-_larger(pair), -pair.shared, pair.first, pair.second))


def pairs_of_run(out: Path, sources: Mapping[str, str]) -> list[SimilarPair]:
    """The same for a grading run: looked for once and kept in `similar.json`, as long as no source changes.

    Args:
        out: folder of the run.
        sources: see `similar_pairs`.
    """
    path, digest = out / "similar.json", _digest(sources)
    # Not there, damaged or of other answers: they are compared again.
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(path.read_text(encoding="utf-8"))
        if known["digest"] == digest:
            return [SimilarPair(**pair) for pair in known["pairs"]]
    pairs = similar_pairs(sources)
    content = {"digest": digest, "pairs": [asdict(pair) for pair in pairs]}
    write_json(path, content)
    return pairs


def _digest(sources: Mapping[str, str]) -> str:
    text = json.dumps([sorted(sources.items()), starter_code()])
    return hashlib.sha256(text.encode()).hexdigest()


def keep_answers(folder: Path, source: str) -> None:
    """Write a submission's answers into its student's folder, so that they can be compared when all are graded.

    Args:
        folder: the student's.
        source: the answers, see `source_of`.
    """
    write_whole(folder / _ANSWERS, source)


def kept_answers(folders: Mapping[str, Path]) -> dict[str, str]:
    """What `keep_answers` wrote, by student.

    Args:
        folders: by student, the folder.
    """
    paths = {name: folder / _ANSWERS for name, folder in folders.items()}
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.exists()}


def source_of(files: Iterable[Answers]) -> str:
    """The cells that a submission's answers need, one after the other, without blank lines."""
    cells = (text.split("\n") for answers in files for _, text in answers.cells)
    return _BETWEEN.join("\n".join(line for line in lines if line.strip()) for lines in cells)


@cache
def starter_code() -> tuple[str, ...]:
    """The code cells of each notebook in `assignments/`."""
    notebooks = sorted((ROOT / "assignments").glob("*/*.ipynb"))
    return tuple(_BETWEEN.join(cell.source for cell in read_source(path).cells) for path in notebooks)


def _larger(pair: SimilarPair) -> float:
    return max(pair.first_share, pair.second_share)


def _without(text: str, cells: set[str]) -> str:
    """The cells that are no starter code as they stand: two of those in a row would look like code of the student's own."""
    own = (cell for cell in _CELL.split(text) if _bare(cell) not in cells)
    return "\n".join(map(_without_words, own))[:_LONGEST]


def _without_words(cell: str) -> str:
    """Without comments and with empty strings: neither counts, and a long one would leave no room for code."""
    try:
        tokens = list(generate_tokens(io.StringIO(cell).readline))
    except (TokenError, SyntaxError):
        return cell
    return untokenize(
        (token.type, "''" if token.type == STRING else token.string) for token in tokens if token.type != COMMENT
    )


def _bare(cell: str) -> str:
    return "".join(cell.split())


def _fingerprint(text: str, window: int) -> CodeFingerprint:
    from copydetect import CodeFingerprint

    return CodeFingerprint("answers.py", _LENGTH, window, language="python", fp=io.StringIO(text))


def _hashes_of(texts: Iterable[str]) -> set[int]:
    """Every hash, not only the chosen ones: which are chosen depends on what stands around them."""
    return set().union(*(_fingerprint(text, window=1).hashes for text in texts))


def _leave_out(fingerprint: CodeFingerprint, hashes: set[int]) -> None:
    """Forget some hashes. copydetect's own `boilerplate` drops only the first of several equal ones."""
    from copydetect.utils import get_token_coverage

    fingerprint.hashes = fingerprint.hashes - hashes
    fingerprint.hash_idx = {value: fingerprint.hash_idx[value] for value in fingerprint.hashes}
    fingerprint.token_coverage = get_token_coverage(fingerprint.hash_idx, _LENGTH, len(fingerprint.filtered_code))


def _candidates(prints: Mapping[str, CodeFingerprint], smallest: int) -> Sequence[tuple[str, str]]:
    """Pairs that share enough fingerprints to be worth a comparison: half a million pairs of 1,000 students are too many."""
    holders: dict[int, list[str]] = {}
    for name, each in prints.items():
        for value in each.hashes:
            holders.setdefault(value, []).append(name)
    together: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        together.update((first, second) for place, first in enumerate(names) for second in names[place + 1 :])
    # So many fingerprints cover at most that many characters.
    return sorted(pair for pair, count in together.items() if count * _LENGTH >= smallest)


def _compared(prints: Mapping[str, CodeFingerprint], first: str, second: str) -> SimilarPair:
    from copydetect import compare_files

    shared, shares, _ = compare_files(prints[first], prints[second])
    first_share, second_share = (min(float(share), 1.0) for share in shares)
    return SimilarPair(first, second, first_share, second_share, int(shared))
