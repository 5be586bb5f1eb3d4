"""A Keras model as plain data: a list of layers from an allow-list, and its weights. Runs beside the student's code."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import operations
from .allowed import ALLOWED, ModelRefused, why_not_listed, why_refused

_UNMERGED = (
    "Bidirectional with merge_mode=None returns its two directions apart: leave merge_mode out, so that they are joined at "
    "every step."
)
#: A factor of a regularizer above which a layer learns nothing else than to be small; usual ones are 0.01 and below.
_STRONG = 0.5
#: Layers that do the same to each step as to all of them.
_SAME_AT_EACH_STEP = {"Activation", "Dropout", "ELU", "Identity", "LeakyReLU", "ReLU", "Rescaling"}
#: Layers whose gradient is none only where theirs is.
_PASSES_ON = {
    "BatchNormalization",
    "Dropout",
    "GaussianNoise",
    "Identity",
    "LayerNormalization",
    "Rescaling",
    "SpatialDropout1D",
}
#: RNN(LSTMCell(...)) is LSTM(...), weights and all.
_LAYER_OF_CELL = {"GRUCell": "GRU", "LSTMCell": "LSTM", "SimpleRNNCell": "SimpleRNN"}
#: Whose functions are what their name says.
_MODULES = ("keras.", "tensorflow.", "torch.", "jax.")
_NO_ACTIVATION_NAME = "The activation of a layer must be a built-in one, given by its name."


def describe(model: Any) -> list[dict]:
    """The layers of a Sequential or functional model, in order.

    Returns:
        One dict a layer: "class", "config" (plain), "inputs" (positions of the layers that feed it),
        "shape" for an input, "stuck" where training cannot reach its weights, and why; or a single {"refused": sentence}.
    """
    try:
        return _describe_layers(model)
    except ModelRefused as error:
        return [{"refused": str(error)}]


def weights(model: Any) -> list[list[np.ndarray]]:
    """The weights of each layer of `describe`, in its order."""
    return [[np.asarray(array) for array in _weights_of(node.operation)] for node, _ in _flat_nodes(model)]


def inputs_of(node: Any) -> list[Any]:
    """The tensors that a layer is called with, without the mask that Keras itself hands on from layer to layer.

    Raises:
        ModelRefused: it is called with more than its input.
    """
    tensors = list(node.input_tensors)
    if operations.is_operation(node.operation) or not tensors:
        return tensors
    first = node.arguments.args[0] if node.arguments.args else tensors
    own = first if isinstance(first, list | tuple) else [first]
    masks = [getattr(tensor, "_keras_mask", None) for tensor in own]
    for tensor in tensors:
        if not any(tensor is each for each in (*own, *masks)):
            name = type(node.operation).__name__
            raise ModelRefused(
                f"The layer {name} is called with more than its input, such as a state or a mask: leave it out."
            )
    return [tensor for tensor in tensors if any(tensor is each for each in own)]


def plain_setting(key: str, value: Any) -> Any:
    """A setting of a layer as numbers, words and lists."""
    if key == "layer":
        name, config = _as_listed(value["class_name"], value["config"])
        if name not in ALLOWED:
            raise ModelRefused(_why_not(name))
        return {"class": name, "config": _plain_settings(name, config)}
    if isinstance(value, dict):
        return _activation_name(value) if "activation" in key else _refuse_object(key)
    if isinstance(value, np.bool | np.integer | np.floating):
        return value.item()
    # Keras tracks what a built layer holds: its lists are of a class of their own.
    return [plain_setting(key, item) for item in value] if isinstance(value, list | tuple) else value


def _refuse_object(key: str) -> Any:
    if key in ("scale", "offset"):
        raise ModelRefused(f"The {key} of a Rescaling must be a single number: an array cannot be graded.")
    raise ModelRefused(f"The {key} of a layer must be a built-in one, given by its name.")


def _describe_layers(model: Any) -> list[dict]:
    flat = _flat_nodes(model)
    positions = {id(node): position for position, (node, _) in enumerate(flat)}
    described: list[dict] = []
    for node, feeds in flat:
        name, config, feeds = _class_and_config(node, feeds)
        described.append({"class": name, "config": config, "inputs": [positions[id(feed)] for feed in feeds]})
        if stuck := _why_stuck(node.operation):
            described[-1]["stuck"] = stuck
        if name == "InputLayer":
            described[-1]["shape"] = [int(size or 0) for size in node.operation.batch_shape[1:]]
    for position, layer in enumerate(described):
        if layer.get("stuck") == "alike" and _is_merged(described, position):
            del layer["stuck"]
    return described


def _is_merged(described: list[dict], position: int) -> bool:
    """Whether what a layer gives is first of all added to, or multiplied with, something else: that tells its units apart."""
    activation = described[position]["config"].get("activation", "linear")
    # Before a ReLU, what is all zeros stays so.
    meets = {"linear": ("Add", "Multiply"), "sigmoid": ("Multiply",), "tanh": ("Multiply",)}.get(activation, ())
    return any(
        (other["class"] in meets and set(other["inputs"]) != {position})
        or (other["class"] in _PASSES_ON and _is_merged(described, after))
        for after, other in enumerate(described)
        if position in other["inputs"]
    )


def _why_stuck(layer: Any) -> str:
    """Why the weights of a layer stay as they are, or alike, whatever it is trained on; "" if they do not."""
    if operations.is_operation(layer) or not layer.weights:
        return ""
    parts = list(layer._flatten_layers())
    if not all(each.trainable for each in parts):
        return "frozen"
    if any(map(_is_held, parts)):
        return "held"
    if any(type(each).__name__ == "BatchNormalization" and each.momentum >= 1 for each in parts):
        return "unmoved"
    # What a recurrent unit reads sets it apart from the others, even if its state begins without a say.
    kernels = (each for each in layer.weights if "kernel" in each.name and each.name != "recurrent_kernel")
    kernels = (np.asarray(each) for each in kernels if min(each.shape) > 1)
    return "alike" if any(np.all(kernel == kernel.flat[0]) for kernel in kernels) else ""


def _is_held(layer: Any) -> bool:
    """Whether a regularizer or a constraint pulls a layer's weights, or what it gives, to zero."""
    settings = [
        value
        for name, value in vars(layer).items()
        # A layer without its bias still learns.
        if name.endswith(("regularizer", "constraint")) and not name.startswith("bias")
    ]
    factors = [factor for each in settings for factor in (getattr(each, "l1", 0), getattr(each, "l2", 0))]
    largest = [getattr(each, "max_value", 1) for each in settings]
    return any(factor > _STRONG for factor in factors if factor) or any(value <= 0 for value in largest)


