"""How large a rebuilt model may become: refused before a weight of it is allocated."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: Weights of all layers together; twice what AlexNet's two wide layers need here.
MAX_WEIGHTS = 2**26
#: Values that one layer gives for one row, and all layers together: training keeps them for a whole batch.
MAX_OUTPUT, MAX_OUTPUTS = 2**18, 2**21


class Bounds:
    """Counts what a model under construction needs.

    Args:
        refused: the exception to raise, with a sentence for the student.
    """

    def __init__(self, refused: Callable[[str], Exception]) -> None:
        self._refused = refused
        self._weights = self._outputs = 0

    def count_weights(self, shape: Any) -> None:
        """Add a weight of this shape, before it is made."""
        self._weights += math.prod(int(size) for size in shape or ())
        if self._weights > MAX_WEIGHTS:
            raise self._refused(f"The model has more than {MAX_WEIGHTS:,} weights: make it smaller.")

    def count_output(self, tensor: Any) -> None:
        """Add the output of a layer."""
        size = math.prod(size or 1 for size in tensor.shape)
        self._outputs += size
        if size > MAX_OUTPUT or self._outputs > MAX_OUTPUTS:
            raise self._refused(f"A layer of the model gives {size:,} values for each row: make the model smaller.")


@contextmanager
def bounded(refused: Callable[[str], Exception]) -> Iterator[Bounds]:
    """Within it, every weight of every Keras layer, wrapped ones and cells too, is counted before it is allocated."""
    import keras

    bounds, original = Bounds(refused), keras.Layer.add_weight

    def add_weight(layer: Any, shape: Any = None, *args: Any, **kwargs: Any) -> Any:
        bounds.count_weights(shape)
        return original(layer, shape, *args, **kwargs)

    keras.Layer.add_weight = add_weight
    try:
        yield bounds
    finally:
        keras.Layer.add_weight = original
