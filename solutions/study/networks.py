"""The four kinds of network, each within the rules of its task: recurrence and convolution run over time.

All take a wave of (times, 1), or (times, 3) with the rhythm beside it, and give one probability. Two convolutions with a stride
come first in the recurrent ones: they turn 1 s of samples into 30 steps of features, as the spectrogram does in the notebooks, but
learned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

#: Names of the networks in the order of the tasks 5 to 8.
NETWORKS = ("bilstm", "cnn", "alexnet", "gru")

#: Of the running means of batch normalization. Keras' 0.99 follows over hundreds of steps, and an epoch here is about as long:
#: what was learned in the first epochs would be judged by the means of the network that had learned nothing.
MOMENTUM = 0.9

#: Samples from one spectrum of the spectrogram to the next.
STEP = 4


def build(network: str, input_shape: tuple[int, int], *, dropout: float, spectrogram: bool = False) -> keras.Model:
    """Build one of the networks, not compiled.

    Args:
        network: one of `NETWORKS`.
        input_shape: (times, channels) of `waveforms.inputs_of`, the wave first.
        dropout: rate before the last layer; half of it between the others.
        spectrogram: look at the logarithm of a spectrogram of the wave instead of the wave.

    Raises:
        ValueError: there is no such network.
    """
    if network not in NETWORKS:
        raise ValueError(f"`network` must be one of {', '.join(NETWORKS)}. Received {network!r}.")
    import keras

    inputs = keras.Input(input_shape)
    steps = _log_spectrogram(inputs) if spectrogram else inputs
    outputs = _BODIES[network](steps, dropout, spectrogram)
    outputs = keras.layers.Dropout(dropout)(outputs)
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(outputs), name=network)


def _log_spectrogram(inputs):
    """0.27 s (Hann) every 33 ms at 120 Hz: (30 steps, 17 frequencies), normalized by the layer that follows; then the rhythm."""
    import keras

    layer = keras.layers.STFTSpectrogram(
        mode="log", frame_length=32, frame_step=STEP, fft_length=32, padding="same", trainable=False
    )
    steps = layer(inputs[..., :1])
    if inputs.shape[-1] > 1:
        rest = keras.layers.MaxPooling1D(STEP, padding="same")(inputs[..., 1:])
        steps = keras.layers.Concatenate()([steps, rest])
    return keras.layers.BatchNormalization(momentum=MOMENTUM)(steps)


def _convolutions(steps, plan: Sequence[tuple[int, int, int]], dropout: float):
    """Convolutions with normalization and ReLU; each of the plan is (filters, width, stride)."""
    from keras import layers

    for filters, width, stride in plan:
        steps = layers.Conv1D(filters, width, strides=stride, padding="same", use_bias=False)(steps)
        steps = layers.ReLU()(layers.BatchNormalization(momentum=MOMENTUM)(steps))
        steps = layers.SpatialDropout1D(dropout / 2)(steps)
    return steps


def _bilstm(steps, dropout: float, spectrogram: bool):
    from keras import layers

    steps = _convolutions(steps, [] if spectrogram else [(16, 9, 2), (32, 9, 2)], dropout)
    return layers.Flatten()(layers.Bidirectional(layers.LSTM(24, return_sequences=True))(steps))


def _gru(steps, dropout: float, spectrogram: bool):
    from keras import layers

    steps = _convolutions(steps, [] if spectrogram else [(16, 9, 2), (32, 9, 2)], dropout)
    return layers.Flatten()(layers.GRU(32, return_sequences=True)(steps))


def _cnn(steps, dropout: float, spectrogram: bool):
    from keras import layers

    stride = 1 if spectrogram else 2
    steps = _convolutions(steps, [(16, 9, stride), (32, 7, 2), (32, 5, 2)], dropout)
    return layers.Dense(32, activation="relu")(layers.Dropout(dropout)(layers.Flatten()(steps)))


def _alexnet(steps, dropout: float, spectrogram: bool):
    """Five convolutions, pooling after the first, the second and the last, and three dense layers, as Krizhevsky, Sutskever and
    Hinton (2012) have them, a tenth as wide."""
    from keras import layers

    steps = layers.MaxPooling1D(3, 2, padding="same")(_convolutions(steps, [(16, 11, 1)], dropout))
    steps = layers.MaxPooling1D(3, 2, padding="same")(_convolutions(steps, [(32, 5, 1)], dropout))
    steps = _convolutions(steps, [(48, 3, 1), (48, 3, 1), (32, 3, 1)], dropout)
    steps = layers.Flatten()(layers.MaxPooling1D(3, 2, padding="same")(steps))
    for units in (64, 64):
        steps = layers.Dense(units, activation="relu")(layers.Dropout(dropout)(steps))
    return steps


_BODIES: dict[str, Callable] = {"bilstm": _bilstm, "cnn": _cnn, "alexnet": _alexnet, "gru": _gru}
