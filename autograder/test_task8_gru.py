"""Checks of task 8: one step of a GRU, and a network with one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import architecture, architecture_gru, architecture_paths, expect, oracles_gru
from .checks import check
from .demands import meets_demands
from .grading_data import GradingData
from .submission import Submission

#: Two rows, three features, two units: input, state and weights of the first visible check.
X = np.array([[1, -0.5, 2], [0.5, 1, -1]], np.float32)
H = np.array([[0.5, -1], [0.8, 0.2]], np.float32)
KERNEL = np.array(
    [[0.5, -1, 1, 0.3, -0.4, 0.8], [-0.6, 0.4, 0.2, -0.9, 1, 0.1], [0.2, 0.7, -0.5, 0.6, 0.9, -0.3]], np.float32
)
RECURRENT_KERNEL = np.array([[1, -0.3, 0.4, -1, 0.7, 0.9], [0.2, 0.6, -0.8, 0.5, -1, 1]], np.float32)
BIAS = np.array([[0.3, -0.2, 0.5, 0.1, -2.6, 0.4], [-0.5, 0.4, 0.2, -0.7, 0.9, 0.6]], np.float32)
NEW_H = np.array([[0.4294, -0.10706], [-0.02084, 0.64513]])

#: What comes out of them by each mistake. Written down, not computed: how to compute it is what students find out.
WRONG_H = {
    "gates swapped": [[0.42744, -0.37337], [0.60026, 0.8866]],
    "candidate first": [[0.56373, -0.67848], [0.6889, -0.57291]],
    "interleaved": [[0.54591, -0.37004], [0.87097, 0.85711]],
    "mix swapped": [[0.24096, -0.37076], [-0.09814, 0.41667]],
    "mix swapped, reset before": [[0.16812, -0.28311], [-0.07041, 0.45709]],
    "reset before": [[0.40955, 0.01732], [0.0045, 0.72818]],
    "reset without bias": [[0.45983, -0.01504], [-0.01254, 0.7063]],
    "no reset": [[0.50011, -0.09834], [-0.00877, 0.73227]],
    "input bias alone": [[0.35119, -0.22464], [0.16401, 0.70173]],
    "recurrent bias alone": [[0.63145, -0.36785], [0.76453, 0.52113]],
    "no bias": [[0.58258, -0.51916], [0.5365, 0.57088]],
    "bias rows swapped": [[0.53021, -0.07332], [0.02185, 0.6727]],
    "one gate for both": [[0.40749, -0.11078], [-0.0437, 0.69444]],
    "reset gate for both": [[0.44463, -0.37076], [0.60568, 0.81813]],
    "gates tanh": [[0.48026, 1.02196], [-0.7488, -0.60165]],
    "gates hard": [[0.36542, -0.15069], [-0.03765, 0.60844]],
    "gates hard, as once": [[0.41456, -0.1327], [-0.02611, 0.60807]],
    "candidate sigmoid": [[0.50919, -0.03741], [0.49938, 0.59407]],
    "candidate linear": [[0.42976, -0.07354], [-0.33765, 0.94007]],
    "candidate ReLU": [[0.42976, -0.07354], [0.41799, 0.94007]],
    "candidate returned": [[0.17036, 0.52218], [-0.91898, 0.8618]],
    "old h ignored": [[0.14844, -0.28868], [-0.39378, 0.62295]],
    "recurrent kernel turned": [[0.3035, -0.4748], [-0.02855, 0.56709]],
}

#: Each mistake in a sentence.
SENTENCES = {
    "gates swapped": "Update and reset gate are swapped: the first block of columns is z, the second r, the third the candidate.",
    "candidate first": "The blocks of columns are taken in a wrong order: the first is z, the second r, the third the candidate.",
    "interleaved": "Every third column is taken: the columns are three blocks, one after the other, of `units` columns each.",
    "mix swapped": "z and 1 - z are swapped: Keras keeps z of the old h, and takes 1 - z of the candidate.",
    "mix swapped, reset before": "These are the equations of other books, in two places: Keras keeps z of the old h, takes 1 - z of the candidate, and "
    "multiplies the product h U_h + c_h by r, not h before it.",
    "reset before": "r multiplies h before the matrix product; Keras multiplies the product h U_h + c_h (`reset_after=True`).",
    "reset without bias": "r multiplies h U_h alone: the second bias of the candidate belongs inside, r * (h U_h + c_h).",
    "no reset": "The reset gate r has no effect: it multiplies h U_h + c_h in the candidate.",
    "input bias alone": "The second row of the bias is not added: it goes with h and the recurrent kernel.",
    "recurrent bias alone": "The first row of the bias is not added: it goes with x and the kernel.",
    "no bias": "The bias is not added: its first row goes with x and the kernel, its second with h and the recurrent kernel.",
    "bias rows swapped": "The rows of the bias are swapped: the first goes with x and the kernel, the second with h and the recurrent kernel.",
    "one gate for both": "The first block of columns serves as both gates: it is z, and the second is r.",
    "reset gate for both": "The second block of columns serves as both gates: the first is z, and the second r.",
    "gates hard": "The gates z and r go through a hard sigmoid: it is the smooth one, 1 / (1 + exp(-a)).",
    "gates hard, as once": "The gates z and r go through a hard sigmoid: it is the smooth one, 1 / (1 + exp(-a)), in Keras 3.",
    "recurrent kernel turned": "The recurrent kernel is transposed: h stands before it, h U.",
    "gates tanh": "The gates z and r go through a tanh: they are sigmoids, between 0 and 1.",
    "candidate sigmoid": "The candidate goes through a sigmoid: it is a tanh.",
    "candidate linear": "The candidate goes through no tanh.",
    "candidate ReLU": "The candidate goes through a ReLU: it is a tanh.",
    "candidate returned": "What comes back is the candidate: the new h is z * h + (1 - z) * candidate.",
    "old h ignored": "The old h does not enter the gates and the candidate.",
}


def one_step(submission: Submission, x: NDArray, h: NDArray, weights: Sequence[NDArray]) -> NDArray:
    """The new h, of the shape of the old one."""
    result = submission.call("gru_step", x, h, list(weights))
    problem = "Return the new h alone, an array; a cell of Keras returns `h, [h]`, this step does not."
    expect.is_true(not _is_of_a_cell(result), problem)
    return expect.array(result, "The new h", h.shape)


def _is_of_a_cell(result: object) -> bool:
    """Whether this is an output and a list of one state; rows of numbers may be lists, too."""
    if not isinstance(result, list | tuple) or len(result) != 2 or not isinstance(result[0], np.ndarray):
        return False
    states = result[1]
    return isinstance(states, list | tuple) and len(states) == 1 and isinstance(states[0], np.ndarray)


@check("gru_step", points=1.5, visible=True, hint="Compute z, r and the candidate one by one, as in the equations.")
def test_gru_step_of_a_small_example(submission: Submission, data: GradingData) -> None:
    """One step from two rows of three features with two units gives the right new h."""
    mistakes = {sentence: np.array(WRONG_H[name]) for name, sentence in SENTENCES.items()}
    found = one_step(submission, X, H, (KERNEL, RECURRENT_KERNEL, BIAS))
    expect.close(found, NEW_H, "The new h", atol=1e-4, rtol=0, mistakes=mistakes)


@check("gru_step", points=1, visible=True, hint="new h = z * h + (1 - z) * candidate, where z is the first block.")
def test_update_gate_decides_what_is_kept(submission: Submission, data: GradingData) -> None:
    """Where z is 1, h stays as it is; where z is 0, the candidate takes its place."""
    kernel, recurrent = np.zeros((1, 9), np.float32), np.zeros((3, 9), np.float32)
    kernel[0, 6:] = 0.3, -0.8, 1.2
    bias = np.zeros((2, 9), np.float32)
    # z of the three units: 1, 0 and one half.
    bias[:, :2] = 30, -30
    x, h = np.array([[1], [-2]], np.float32), np.array([[0.9, 0.7, -0.4], [-0.2, 0.5, 0.1]], np.float32)
    candidate = np.tanh(x * kernel[0, 6:])
    middle = (h[:, 2] + candidate[:, 2]) / 2
    expected = np.stack([h[:, 0], candidate[:, 1], middle], axis=1)
    mistakes = {SENTENCES["mix swapped"]: np.stack([candidate[:, 0], h[:, 1], middle], axis=1)}
    found = one_step(submission, x, h, (kernel, recurrent, bias))
    what = "The new h of three units whose z is 1, 0 and 0.5"
    expect.close(found, expected, what, atol=1e-4, rtol=0, mistakes=mistakes)


def random_weights(rng: np.random.Generator, features: int, units: int) -> list[NDArray[np.float32]]:
    """Kernel, recurrent kernel and bias of a GRU; every number counts."""
    shapes = ((features, 3 * units), (units, 3 * units), (2, 3 * units))
    return [(rng.choice((-1, 1), shape) * rng.uniform(0.3, 1, shape)).astype(np.float32) for shape in shapes]


@check("gru_step", points=1, hint="Call it in a loop with what it returned, and compare with `keras.layers.GRU`.")
def test_gru_steps_equal_the_layer(submission: Submission, data: GradingData) -> None:
    """Step by step over a sequence, each time with the h that came back, the outputs are those of `keras.layers.GRU`."""
    rng = data.rng("sequence")
    batch, steps, features, units = 3, 6, 5, 4
    weights = random_weights(rng, features, units)
    sequence, h = rng.normal(size=(batch, steps, features)).astype(np.float32), np.zeros((batch, units), np.float32)
    found, state = [], h
    for time in range(steps):
        state = one_step(submission, sequence[:, time], state, weights).astype(np.float32)
        found.append(state)
    mistakes = {
        sentence: oracles_gru.sequence(sequence, h, weights, oracles_gru.WRONG[name])
        for name, sentence in SENTENCES.items()
    }
    expected = oracles_gru.sequence(sequence, h, weights)
    outputs = np.stack(found, axis=1)
    is_rounded = np.abs(outputs - np.round(outputs, 4)).max() < 1e-7
    expect.is_true(not is_rounded, "The new h is rounded: return the numbers as they are.")
    expect.close(outputs, expected, "The outputs", atol=1e-3, rtol=0, mistakes=mistakes)


@check("gru_step", points=0.5, hint="Take the number of units from `h.shape[1]`; write no sizes, and no `squeeze`.")
def test_gru_step_at_other_sizes(submission: Submission, data: GradingData) -> None:
    """One row, one feature, one unit: each number may be 1, or larger than the others."""
    rng, rule = data.rng("sizes of a step"), own_rule(submission)
    for batch, features, units in ((1, 1, 1), (1, 4, 2), (4, 1, 3), (2, 3, 1), (3, 2, 7)):
        weights = random_weights(rng, features, units)
        # Twice: the second h is none that came back.
        for _ in range(2):
            x = rng.normal(size=(batch, features)).astype(np.float32)
            h = rng.uniform(-1, 1, (batch, units)).astype(np.float32)
            found = one_step(submission, x, h, weights)
            if rule:
                expect.close(found, oracles_gru.step(x, h, weights, rule), "The new h", atol=1e-3, rtol=0)
            else:
                reads_each_row(submission, x, h, weights, found)


def own_rule(submission: Submission) -> oracles_gru.Rule | None:
    """The equations by which this function computes the small example, which are judged there; None for unknown ones."""
    found = one_step(submission, X, H, (KERNEL, RECURRENT_KERNEL, BIAS))
    for name, wrong in WRONG_H.items():
        if np.allclose(found, wrong, atol=1e-4, rtol=0):
            return oracles_gru.WRONG[name]
    return oracles_gru.RIGHT if np.allclose(found, NEW_H, atol=1e-4, rtol=0) else None


def reads_each_row(submission: Submission, x: NDArray, h: NDArray, weights: Sequence[NDArray], found: NDArray) -> None:
    """Whatever the equations: a row comes out the same alone, and depends on x and on the weights."""
    alone = np.concatenate([one_step(submission, x[row : row + 1], h[row : row + 1], weights) for row in range(len(x))])
    expect.close(alone, found, "The new h of each row alone, beside that of all rows,", atol=1e-3, rtol=0)
    for others in ((3 * x + 1, weights), (x, [3 * array for array in weights])):
        changed = one_step(submission, others[0], h, others[1])
        problem = "The new h does not depend on x and on the weights."
        expect.is_true(not np.allclose(changed, found, atol=1e-6), problem)


@check("gru_step", points=0.5, hint="e^1000 is infinite: use `keras.ops.sigmoid`, or 1 / (1 + exp(-a)), and `tanh`.")
def test_gru_step_of_large_inputs(submission: Submission, data: GradingData) -> None:
    """Inputs of thousands close and open the gates; they do not make NaN."""
    rng, rule = data.rng("large inputs"), own_rule(submission)
    weights = random_weights(rng, features=1, units=6)
    x, h = np.array([[1e4], [-1e4]], np.float32), rng.uniform(-1, 1, (2, 6)).astype(np.float32)
    found = expect.finite(one_step(submission, x, h, weights), "The new h of large inputs")
    if rule:
        expected = oracles_gru.step(x, h, weights, rule)
        expect.close(found, expected, "The new h of large inputs", atol=1e-3, rtol=0)
    else:
        problem = "The new h is the same for a large input and for its opposite."
        expect.is_true(not np.allclose(found[0], found[1], atol=1e-6), problem)


@check("gru_step", points=0.5, hint="`h *= z` changes the array that came in: write `z * h`.")
def test_gru_step_leaves_its_inputs_alone(submission: Submission, data: GradingData) -> None:
    """The input, the old h and the weights are the same afterwards."""
    rng = data.rng("inputs of a step")
    weights = random_weights(rng, features=3, units=2)
    given = [rng.normal(size=shape).astype(np.float32) for shape in ((4, 3), (4, 2))] + weights
    new_h, arguments = submission.call("gru_step", *given[:2], weights, with_arguments=True)
    expect.array(new_h, "The new h", given[1].shape)
    x, h, after = arguments
    problem = "`gru_step` took arrays from the list of weights, or put some into it: the next step needs it as it was."
    expect.is_true(isinstance(after, list | tuple) and len(after) == len(weights), problem)
    for name, before, now in zip(
        ("x", "h", "the kernel", "the recurrent kernel", "the bias"), given, (x, h, *after), strict=True
    ):
        problem = f"`gru_step` changed {name}, which came in: the next step needs it as it was."
        expect.is_true(np.array_equal(before, now), problem)


@check("build_gru", points=1, visible=True, hint="Swap the axes to (times, frequencies), then one `GRU(...)`.")
def test_gru_reads_over_time(submission: Submission, data: GradingData) -> None:
    """The network has one GRU, in one direction or in both, and it reads 46 time steps of 33 frequencies."""
    architecture_gru.reads_time(architecture.network_of(submission, "build_gru", (33, 46)))


@check(
    "build_gru",
    points=1,
    visible=True,
    hint="`return_sequences=True`, then Flatten, then one dense unit with a sigmoid.",
)
def test_gru_flattens_and_ends_in_a_probability(submission: Submission, data: GradingData) -> None:
    """The outputs of all time steps are flattened, and a dense unit with a sigmoid gives the probability."""
    network = architecture.network_of(submission, "build_gru", (33, 46))
    architecture_paths.flattens_every_step(network)
    architecture.ends_in_probability(network)


@check("build_gru", points=1, hint="Take the sizes from `input_shape` or leave them to Keras; write no 33 and no 46.")
def test_gru_at_another_shape(submission: Submission, data: GradingData) -> None:
    """The network is right at other numbers of frequencies and times, too."""
    rng = data.rng("shape of the GRU")
    shape = int(rng.integers(14, 24)), int(rng.integers(26, 36))
    meets_demands(submission, "build_gru", shape)


@check(
    "build_gru",
    points=2,
    hint="Is it too small, or does much dropout or a pooling throw away what it read? Train it as the grader does (see the text), and look at its validation curves.",
)
def test_gru_on_unseen_patients(submission: Submission, data: GradingData) -> None:
    """Trained for a few epochs, the network tells normal from abnormal beats of patients it has never seen."""
    from . import unseen_patients

    unseen_patients.reaches_the_bar(submission, "build_gru", data)
