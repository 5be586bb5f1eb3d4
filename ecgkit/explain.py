"""Where in time a network looks: Grad-CAM, occlusion, and the test that such a picture shows the network and not just the input.

Runs on whatever Keras runs on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .calls import Call, calls_of

if TYPE_CHECKING:
    import keras

#: Rows that are in memory with everything that a network computes of them.
ROWS_AT_ONCE = 256


def logits(model: keras.Model, X: NDArray) -> NDArray[np.float32]:
    """What the last layer computes before its sigmoid: log(p / (1 - p)), also where p is so near 0 or 1 that it says no more.

    Args:
        model: a functional or Sequential model that ends in a dense layer of one unit.
        X: (n, ...) inputs.

    Returns:
        float32 (n,).

    Raises:
        ValueError: the model does not end in a dense layer of one unit.
    """
    return _logit_function(model)(X)


def grad_cam(model: keras.Model, X: NDArray, *, times: int, layer: str | None = None) -> NDArray[np.float64]:
    """Gradient-weighted class activation map over time: which moments speak for "abnormal"?

    Each channel of a layer is weighed by the mean gradient of the logit with respect to it; their sum, where positive, is
    the map. The gradient is that of the logit: that of the probability vanishes where the network is sure.
    Source: Selvaraju et al. (2017), doi:10.1109/ICCV.2017.74, there in two dimensions.

    Args:
        model: a functional or Sequential model that ends in a dense layer of one unit.
        X: (n, ...) inputs.
        times: number of moments in a map; the steps of the layer are stretched to it.
        layer: name of a layer whose output is (n, steps, channels); the last such layer if None. What reaches the end by
            another way is held as it is.

    Returns:
        float64 (n, times), 0 or more, the largest of each row 1; a row without positive evidence is 0.

    Raises:
        ValueError: the model has no such layer, or does not end in a dense layer of one unit; `X` has no row.
    """
    import keras

    inputs, calls = _layers(model)
    head = _head(calls)
    chosen = _layer(calls, layer)
    activation = _predicted(keras.Model(inputs, chosen.result), X)
    above = keras.Model([chosen.result, inputs], head.given[0])
    gradient = _gradient(lambda *given: _before_sigmoid(head.layer, above(given, training=False)), activation, X)
    maps = np.maximum((gradient.mean(axis=1, keepdims=True) * activation).sum(axis=2), 0).astype(np.float64)
    return _largest_is_one(_stretched(maps, times))


def occlusion(
    model: keras.Model, X: NDArray, *, axis: int, width: int, step: int = 1, fill: float | None = None
) -> NDArray[np.float64]:
    """How much the logit falls when a moment is covered: what the network needs, measured and not derived.

    Source: Zeiler and Fergus (2014), doi:10.1007/978-3-319-10590-1_53, there with grey squares.

    Args:
        model: a functional or Sequential model that ends in a dense layer of one unit.
        X: (n, ...) inputs.
        axis: of `X` along which time runs.
        width: moments that are covered at once.
        step: moments from one cover to the next, `width` at most, so that every moment is covered.
        fill: what the cover holds; each row's median if None.

    Returns:
        float64 (n, times): fall of the logit, averaged over the covers that hide a moment; positive where the covered part
        spoke for "abnormal".

    Raises:
        ValueError: `axis` is no axis of a row, `width` or `step` is out of range, the model does not end in a dense layer of
            one unit, or `X` has no row.
    """
    # Time second, whatever it was: a view, so that a cover written here stands in `covered`.
    covered = np.array(X, dtype=np.float32)
    _require_rows(covered)
    in_time = np.moveaxis(covered, _checked_axis(axis, covered.ndim), 1)
    times = in_time.shape[1]
    _check_cover(width, step, times)
    cover = np.median(covered, axis=tuple(range(1, covered.ndim))) if fill is None else np.full(len(covered), fill)
    as_was = in_time.copy()
    logit = _logit_function(model)
    whole = logit(covered)
    falls, covers = np.zeros((len(covered), times)), np.zeros(times)
    # The last cover ends with the window, or its last moments would never be hidden.
    for start in sorted({*range(0, times - width, step), times - width}):
        hidden = slice(start, start + width)
        in_time[:, hidden] = cover.reshape(-1, *[1] * (in_time.ndim - 1))
        falls[:, hidden] += (whole - logit(covered))[:, None]
        covers[hidden] += 1
        in_time[:, hidden] = as_was[:, hidden]
    return falls / covers


def with_random_weights(model: keras.Model, seed: int) -> keras.Model:
    """The same architecture with fresh first weights.

    A map that looks alike for a network that has learned nothing shows the heartbeat, not the network. Source: Adebayo et
    al. (2018), Sanity Checks for Saliency Maps, arXiv:1810.03292.

    Args:
        model: is not changed.
        seed: of the weights, and of every random number of Python, NumPy and Keras that is drawn after this call.

    Returns:
        A model of its own, not compiled.
    """
    import keras

    keras.utils.set_random_seed(seed)
    return keras.models.clone_model(model)


def convolutions(model: keras.Model) -> list[keras.layers.Layer]:
    """The layers that convolve along time, from the input to the output, those of nested models, too.

    Args:
        model: a functional or Sequential model.

    Raises:
        ValueError: the model has none, or `X` has no row.
    """
    from keras import layers

    kinds = layers.Conv1D | layers.SeparableConv1D | layers.DepthwiseConv1D
    found = [call.layer for call in _layers(model)[1] if isinstance(call.layer, kinds)]
    if not found:
        raise ValueError("`model` must have a convolution along time, such as Conv1D. This one has none.")
    return found


def recurrent(model: keras.Model, X: NDArray) -> tuple[keras.layers.Layer, NDArray]:
    """The first recurrent layer of a network, and what it reads.

    Args:
        model: a functional or Sequential model.
        X: (n, ...) inputs.

    Returns:
        The layer, and (n, steps, features).

    Raises:
        ValueError: the model has none, or `X` has no row.
    """
    import keras

    inputs, calls = _layers(model)
    kinds = keras.layers.RNN | keras.layers.Bidirectional
    found = next((call for call in calls if isinstance(call.layer, kinds)), None)
    if found is None:
        raise ValueError("`model` must have a recurrent layer, such as GRU. This one has none.")
    # In float32, whatever the precision of the network.
    return found.layer, _predicted(keras.Model(inputs, found.given[0]), X).astype(np.float32)


def gru_weights(layer: keras.layers.Layer) -> list[NDArray]:
    """The weights of a GRU as `gru_step` takes them, whatever its options.

    Args:
        layer: a GRU, an RNN around a GRUCell, or a Bidirectional of one, of which the forward direction is taken.

    Returns:
        [kernel (features, 3 units), recurrent_kernel (units, 3 units), bias (2, 3 units)]. A bias that the layer does not have
        is 0: both rows with `use_bias=False`, the second one with `reset_after=False`. With `reset_after=False`, or other
        activations, `gru_step` makes something else of these weights than the layer does.
    """
    forward = getattr(layer, "forward_layer", layer)
    kernel, recurrent_kernel, *biases = getattr(forward, "cell", forward).get_weights()
    bias = np.zeros((2, kernel.shape[1]), kernel.dtype)
    for given in biases:
        bias[: len(np.atleast_2d(given))] = given
    return [kernel, recurrent_kernel, bias]


def agreement(first: NDArray, second: NDArray) -> NDArray[np.float64]:
    """Rank correlation (Spearman) of two maps, row by row.

    Args:
        first: (n, times).
        second: (n, times).

    Returns:
        float64 (n,): 1 where both rise and fall together, -1 where one rises as the other falls, 0 where a map is flat.

    Raises:
        ValueError: the shapes differ.
    """
    if np.ndim(first) != 2 or np.shape(first) != np.shape(second):
        raise ValueError(
            "`first` and `second` must both be (n, times), maps of the same rows. "
            f"Received {np.shape(first)} and {np.shape(second)}."
        )
    ranks = [_ranks(np.asarray(maps, dtype=float)) for maps in (first, second)]
    centred = [rank - rank.mean(axis=1, keepdims=True) for rank in ranks]
    scale = np.sqrt(np.prod([(rank**2).sum(axis=1) for rank in centred], axis=0))
    return np.divide((centred[0] * centred[1]).sum(axis=1), scale, out=np.zeros(len(scale)), where=scale > 0)


def _ranks(maps: NDArray) -> NDArray:
    from scipy.stats import rankdata

    return rankdata(maps, axis=1)


def _layers(model: keras.Model) -> tuple[Any, list[Call]]:
    """The symbolic input and the calls of layers; what is no layer, such as `keras.ops.sigmoid`, has nothing to be asked."""
    import keras

    inputs, calls = calls_of(model)
    return inputs, [call for call in calls if isinstance(call.layer, keras.layers.Layer)]


def _head(calls: list[Call]) -> Call:
    """The dense unit at the end; its sigmoid may be a layer of its own, and a batch normalization, which scales it, stand between."""
    import keras

    of = keras.layers
    after = (of.Activation, of.BatchNormalization, of.Flatten, of.Identity, of.Reshape)
    last = next((call for call in reversed(calls) if not isinstance(call.layer, after)), None)
    if last is None or not isinstance(last.layer, keras.layers.Dense) or last.layer.units != 1:
        raise ValueError(
            "`model` must end in a Dense layer of one unit, whose number before the sigmoid is the logit. "
            f"Received a model that ends in {type(last.layer).__name__ if last else 'no layer'}."
        )
    return last


def _layer(calls: list[Call], name: str | None) -> Call:
    """The last layer with steps and channels, or the one of this name."""
    found = [call for call in calls if len(getattr(call.result, "shape", ())) == 3]
    if not found:
        raise ValueError("`model` must have a layer whose output is (batch, steps, channels). This one has none.")
    if name is None:
        return found[-1]
    named = [call for call in found if call.layer.name == name]
    if not named:
        names = ", ".join(call.layer.name for call in found)
        raise ValueError(f"`layer` must name a layer with steps and channels: {names}. Received {name!r}.")
    return named[-1]


def _logit_function(model: keras.Model) -> Callable[[NDArray], NDArray[np.float32]]:
    """`logits` of one model for many calls: Keras compiles it once."""
    import keras
    from keras import ops

    inputs, calls = _layers(model)
    head = _head(calls)
    below = keras.Model(inputs, head.given[0])

    def logit(X: NDArray) -> NDArray[np.float32]:
        features = ops.convert_to_tensor(_predicted(below, X))
        return ops.convert_to_numpy(_before_sigmoid(head.layer, features))[:, 0]

    return logit


def _predicted(model: keras.Model, X: NDArray) -> NDArray:
    """`model.predict` without what it sets up at each call, which takes longer than these small networks do."""
    _require_rows(X)
    return np.concatenate([np.asarray(model.predict_on_batch(part)) for part in _parts(X)])


def _require_rows(X: NDArray) -> None:
    if not len(X):
        raise ValueError(f"`X` must have at least one row. Received shape {np.shape(X)}.")


def _parts(rows: NDArray) -> list[NDArray]:
    return [rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE)]


def _before_sigmoid(dense: keras.layers.Dense, features: Any) -> Any:
    from keras import ops

    value = ops.matmul(features, dense.kernel)
    return value if dense.bias is None else value + dense.bias


def _gradient(function: Callable[[Any, Any], Any], values: NDArray, X: NDArray) -> NDArray:
    """Gradient of each row's own result with respect to its values, a part of the rows at a time: (n, steps, channels)."""
    from keras import ops

    # No result depends on another row, so the gradient of their sum is that of each.
    def result(*given: Any) -> Any:
        return ops.sum(function(*given))

    gradients = [
        _backend_gradient(result, ops.convert_to_tensor(part), ops.convert_to_tensor(rows))
        for part, rows in zip(_parts(values), _parts(X), strict=True)
    ]
    return np.concatenate([ops.convert_to_numpy(gradient) for gradient in gradients])


