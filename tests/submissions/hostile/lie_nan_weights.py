"""Returns NaN, infinity and complex numbers as class weights and shares."""

import numpy as np

from ecgkit import fill


@fill
def class_weights(y):

    return {0: float("nan"), 1: float("inf")}