def _class_and_config(node: Any, feeds: list[Any]) -> tuple[str, dict, list[Any]]:
    if not operations.is_operation(node.operation):
        return (*_plain_config(node.operation), feeds)
    name, config, times = operations.as_layer(node)
    return name, config, feeds * times


def _weights_of(layer: Any) -> list:
    return layer.get_weights() if hasattr(layer, "get_weights") else []


def _flat_nodes(model: Any) -> list[tuple[Any, list[Any]]]:
    """Every call of a layer after those that feed it, with these; nested Sequential models are opened."""
    functional = getattr(model, "_functional", None) or model
    if getattr(functional, "_nodes", None) is None:
        raise ModelRefused(_why_without_layers(type(model).__name__))
    if len(functional.outputs) != 1:
        raise ModelRefused(f"The model must have one output. Yours has {len(functional.outputs)}.")
    _require_first_outputs(functional.outputs)
    flat: list[tuple[Any, list[Any]]] = []
    last: dict[tuple[int, int], Any] = {}
    once: set[int] = set()
    for node in _needed_nodes(functional):
        operation, tensors = node.operation, inputs_of(node)
        _require_first_outputs(tensors)
        feeds = [last[id(each.operation), each.node_index] for each in (tensor._keras_history for tensor in tensors)]
        if id(operation) in once:
            raise ModelRefused(f"The layer {operation.name} is used twice; use a new layer each time.")
        if _weights_of(operation) or hasattr(operation, "layers"):
            # Two calls of a ReLU or a Dropout share nothing.
            once.add(id(operation))
        last[id(operation), operation._inbound_nodes.index(node)] = _append_call(flat, node, feeds)
    return flat


def _require_first_outputs(tensors: list[Any]) -> None:
    """A layer of the list has one output; the states of a recurrent layer would be taken for its sequence."""
    for layer, _, position in (tensor._keras_history for tensor in tensors):
        if getattr(layer, "merge_mode", "") is None:
            raise ModelRefused(_UNMERGED)
        if position == 0:
            continue
        raise ModelRefused(
            f"The model uses another output of the {type(layer).__name__} layer than its first, such as its last state: build "
            "on what the layer returns at every step."
        )


def _needed_nodes(functional: Any) -> list[Any]:
    """The calls that the output depends on, each after those that feed it. Keras' own computation of a mask is none."""
    by_depth = functional._nodes_by_depth
    nodes = [node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth]]
    needed = {id(tensor) for tensor in (*functional.outputs, *functional.inputs)}
    kept = []
    for node in reversed(nodes):
        if any(id(tensor) in needed for tensor in node.output_tensors):
            needed |= {id(tensor) for tensor in inputs_of(node)}
            kept.append(node)
    return kept[::-1]


def _append_call(flat: list, node: Any, feeds: list[Any]) -> Any:
    """Append a call of a layer, or the calls in a nested model; returns the one that gives the output."""
    if not hasattr(node.operation, "layers"):
        flat.append((node, feeds))
        return node
    (entry, _), *rest = _flat_nodes(node.operation)
    for inner, inner_feeds in rest:
        flat.append((inner, [feeds[0] if feed is entry else feed for feed in inner_feeds]))
    return rest[-1][0]


