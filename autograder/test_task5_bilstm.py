"""Checks of task 5: the bidirectional LSTM and its training."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import architecture, architecture_paths, expect, tiny_networks
from .checks import check
from .demands import meets_demands
from .failures import CallFailed, CheckFailed
from .grading_data import GradingData
from .submission import Submission
from .worker import frames

#: Class weights that weigh nothing.
EVEN = {0: 1.0, 1: 1.0}


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
    meets_demands(submission, "build_bilstm", shape)


@check(
    "build_bilstm",
    points=2.5,
    hint="Is it too small, or does much dropout or a pooling throw away what it read? Train it as the grader does (see the text), and look at its validation curves.",
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
    alone, afterwards = submission.call(
        "train", model, X, y, epochs=3, batch_size=5, training=True, with_arguments=True
    )
    _entries(tiny_networks.history_of(alone), ("loss", "accuracy"), epochs=3, batch_size=5)
    problem = "`train` changed the rows or the labels that came in, which are still needed: `fit` shuffles by itself."
    expect.unchanged([X, y], afterwards[1:], problem)
    options: dict[str, Any] = {"epochs": 2, "batch_size": 2, "validation_data": (X[:4], y[:4]), "training": True}
    for class_weight in (None, EVEN):
        history = submission.call("train", model, X, y, class_weight=class_weight, **options)
        names = ("loss", "accuracy", "val_loss", "val_accuracy")
        when = "Where class weights come in, too: " if class_weight else ""
        _entries(tiny_networks.history_of(history), names, epochs=2, when=when)


@check("train", points=1, visible=True, hint="Fit the model that comes in, with Adam, for all epochs.")
def test_train_learns_a_tiny_set(submission: Submission, data: GradingData) -> None:
    """A network that starts with every answer wrong knows 64 easy rows by heart after 20 epochs."""
    y = np.array([[1], [0], [0], [1]] * 16)
    X = _small_rows(y)
    # No bias, which does see large numbers, and would hide the rest.
    model = tiny_networks.linear(submission, bias=None, start=-0.012)
    before = submission.predict(model, X)
    result = submission.call("train", model, X, y, epochs=20, batch_size=8, training=True)
    _is_no_categorical_loss(result)
    after = submission.predict(model, X)
    expect.is_true(
        np.abs(after - before).max() > 2e-7,
        "Training changes nothing: the model that comes in has the same weights after it.",
    )
    accuracy = float(np.mean((after >= 0.5) == y))
    expect.is_true(
        accuracy == 1,
        "After 20 epochs the network does not know 64 easy rows by heart: does it see every row in every epoch, each with "
        "its own label, and is it compiled with Adam, at no smaller a rate than 1e-4?",
        got=f"accuracy {accuracy:.3f}",
        expected="accuracy 1",
    )
    _steps_are_those_of_adam(submission)


def _is_no_categorical_loss(result: Any) -> None:
    loss = _losses(result)
    problem = (
        "The loss in the history is 0 though the network knows nothing: categorical cross-entropy over one unit is 0 always. Compile "
        "with `loss='binary_crossentropy'`."
    )
    expect.is_true(not len(loss) or np.abs(loss).max() > 1e-4, problem)


def _losses(result: Any) -> NDArray:
    """The loss of each epoch; empty if no history came back, which a check of its own judges."""
    try:
        return tiny_networks.history_of(result)["loss"].reshape(-1).astype(float)
    except CheckFailed:
        return np.zeros(0)


def _steps_are_those_of_adam(submission: Submission) -> None:
    """One weight has the same gradient in each of 19 steps, each other weight has it in one of them alone.

    Whatever its learning rate and the order of the rows, Adam moves all the others together 3.0 times as far as the first:
    those of late rows, when its mean square has faded, further than those of early ones. Adamax and plain gradient
    descent come to 1.0, Lion, whose steps are all of one size, to 10; RMSprop without a momentum moves each of them equally far.
    """
    rows = tiny_networks.one_place(0, np.full(19, 0.1)) + np.concatenate(
        [tiny_networks.one_place(place, [0.1]) for place in range(1, 20)]
    )

    def moved(batch_size: int) -> list[float]:
        model = tiny_networks.linear(submission, bias=None)
        submission.call("train", model, rows, np.ones((19, 1), int), epochs=1, batch_size=batch_size, training=True)
        return tiny_networks.weights_of(submission, model)

    every, *once = moved(1)
    together, alike = sum(once) / max(every, 1e-12), min(once) / max(*once, 1e-12)
    is_adam = 1.9 < together < 5 and (alike < 0.85 or together > 3)
    # Where the batch size is not handed on, which has a check of its own, nobody knows how many steps these were.
    is_unknown = not is_adam and abs(moved(19)[0] - every) < 0.1 * abs(every)
    _is_true(
        submission,
        is_adam or is_unknown,
        "The steps of the training are not those of Adam: compile the network with it (`optimizer='adam'`).",
    )


#: What is said of all that does not come out because of it.
CHANGED_ROWS = (
    "The rows are changed before they are fitted (scaled, their mean taken away, noise added, or a layer put before the network): fit "
    "the model that comes in to `X` as it comes. Whoever calls `train` has prepared the rows."
)


def _is_true(submission: Submission, condition: Any, problem: str) -> None:
    """As of `expect`, for what would also come out wrong with other rows than those that went in."""
    if not condition:
        raise CheckFailed(CHANGED_ROWS if _changes_rows(submission) else problem)


def _changes_rows(submission: Submission) -> bool:
    """Whether the loss before the first step is that of other rows than those that came in.

    All rows are alike, so that it does not hang on how many there are; with the other label, which has checks of its own, it
    may be right. Rows of 0 stay what they are when they are scaled: if they give no log 2, the loss is another, or weighed.
    """
    logit = 1.3
    of_zero, found = _first_loss(submission, 0.0), _first_loss(submission, logit)
    if of_zero is None or found is None or abs(of_zero - np.log(2)) > 0.02:
        return False
    right = [_cross_entropy(1 / (1 + np.exp(-logit)), np.full(8, label)) for label in (0, 1)]
    return not np.isclose(found, right, atol=0.004).any()


def _first_loss(submission: Submission, logit: float) -> float | None:
    """The loss of one step with eight abnormal rows to which the network gives this logit; None if there is no such number."""
    X = tiny_networks.constant_rows(8, logit / 20)
    model = tiny_networks.linear(submission, bias=None, start=1.0)
    options: dict[str, Any] = {"epochs": 1, "batch_size": 8, "training": True}
    try:
        loss = _losses(submission.call("train", model, X, np.ones((8, 1), int), **options))
    except CallFailed:
        return None
    return float(loss[0]) if len(loss) == 1 else None


def _small_rows(y: NDArray) -> NDArray[np.float32]:
    """Five kinds of rows, each with places of its own whose sign is the label.

    The numbers are so small that Adam, whose steps do not depend on their size, learns what plain gradient descent does
    not; with several kinds, rows beside labels of other rows cannot be right by chance.
    """
    X = np.zeros((len(y), 5, 4), np.float32)
    for row, label in enumerate(y[:, 0]):
        X[row, row % 5] = 0.003 * (2 * label - 1)
    return X.reshape(len(y), *tiny_networks.SHAPE)


#: With which Adam comes near enough to balance, at a tenth of its usual rate, too.
EPOCHS = 90


@check("train", points=1, hint="Hand `class_weight` on to `model.fit` as it comes.")
def test_class_weights_change_the_training(submission: Submission, data: GradingData) -> None:
    """Class weights move what the network learns: with balanced weights, rows that are all alike come out at one half."""
    rows, abnormal = 20, int(data.rng("class weights").integers(3, 6))
    X, y = tiny_networks.constant_rows(rows, 10.0), (np.arange(rows) < abnormal).astype(int).reshape(-1, 1)
    share = abnormal / rows
    weights = {0: 0.5 / (1 - share), 1: 0.5 / share}

    def learned(X: NDArray) -> tuple[float, int]:
        model = tiny_networks.linear(submission, bias=float(np.log(share / (1 - share))))
        options: dict[str, Any] = {"epochs": EPOCHS, "batch_size": rows, "class_weight": weights}
        result = submission.call("train", model, X, y, **options, training=True)
        return float(submission.predict(model, X[:1])[0, 0]), len(_losses(result))

    p, count = learned(X)
    if share + 0.02 < p < 0.4 and count in (0, EPOCHS):
        # A small learning rate, or one that soon falls, has not come there yet: higher rows make its steps longer.
        further = learned(4 * X)[0]
        p = further if 0.4 < further < 0.66 else p
    problem = (
        "Training ends before all `epochs`, so the class weights do not come to balance the classes: hand `epochs` on."
    )
    expect.is_true(count in (0, EPOCHS) or 0.4 < p < 0.66, problem, got=f"{count} of {EPOCHS} epochs")
    if abs(p - share) < 1e-3:
        problem = "Training changes nothing: the model that comes in has the same weights after it."
        expect.is_true(_learns(submission, X), problem)
    _weights_moved(submission, p, share)
    model = tiny_networks.linear(submission, bias=float(np.log(share / (1 - share))))
    # Half of the validation rows are abnormal: the balanced network is the best for them, too.
    options: dict[str, Any] = {"class_weight": weights, "validation_data": (X, np.arange(rows).reshape(-1, 1) % 2)}
    result = submission.call("train", model, X, y, epochs=EPOCHS, batch_size=rows, training=True, **options)
    # Training that ends early is judged elsewhere.
    if len(_losses(result)) in (0, EPOCHS):
        _weights_moved(
            submission, float(submission.predict(model, X[:1])[0, 0]), share, "Where validation data come in, too: "
        )
    _weights_of_one_balance_nothing(submission, X, y, share)


def _learns(submission: Submission, X: NDArray) -> bool:
    """Whether training moves a network that calls none of these rows right."""
    model = tiny_networks.linear(submission, bias=-1.0)
    before = submission.predict(model, X[:1])
    submission.call("train", model, X, np.ones((len(X), 1), int), epochs=1, batch_size=len(X), training=True)
    return bool(np.abs(submission.predict(model, X[:1]) - before).max() > 1e-6)


def _weights_of_one_balance_nothing(submission: Submission, X: NDArray, y: NDArray, share: float) -> None:
    """They are those that came in, not those that the labels of X would need; and none are none."""

    def learned(**options: Any) -> float:
        model = tiny_networks.linear(submission, bias=float(np.log(share / (1 - share))))
        submission.call("train", model, X, y, epochs=60, batch_size=len(X), training=True, **options)
        return float(submission.predict(model, X[:1])[0, 0])

    problem = "Class weights of 1 balance the classes all the same: use the weights that come in, and neither others nor repeated rows."
    expect.is_true(learned(class_weight=EVEN) < share + 0.1, problem)
    problem = "Where no class weights come in, the classes are weighed all the same: hand `class_weight` on as it comes, None included."
    expect.is_true(abs(learned() - share) < 0.08, problem)


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
    problem = "The network has learned from the validation rows: it may only be evaluated on them."
    _is_true(submission, moved < 1e-4, problem)
    learned = abs(tiny_networks.logit(submission, model, own))
    expect.is_true(learned > 1e-5, "With validation data the network learns nothing from its own rows.")
    _every_row_is_trained_on(submission)


def _every_row_is_trained_on(submission: Submission) -> None:
    """Each row alone can teach its own weight."""
    y = (np.arange(20) % 2).reshape(-1, 1)
    signs = 2.0 * y - 1
    X = np.concatenate([tiny_networks.one_place(place, sign) for place, sign in enumerate(signs)])

    def known(model: frames.ModelData) -> int:
        return int((np.abs(submission.predict(model, X) - 0.5) > 1e-6).sum())

    for class_weight in (None, EVEN):
        model = tiny_networks.linear(submission, bias=None)
        options: dict[str, Any] = {"epochs": 2, "batch_size": 4, "class_weight": class_weight, "training": True}
        submission.call("train", model, X, y, **options)
        problem = "Some rows of X are never trained on, though no validation data came in: fit all of them, without `validation_split`."
        _is_true(submission, known(model) == 20, problem)
    model = tiny_networks.linear(submission, bias=None)
    submission.call("train", model, X, y, epochs=1, batch_size=8, training=True)
    problem = "The rows that do not fill a whole batch are not trained on: the last batch of an epoch may be smaller."
    _is_true(submission, known(model) == 20, problem)


@check("train", points=0.5, hint="Hand `epochs` and `batch_size` on to `model.fit`; write no numbers of your own.")
def test_epochs_and_batch_size_are_respected(submission: Submission, data: GradingData) -> None:
    """More epochs and smaller batches make more steps."""
    place = int(data.rng("place").integers(20))

    def rows_of(count: int) -> tuple[NDArray, NDArray]:
        # Both classes, but few normal rows: who mixes up the labels loses the check of that alone.
        y = (np.arange(count) % 16 > 0).astype(int).reshape(-1, 1)
        return tiny_networks.one_place(place, 2.0 * y[:, 0] - 1), y

    def movement(epochs: int, batch_size: int, rows: int = 32, **options: Any) -> float:
        model, (X, y) = tiny_networks.linear(submission, bias=None), rows_of(rows)
        options = {"epochs": epochs, "batch_size": batch_size, "training": True, **options}
        _is_no_categorical_loss(submission.call("train", model, X, y, **options))
        return abs(tiny_networks.logit(submission, model, X))

    one, epochs, batches = movement(1, 32), movement(8, 32), movement(1, 4)
    expect.is_true(one > 0, "One epoch of training changes nothing.")
    # With a rate that rises at first, more than eight times.
    expect.is_true(
        epochs / one > 2.5, "Eight epochs do not train about eight times as long as one: is `epochs` handed on?"
    )
    expect.is_true(
        batches / one > 2.5,
        "A batch size of an eighth does not make eight times as many steps: is `batch_size` handed on?",
    )
    problem = "A batch size of 2 makes fewer steps than it should: hand `batch_size` on as it comes, however small."
    expect.is_true(movement(1, 2) / one > 6, problem)
    problem = (
        "A batch size of 128 makes as many steps as smaller ones: hand `batch_size` on as it comes, however large."
    )
    expect.is_true(movement(1, 32, rows=128) / movement(1, 128, rows=128) > 2, problem)
    for what, options in (
        ("validation data", {"validation_data": rows_of(32)}),
        ("class weights", {"class_weight": EVEN}),
        ("class weights and validation data", {"class_weight": EVEN, "validation_data": rows_of(32)}),
    ):
        expect.is_true(
            movement(1, 4, **options) / one > 2.5,
            f"Where {what} come in, a batch size of an eighth does not make eight times as many steps: is `batch_size` handed "
            "on there, too?",
        )
    _all_epochs_are_trained(submission)


def _all_epochs_are_trained(submission: Submission) -> None:
    """Also if nothing gets better: rows of zeros teach a network without bias nothing."""
    X, y = tiny_networks.constant_rows(8, 0.0), (np.arange(8) % 2).reshape(-1, 1)
    for validation_data in (None, (X, 1 - y)):
        model = tiny_networks.linear(submission, bias=None)
        options: dict[str, Any] = {"epochs": 30, "batch_size": 8, "validation_data": validation_data, "training": True}
        count = len(_losses(submission.call("train", model, X, y, **options)))
        problem = (
            "Training ends before all `epochs` where nothing gets better: hand `epochs` on, without EarlyStopping."
        )
        expect.is_true(count in (0, 30), problem, got=f"{count} of 30 epochs")


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
        "The loss is weighted though no class weights came in: `class_weight=None` weighs all rows alike.": float(
            np.mean(np.where(y == 1, -1.5 * np.log(p), -0.75 * np.log(1 - p)))
        ),
    }
    expect.number(
        loss.reshape(-1)[-1:], _cross_entropy(p, y), "The loss of the first epoch", atol=0.05, mistakes=mistakes
    )
    again = tiny_networks.linear(submission, bias=bias, compiled=True)
    history = tiny_networks.history_of(submission.call("train", again, X, y, epochs=1, batch_size=12, training=True))
    problem = "A network that comes compiled keeps its own loss: compile it in `train` in any case."
    expect.is_true(abs(float(history["loss"].reshape(-1)[-1]) - _cross_entropy(p, y)) < 0.05, problem)
    _labels_are_not_smoothed(submission, X)
    _history_is_measured(submission)
    _accuracy_is_from_one_half_on(submission)


#: Weights that change each mean they come into.
UNEVEN = {0: 0.2, 1: 5.0}


def _history_is_measured(submission: Submission) -> None:
    """Of a network that calls every row abnormal, where a third of the rows are, and of unlike validation rows; class weights weigh no accuracy."""
    X, y = tiny_networks.one_place(0, np.full(12, 2.0)), (np.arange(12) % 3 == 0).astype(int).reshape(-1, 1)
    # No half of them has the loss of all.
    logits, labels = np.repeat([3.0, -3.0], [5, 3]), np.array([0, 0, 0, 0, 1, 0, 0, 1])
    validation_data = (tiny_networks.one_place(0, logits), labels.reshape(-1, 1))
    val_loss = float(np.mean(np.log1p(np.exp(np.where(labels == 1, -logits, logits)))))
    options: dict[str, Any] = {"epochs": 1, "batch_size": 12, "validation_data": validation_data, "training": True}
    for class_weight, when in ((None, ""), (UNEVEN, "Where class weights come in, too: ")):
        model = tiny_networks.linear(submission, bias=None, start=1.0)
        result = submission.call("train", model, X, y, class_weight=class_weight, **options)
        last = {
            name: float(numbers.reshape(-1)[-1])
            for name, numbers in tiny_networks.history_of(result).items()
            if numbers.size
        }
        loss = float(np.mean(np.log1p(np.exp(np.where(y == 1, -2.0, 2.0)))))
        if class_weight is None and abs(last["loss"] - loss) > 0.1:
            # Of other rows or labels: judged elsewhere.
            return
        for name, right, problem in (
            (
                "accuracy",
                np.mean(y),
                "the accuracy in the history is not the share of the rows that are right: `metrics=['accuracy']`.",
            ),
            ("val_loss", val_loss, "the val_loss in the history is not that of all validation rows."),
            (
                "val_accuracy",
                np.mean((logits > 0) == labels),
                "the val_accuracy in the history is not that of the validation rows.",
            ),
        ):
            # Whether there is one is judged by a visible check; a loss that holds the weights weighs the validation rows, too.
            is_judged = name in last and not (class_weight and name == "val_loss")
            said = f"{when}{problem}" if when else problem[0].upper() + problem[1:]
            expect.is_true(not is_judged or abs(last[name] - right) < 0.2, said)


def _accuracy_is_from_one_half_on(submission: Submission) -> None:
    """Of rows with the probabilities 0.6, 0.4, 0.9 and 0.1, of which some are wrong; no other metric comes to as much."""
    logits = np.repeat([0.405, -0.405, 2.2, -2.2], [5, 4, 2, 3])
    y = np.array([1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1]).reshape(-1, 1)
    model = tiny_networks.linear(submission, bias=None, start=1.0)
    options: dict[str, Any] = {"epochs": 1, "batch_size": len(y), "training": True}
    history = tiny_networks.history_of(
        submission.call("train", model, tiny_networks.one_place(0, logits), y, **options)
    )
    right = float(np.mean((logits > 0) == y[:, 0]))
    loss = float(np.mean(np.log1p(np.exp(np.where(y[:, 0] == 1, -logits, logits)))))
    if abs(float(history["loss"].reshape(-1)[-1]) - loss) > 0.02:
        expect.is_true(not _changes_rows(submission), CHANGED_ROWS)
        # With other labels: judged elsewhere.
        return
    problem = "The accuracy in the history is another metric, or counts from another probability than 0.5 on: `metrics=['accuracy']`."
    found = history.get("accuracy")
    # Whether there is one is judged by a visible check.
    expect.is_true(found is None or not found.size or abs(float(found.reshape(-1)[-1]) - right) < 0.01, problem)


def _labels_are_not_smoothed(submission: Submission, X: NDArray) -> None:
    """Of rows that the network is sure of and right about, the cross-entropy is near 0."""
    bias, y = 9.0, np.ones((len(X), 1), int)
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


def _entries(
    history: dict[str, NDArray], names: tuple[str, ...], epochs: int, batch_size: int = 0, when: str = ""
) -> None:
    for name in names:
        why = "compile with metrics=['accuracy']" if "accuracy" in name else "hand `validation_data` on to `fit`"
        expect.is_true(
            name in history,
            f"{when}The history has no {name!r}: {why}.",
            got=str(list(history)),
            expected=str(list(names)),
        )
        is_exchanged = history[name].size == batch_size != epochs
        exchanged = (
            " Are `epochs` and `batch_size` exchanged? Hand them on by their names: the third of `fit` is `batch_size`."
        )
        expect.is_true(
            history[name].shape == (epochs,),
            f"{when}The history must hold one {name} an epoch." + exchanged * is_exchanged,
            got=f"{history[name].size} entries for {epochs} epochs",
        )
        expect.finite(history[name], f"history[{name!r}]")


def _weights_moved(submission: Submission, p: float, share: float, when: str = "") -> None:
    """Judge the probability that training with balanced weights led to, from a start at the share of abnormal rows."""
    problems = {
        "the class weights work the wrong way round: the rarer class counts less.": p > share - 0.02,
        "the class weights have no effect: the network learns as if every row weighed the same.": p > share + 0.02,
        # A callback may slow the training down where a loss does not fall, a little beyond the balance; beside validation rows,
        # which are not weighted, before it. Who learns from these comes to 0.85: a check of its own judges that.
        "the class weights do not balance the two classes in the loss.": p < 0.9 if when else 0.4 < p < 0.66,
    }
    for problem, is_fine in problems.items():
        _is_true(submission, is_fine, f"{when}{problem}" if when else problem.capitalize())


def _cross_entropy(p: float, y: NDArray) -> float:
    return float(np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p))))
