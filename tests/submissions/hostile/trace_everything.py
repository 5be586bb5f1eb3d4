"""Sets a trace function that changes local variables of the worker."""

import sys

import numpy as np

from ecgkit import fill


@fill
def label_beats(symbols):
    def tracer(frame, event, argument):
        frame.f_locals["value"] = 1
        return tracer

    sys.settrace(tracer)
    sys.setprofile(tracer)
    return np.full(99, 7)
