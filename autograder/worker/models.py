"""Models made anew from the plain layers of `descriptions`: by constructors, from arguments that are numbers and words.

Runs in a clean worker. Nothing is ever deserialized by Keras.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from . import sizes
from .allowed import ACTIVATIONS, ALLOWED, MAX_LAYERS, MAX_SIZE, ModelRefused, why_refused
from .descriptions import inputs_of, plain_setting

#: The arguments of a layer that are words, but for activations.
_WORDS = {"merge_mode": ("ave", "concat", "mul", "sum"), "padding": ("causal", "same", "valid")}


class CannotMeetRows(ModelRefused):
    """Keras builds the model and stops when it meets rows; the message holds nothing of a submission's."""


def rebuild(layers: list[dict], input_shape: tuple[int, ...]) -> Any:
    """Make the model that `descriptions.describe` described, untrained, from built-in layers alone.

    Args:
        layers: as from `descriptions.describe`, but trusted in nothing.
        input_shape: the shape of one input, without the batch.

    Raises:
        ModelRefused: a layer or one of its arguments is not on the allow-list, or the layers do not fit together.
    """
    import keras

    _require_description(layers)
    tensors: list[Any] = []
    made: list[Any] = []
    with sizes.bounded(ModelRefused) as bounds:
        for layer in layers:
            tensor, instance = _rebuild_layer(keras, layer, tensors, input_shape)
            bounds.count_output(tensor)
            tensors.append(tensor)
            made.append(instance)
    first = [tensor for tensor, layer in zip(tensors, layers, strict=True) if layer.get("class") == "InputLayer"]
    if len(first) != 1:
        raise ModelRefused(f"The model must have one input. Yours has {len(first)}.")
    model = keras.Model(first[0], tensors[-1])
    model.course_layers = made
    return model


def _require_description(layers: Any) -> None:
    if not isinstance(layers, list) or not all(isinstance(layer, dict) for layer in layers):
        raise ModelRefused("The model cannot be read.")
    if layers and "refused" in layers[0]:
        raise ModelRefused(str(layers[0]["refused"])[:500])
    if not 1 < len(layers) <= MAX_LAYERS:
        raise ModelRefused(f"A model of {len(layers)} layers cannot be graded: use 1 to {MAX_LAYERS} layers.")


def made(layers: list[dict], input_shape: tuple[int, ...], weights: list, *, compiled: bool) -> Any:
    """One of the grader's own models, with these weights; compiled in another way than a classifier is, or not at all."""
    model = rebuild(layers, input_shape)
    load_weights(model, weights)
    if compiled:
        model.compile("sgd", "mse")
    return model


def load_weights(model: Any, arrays: list[list[np.ndarray]]) -> None:
    """Give a rebuilt model its trained weights.

    Raises:
        ModelRefused: their number or shapes do not fit.
    """
    if len(arrays) != len(model.course_layers):
        raise ModelRefused("The weights do not belong to this model.")
    for layer, values in zip(model.course_layers, arrays, strict=True):
        try:
            layer.set_weights(values)
        except Exception as error:
            raise ModelRefused(f"The weights of the {type(layer).__name__} layer do not fit it.") from error


@contextmanager
def meeting_rows(verb: str) -> Iterator[None]:
    """Let an exception of Keras become a sentence of the grader's own: that it cannot `verb` the model with rows.

    Raises:
        CannotMeetRows: Keras builds the model, and stops when it meets rows.
    """
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise CannotMeetRows(
            f"Keras builds your model, but cannot {verb} it: its shapes do not fit with a batch of rows. Does a layer join or change "
            "the first axis, the rows?"
        ) from error


def summarize(model: Any) -> list[dict]:
    """What each layer is: class, shapes, activation, wrapped layer, config, and which layers feed it (by position)."""
    positions = {id(layer): position for position, layer in enumerate(model.course_layers)}
    return [_summarize_layer(layer, positions) for layer in model.course_layers]


