"""What the layer list of `Submission.inspect` says about a network, and what a student is told about it.

Every function raises `CheckFailed` with a sentence that names the mistake and holds no input of the check.
"""

from __future__ import annotations

from . import expect
from .architecture_layers import CONVOLUTIONS, RECURRENT, Architecture, Layer, flattens, kind_of
from .architecture_paths import goes_through, how_times_are_lost
from .failures import CheckFailed
from .received_models import plain_layers
from .submission import Submission
from .worker import frames
from .worker.allowed import ALLOWED

#: Layers that give what they are given, but for some of it at random.
_AT_RANDOM = ("AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise")
#: Layers that scale, drop out, add noise or turn the axes: what they give holds all that they were given.
_SCALING = (
    *_AT_RANDOM, "ActivityRegularization", "BatchNormalization", "GroupNormalization", "Identity", "LayerNormalization", "Normalization", "Permute",
    "RMSNormalization", "Rescaling", "SpatialDropout1D", "UnitNormalization",
)  # fmt: skip
#: Layers that make one of several.
_MERGING = ("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract")
#: Layers after which a ReLU still counts as the ReLU of the convolution before them.
_BETWEEN = (
    *_SCALING, *_MERGING, "AdaptiveAveragePooling1D", "AdaptiveMaxPooling1D", "AveragePooling1D", "Cropping1D", "Flatten", "MaxPooling1D",
    "Reshape", "UpSampling1D", "ZeroPadding1D",
)  # fmt: skip
_ACTIVATION_LAYERS = ("Activation", "ReLU", "LeakyReLU", "ELU", "PReLU", "Softmax")
#: Layers that may give what they are given.
_NOTHING = ("Activation", "Flatten", "Identity", "Reshape")
#: Layers that give other numbers than the frequencies of every time, whatever is done with these beside them.
_CHANGING = (
    *CONVOLUTIONS, "AdaptiveAveragePooling1D", "AdaptiveMaxPooling1D", "AveragePooling1D", "Cropping1D", "Dense", "MaxPooling1D",
    "RepeatVector", "UpSampling1D",
)  # fmt: skip
_NUMBER = {1: "one", 2: "two", 3: "three"}
#: In place of a function's name.
_BARE = "none before the next convolution"
#: What layers in a row without an activation are together.
_LINEAR = {"convolution": "filter", "dense layer": "layer"}


def network_of(submission: Submission, stub_name: str, input_shape: tuple[int, int]) -> Architecture:
    """Call `build_...` and look at what it really built."""
    model = built(submission, stub_name, input_shape)
    return Architecture(submission.inspect(model, input_shape), input_shape)


def built(submission: Submission, stub_name: str, input_shape: tuple[int, int]) -> frames.ModelData:
    """The model of `build_...`, which takes inputs of this shape."""
    model = submission.call(stub_name, input_shape)
    if not isinstance(model, frames.ModelData):
        raise CheckFailed(f"`{stub_name}` returns no Keras model: end with `return model`.", got=expect.kind_of(model))
    layers = plain_layers(model.layers)
    shapes = [layer.get("shape") for layer in layers if layer.get("class") == "InputLayer"]
    expect.is_true(
        not shapes or shapes[0] == list(input_shape),
        "The model does not take the `input_shape` that it was asked for.",
        got=str(shapes),
        expected=str(list(input_shape)),
    )
    return frames.ModelData(model.handle, layers)


#: What `descriptions` says of a layer that cannot learn, in a sentence.
_STUCK = {
    "frozen": "is frozen (`trainable=False`): your training would leave its weights as they were drawn. Leave `trainable` out.",
    "held": "has a regularizer or a constraint that holds it at zero: take a factor of 0.01 or less, or leave it out.",
    "unmoved": "has a `momentum` of 1, with which its mean and variance stay as they were: leave `momentum` out.",
    "alike": "begins with weights that are all the same, so all its units learn the same, or nothing: leave `kernel_initializer` out.",
}


def can_learn(model: frames.ModelData) -> None:
    """Training reaches the weights of every layer. The grader trains a network of its own, so only this tells."""
    for layer in model.layers:
        # Both are the worker's words: only known ones are repeated.
        why, name = _STUCK.get(str(layer.get("stuck"))), str(layer.get("class"))
        expect.is_true(not why, f"The layer {name if name in ALLOWED else ''} {why}")


