"""What a network must be before it is worth training, by the stub that builds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import architecture, architecture_alexnet, architecture_gru, architecture_paths
from .architecture_layers import Architecture
from .submission import Submission

DEMANDS: dict[str, tuple[Callable[[Architecture], Any], ...]] = {
    "build_bilstm": (
        architecture.lstm_reads_time,
        architecture_paths.flattens_every_step,
        architecture.ends_in_probability,
    ),
    "build_cnn": (
        architecture.convolutions_over_time,
        architecture.relu_after_each,
        architecture.flatten_dense_sigmoid,
    ),
    "build_alexnet": (
        architecture_alexnet.convolutions_shrink,
        architecture_alexnet.relu_after_each,
        architecture_alexnet.pools_twice,
        architecture_alexnet.three_dense,
    ),
    "build_gru": (
        architecture_gru.reads_time,
        architecture_paths.flattens_every_step,
        architecture.ends_in_probability,
    ),
}


def meets_demands(submission: Submission, stub_name: str, shape: tuple[int, int]) -> None:
    """Build a network for inputs of this shape, (frequencies, times): it must be all that its task asks for."""
    network = architecture.network_of(submission, stub_name, shape)
    for demand in DEMANDS[stub_name]:
        demand(network)


def shape_to_convolve(rng: np.random.Generator) -> tuple[int, int]:
    """Other frequencies and times than 33 and 46.

    More times than 46: a network without padding may use up all that it was promised. And even, as 46 is: one that halves them and
    doubles them again need not do for others.
    """
    return int(rng.integers(14, 24)), 2 * int(rng.integers(25, 31))
