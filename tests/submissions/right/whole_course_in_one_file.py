"""All six tasks in one file, as a course project is handed in: one class with what they share, plots and training between."""

# %%
import logging
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import matplotlib.pyplot as plt
import numpy as np
from scipy import signal as sps

import ecgkit
from ecgkit import fill, stubs

plt.rcParams["figure.figsize"] = (9, 3)
np.random.seed(0)
keras.utils.set_random_seed(0)
log = logging.getLogger(__name__)
HERE = Path.cwd()

# %%
database = ecgkit.open_database()
records = database.records()


# %%
class Course:
    """Constants and small tools."""

    beats = {"N": 0, **{symbol: 1 for symbol in ecgkit.ABNORMAL_SYMBOLS}}
    rules = {}

    @classmethod
    def rule(cls, name):
        def keep(function):
            cls.rules[name] = function
            return function

        return keep

    @staticmethod
    def generator(rng):
        return np.random.default_rng() if rng is None else rng

    @staticmethod
    def line(record, start, count, title):
        figure, ax = plt.subplots()
        t = np.arange(start, start + count) / record.fs
        ax.plot(t, record.p_signal[start : start + count, 0], color="black", linewidth=0.7)
        ax.set(xlabel="time in s", ylabel="voltage in mV", title=title)
        return ax


@Course.rule("beat")
def centre(record, labels, sample, label, h):
    return label


@Course.rule("window")
def anywhere(record, labels, sample, label, h):
    near = (record.sample >= sample - h) & (record.sample < sample + h)
    return int((labels[near] == 1).any())


# %%
@fill
def plot_random_segment(record, seconds=10, rng=None):
    count = round(seconds * record.fs)
    if count > record.sig_len:
        raise ValueError(f"{count} samples of {record.sig_len}")
    start = int(Course.generator(rng).integers(0, record.sig_len - count + 1))
    return Course.line(record, start, count, record.record_name)


plot_random_segment(records[0])
plt.show()