def _rebuild_layer(keras: Any, layer: Any, tensors: list[Any], input_shape: tuple[int, ...]) -> tuple[Any, Any]:
    name, feeds = str(layer.get("class"))[:40], layer.get("inputs")
    if not isinstance(feeds, list) or not all(type(feed) is int and 0 <= feed < len(tensors) for feed in feeds):
        raise ModelRefused("The layers of the model are not connected.")
    if name == "InputLayer":
        tensor = keras.Input(input_shape)
        return tensor, tensor._keras_history.operation
    instance = _make(keras, layer)
    inputs = [tensors[feed] for feed in feeds]
    if not inputs:
        raise ModelRefused("The layers of the model are not connected.")
    try:
        tensor = instance(inputs if len(inputs) > 1 else inputs[0])
    except ModelRefused:
        raise
    except Exception as error:
        raise ModelRefused(f"The {name} layer does not accept what it is given.") from error
    if not keras.backend.is_keras_tensor(tensor):
        raise ModelRefused(f"The {name} layer gives more than one output.")
    return tensor, instance


def _make(keras: Any, layer: Any) -> Any:
    if not isinstance(layer, dict):
        raise ModelRefused("A wrapped layer of the model cannot be read.")
    name, config = str(layer.get("class"))[:40], layer.get("config")
    if name not in ALLOWED or name == "InputLayer" or not isinstance(config, dict):
        raise ModelRefused(why_refused(str(name)[:40]))
    arguments = {key: _argument(keras, key, value) for key, value in config.items() if key in ALLOWED[name]}
    try:
        return getattr(keras.layers, name)(**arguments)
    except Exception as error:
        raise ModelRefused(f"The {name} layer has an argument that Keras does not accept.") from error


def _argument(keras: Any, key: str, value: Any) -> Any:
    if key == "layer":
        return _make(keras, value)
    if "activation" in key:
        if not isinstance(value, str) or value not in ACTIVATIONS:
            raise ModelRefused(
                f"The activation {str(value)[:40]!r} cannot be graded: use one of the usual ones of Keras by its name, such as relu, elu or tanh."
            )
        return value
    return _small_plain(key, value)


def _small_plain(key: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        if len(value) > 8:
            raise ModelRefused(f"The argument {key} of a layer is too long.")
        return tuple(_small_plain(key, item) for item in value)
    if value is None or isinstance(value, bool | float) or value in _WORDS.get(key, ()):
        return value
    # What a Reshape gives is counted as what every layer gives.
    if isinstance(value, int) and abs(value) <= (sizes.MAX_OUTPUT if key == "target_shape" else MAX_SIZE):
        return value
    # A description could hold anything, such as lists in lists.
    raise ModelRefused(f"The argument {key} of a layer is larger than {MAX_SIZE} or of no kind that a layer takes.")


def _summarize_layer(layer: Any, positions: dict[int, int]) -> dict:
    # What is normalized is the kernel: to everyone else the layer is the one inside.
    shown = layer.layer if type(layer).__name__ == "SpectralNormalization" else layer
    wrapped = _wrapped(shown)
    activation = getattr(shown, "activation", None)
    feeds = layer._inbound_nodes[0].input_tensors
    return {
        "class": type(shown).__name__,
        "inputs": [positions[id(tensor._keras_history.operation)] for tensor in inputs_of(layer._inbound_nodes[0])],
        "config": _settings_of(shown),
        "input_shape": _shape_of(feeds[0]) if feeds else [],
        "output_shape": _shape_of(layer.output),
        "parameters": int(layer.count_params()),
        "activation": getattr(activation, "__name__", None),
        "wrapped": type(wrapped).__name__ if wrapped is not None else None,
        "return_sequences": getattr(wrapped or shown, "return_sequences", None),
    }


def _wrapped(layer: Any) -> Any:
    inner = getattr(layer, "forward_layer", None) or getattr(layer, "layer", None)
    # TimeDistributed(TimeDistributed(LSTM(...))) is an LSTM.
    return _wrapped(inner) or inner if inner is not None else None


def _settings_of(layer: Any) -> dict:
    """The plain settings of a rebuilt layer, of the wrapped one too."""
    allowed = ALLOWED[type(layer).__name__] - {"layer", "backward_layer"}
    config = layer.get_config()
    settings = {key: plain_setting(key, config[key]) for key in allowed & set(config)}
    wrapped = _wrapped(layer)
    return {
        **(_settings_of(wrapped) if wrapped is not None else {}),
        **{key: settings[key] for key in sorted(settings)},
    }


def _shape_of(tensor: Any) -> list:
    if isinstance(tensor, list | tuple):
        tensor = tensor[0]
    return list(tensor.shape[1:])