def _backend_gradient(function: Callable[[Any, Any], Any], value: Any, held: Any) -> Any:
    """Gradient of a scalar function with respect to the first of its two tensors, by whatever Keras runs on."""
    import keras

    if keras.backend.backend() == "jax":
        import jax

        return jax.grad(function)(value, held)
    if keras.backend.backend() == "torch":
        leaf = value.detach().clone().requires_grad_(True)
        function(leaf, held).backward()
        return leaf.grad
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(value)
        result = function(value, held)
    return tape.gradient(result, value)


def _checked_axis(axis: int, ndim: int) -> int:
    if axis % ndim == 0 or not -ndim <= axis < ndim:
        raise ValueError(f"`axis` must be an axis of `X` after the first, which counts the rows. Received {axis}.")
    return axis


def _check_cover(width: int, step: int, times: int) -> None:
    if not 1 <= width <= times:
        raise ValueError(f"`width` must be 1 to {times}, the moments of a row. Received {width}.")
    if not 1 <= step <= width:
        raise ValueError(f"`step` must be 1 to `width` ({width}), so that every moment is covered. Received {step}.")


def _stretched(maps: NDArray, times: int) -> NDArray:
    """Linear interpolation from the centres of the layer's steps to the centres of the moments."""
    steps = maps.shape[1]
    places = (np.arange(times) + 0.5) * steps / times - 0.5
    return np.stack([np.interp(places, np.arange(steps), row) for row in maps])


def _largest_is_one(maps: NDArray) -> NDArray:
    largest = maps.max(axis=1, keepdims=True)
    return np.divide(maps, largest, out=np.zeros_like(maps), where=largest > 0)
