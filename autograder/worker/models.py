"""A Keras model as plain data: a list of layers from an allow-list, and its weights.

`describe` runs beside the student's code, `rebuild` in a clean worker. Nothing is ever deserialized by Keras: each
layer is made anew by its constructor from arguments that are plain numbers and words.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import operations, sizes

_RECURRENT = {
    "units", "activation", "recurrent_activation", "use_bias", "return_sequences", "go_backwards", "reset_after",
    "dropout", "recurrent_dropout",
}  # fmt: skip
_CONVOLUTION = {"filters", "kernel_size", "strides", "padding", "dilation_rate", "groups", "activation", "use_bias"}
_POOLING = {"pool_size", "strides", "padding"}

#: Built-in layers that a model may use, with the arguments that change what it computes.
ALLOWED: dict[str, set[str]] = {
    "Activation": {"activation"},
    "Add": set(),
    "AlphaDropout": {"rate"},
    "Average": set(),
    "AveragePooling1D": _POOLING,
    "BatchNormalization": {"axis", "epsilon", "center", "scale"},
    "Bidirectional": {"merge_mode", "layer", "backward_layer"},
    "Concatenate": {"axis"},
    "Conv1D": _CONVOLUTION,
    "Conv2D": _CONVOLUTION,
    "Cropping1D": {"cropping"},
    "Dense": {"units", "activation", "use_bias"},
    "DepthwiseConv1D": {
        "kernel_size",
        "strides",
        "padding",
        "depth_multiplier",
        "activation",
        "use_bias",
        "dilation_rate",
    },
    "Dropout": {"rate"},
    "ELU": {"alpha"},
    "Flatten": set(),
    "GRU": _RECURRENT,
    "GaussianDropout": {"rate"},
    "GaussianNoise": {"stddev"},
    "GlobalAveragePooling1D": {"keepdims"},
    "GlobalMaxPooling1D": {"keepdims"},
    "GroupNormalization": {"groups", "axis", "epsilon", "center", "scale"},
    "Identity": set(),
    "InputLayer": set(),
    "LSTM": _RECURRENT - {"reset_after"},
    "LayerNormalization": {"axis", "epsilon", "center", "scale"},
    "LeakyReLU": {"negative_slope"},
    "Masking": {"mask_value"},
    "MaxPooling1D": _POOLING,
    "MaxPooling2D": _POOLING,
    "Maximum": set(),
    "Multiply": set(),
    "Normalization": {"axis"},
    "PReLU": set(),
    "Permute": {"dims"},
    "RMSNormalization": {"axis", "epsilon"},
    "ReLU": {"max_value", "negative_slope", "threshold"},
    "RepeatVector": {"n"},
    "Rescaling": {"scale", "offset"},
    "Reshape": {"target_shape"},
    "SeparableConv1D": _CONVOLUTION | {"depth_multiplier"},
    "SimpleRNN": _RECURRENT - {"recurrent_activation", "reset_after"},
    "Softmax": {"axis"},
    "SpatialDropout1D": {"rate"},
    "Subtract": set(),
    "TimeDistributed": {"layer"},
    "UnitNormalization": {"axis"},
    "ZeroPadding1D": {"padding"},
}

ACTIVATIONS = {
    "celu", "elu", "exponential", "gelu", "hard_sigmoid", "hard_silu", "hard_tanh", "leaky_relu", "linear", "log_sigmoid",
    "mish", "relu", "relu6", "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "swish", "tanh",
}  # fmt: skip

_UNMERGED = (
    "Bidirectional with merge_mode=None returns its two directions apart: leave merge_mode out, so that they are joined at "
    "every step."
)

MAX_LAYERS = 200
MAX_SIZE = 4096


class ModelRefused(ValueError):
    """The model cannot be graded; the message says what to use instead."""


def describe(model: Any) -> list[dict]:
    """The layers of a Sequential or functional model, in order.

    Returns:
        One dict a layer: "class", "config" (plain), "inputs" (positions of the layers that feed it),
        "shape" for an input; or a single {"refused": sentence}.
    """
    try:
        return _describe_layers(model)
    except ModelRefused as error:
        return [{"refused": str(error)}]


def weights(model: Any) -> list[list[np.ndarray]]:
    """The weights of each layer of `describe`, in its order."""
    return [[np.asarray(array) for array in _weights_of(layer)] for layer, _ in _flat_layers(model)]


def rebuild(layers: list[dict], input_shape: tuple[int, ...]) -> Any:
    """Make the model that `describe` described, untrained, from built-in layers alone.

    Args:
        layers: as from `describe`, but trusted in nothing.
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
        except ValueError as error:
            raise ModelRefused(f"The weights of the {type(layer).__name__} layer do not fit it.") from error


