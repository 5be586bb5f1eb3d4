"""The layers of a network in the order in which the data meet them, whether they stand in a row, in branches or in nested models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import keras


class Call(NamedTuple):
    """One step of a network.

    Attributes:
        layer: the layer, or an operation such as `keras.ops.relu`.
        given: the symbolic tensors that go in.
        result: symbolic tensor that comes out.
    """

    layer: Any
    given: list[Any]
    result: Any


def calls_of(model: keras.Model) -> tuple[Any, list[Call]]:
    """Call the layers of a network once more, one after another, those of nested models, too.

    A layer's own `input` and `output` are those of its first call, which need not be part of the finished network: a `Sequential`
    that grew by `add` has called its first layers many times, and one ReLU may stand in several places.

    Args:
        model: a functional or Sequential model with one input and one output. It shares its layers with what is returned.

    Returns:
        The symbolic input, and what is called on the way from it to the output.
    """
    import keras

    calls: list[Call] = []

    def call(layer: Any, *values: Any, **options: Any) -> Any:
        given = [value for value in keras.tree.flatten((values, options)) if isinstance(value, keras.KerasTensor)]
        if isinstance(layer, keras.Sequential | keras.Function):
            return opened(layer, given[0])
        result = layer(*values, **options)
        calls.append(Call(layer, given, result))
        return result

    def opened(model: Any, value: Any) -> Any:
        if isinstance(model, keras.Sequential):
            for layer in model.layers:
                value = call(layer, value)
            return value
        # A clone of a model that was compiled would be compiled as well.
        graph = keras.Model(model.inputs, model.outputs)
        keras.models.clone_model(graph, [value], clone_function=lambda layer: layer, call_function=call)
        # The step that gives the output is the last.
        return calls[-1].result

    first = model.inputs[0]
    inputs = keras.Input(batch_shape=first.shape, dtype=first.dtype)
    opened(model, inputs)
    return inputs, calls
