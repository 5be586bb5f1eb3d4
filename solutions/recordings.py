"""Tasks 1 to 4 of the reference run: look at the recordings, cut windows, transform them, count the classes."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ecgkit import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL, Record, plotting, stubs

from .data import Rows
from .loading import load_task
from .run import Measured, Run

#: Record 119 has uniform premature ventricular beats and normal ones side by side (its header file says so).
EXAMPLE_RECORD = "119"


def measure_visualization(run: Run) -> Measured:
    """Task 1: what the recordings hold, and pictures of them."""
    load_task(1)
    records = run.database.records()
    counts = Counter(symbol for record in records for symbol in record.symbol)
    beats = {symbol: counts[symbol] for symbol in (NORMAL_SYMBOL, *ABNORMAL_SYMBOLS) if counts[symbol]}
    minutes = sum(record.sig_len / record.fs for record in records) / 60
    run.say(f"{len(records)} recordings, {minutes / 60:.1f} hours, {sum(beats.values()):,} beats of {len(beats)} kinds")
    _draw_recordings(run)
    return {
        "records": len(records),
        "patients": len({record.patient for record in records}),
        "hours": minutes / 60,
        "fs": sorted({record.fs for record in records}),
        "leads": dict(Counter(record.sig_name[0] for record in records)),
        "annotations": sum(counts.values()),
        "beats": beats,
        "meanings": {symbol: MEANINGS[symbol] for symbol in beats},
    }


def _draw_recordings(run: Run) -> None:
    record = run.record(EXAMPLE_RECORD)
    rng = np.random.default_rng(run.seed)
    run.save_figure(
        1,
        "overview",
        plotting.draw_overview(record),
        "A whole recording at a glance: its range in every 2 s, and one tick a beat.",
    )
    segment = stubs.plot_random_segment(record, seconds=8, rng=rng)
    run.save_figure(
        1, "segment", _styled(segment), "Eight seconds from a random place of it, as plot_random_segment draws them."
    )
    if np.isin(record.symbol, ABNORMAL_SYMBOLS).any():
        beat = stubs.plot_abnormal_beat(record, seconds=2, rng=rng)
        run.save_figure(
            1,
            "abnormal_beat",
            _styled(beat),
            "An abnormal beat in the middle of two seconds, as plot_abnormal_beat draws it.",
        )


def _styled(ax):
    plotting.paper_grid(ax)
    ax.figure.set_size_inches(6.4, 2.8)
    ax.figure.set_layout_engine("constrained")
    return ax.figure


def measure_preparation(run: Run) -> Measured:
    """Task 2: the data matrix, its labels, and the split by patient."""
    sides = {"train": run.data.windows.train, "test": run.data.windows.test}
    total, columns = sum(map(len, sides.values())), sides["train"].values.shape[1]
    abnormal = sum(int(rows.y.sum()) for rows in sides.values())
    run.say(f"{total:,} x {columns}, {abnormal:,} abnormal ({abnormal / total:.1%})".replace("%", " %"))
    run.say(", ".join(f"{name} {len(rows):,}" for name, rows in sides.items()))
    measured = {
        "rows": total,
        "columns": columns,
        "abnormal": abnormal,
        "abnormal_share": abnormal / total,
        "megabytes": sum(rows.values.nbytes for rows in sides.values()) / 1e6,
        "dropped_beats": _beats(run.database.train + run.database.test) - total,
        "sides": {name: _side(rows) for name, rows in sides.items()},
        "window_rule_share": _abnormal_windows(run) / total,
        "array_seconds": run.data.seconds["windows"],
    }
    run.say(
        f"{measured['megabytes']:.0f} MB in {measured['array_seconds']:.1f} s; {measured['dropped_beats']} beats too close to an end"
    )
    _draw_preparation(run, sides["train"])
    return measured


def _beats(records: list[Record]) -> int:
    return sum(int(np.isin(record.symbol, (NORMAL_SYMBOL, *ABNORMAL_SYMBOLS)).sum()) for record in records)


def _side(rows: Rows) -> Measured:
    abnormal = int(rows.y.sum())
    return {
        "rows": len(rows),
        "abnormal": abnormal,
        "abnormal_share": abnormal / len(rows),
        "records": len(np.unique(rows.record)),
    }


def _abnormal_windows(run: Run) -> int:
    """Rows that hold any abnormal beat, a record at a time: a second matrix of all would take 629 MB more."""
    records = run.database.train + run.database.test
    return sum(int(stubs.build_data_matrix([record], label_rule="window")[1].sum()) for record in records)


def _draw_preparation(run: Run, train: Rows) -> None:
    record = run.record(EXAMPLE_RECORD)
    ventricular = record.sample[np.isin(record.symbol, ABNORMAL_SYMBOLS) & (record.sample > 5 * record.fs)]
    centre = ventricular[0] if len(ventricular) else record.sample[len(record.sample) // 2]
    run.save_figure(
        2,
        "window",
        plotting.draw_window(record, centre),
        "One window: the beat in the centre, and 2 s on either side of it.",
    )
    own = train.record == record.record_name
    if own.any():
        figure = plotting.draw_average_beats(train.values[own], train.y[own], record.fs)
        for ax, kind in zip(figure.axes, plotting.CLASS_NAMES, strict=True):
            ax.set_title(kind)  # the long titles do not fit side by side in this width
        caption = (
            f"All windows of record {record.record_name}: the mean of either class, and the band of the middle 80 %."
        )
        run.save_figure(2, "average_beats", figure, caption)
    split = plotting.draw_split(run.database.train, run.database.test)
    run.save_figure(2, "split", split, "Beats of every recording. No patient is on both sides.", width=7.5)


def measure_features(run: Run) -> Measured:
    """Task 3: spectrograms, and their scaling by the training side alone."""
    windows = run.data.windows
    example = _example_windows(windows.train)
    sample = windows.test.values[:: max(len(windows.test) // 200, 1)]
    spectrograms = run.data.spectrograms
    shape = [len(spectrograms.train) + len(spectrograms.test), *spectrograms.train.values.shape[1:]]
    difference = _difference_from_scipy(sample)
    run.say(f"{' x '.join(f'{n:,}' for n in shape)} in {run.data.seconds['spectrograms']:.1f} s")
    run.say(f"scipy.signal.stft differs by at most {difference:.1e} mV")
    _draw_spectrograms(run, spectrograms.train, example)
    features = run.data.features
    return {
        "shape": shape,
        "array_seconds": run.data.seconds["spectrograms"],
        "standardize_seconds": run.data.seconds["features"],
        "compared_rows": len(sample),
        "largest_difference_from_scipy_mV": difference,
        "scaled": {side: _moments(getattr(features, side).values) for side in ("train", "test")},
    }


def _example_windows(rows: Rows) -> list[tuple[int, np.ndarray]]:
    """A normal and an abnormal row of one patient: (row number, window)."""
    own = rows.record == (EXAMPLE_RECORD if (rows.record == EXAMPLE_RECORD).any() else rows.record[0])
    found = (np.flatnonzero(own & (rows.y[:, 0] == label)) for label in (0, 1))
    return [
        (numbers[len(numbers) // 2], rows.values[numbers[len(numbers) // 2]].copy())
        for numbers in found
        if len(numbers)
    ]


def _difference_from_scipy(windows: np.ndarray) -> float:
    from scipy.signal import stft

    ours = stubs.spectrogram(windows)
    return max(float(np.abs(S - np.abs(stft(row, nperseg=64)[2])).max()) for row, S in zip(windows, ours, strict=True))


def _draw_spectrograms(run: Run, rows: Rows, example: list[tuple[int, np.ndarray]]) -> None:
    fs = run.database.train[0].fs
    for row, window in example:
        kind = plotting.CLASS_NAMES[rows.y[row, 0]]
        title = f"Record {rows.record[row]}, {kind} beat ({rows.symbol[row]}) in the centre"
        figure = plotting.draw_spectrogram(rows.values[row], fs, window=window, title=title)
        run.save_figure(3, f"{kind}_spectrogram", figure, f"A window around one {kind} beat, and its spectrogram.")
    profile = plotting.draw_frequency_profile(rows.values[::10], rows.y[::10], fs)
    run.save_figure(
        3,
        "frequency_profile",
        profile,
        "How much of each frequency the windows of either class hold (every tenth training row).",
    )


def _moments(values: np.ndarray) -> dict[str, float]:
    # A frequency at a time: the squares of all rows in float64 would take 850 MB.
    means = [values[:, k].mean(dtype=np.float64) for k in range(values.shape[1])]
    squares = [np.square(values[:, k]).mean(dtype=np.float64) for k in range(values.shape[1])]
    mean = float(np.mean(means))
    return {"mean": mean, "standard_deviation": float(np.sqrt(np.mean(squares) - mean**2))}


def measure_imbalance(run: Run) -> Measured:
    """Task 4: the share of each class, and the weights that balance them."""
    load_task(4)
    load_task(5, "evaluate")
    labels = run.data.labels
    shares = {side: stubs.class_distribution(getattr(labels, side).y) for side in ("train", "test")}
    weights = stubs.class_weights(labels.train.y)
    majority = stubs.evaluate(labels.test.y, np.full(labels.test.y.shape, float(shares["train"][1] >= 0.5)))
    run.say(f"abnormal: train {shares['train'][1]:.1%}, test {shares['test'][1]:.1%}".replace("%", " %"))
    run.say(f"class weights {weights[0]:.3f} and {weights[1]:.3f}")
    run.say(f"always the larger class: accuracy {majority['accuracy']:.3f}")
    _draw_imbalance(run, labels.train)
    return {
        "shares": {side: _named(values) for side, values in shares.items()},
        "class_weights": _named(weights),
        "majority": majority,
    }


def _named(of_label: dict[int, float]) -> dict[str, float]:
    return {plotting.CLASS_NAMES[label]: value for label, value in of_label.items()}


def _draw_imbalance(run: Run, train: Rows) -> None:
    figure = stubs.plot_distribution(train.y).figure
    figure.set_layout_engine("constrained")
    run.save_figure(
        4,
        "distribution",
        figure,
        "Share of either class among the training rows, as plot_distribution draws it.",
        width=4.2,
    )
    names = np.unique(train.record)
    share = [float(train.y[train.record == name].mean()) for name in names]
    figure, ax = plotting.figure(size=(6.4, 2.6))
    ax.bar(names, share, color=plotting.ABNORMAL)
    ax.axhline(float(train.y.mean()), color=plotting.INK, linestyle="--", linewidth=1)
    ax.set(xlabel="record", ylabel="share of abnormal beats", ylim=(0, 1.02))
    ax.tick_params(axis="x", rotation=90, labelsize=8)
    ax.margins(x=0.01)
    run.save_figure(4, "by_record", figure, "Share of abnormal beats in each training recording; dashed: all together.")
