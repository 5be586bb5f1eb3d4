"""Checks of task 5: the bidirectional LSTM, its training, and the four numbers that judge it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import architecture, architecture_paths, expect, tiny_networks
from .checks import check
from .failures import CallFailed, CheckFailed
from .grading_data import GradingData
from .submission import Submission

METRICS = ("accuracy", "precision", "recall", "f1")


@check(
    "build_bilstm",
    points=2,
    visible=True,
    hint="Swap the axes to (times, frequencies), then one `Bidirectional(LSTM(...))`.",
)
def test_bilstm_reads_over_time(submission: Submission, data: GradingData) -> None:
    """The network has exactly one bidirectional LSTM, and it reads 46 time steps of 33 frequencies."""
    architecture.lstm_reads_time(architecture.network_of(submission, "build_bilstm", (33, 46)))


@check(
    "build_bilstm",
    points=1,
    visible=True,
    hint="`return_sequences=True`, then Flatten, then one dense unit with a sigmoid.",
)
def test_bilstm_flattens_and_ends_in_a_probability(submission: Submission, data: GradingData) -> None:
    """The outputs of all time steps are flattened, and a dense unit with a sigmoid gives the probability."""
    network = architecture.network_of(submission, "build_bilstm", (33, 46))
    architecture_paths.flattens_every_step(network)
    architecture.ends_in_probability(network)


@check(
    "build_bilstm", points=1.5, hint="Take the sizes from `input_shape` or leave them to Keras; write no 33 and no 46."
)
def test_bilstm_at_another_shape(submission: Submission, data: GradingData) -> None:
    """The network is right at other numbers of frequencies and times, too."""
    rng = data.rng("shape of the BiLSTM")
    shape = int(rng.integers(14, 24)), int(rng.integers(26, 36))
    network = architecture.network_of(submission, "build_bilstm", shape)
    architecture.lstm_reads_time(network)
    architecture_paths.flattens_every_step(network)
    architecture.ends_in_probability(network)


@check(
    "build_bilstm",
    points=2.5,
    hint="Is it too small, or does much dropout or a pooling throw away what it read? Look at its validation curves.",
)
def test_bilstm_on_unseen_patients(submission: Submission, data: GradingData) -> None:
    """Trained for a few epochs, the network tells normal from abnormal beats of patients it has never seen."""
    from . import unseen_patients

    unseen_patients.reaches_the_bar(submission, "build_bilstm", data)


@check(
    "train",
    points=1,
    visible=True,
    hint="Compile with `metrics=['accuracy']`, pass `validation_data` on, and return what `model.fit` returns.",
)
def test_history_has_one_entry_an_epoch(submission: Submission, data: GradingData) -> None:
    """The history holds loss and accuracy once an epoch, with validation data also val_loss and val_accuracy."""
    X, y = tiny_networks.one_place(0, [1.0, 2.0, -1.0, -2.0, 1.5, -0.5]), np.array([[1], [1], [0], [0], [1], [0]])
    model = tiny_networks.linear(submission)
    alone = tiny_networks.history_of(submission.call("train", model, X, y, epochs=3, batch_size=2, training=True))
    _entries(alone, ("loss", "accuracy"), epochs=3)
    options: dict[str, Any] = {"epochs": 2, "batch_size": 2, "validation_data": (X[:4], y[:4]), "training": True}
    _entries(
        tiny_networks.history_of(submission.call("train", model, X, y, **options)),
        ("loss", "accuracy", "val_loss", "val_accuracy"),
        epochs=2,
    )


@check("train", points=1, visible=True, hint="Fit the model that comes in, with Adam, for all epochs.")
def test_train_learns_a_tiny_set(submission: Submission, data: GradingData) -> None:
    """A network that starts with every answer wrong knows 64 easy rows by heart after 20 epochs."""
    y = np.array([[1], [0], [0], [1]] * 16)
    X = _small_rows(y)
    # No bias, which does see large numbers, and would hide the rest.
    model = tiny_networks.linear(submission, bias=None, start=-0.012)
    before = submission.predict(model, X)
    submission.call("train", model, X, y, epochs=20, batch_size=8, training=True)
    after = submission.predict(model, X)
    expect.is_true(
        np.abs(after - before).max() > 2e-7,
        "Training changes nothing: the model that comes in has the same weights after it.",
    )
    accuracy = float(np.mean((after >= 0.5) == y))
    expect.is_true(
        accuracy == 1,
        "After 20 epochs the network does not know 64 easy rows by heart: does it see every row in every epoch, each with "
        "its own label, and is it compiled with Adam?",
        got=f"accuracy {accuracy:.3f}",
        expected="accuracy 1",
    )
    _steps_are_those_of_adam(submission)


def _steps_are_those_of_adam(submission: Submission) -> None:
    """One weight has the same gradient in each of 19 steps, each other weight has it in one of them alone.

    Whatever its learning rate and the order of the rows, Adam moves all the others together 3.0 times as far as the first:
    those of late rows, when its mean square has faded, further than those of early ones. Adamax and plain gradient
    descent come to 1.0; RMSprop without a momentum moves each of them equally far.
    """
    rows = tiny_networks.one_place(0, np.full(19, 0.1)) + np.concatenate(
        [tiny_networks.one_place(place, [0.1]) for place in range(1, 20)]
    )
    model = tiny_networks.linear(submission, bias=None)
    submission.call("train", model, rows, np.ones((19, 1), int), epochs=1, batch_size=1, training=True)
    every, *once = tiny_networks.weights_of(submission, model)
    together, alike = sum(once) / max(every, 1e-12), min(once) / max(*once, 1e-12)
    expect.is_true(
        together > 1.9 and (alike < 0.85 or together > 3),
        "The steps of the training are not those of Adam: compile the network with it (`optimizer='adam'`).",
    )


def _small_rows(y: NDArray) -> NDArray[np.float32]:
    """Five kinds of rows, each with places of its own whose sign is the label.

    The numbers are so small that Adam, whose steps do not depend on their size, learns what plain gradient descent does
    not; with several kinds, rows beside labels of other rows cannot be right by chance.
    """
    X = np.zeros((len(y), 5, 4), np.float32)
    for row, label in enumerate(y[:, 0]):
        X[row, row % 5] = 0.003 * (2 * label - 1)
    return X.reshape(len(y), *tiny_networks.SHAPE)


@check("train", points=1, hint="Hand `class_weight` on to `model.fit` as it comes.")
def test_class_weights_change_the_training(submission: Submission, data: GradingData) -> None:
    """Class weights move what the network learns: with balanced weights, rows that are all alike come out at one half."""
    rows, abnormal = 20, int(data.rng("class weights").integers(3, 6))
    X, y = tiny_networks.constant_rows(rows, 10.0), (np.arange(rows) < abnormal).astype(int).reshape(-1, 1)
    share = abnormal / rows
    weights = {0: 0.5 / (1 - share), 1: 0.5 / share}
    model = tiny_networks.linear(submission, bias=float(np.log(share / (1 - share))))
    submission.call("train", model, X, y, epochs=60, batch_size=rows, class_weight=weights, training=True)
    _weights_moved(float(submission.predict(model, X[:1])[0, 0]), share)
    model = tiny_networks.linear(submission, bias=float(np.log(share / (1 - share))))
    options: dict[str, Any] = {"class_weight": weights, "validation_data": (X, y)}
    submission.call("train", model, X, y, epochs=60, batch_size=rows, training=True, **options)
    _weights_moved(float(submission.predict(model, X[:1])[0, 0]), share, "Where validation data come in, too: ")


@check("train", points=1, hint="Validation data go to `fit(validation_data=...)`, never into the rows that are fitted.")
def test_validation_rows_are_never_trained_on(submission: Submission, data: GradingData) -> None:
    """What only validation rows could teach stays unlearned."""
    places = data.rng("places").permutation(20)[:2]
    signs = np.tile([1.0, -1.0], 8)
    y = (signs > 0).astype(int).reshape(-1, 1)
    own, other = (tiny_networks.one_place(int(place), 2 * signs) for place in places)
    model = tiny_networks.linear(submission, bias=None)
    submission.call("train", model, own, y, epochs=3, batch_size=4, validation_data=(other, y), training=True)
    moved = abs(tiny_networks.logit(submission, model, other))
    expect.is_true(moved < 1e-4, "The network has learned from the validation rows: it may only be evaluated on them.")
    learned = abs(tiny_networks.logit(submission, model, own))
    expect.is_true(learned > 1e-5, "With validation data the network learns nothing from its own rows.")
    _every_row_is_trained_on(submission)


def _every_row_is_trained_on(submission: Submission) -> None:
    """Each row alone can teach its own weight."""
    X = np.concatenate([tiny_networks.one_place(place, [1.0]) for place in range(20)])
    model = tiny_networks.linear(submission, bias=None)
    submission.call("train", model, X, np.ones((20, 1), int), epochs=2, batch_size=4, training=True)
    known = (submission.predict(model, X) > 0.5 + 1e-6).sum()
    problem = "Some rows of X are never trained on, though no validation data came in: fit all of them, without `validation_split`."
    expect.is_true(known == 20, problem)


@check("train", points=0.5, hint="Hand `epochs` and `batch_size` on to `model.fit`; write no numbers of your own.")
def test_epochs_and_batch_size_are_respected(submission: Submission, data: GradingData) -> None:
    """More epochs and smaller batches make more steps."""
    X, y = tiny_networks.one_place(int(data.rng("place").integers(20)), np.ones(32)), np.ones((32, 1), int)

    def movement(epochs: int, batch_size: int, **options: Any) -> float:
        model = tiny_networks.linear(submission, bias=None)
        submission.call("train", model, X, y, epochs=epochs, batch_size=batch_size, training=True, **options)
        return abs(tiny_networks.logit(submission, model, X))

    one, epochs, batches = movement(1, 32), movement(8, 32), movement(1, 4)
    expect.is_true(one > 0, "One epoch of training changes nothing.")
    expect.is_true(
        2.5 < epochs / one < 20, "Eight epochs do not train about eight times as long as one: is `epochs` handed on?"
    )
    expect.is_true(
        2.5 < batches / one < 20,
        "A batch size of an eighth does not make eight times as many steps: is `batch_size` handed on?",
    )
    validated = movement(1, 4, validation_data=(X, y))
    expect.is_true(
        2.5 < validated / one < 20,
        "Where validation data come in, a batch size of an eighth does not make eight times as many steps: is `batch_size` "
        "handed on there, too?",
    )


@check("train", points=0.5, hint="Compile with `loss='binary_crossentropy'`.")
def test_loss_is_binary_cross_entropy(submission: Submission, data: GradingData) -> None:
    """The loss is the binary cross-entropy."""
    X, y = tiny_networks.constant_rows(12, 0.01), (np.arange(12) % 3 == 0).astype(int).reshape(-1, 1)
    bias = float(data.rng("bias").uniform(1.5, 2.5))
    model = tiny_networks.linear(submission, bias=bias)
    loss = tiny_networks.history_of(submission.call("train", model, X, y, epochs=1, batch_size=12, training=True))[
        "loss"
    ]
    p = 1 / (1 + np.exp(-bias))
    mistakes = {
        "The loss is the mean squared error; this task asks for binary cross-entropy.": float(np.mean((p - y) ** 2)),
        "The loss is the mean absolute error; this task asks for binary cross-entropy.": float(np.mean(np.abs(p - y))),
    }
    expect.number(
        loss.reshape(-1)[-1:], _cross_entropy(p, y), "The loss of the first epoch", atol=0.05, mistakes=mistakes
    )
    _labels_are_not_smoothed(submission, X)


def _labels_are_not_smoothed(submission: Submission, X: NDArray) -> None:
    """Of rows that the network is sure of and right about, the cross-entropy is near 0."""
    bias, y = 5.0, np.ones((len(X), 1), int)
    model = tiny_networks.linear(submission, bias=bias)
    history = tiny_networks.history_of(
        submission.call("train", model, X, y, epochs=1, batch_size=len(X), training=True)
    )
    right = _cross_entropy(1 / (1 + np.exp(-bias)), y)
    expect.is_true(
        abs(float(history["loss"].reshape(-1)[-1]) - right) < 0.03,
        "The loss of rows that the network is sure of, and right about, is not near 0, as the binary cross-entropy is: is it "
        "plain, without `label_smoothing`?",
    )


@check("evaluate", points=1, visible=True, hint="Count TP, FP and FN of the abnormal class, then follow the formulas.")
def test_metrics_of_ten_beats(submission: Submission, data: GradingData) -> None:
    """`evaluate` counts right: ten beats, of which three are hit, two missed, and one called abnormal wrongly."""
    y_true = np.array([[1], [1], [1], [1], [1], [0], [0], [0], [0], [0]])
    y_prob = np.array([[0.9], [0.8], [0.6], [0.4], [0.1], [0.7], [0.3], [0.2], [0.2], [0.1]])
    _metrics_are(submission.call("evaluate", y_true, y_prob), [0.7, 0.75, 0.6, 2 / 3], _ten_beat_mistakes())


@check(
    "evaluate", points=0.5, hint="Make both arrays flat first: (N, 1) == (N,) compares every row with every other one."
)
def test_metrics_equal_scikit_learn(submission: Submission, data: GradingData) -> None:
    """`evaluate` equals scikit-learn, for (N, 1) and (N,) in any combination."""
    from . import oracles_metrics

    rng = data.rng("metrics")
    for truth_shape, prob_shape in (((-1,), (-1,)), ((-1, 1), (-1, 1)), ((-1, 1), (-1,)), ((-1,), (-1, 1))):
        y_true, y_prob = oracles_metrics.draw_rows(rng, rows=int(rng.integers(900, 1400)))
        # Labels as they come in the course, more than an int8 can count; some probabilities are as far out as they can be.
        y_true, y_prob[rng.permutation(len(y_prob))[:60]] = y_true.astype(np.int8), np.repeat([0.0, 1.0], 30)
        got = submission.call("evaluate", y_true.reshape(truth_shape), y_prob.reshape(prob_shape))
        right = oracles_metrics.four(y_true, y_prob)
        balanced = (right[2] + np.mean(y_prob[y_true == 0] < 0.5)) / 2
        balanced_accuracy = (
            "The accuracy is the mean of both classes' recalls; it is the share of all rows that are right."
        )
        named = {
            balanced_accuracy: np.array([balanced, *right[1:]]),
            **oracles_metrics.mistakes(y_true, y_prob),
            **oracles_metrics.mistakes_at_the_limits(y_true, y_prob),
        }
        _metrics_are(got, right, named)


@check("evaluate", points=0.5, hint="A ratio 0 / 0 is 0: ask whether the denominator is 0 before you divide.")
def test_metrics_of_empty_classes(submission: Submission, data: GradingData) -> None:
    """Without abnormal beats, or without beats that were called abnormal, a ratio 0 / 0 is 0."""
    from . import oracles_metrics

    rows = int(data.rng("empty classes").integers(5, 30))
    for truth, prob in ((0, 0.1), (1, 0.2), (0, 0.9), (1, 0.8)):
        y_true, y_prob = np.full((rows, 1), truth), np.full((rows, 1), prob)
        got = submission.call("evaluate", y_true, y_prob)
        values = (
            [float(value) for value in got.values() if isinstance(value, int | float)] if isinstance(got, dict) else []
        )
        expect.is_true(np.isfinite(values).all(), "A metric is NaN or infinite: a ratio 0 / 0 must be 0.")
        _metrics_are(got, oracles_metrics.four(y_true, y_prob), {})
    _no_hit(submission, rows)


def _no_hit(submission: Submission, rows: int) -> None:
    """Beats are called abnormal and beats are abnormal, but never the same ones."""
    from . import oracles_metrics

    y_true = np.repeat([0, 1, 0], rows).reshape(-1, 1).astype(np.int8)
    y_prob = np.where(y_true == 1, 0.2, np.repeat([0.8, 0.8, 0.1], rows).reshape(-1, 1))
    try:
        got = submission.call("evaluate", y_true, y_prob)
    except CallFailed as error:
        if error.kind == "raised":
            raise CheckFailed(NO_HIT, got=error.text) from None
        raise
    values = [float(value) for value in got.values() if isinstance(value, int | float)] if isinstance(got, dict) else []
    expect.is_true(np.isfinite(values).all(), NO_HIT)
    _metrics_are(got, oracles_metrics.four(y_true, y_prob), {})


NO_HIT = "Where no beat that is called abnormal is abnormal, precision and recall are 0, and F1 = 0 / 0 must be 0, not NaN or infinite and no error."


@check("evaluate", points=0.5, hint="`y_prob >= 0.5`: not `>`, and not `np.round`, which rounds 0.5 to 0.")
def test_half_means_abnormal(submission: Submission, data: GradingData) -> None:
    """A probability of exactly 0.5 means abnormal."""
    from . import oracles_metrics

    rng = data.rng("threshold")
    y_true, y_prob = oracles_metrics.draw_rows(rng, rows=60)
    y_prob[rng.permutation(60)[:25]] = 0.5
    below = np.where(y_prob == 0.5, 0.4, y_prob)
    mistakes = {
        "A probability of exactly 0.5 counts as normal; it means abnormal.": oracles_metrics.four(y_true, below)
    }
    _metrics_are(submission.call("evaluate", y_true, y_prob), oracles_metrics.four(y_true, y_prob), mistakes)


@check("evaluate", points=0.5, hint="Compare the two lengths at the top and raise a ValueError.")
def test_metrics_refuse_what_does_not_fit(submission: Submission, data: GradingData) -> None:
    """`evaluate` raises a ValueError for two different lengths and for no row."""
    lengths = "Labels and probabilities of different lengths: `evaluate` must raise a ValueError."
    for rows in ((6, 5), (1, 4), (4, 1)):
        y_true, y_prob = np.ones((rows[0], 1), int), np.full((rows[1], 1), 0.7)
        expect.raises(
            lambda y_true=y_true, y_prob=y_prob: submission.call("evaluate", y_true, y_prob), "ValueError", lengths
        )
    nothing = np.zeros((0, 1))
    problem = "Without any row there is no metric: `evaluate` must raise a ValueError."
    expect.raises(lambda: submission.call("evaluate", nothing.astype(int), nothing), "ValueError", problem)


def _entries(history: dict[str, NDArray], names: tuple[str, ...], epochs: int) -> None:
    for name in names:
        why = "compile with metrics=['accuracy']" if "accuracy" in name else "hand `validation_data` on to `fit`"
        expect.is_true(
            name in history, f"The history has no {name!r}: {why}.", got=str(list(history)), expected=str(list(names))
        )
        expect.is_true(
            history[name].shape == (epochs,),
            f"The history must hold one {name} an epoch.",
            got=f"{history[name].size} entries for {epochs} epochs",
        )
        expect.finite(history[name], f"history[{name!r}]")


def _weights_moved(p: float, share: float, when: str = "") -> None:
    """Judge the probability that training with balanced weights led to, from a start at the share of abnormal rows."""
    problems = {
        "the class weights work the wrong way round: the rarer class counts less.": p > share - 0.02,
        "the class weights have no effect: the network learns as if every row weighed the same.": p > share + 0.02,
        "the class weights do not balance the two classes in the loss.": 0.32 < p < 0.68,
    }
    for problem, is_fine in problems.items():
        expect.is_true(is_fine, f"{when}{problem}" if when else problem.capitalize())


def _metrics_are(value: Any, expected: list[float] | NDArray, mistakes: dict[str, Any]) -> None:
    expect.is_true(isinstance(value, dict), "`evaluate` returns no dict.", got=expect.summary(value))
    expect.is_true(set(value) == set(METRICS), f"The keys must be {', '.join(METRICS)}.", got=str(list(value)))
    numbers = np.array([_one_number(value[name], name) for name in METRICS])
    arrays = {sentence: np.asarray(wrong, dtype=float) for sentence, wrong in mistakes.items()}
    expect.close(numbers, np.asarray(expected, dtype=float), "accuracy, precision, recall, f1", mistakes=arrays)


def _one_number(value: Any, name: str) -> float:
    found = expect.array(value, name)
    expect.is_true(found.size == 1, f"{name} must be one number.", got=expect.summary(value))
    return float(found.ravel()[0])


def _ten_beat_mistakes() -> dict[str, list[float]]:
    """What each mistake makes of the ten beats, worked out by hand."""
    return {
        "Precision and recall are swapped.": [0.7, 0.6, 0.75, 2 / 3],
        "F1 is the accuracy.": [0.7, 0.75, 0.6, 0.7],
        "F1 is the plain mean of precision and recall; it is the harmonic one.": [0.7, 0.75, 0.6, 0.675],
        "The metrics are those of the normal class.": [0.7, 2 / 3, 0.8, 8 / 11],
        "The metrics are averaged over both classes; they are those of the abnormal class.": [
            0.7,
            17 / 24,
            0.7,
            23 / 33,
        ],
        "The metrics are in per cent; they lie between 0 and 1.": [70, 75, 60, 200 / 3],
    }


def _cross_entropy(p: float, y: NDArray) -> float:
    return float(np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p))))