def reads_over_time(network: Architecture, layer: Layer, verb: str) -> None:
    """The layer's steps are the times, each with all frequencies."""
    frequencies, times = network.input_shape
    steps, features = layer.summary["input_shape"][:2] if len(layer.summary["input_shape"]) == 2 else (0, 0)
    got = f"input of shape {tuple(layer.summary['input_shape'])}"
    wanted = f"({times}, {frequencies}): {times} time steps of {frequencies} frequencies"
    expect.is_true(
        "mixed" not in layer.reads,
        "A Reshape mixes times and frequencies before the network reads them: it keeps the order of the numbers and is no "
        "transposition. Swap the two axes with `Permute((2, 1))`.",
    )
    expect.is_true(
        layer.reads[0] != "frequency" or layer.reads == ("frequency",),
        f"The network {verb} over frequency instead of time: its steps are the frequencies. Swap the two axes first.",
        got=got,
        expected=wanted,
    )
    expect.is_true(
        layer.reads[0] == "time", f"The network does not {verb.rstrip('s')} over time.", got=got, expected=wanted
    )
    if layer.name in CONVOLUTIONS:
        is_first = not any(other.name in CONVOLUTIONS for other in network.before(layer))
        if is_first and layer.reads in (("time", "frequency"), ("time", "one")):
            _reads_them_all(network, layer, steps, features, got, wanted)
    elif layer.reads == ("time", "frequency"):
        _reads_them_all(network, layer, steps, features, got, wanted)


def _reads_them_all(network: Architecture, layer: Layer, steps: int, features: int, got: str, wanted: str) -> None:
    """Padding adds steps of nothing. Before a convolution a pooling may make them fewer; a recurrence reads every one.

    A convolution need not read the highest frequencies, in which a heart says little.
    """
    frequencies, times = network.input_shape
    if layer.name in CONVOLUTIONS:
        cropped = any(layer in network.after(crop) for crop in network.named("Cropping1D"))
        is_all = not (steps < times and cropped)
        expect.is_true(
            features > 1,
            f"The {kind_of(layer)} reads a single number at each time, not the frequencies: a layer before joins them, or takes the others away.",
            got=got,
            expected=wanted,
        )
    else:
        is_all = steps >= times and features == frequencies
    what = "time step" if steps < times else "frequency"
    expect.is_true(
        is_all or steps < times or features <= frequencies,
        f"The {kind_of(layer)} reads more than the frequencies: a layer before adds something to them.",
        got=got,
        expected=wanted,
    )
    expect.is_true(
        is_all, f"The network does not read every {what}: a layer before takes some away.", got=got, expected=wanted
    )


def one_bidirectional_lstm(network: Architecture) -> list[Layer]:
    """The one bidirectional LSTM, or the two layers of a pair made by hand: one forward, one backward, side by side."""
    layers = one_recurrent(network, "LSTM", "one bidirectional LSTM", "an LSTM", "exactly one, bidirectional")
    both = len(layers) == 2 or layers[0].name == "Bidirectional"
    expect.is_true(both, "The LSTM is not bidirectional: it reads in one direction only.")
    return layers


def one_recurrent(network: Architecture, kind: str, one: str, a: str, exactly: str) -> list[Layer]:
    """The one recurrent layer, of this kind, wrapped in Bidirectional or not; or the two layers of a pair made by hand.

    Args:
        network: where to look.
        kind: the class of the layer.
        one: what the network must have, in words.
        a: the kind with its article.
        exactly: how many the task asks for, in words.
    """
    layers = network.recurrent()
    expect.is_true(layers, f"The network has no recurrent layer: it must have {one}.")
    others = {kind_of(layer) for layer in layers} - {kind}
    found = "an LSTM" if others == {"LSTM"} else f"a {min(others, default='')}"
    expect.is_true(not others, f"The recurrent layer is {found}; this task asks for {a}.")
    expect.is_true(
        len(layers) == 1 or _is_pair(network, layers),
        f"The network has more than one {kind} layer; this task asks for {exactly}.",
        got=f"{len(layers)} {kind} layers",
    )
    return layers


def _is_pair(network: Architecture, layers: list[Layer]) -> bool:
    # Keras takes anything for a direction, and asks whether it is true.
    directions = [bool(layer.summary["config"].get("go_backwards")) for layer in layers if layer.name in RECURRENT]
    first, second = (_read_by(network, layer) for layer in layers)
    return sorted(directions) == [False, True] and first == second


