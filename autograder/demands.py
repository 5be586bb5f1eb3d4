"""What a network must be before it is worth training, by the stub that builds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import architecture, architecture_alexnet, architecture_gru, architecture_paths
from .architecture_layers import Architecture

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
