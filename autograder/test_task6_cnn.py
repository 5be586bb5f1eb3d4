"""Checks of task 6: the convolutional network."""

from __future__ import annotations

from . import architecture
from .checks import check
from .demands import meets_demands, shape_to_convolve
from .grading_data import GradingData
from .submission import Submission


@check(
    "build_cnn",
    points=2,
    visible=True,
    hint="Swap the axes to (times, frequencies); Conv1D slides along the first axis.",
)
def test_cnn_convolves_over_time(submission: Submission, data: GradingData) -> None:
    """The network has two or more Conv1D layers, and they slide over time with the frequencies as channels."""
    architecture.convolutions_over_time(architecture.network_of(submission, "build_cnn", (33, 46)))


@check("build_cnn", points=2, visible=True, hint="`Conv1D(..., activation='relu')`, or a ReLU layer after it.")
def test_cnn_has_a_relu_after_each_convolution(submission: Submission, data: GradingData) -> None:
    """Each convolution is followed by a ReLU."""
    architecture.relu_after_each(architecture.network_of(submission, "build_cnn", (33, 46)))


@check(
    "build_cnn",
    points=2,
    visible=True,
    hint="After the last convolution: Flatten, a Dense layer, then one dense unit with a sigmoid.",
)
def test_cnn_ends_in_flatten_dense_sigmoid(submission: Submission, data: GradingData) -> None:
    """The convolutions are flattened; a dense layer and a dense unit with a sigmoid give the probability."""
    architecture.flatten_dense_sigmoid(architecture.network_of(submission, "build_cnn", (33, 46)))


@check("build_cnn", points=3, hint="Take the sizes from `input_shape` or leave them to Keras; write no 33 and no 46.")
def test_cnn_at_another_shape(submission: Submission, data: GradingData) -> None:
    """The network is right at other numbers of frequencies and times, too."""
    meets_demands(submission, "build_cnn", shape_to_convolve(data.rng("shape of the CNN")))


@check("build_cnn", points=2, hint="Does a pooling or a large stride leave a single time before the Flatten?")
def test_cnn_tells_early_from_late(submission: Submission, data: GradingData) -> None:
    """The network can learn when something happens: a burst early in the window from the same burst late in it."""
    from . import unseen_patients

    unseen_patients.tells_early_from_late(submission, "build_cnn", data)


@check(
    "build_cnn",
    points=4,
    hint="Is it too small, or does much dropout or a pooling throw away what it saw? Train it as the grader does (see the text), and look at its validation curves.",
)
def test_cnn_on_unseen_patients(submission: Submission, data: GradingData) -> None:
    """Trained for a few epochs, the network tells normal from abnormal beats of patients it has never seen."""
    from . import unseen_patients

    unseen_patients.reaches_the_bar(submission, "build_cnn", data)