def summarize(model: Any) -> list[dict]:
    """What each layer is: class, shapes, activation, wrapped layer, config, and which layers feed it (by position)."""
    positions = {id(layer): position for position, layer in enumerate(model.course_layers)}
    return [_summarize_layer(layer, positions) for layer in model.course_layers]


def _describe_layers(model: Any) -> list[dict]:
    flat = _flat_layers(model)
    positions = {id(layer): position for position, (layer, _) in enumerate(flat)}
    described = []
    for layer, feeds in flat:
        name, config = _class_and_config(layer)
        described.append({"class": name, "config": config, "inputs": [positions[id(feed)] for feed in feeds]})
        if name == "InputLayer":
            described[-1]["shape"] = [int(size or 0) for size in layer.batch_shape[1:]]
    return described


def _class_and_config(layer: Any) -> tuple[str, dict]:
    if not operations.is_operation(layer):
        return type(layer).__name__, _plain_config(layer)
    translated = operations.as_layer(layer)
    if translated is None:
        raise ModelRefused(_why_refused(type(layer).__name__))
    return translated


def _weights_of(layer: Any) -> list:
    return layer.get_weights() if hasattr(layer, "get_weights") else []


def _flat_layers(model: Any) -> list[tuple[Any, list[Any]]]:
    """Every layer after those that feed it, with these; nested Sequential models are opened."""
    functional = getattr(model, "_functional", None) or model
    nodes = getattr(functional, "_nodes", None)
    if nodes is None:
        raise ModelRefused(_why_without_layers(type(model).__name__))
    if len(functional.outputs) != 1:
        raise ModelRefused(f"The model must have one output. Yours has {len(functional.outputs)}.")
    _require_first_outputs(functional.outputs)
    flat: list[tuple[Any, list[Any]]] = []
    last: dict[int, Any] = {}
    for node in _nodes_in_order(functional):
        operation = node.operation
        _require_first_outputs(node.input_tensors)
        feeds = [last[id(tensor._keras_history.operation)] for tensor in node.input_tensors]
        if id(operation) in last:
            raise ModelRefused(f"The layer {operation.name} is used twice; use a new layer each time.")
        last[id(operation)] = _append_operation(flat, operation, feeds)
    return flat


def _require_first_outputs(tensors: list[Any]) -> None:
    """A layer of the list has one output; the states of a recurrent layer would be taken for its sequence."""
    for layer, _, position in (tensor._keras_history for tensor in tensors):
        if getattr(layer, "merge_mode", "") is None:
            raise ModelRefused(_UNMERGED)
        if position == 0:
            continue
        raise ModelRefused(
            f"Something but the first output of the {type(layer).__name__} layer is used, such as its last state: that "
            "cannot be graded. Leave out `return_state`, and build on what the layer returns at every step."
        )


def _nodes_in_order(functional: Any) -> list[Any]:
    by_depth = functional._nodes_by_depth
    return [node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth]]


def _append_operation(flat: list, operation: Any, feeds: list[Any]) -> Any:
    """Append a layer, or the layers of a nested model; returns the one that gives the output."""
    if not hasattr(operation, "layers"):
        flat.append((operation, feeds))
        return operation
    inner = _flat_layers(operation)
    entry, *rest = inner
    for layer, inner_feeds in rest:
        flat.append((layer, [feeds[0] if feed is entry[0] else feed for feed in inner_feeds]))
    return rest[-1][0]


def _plain_config(layer: Any) -> dict:
    import keras

    name = type(layer).__name__
    # The class itself, not its name: a class of the student's may be called Dense.
    if name not in ALLOWED or type(layer) is not getattr(keras.layers, name):
        raise ModelRefused(_why_refused(name))
    config = layer.get_config()
    _require_ordinary(name, config)
    plain = {
        key: _plain_setting(key, config[key]) for key in sorted(ALLOWED[name] & set(config)) if key != "backward_layer"
    }
    return plain


def _require_ordinary(name: str, config: dict) -> None:
    """Refuse what a rebuilt layer would silently do in another way."""
    if config.get("data_format") == "channels_first" and name != "Flatten":
        raise ModelRefused(
            f'The {name} layer has data_format="channels_first", with which Keras cannot train on a CPU: swap the axes '
            "with `Permute((2, 1))` instead."
        )
    if name == "Bidirectional":
        _require_two_alike(config)


