"""Checks of task 7: the network built like AlexNet."""

from __future__ import annotations

from . import architecture, architecture_alexnet
from .checks import check
from .demands import meets_demands, shape_to_convolve
from .grading_data import GradingData
from .submission import Submission


@check(
    "build_alexnet",
    points=1.5,
    visible=True,
    hint="Swap the axes to (times, frequencies), then three or more Conv1D; give the first the longest `kernel_size`.",
)
def test_alexnet_convolves_over_time(submission: Submission, data: GradingData) -> None:
    """The network has three or more Conv1D layers over time, and none has a longer kernel than the first."""
    architecture_alexnet.convolutions_shrink(architecture.network_of(submission, "build_alexnet", (33, 46)))


@check("build_alexnet", points=1, visible=True, hint="`Conv1D(..., activation='relu')`, or a ReLU layer after it.")
def test_alexnet_has_a_relu_after_each_convolution(submission: Submission, data: GradingData) -> None:
    """Each convolution is followed by a ReLU."""
    architecture_alexnet.relu_after_each(architecture.network_of(submission, "build_alexnet", (33, 46)))


@check(
    "build_alexnet",
    points=1,
    visible=True,
    hint="A `MaxPooling1D(2)` after the first and after the last convolution; `strides=2` in a convolution counts, too.",
)
def test_alexnet_pools_over_time(submission: Submission, data: GradingData) -> None:
    """Two or more layers make the times fewer, and at least one of them is a max pooling after a convolution."""
    architecture_alexnet.pools_twice(architecture.network_of(submission, "build_alexnet", (33, 46)))


@check(
    "build_alexnet",
    points=1.5,
    visible=True,
    hint="Flatten, then Dense with a ReLU, Dropout, Dense with a ReLU, Dropout, and one dense unit with a sigmoid.",
)
def test_alexnet_ends_in_three_dense_layers(submission: Submission, data: GradingData) -> None:
    """After the flatten come two or more dense layers with ReLU, dropout between them, and a dense unit with a sigmoid."""
    architecture_alexnet.three_dense(architecture.network_of(submission, "build_alexnet", (33, 46)))


@check(
    "build_alexnet", points=1.5, hint="Take the sizes from `input_shape` or leave them to Keras; write no 33 and no 46."
)
def test_alexnet_at_another_shape(submission: Submission, data: GradingData) -> None:
    """The network is right at other numbers of frequencies and times, too."""
    meets_demands(submission, "build_alexnet", shape_to_convolve(data.rng("shape of the AlexNet")))


@check("build_alexnet", points=1, hint="Do poolings and strides leave a single time before the Flatten?")
def test_alexnet_tells_early_from_late(submission: Submission, data: GradingData) -> None:
    """The network can learn when something happens: a burst early in the window from the same burst late in it."""
    from . import unseen_patients

    unseen_patients.tells_early_from_late(submission, "build_alexnet", data)


@check(
    "build_alexnet",
    points=2.5,
    hint="Is it too large for so few patients, or does much dropout throw away what it saw? Train it as the grader does (see the text), and look at its validation curves.",
)
def test_alexnet_on_unseen_patients(submission: Submission, data: GradingData) -> None:
    """Trained for a few epochs, the network tells normal from abnormal beats of patients it has never seen."""
    from . import unseen_patients

    unseen_patients.reaches_the_bar(submission, "build_alexnet", data)