# %%
@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    count = round(seconds * record.fs)
    found = [
        (sample - count // 2, symbol)
        for sample, symbol in zip(record.sample.tolist(), record.symbol)
        if symbol in ecgkit.ABNORMAL_SYMBOLS and 0 <= sample - count // 2 <= record.sig_len - count
    ]
    if not found:
        raise ValueError("no abnormal beat")
    start, symbol = found[Course.generator(rng).integers(len(found))]
    return Course.line(record, start, count, f"[{symbol}]")


# %%
@fill
def label_beats(symbols):
    return np.array([Course.beats.get(symbol, -1) for symbol in symbols], dtype=np.int8)


@fill
def build_data_matrix(records, half_window=2.0, label_rule="beat"):
    rates = sorted({record.fs for record in records})
    if rates[0] != rates[-1]:
        raise ValueError(f"different rates: {rates}")
    rule = Course.rules.get(label_rule)
    if rule is None:
        raise ValueError(f"rule {label_rule!r}")
    h = round(half_window * rates[0])
    X, y = [np.empty((0, 2 * h), np.float32)], []
    for record in records:
        labels = stubs.label_beats(record.symbol)
        kept = [
            (sample, label)
            for sample, label in zip(record.sample.tolist(), labels.tolist())
            if label >= 0 and h <= sample <= record.sig_len - h
        ]
        y += [rule(record, labels, sample, label, h) for sample, label in kept]
        if kept:
            centres = np.array(kept)[:, :1]
            X.append(record.p_signal[:, 0].astype(np.float32)[centres + np.arange(-h, h)])
    return np.concatenate(X), np.array(y, dtype=np.int8)[:, None]


@fill
def split_by_patient(records, test_fraction=1 / 3, rng=None):
    people = sorted({record.patient for record in records})
    if len(people) < 2 or not 0 < test_fraction < 1:
        raise ValueError("no split")
    mixed = Course.generator(rng).permutation(people).tolist()
    cut = min(max(round(test_fraction * len(people)), 1), len(people) - 1)
    test = [record for record in records if mixed.index(record.patient) < cut]
    return [record for record in records if record not in test], test


X, y = build_data_matrix(records)
log.warning("X %s", X.shape)


# %%
@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    blocks = [
        np.abs(sps.stft(part, fs, nperseg=nperseg, noverlap=noverlap)[2])
        for part in np.array_split(X, max(len(X) // 1000, 1))
    ]
    return np.concatenate(blocks).astype(np.float32)


@fill
def standardize(train, *others):
    axes = (0, 2)
    mean, std = train.mean(axes, keepdims=True, dtype=float), train.std(axes, keepdims=True, dtype=float)
    std = np.where(std > 0, std, 1)
    return tuple(((array - mean) / std).astype(np.float32) for array in (train, *others))


S = stubs.spectrogram(X)
np.save(HERE / "spectrograms.npy", S)


# %%
@fill
def class_distribution(y):
    if len(y) == 0:
        raise ValueError("no rows")
    counts = np.bincount(np.ravel(y), minlength=2)
    return dict(enumerate((counts / counts.sum()).tolist()))


@fill
def class_weights(y):
    shares = class_distribution(y)
    if min(shares.values()) == 0:
        raise ValueError("one class")
    return {label: 0.5 / share for label, share in shares.items()}


@fill
def plot_distribution(y):
    shares = class_distribution(y)
    figure, ax = plt.subplots(figsize=(3, 3))
    bars = ax.bar(["normal", "abnormal"], [shares[0], shares[1]])
    ax.bar_label(bars, fmt="%.2f")
    ax.set_ylabel("share of beats")
    return ax


# %%
@fill
def build_bilstm(input_shape):
    model = keras.Sequential(name="bilstm")
    for layer in (
        keras.Input(input_shape),
        keras.layers.Permute((2, 1)),
        keras.layers.Bidirectional(keras.layers.LSTM(24, return_sequences=True)),
        keras.layers.Dropout(0.4),
        keras.layers.Flatten(),
        keras.layers.Dense(1, activation="sigmoid"),
    ):
        model.add(layer)
    return model


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(keras.optimizers.Adam(), keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
    options = dict(epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data)
    return model.fit(X, y, verbose=2, **options)


@fill
def evaluate(y_true, y_prob):
    y_true, called = np.ravel(y_true).astype(bool), np.ravel(y_prob) >= 0.5
    if y_true.size == 0 or y_true.size != called.size:
        raise ValueError("y_true and y_prob")
    hit, missed, false = (y_true & called).sum(), (y_true & ~called).sum(), (~y_true & called).sum()
    of = lambda part, whole: float(part / whole) if whole else 0.0  # noqa: E731
    return {
        "accuracy": float((y_true == called).mean()),
        "precision": of(hit, hit + false),
        "recall": of(hit, hit + missed),
        "f1": of(2 * hit, 2 * hit + false + missed),
    }


network = build_bilstm((33, 46))
history = train(network, S, y, epochs=50, class_weight=class_weights(y))
print(evaluate(y, network.predict(S)))


# %%
@fill
def build_cnn(input_shape):
    inputs = x = keras.Input(input_shape)
    x = keras.layers.Permute((2, 1))(x)
    for filters in (24, 32):
        x = keras.layers.Conv1D(filters, 5, padding="same")(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.MaxPooling1D(2)(keras.layers.ReLU()(x))
    x = keras.layers.Dropout(0.4)(keras.layers.Flatten()(x))
    x = keras.layers.Dropout(0.4)(keras.layers.Dense(32, activation="relu")(x))
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(x))


build_cnn((33, 46)).summary()


# %%
@fill
def build_alexnet(input_shape):
    inputs = x = keras.Input(input_shape)
    x = keras.layers.Permute((2, 1))(x)
    for filters, kernel in ((24, 7), (32, 5), (32, 3)):
        x = keras.layers.Conv1D(filters, kernel, padding="same")(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.MaxPooling1D(2)(keras.layers.ReLU()(x))
    x = keras.layers.Dropout(0.3)(keras.layers.Flatten()(x))
    for units in (48, 32):
        x = keras.layers.Dropout(0.3)(keras.layers.Dense(units, activation="relu")(x))
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(x))


build_alexnet((33, 46)).summary()


# %%
@fill
def gru_step(x, h, weights):
    s = lambda a: 1 / (1 + np.exp(-np.clip(a, -80, 80)))  # noqa: E731
    (xz, xr, xc), (hz, hr, hc) = (
        np.array_split(a @ W + b, 3, axis=-1) for a, W, b in zip((x, h), weights[:2], weights[2], strict=True)
    )
    z = s(xz + hz)
    return (1 - z) * np.tanh(xc + s(xr + hr) * hc) + z * h


@fill
def build_gru(input_shape):
    inputs = x = keras.Input(input_shape)
    for layer in (
        keras.layers.Permute((2, 1)),
        keras.layers.GRU(24, return_sequences=True),
        keras.layers.Dropout(0.4),
        keras.layers.Flatten(),
        keras.layers.Dense(1, activation="sigmoid"),
    ):
        x = layer(x)
    return keras.Model(inputs, x)


network = build_gru((33, 46))
network.summary()
