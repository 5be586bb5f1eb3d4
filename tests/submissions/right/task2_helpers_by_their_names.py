"""Helpers of other cells are found by their names, a rule is a text, and a table stands in a file."""

# %%
import json
from pathlib import Path

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill

# %%
with open("labels.json", "w") as file:
    json.dump({NORMAL_SYMBOL: 0, **{symbol: 1 for symbol in ABNORMAL_SYMBOLS}}, file)
OTHER = -1
RULE = "table.get(symbol, OTHER)"


# %%
def is_normal(label):
    return label == 0


# %%
def is_abnormal(label):
    return label == 1


# %%
@fill
def label_beats(symbols):
    table = json.loads(Path("labels.json").read_text())
    found = [eval(RULE, globals(), {"table": table, "symbol": symbol}) for symbol in symbols]
    out = np.full(len(symbols), OTHER)
    for code, word in enumerate(("normal", "abnormal")):
        test = globals()[f"is_{word}"]
        out[np.array([test(label) for label in found], dtype=bool)] = code
    return out
