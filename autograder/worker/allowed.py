"""What a model may be made of: an allow-list of built-in layers, each with its plain arguments, and of activations."""

from __future__ import annotations

_RECURRENT = {
    "units", "activation", "recurrent_activation", "use_bias", "return_sequences", "go_backwards", "reset_after",
    "dropout", "recurrent_dropout",
}  # fmt: skip
_CONVOLUTION = {"filters", "kernel_size", "strides", "padding", "dilation_rate", "groups", "activation", "use_bias"}
_POOLING = {"pool_size", "strides", "padding"}

#: Built-in layers that a model may use, with the arguments that change what it computes.
ALLOWED: dict[str, set[str]] = {
    "Activation": {"activation"},
    "ActivityRegularization": {"l1", "l2"},
    "AdaptiveAveragePooling1D": {"output_size"},
    "AdaptiveMaxPooling1D": {"output_size"},
    "Add": set(),
    "AlphaDropout": {"rate"},
    "Average": set(),
    "AveragePooling1D": _POOLING,
    "BatchNormalization": {"axis", "epsilon", "center", "scale"},
    "Bidirectional": {"merge_mode", "layer", "backward_layer"},
    "Concatenate": {"axis"},
    "Conv1D": _CONVOLUTION,
    "Conv1DTranspose": _CONVOLUTION - {"groups"} | {"output_padding"},
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
    "Minimum": set(),
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
    "SpectralNormalization": {"layer", "power_iterations"},
    "Subtract": set(),
    "TimeDistributed": {"layer"},
    "UpSampling1D": {"size"},
    "UnitNormalization": {"axis"},
    "ZeroPadding1D": {"padding"},
}

ACTIVATIONS = {
    "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_tanh", "leaky_relu", "linear",
    "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu", "soft_shrink", "softmax", "softplus", "softsign",
    "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus", "swish", "tanh", "tanh_shrink",
}  # fmt: skip

MAX_LAYERS = 200
MAX_SIZE = 4096


class ModelRefused(ValueError):
    """The model cannot be graded; the message says what to use instead."""


def why_refused(name: str) -> str:
    """What a student reads about a layer that is not on the list."""
    if name == "Lambda":
        return (
            "A Lambda layer cannot be graded: use a built-in layer such as Permute, Reshape, Rescaling or Activation."
        )
    return f"The layer {name} cannot be graded: it is no layer of `keras.layers`. Use those, such as Dense, Conv1D or LSTM."


def why_not_listed(name: str) -> str:
    """What a student reads about a layer of Keras that the grader does not rebuild."""
    return (
        f"The layer {name} is one of Keras, but not one that the grader can rebuild: this task needs none like it. Use "
        "others, such as Dense, Conv1D, LSTM, Permute or Multiply."
    )