def _plain_config(layer: Any) -> tuple[str, dict]:
    import keras

    name = type(layer).__name__
    # The class itself, not its name: a class of the student's may be called Dense.
    if type(layer) is not getattr(keras.layers, name, None):
        raise ModelRefused(why_refused(name))
    _require_own_of_keras(layer)
    name, config = _as_listed(name, layer.get_config())
    if name not in ALLOWED:
        raise ModelRefused(_why_not(name))
    return name, _plain_settings(name, config)


def _require_own_of_keras(layer: Any) -> None:
    """What a layer holds is Keras' too, not something of the student's by the same name: a name is all that is handed on."""
    import keras

    for part in layer._flatten_layers():
        if not type(part).__module__.startswith("keras."):
            raise ModelRefused(_why_not("RNN") if type(layer) is keras.layers.RNN else why_refused(type(part).__name__))
        for key in ("activation", "recurrent_activation"):
            function = getattr(part, key, None)
            module = getattr(function, "__module__", None) or ""
            if callable(function) and not isinstance(function, keras.Layer) and not module.startswith(_MODULES):
                raise ModelRefused(_NO_ACTIVATION_NAME)


def _plain_settings(name: str, config: dict) -> dict:
    """The settings of a layer that its constructor takes; Bidirectional makes its other direction by itself."""
    _require_ordinary(name, config)
    return {
        key: plain_setting(key, config[key]) for key in sorted(ALLOWED[name] & set(config)) if key != "backward_layer"
    }


def _as_listed(name: str, config: dict) -> tuple[str, dict]:
    """Class and settings of the layer on the list that computes the same; as they came in if there is none."""
    if name == "RNN":
        cell = config.get("cell") or {}
        if isinstance(cell, dict) and cell.get("class_name") in _LAYER_OF_CELL:
            return _LAYER_OF_CELL[cell["class_name"]], {**config, **cell["config"]}
    if name == "TimeDistributed" and config["layer"]["class_name"] in _SAME_AT_EACH_STEP:
        return config["layer"]["class_name"], config["layer"]["config"]
    return name, config


def _why_not(name: str) -> str:
    import keras

    if name == "RNN":
        return "An RNN with this cell cannot be graded: use LSTM, GRU or SimpleRNN, or RNN with one of their cells."
    is_of_keras = name != "Lambda" and isinstance(getattr(keras.layers, name, None), type)
    return why_not_listed(name) if is_of_keras else why_refused(name)


def _require_ordinary(name: str, config: dict) -> None:
    """Refuse what a rebuilt layer would silently do in another way."""
    if config.get("data_format") == "channels_first" and name != "Flatten":
        raise ModelRefused(
            f'The {name} layer has data_format="channels_first", with which Keras cannot train on a CPU: swap the axes '
            "with `Permute((2, 1))` instead."
        )
    if name == "Bidirectional":
        _require_two_alike(config)
    if config.get("axis") in (0, [0], (0,)):
        raise ModelRefused(
            f"The {name} layer has axis=0, which is the batch: its rows have nothing to do with each other. Use axis=-1."
        )


def _require_two_alike(config: dict) -> None:
    if config.get("merge_mode", "concat") is None:
        raise ModelRefused(_UNMERGED)
    backward = config.get("backward_layer")
    if backward and backward["class_name"] != config["layer"]["class_name"]:
        raise ModelRefused(
            f"The two directions of Bidirectional must be of one kind. Yours are {config['layer']['class_name']} and "
            f"{backward['class_name']}."
        )


def _activation_name(value: dict) -> str:
    """The name of the function that equals a layer given as an activation, `Conv1D(..., activation=ReLU())`."""
    name, config = str(value.get("class_name"))[:40], value.get("config")
    if value.get("module") != "keras.layers" or not isinstance(config, dict):
        raise ModelRefused(_NO_ACTIVATION_NAME)
    settings = {key: config[key] for key in ALLOWED.get(name, ()) if key in config}
    if name == "Activation" and isinstance(settings.get("activation"), str):
        return settings["activation"]
    for activation, layer, ordinary in _NAMES_OF_LAYERS:
        if name == layer and settings == ordinary:
            return activation
    raise ModelRefused(
        f"A {name} with settings of its own cannot be graded as the activation of a layer: put it after that layer, as a "
        "layer by itself."
    )


_RELU = {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}
#: The activation that a layer with these settings is.
_NAMES_OF_LAYERS: tuple[tuple[str, str, dict], ...] = (
    ("relu", "ReLU", _RELU),
    ("relu6", "ReLU", {**_RELU, "max_value": 6.0}),
    ("leaky_relu", "LeakyReLU", {"negative_slope": 0.2}),
    ("elu", "ELU", {"alpha": 1.0}),
    ("softmax", "Softmax", {"axis": -1}),
)


def _why_without_layers(name: str) -> str:
    if name == "Sequential":
        return "The model does not know its input yet: begin the list of layers with `keras.Input(input_shape)`."
    return (
        f"A model of class {name} cannot be graded: build it with `keras.Sequential([...])` or, from an Input to an output, "
        "with `keras.Model(inputs, outputs)`."
    )