def _read_by(network: Architecture, layer: Layer) -> list:
    """Whose output a layer reads, and how its axes were swapped on the way: two may scale and swap them, each for itself."""
    feeds = layer.summary["inputs"]
    if len(feeds) == 1 and (feed := network.layers[feeds[0]]).name in (*_SCALING, "Masking"):
        swapped = [feed.summary["config"].get("dims")] if feed.name == "Permute" else []
        return [*swapped, *_read_by(network, feed)]
    return feeds


def lstm_reads_time(network: Architecture) -> None:
    """One bidirectional LSTM whose input is (times, frequencies)."""
    recurs_over_time(network, one_bidirectional_lstm(network))


def recurs_over_time(network: Architecture, layers: list[Layer]) -> None:
    """The input of each of these recurrent layers is (times, frequencies), and no path goes around them."""
    for layer in layers:
        reads_over_time(network, layer, "recurs")
        before = next((other for other in network.before(layer) if kind_of(other) in _CHANGING), None)
        such_as = f", such as {kind_of(before)}," if before else ""
        expect.is_true(
            layer.reads == ("time", "frequency") and not before,
            f"The {kind_of(layer)} does not read the frequencies of the spectrogram as they are: other layers{such_as} stand before it.",
        )
    goes_through(network, layers, kind_of(layers[0]))


def ends_in_probability(network: Architecture) -> None:
    """The last layer gives one number through a sigmoid."""
    last = network.layers[-1]
    shape = tuple(last.summary["output_shape"])
    expect.is_true(
        shape == (1,),
        "The network does not end in one probability a row.",
        got=f"output of shape {shape}",
        expected="(1,)",
    )
    expect.is_true(
        last.name not in _AT_RANDOM,
        f"The network ends in a {last.name}: it changes probabilities at random. Put it before the last dense layer.",
    )
    activation = _activation_of(last)
    while activation == "linear" and last.summary["inputs"] and last.name in _NOTHING:
        last = network.layers[last.summary["inputs"][0]]
        activation = _activation_of(last)
    expect.is_true(
        activation == "sigmoid",
        _not_a_sigmoid(last, activation),
        got=f"{last.name} with activation {activation}",
        expected="sigmoid",
    )
    dense = _dense_before(network, last)
    if dense is None:
        raise CheckFailed("The sigmoid must belong to a Dense layer with one unit.")
    before = _activation_of(dense)
    expect.is_true(
        dense is last or before == "linear",
        f"The last dense layer has the activation {before} before the sigmoid: that cuts the range of its probabilities.",
    )


def _not_a_sigmoid(last: Layer, activation: str) -> str:
    if last.name in _MERGING:
        return (
            f"The last layer is a layer that joins others ({last.name}): let one dense unit with a sigmoid be the end."
        )
    if activation == "linear":
        return "The last layer has no activation: without a sigmoid its output is no probability."
    if activation == "softmax":
        return "The last layer has a softmax: over one unit it is always 1. Use a sigmoid."
    return (
        f"The last layer has the activation {activation}: the task asks for a sigmoid, whose output is a probability."
    )


def _dense_before(network: Architecture, last: Layer) -> Layer | None:
    while last.name in (*_NOTHING, "BatchNormalization"):
        last = network.layers[last.summary["inputs"][0]]
    return last if last.name == "Dense" and last.summary["output_shape"] == [1] else None


def convolutions(network: Architecture, least: int = 2) -> list[Layer]:
    """The Conv1D layers, `least` or more."""
    expect.is_true(
        not network.named("Conv2D"),
        "The network has a Conv2D; this task asks for 1-D convolutions (Conv1D) along time, with the frequencies as channels.",
    )
    expect.is_true(
        not any(layer.summary["wrapped"] in CONVOLUTIONS for layer in network.layers),
        "A convolution is wrapped in another layer, such as TimeDistributed: put it into the network as it is.",
    )
    layers = network.named("Conv1D", "SeparableConv1D", "DepthwiseConv1D")
    expect.is_true(layers, "The network has no convolution: it needs Conv1D layers.")
    expect.is_true(
        len(layers) >= least,
        f"The network has only {_NUMBER.get(len(layers))} Conv1D layer{'s' * (len(layers) > 1)}; this task asks for {_NUMBER[least]} or more.",
        got=str(len(layers)),
        expected=f"{least} or more",
    )
    return layers


