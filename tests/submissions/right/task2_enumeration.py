"""The labels are members of an enumeration."""

from enum import IntEnum

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill


class Label(IntEnum):
    NEITHER = -1
    NORMAL = 0
    ABNORMAL = 1


@fill
def label_beats(symbols):
    known = {NORMAL_SYMBOL: Label.NORMAL, **dict.fromkeys(ABNORMAL_SYMBOLS, Label.ABNORMAL)}
    return [known.get(symbol, Label.NEITHER) for symbol in symbols]
