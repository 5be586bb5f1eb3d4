"""Which ways lead through a network: that none goes around what the task asks for, and that one keeps every time."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from . import expect
from .architecture_layers import GLOBAL_POOLING, Architecture, Layer, along_time, flattens, kind_of

#: A scale below this silences what it scales.
_SILENCE = 1e-6


def goes_through(network: Architecture, layers: Collection[Layer], what: str) -> None:
    """No path from the input to the output goes around all of these layers.

    Args:
        network: where to look.
        layers: at least one of them stands on every path.
        what: they are to a student.
    """
    around, barred = {network.layers[0].position}, {layer.position for layer in layers}
    for layer in network.layers:
        if around & set(layer.summary["inputs"]) and layer.position not in barred:
            around.add(layer.position)
    expect.is_true(
        network.layers[-1].position not in around,
        f"A path from the input to the output goes around the {what}: let all that reaches the output come through.",
    )


def flattens_every_step(network: Architecture) -> None:
    """The recurrent layer gives its output at every step, and a Flatten keeps all of it."""
    for layer in network.recurrent():
        expect.is_true(
            layer.summary["return_sequences"],
            f"The {kind_of(layer)} hands on only its last time step: let it return its output at every step "
            "(`return_sequences=True`).",
        )
        lost = how_times_are_lost(network, layer, every_step=True)
        expect.is_true(not lost, lost)


def how_times_are_lost(network: Architecture, layer: Layer, *, every_step: bool = False) -> str:
    """Why no path leads from this layer to a Flatten without a pooling over all times; others may do so beside it.

    Args:
        network: where to look.
        layer: where the path begins.
        every_step: no layer on the path may throw steps away, or leave only one.

    Returns:
        A sentence; "" if there is such a path.
    """
    kept, faults = {layer.position}, []
    for other in network.after(layer):
        if not kept & set(other.summary["inputs"]):
            continue
        if flattens(other):
            return ""
        fault = _forgets(other) or (every_step and _shortens(other))
        if fault:
            faults.append(fault)
        else:
            kept.add(other.position)
    return min(faults, default="The network has no Flatten: its output at every step must reach the dense layer.")


def _forgets(layer: Layer) -> str:
    """Why nothing of its input's times is left; "" if something is."""
    if layer.name in GLOBAL_POOLING:
        return "The network has a global pooling in place of the flatten: it forgets when something happened."
    if layer.name == "Rescaling" and _is_silent(layer.summary["config"].get("scale", 1)):
        return "A Rescaling with scale 0 silences all layers before it: take it away."
    if layer.name == "Subtract" and len(set(layer.summary["inputs"])) == 1:
        return "A layer subtracts its input from itself, which silences all layers before it: take it away."
    return ""


def _is_silent(scale: Any) -> bool:
    try:
        return bool(np.all(np.abs(np.asarray(scale, dtype=float)) < _SILENCE))
    except (TypeError, ValueError):
        return False


def _shortens(layer: Layer) -> str:
    """Why this layer hands on too few of its input's steps; "" if it does not."""
    reads, config = layer.reads, layer.summary["config"]
    if layer.name == "Cropping1D":
        # Of channels, too: it could throw away one of two directions.
        return "A Cropping1D throws away a part of what the recurrent layer gives: hand all of it to the flatten."
    if "time" not in reads and "mixed" not in reads:
        return ""
    axis = reads.index("time") if "time" in reads else 0
    shapes = layer.summary["input_shape"], layer.summary["output_shape"]
    if len(shapes[0]) != len(shapes[1]) or layer.name == "Permute":
        return ""
    before, after = (shape[axis] for shape in shapes)
    if before == after:
        return ""
    if after == 1 and layer.name == "Dense":
        return "A Dense makes one number of all time steps before the flatten: flatten what the recurrent layer gives."
    if after == 1 and layer.name != "Reshape":
        return (
            f"The {layer.name} leaves a single time step for the flatten: the network forgets when something happened."
        )
    if along_time(config.get("strides")) > along_time(config.get("kernel_size") or config.get("pool_size")):
        return f"The {layer.name} skips time steps: its strides are larger than what it looks at."
    return ""
