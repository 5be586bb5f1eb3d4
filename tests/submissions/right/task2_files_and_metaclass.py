"""A script that two cells write and a third one runs, and classes that register themselves by their metaclass."""

# %%
import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill

# %%
%%writefile codes_of_mine.py
CODES = {NORMAL_SYMBOL: 0}

# %%
%%writefile -a codes_of_mine.py
CODES.update(dict.fromkeys(ABNORMAL_SYMBOLS, 1))

# %%
%run -i codes_of_mine.py


# %%
class Meta(type):
    table = {}

    def __new__(cls, name, bases, namespace):
        made = super().__new__(cls, name, bases, namespace)
        cls.table.update(dict.fromkeys(namespace["symbols"], name))
        return made


class Normal(metaclass=Meta):
    symbols = NORMAL_SYMBOL


class Abnormal(metaclass=Meta):
    symbols = ABNORMAL_SYMBOLS


KINDS = Meta.table


# %%
@fill
def label_beats(symbols):
    labels = np.array([CODES.get(symbol, -1) for symbol in symbols], dtype=int)
    kinds = [KINDS.get(symbol) for symbol in symbols]
    assert kinds == [{0: "Normal", 1: "Abnormal"}.get(label) for label in labels]
    return labels
