"""What task 8 asks of a network: one GRU over time, in one direction or in both."""

from __future__ import annotations

from . import architecture
from .architecture_layers import Architecture


def reads_time(network: Architecture) -> None:
    """One GRU, plain or bidirectional, or a forward and a backward one side by side; its input is (times, frequencies)."""
    layers = architecture.one_recurrent(network, "GRU", "one GRU", "a GRU", "exactly one")
    architecture.recurs_over_time(network, layers)