def _require_two_alike(config: dict) -> None:
    if config.get("merge_mode", "concat") is None:
        raise ModelRefused(_UNMERGED)
    backward = config.get("backward_layer")
    if backward and backward["class_name"] != config["layer"]["class_name"]:
        raise ModelRefused(
            f"The two directions of Bidirectional must be of one kind. Yours are {config['layer']['class_name']} and "
            f"{backward['class_name']}."
        )


def _why_without_layers(name: str) -> str:
    if name == "Sequential":
        return "The model does not know its input yet: begin the list of layers with `keras.Input(input_shape)`."
    return (
        f"A model of class {name} cannot be graded: build it with `keras.Sequential([...])` or, from an Input to an output, "
        "with `keras.Model(inputs, outputs)`."
    )


def _why_refused(name: str) -> str:
    if name == "Lambda":
        return (
            "A Lambda layer cannot be graded: use a built-in layer such as Permute, Reshape, Rescaling or Activation."
        )
    return f"The layer {name} cannot be graded: use the layers of `keras.layers`, such as Dense, Conv1D, LSTM, Permute or Reshape."


def _plain_setting(key: str, value: Any) -> Any:
    if key == "layer":
        inner = value["class_name"], value["config"]
        if inner[0] not in ALLOWED:
            raise ModelRefused(_why_refused(inner[0]))
        settings = {name: _plain_setting(name, inner[1][name]) for name in sorted(ALLOWED[inner[0]] & set(inner[1]))}
        return {"class": inner[0], "config": settings}
    if isinstance(value, dict):
        raise ModelRefused(f"The {key} of a layer must be a built-in one, given by its name.")
    # Keras tracks what a built layer holds: its lists are of a class of their own.
    return [_plain_setting(key, item) for item in value] if isinstance(value, list | tuple) else value


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
        return instance(inputs if len(inputs) > 1 else inputs[0]), instance
    except ModelRefused:
        raise
    except Exception as error:
        raise ModelRefused(f"The {name} layer does not accept what it is given.") from error


def _make(keras: Any, layer: Any) -> Any:
    if not isinstance(layer, dict):
        raise ModelRefused("A wrapped layer of the model cannot be read.")
    name, config = str(layer.get("class"))[:40], layer.get("config")
    if name not in ALLOWED or name == "InputLayer" or not isinstance(config, dict):
        raise ModelRefused(_why_refused(str(name)[:40]))
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
            raise ModelRefused(f"The activation {str(value)[:40]!r} cannot be graded: use a built-in one by its name.")
        return value
    return _small_plain(key, value)


def _small_plain(key: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        if len(value) > 8:
            raise ModelRefused(f"The argument {key} of a layer is too long.")
        return tuple(_small_plain(key, item) for item in value)
    if value is None or isinstance(value, bool | float) or (isinstance(value, str) and len(value) < 32):
        return value
    if isinstance(value, int) and abs(value) <= MAX_SIZE:
        return value
    # A description could hold anything, such as lists in lists.
    raise ModelRefused(f"The argument {key} of a layer is larger than {MAX_SIZE} or no plain number.")


def _summarize_layer(layer: Any, positions: dict[int, int]) -> dict:
    wrapped = getattr(layer, "forward_layer", None) or getattr(layer, "layer", None)
    activation = getattr(layer, "activation", None)
    feeds = layer._inbound_nodes[0].input_tensors
    return {
        "class": type(layer).__name__,
        "inputs": [positions[id(tensor._keras_history.operation)] for tensor in feeds],
        "config": _settings_of(layer),
        "input_shape": _shape_of(feeds[0]) if feeds else [],
        "output_shape": _shape_of(layer.output),
        "parameters": int(layer.count_params()),
        "activation": getattr(activation, "__name__", None),
        "wrapped": type(wrapped).__name__ if wrapped is not None else None,
        "return_sequences": getattr(wrapped or layer, "return_sequences", None),
    }


def _settings_of(layer: Any) -> dict:
    """The plain settings of a rebuilt layer, of the wrapped one too."""
    allowed = ALLOWED[type(layer).__name__] - {"layer", "backward_layer"}
    config = layer.get_config()
    settings = {key: _plain_setting(key, config[key]) for key in allowed & set(config)}
    wrapped = getattr(layer, "forward_layer", None) or getattr(layer, "layer", None)
    return {
        **(_settings_of(wrapped) if wrapped is not None else {}),
        **{key: settings[key] for key in sorted(settings)},
    }


def _shape_of(tensor: Any) -> list:
    if isinstance(tensor, list | tuple):
        tensor = tensor[0]
    return list(tensor.shape[1:])
