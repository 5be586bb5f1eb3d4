"""The answer, and below it a first try kept for comparison: it has no `@fill`, so that the stub never sees it."""

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill, stubs


@fill
def label_beats(symbols):
    labels = {NORMAL_SYMBOL: 0, **dict.fromkeys(ABNORMAL_SYMBOLS, 1)}
    return np.array([labels.get(symbol, -1) for symbol in symbols], dtype=np.int8)


# %%
def label_beats(symbols):
    return np.array([0 if symbol == "N" else 1 for symbol in symbols])


# %%
print((label_beats(["N", "+"]) == stubs.label_beats(["N", "+"])).mean())