def convolutions_over_time(network: Architecture, least: int = 2) -> list[Layer]:
    """`least` or more Conv1D that slide along time, with the frequencies as channels of the first; others may stand beside them."""
    expect.is_true(
        not network.recurrent(),
        "The network has a recurrent layer: this task asks for convolutions alone.",
    )
    layers = convolutions(network, least)
    over_time = [layer for layer in layers if layer.reads[0] == "time"]
    if len(over_time) < least or any("mixed" in layer.reads for layer in layers):
        over_time = layers
    for layer in over_time:
        reads_over_time(network, layer, "convolves")
    kernels = [layer.summary["config"].get("kernel_size") for layer in over_time]
    expect.is_true(
        any(kernel not in (1, [1], (1,)) for kernel in kernels),
        "Every convolution has kernel_size=1: it sees one time alone, and no shape in time.",
        got=f"kernel sizes {kernels}",
    )
    goes_through(network, layers, "convolutions")
    return over_time


def relu_after_each(network: Architecture, least: int = 2) -> None:
    """After each of `least` or more convolutions comes a ReLU, before the next layer that computes."""
    for layer in convolutions(network, least):
        followed_by_relu(network, layer, "convolution")


def followed_by_relu(network: Architecture, layer: Layer, kind: str) -> None:
    """A ReLU comes before the next layer that computes; `kind` is what a student calls this layer."""
    activation = _next_activation(network, layer, {})
    expect.is_true(
        activation not in ("", _BARE),
        f"A {kind} has no ReLU after it: two {kind}s in a row are then only one linear {_LINEAR[kind]}.",
    )
    expect.is_true(
        activation == "relu",
        f"A {kind} is followed by {activation} instead of a ReLU.",
        got=activation,
        expected="relu",
    )


def _next_activation(network: Architecture, layer: Layer, known: dict[int, str]) -> str:
    """The function that a convolution's output goes through first; `_BARE` if it reaches the next one without, "" if none comes.

    Args:
        network: where to look.
        layer: whose output it is.
        known: the answers for layers by position; of branches that part and meet there are 2^60 ways.
    """
    if layer.position not in known:
        known[layer.position] = _found_activation(network, layer, known)
    return known[layer.position]


def _found_activation(network: Architecture, layer: Layer, known: dict[int, str]) -> str:
    own = _activation_of(layer)
    if own != "linear":
        return own
    consumers = network.consumers(layer)
    if any(other.name in CONVOLUTIONS for other in consumers):
        return _BARE
    followers = [other for other in consumers if other.name in _BETWEEN + _ACTIVATION_LAYERS]
    found = [activation for other in followers if (activation := _next_activation(network, other, known))]
    # A ReLU on a branch beside does nothing for a convolution that has none.
    return next((each for each in (_BARE, "relu", *found) if each in found), "")


def flatten_dense_sigmoid(network: Architecture) -> list[Layer]:
    """After the convolutions: Flatten, a Dense layer, and a Dense layer with a sigmoid; returns the Dense layers."""
    ends_in_probability(network)
    layers = network.named(*CONVOLUTIONS)
    expect.is_true(layers, "The network has no convolution: it needs Conv1D layers.")
    flat = [layer for layer in network.after(_flattened(network, layers)) if flattens(layer)]
    dense = [layer for layer in network.after(flat[-1]) if layer.name == "Dense"]
    expect.is_true(
        len(dense) > 1,
        "Between the flatten and the sigmoid the network has no dense layer: flatten, a dense layer, then the dense layer with the sigmoid.",
        got=f"{len(dense)} Dense after the flatten",
        expected="2 or more",
    )
    return dense


def _flattened(network: Architecture, layers: list[Layer]) -> Layer:
    """The last of these convolutions from which a path leads to a Flatten; that of a gate need not have one."""
    for layer in reversed(layers):
        if not how_times_are_lost(network, layer):
            return layer
    raise CheckFailed(how_times_are_lost(network, layers[-1]))


def _activation_of(layer: Layer) -> str:
    """The name of the function that a layer applies to each number."""
    config = layer.summary["config"]
    if layer.name == "ReLU":
        plain = not config.get("negative_slope") and not config.get("threshold") and config.get("max_value") is None
        return "relu" if plain else "a ReLU that is cut or leaks"
    if layer.name in ("LeakyReLU", "ELU", "PReLU", "Softmax"):
        return layer.name.lower() if layer.name == "Softmax" else layer.name
    if layer.name in RECURRENT or layer.name == "Bidirectional":
        return "tanh"
    return layer.summary["activation"] or "linear"
