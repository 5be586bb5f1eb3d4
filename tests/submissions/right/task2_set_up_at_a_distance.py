"""The table that the answer looks up is filled by aliases, helpers, objects and decorators, as cells of a notebook do."""

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill

CODES = {}
CONFIG = {"other": 0}


def prepare(config):
    config["other"] = -1
    return config


def coded(symbols, code):
    def put(function):
        for symbol in symbols:
            CODES[symbol] = code
        return function

    return put


class Table:
    def __init__(self, codes):
        self.codes = codes

    def add(self, symbol, code):
        self.codes[symbol] = code


# %%
_ = prepare(CONFIG)
table = Table(CODES)
table.add(NORMAL_SYMBOL, 0)


@coded(ABNORMAL_SYMBOLS, 9)
def abnormal():
    pass


# %%
same = CODES
for symbol in list(same):
    if same[symbol] == 9:
        same[symbol] = 1


# %%
@fill
def label_beats(symbols):
    return np.array([CODES.get(symbol, CONFIG["other"]) for symbol in symbols], dtype=int)
