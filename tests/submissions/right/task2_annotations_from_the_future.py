"""A `__future__` import of the first cell holds in all cells, as it does in Jupyter."""

from __future__ import annotations

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill


# %%
def code(symbol: NotYet) -> NotYet:
    return 0 if symbol == NORMAL_SYMBOL else 1 if symbol in ABNORMAL_SYMBOLS else -1


# %%
class NotYet:
    pass


# %%
@fill
def label_beats(symbols: list[NotYet]) -> Later:
    return np.array([code(symbol) for symbol in symbols], dtype=int)
