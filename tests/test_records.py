"""Recordings: read as wfdb reads them, and refused in one sentence when a file is damaged."""

from __future__ import annotations

import pickle
import shutil
from collections import Counter

import numpy as np
import pytest
import wfdb

from ecgkit.records import Record, RecordError, read_record
from ecgkit.symbols import ABNORMAL_SYMBOLS, MEANINGS, NORMAL_SYMBOL


@pytest.fixture
def copy(small_standin, tmp_path):
    """The path of record 100 in a folder of its own, whose files a test may damage."""
    for suffix in ("hea", "dat", "atr"):
        shutil.copy(small_standin / f"100.{suffix}", tmp_path)
    return tmp_path / "100"


def rewrite(base, suffix, change):
    path = base.with_name(f"{base.name}.{suffix}")
    path.write_bytes(change(path.read_bytes()))


def test_a_record_is_what_wfdb_reads(copy):
    record, signal, annotation = read_record(copy), wfdb.rdrecord(str(copy)), wfdb.rdann(str(copy), "atr")
    assert (record.record_name, record.fs, record.sig_len) == ("100", signal.fs, signal.sig_len)
    assert record.sig_name == tuple(signal.sig_name)
    assert record.p_signal.dtype == np.float64
    np.testing.assert_array_equal(record.p_signal, signal.p_signal)
    np.testing.assert_array_equal(record.sample, annotation.sample)
    assert list(record.symbol) == annotation.symbol
    assert list(record.aux_note) == [note.rstrip("\0") for note in annotation.aux_note]


def test_notes_have_no_trailing_nul(copy):
    notes = read_record(copy).aux_note
    assert any(notes)
    assert not any("\0" in note for note in notes)
    assert any("\0" in note for note in wfdb.rdann(str(copy), "atr").aux_note)


def test_samples_and_marks_cannot_be_changed(copy):
    record = read_record(copy)
    for array in (record.p_signal, record.sample):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_201_and_202_are_one_patient(small_standin):
    patients = {name: read_record(small_standin / name).patient for name in ("100", "201", "202")}
    assert patients["201"] == patients["202"] != patients["100"]


def test_a_record_survives_pickling(copy):
    for record in (read_record(copy), Record.from_arrays("x", np.ones((3, 1)))):
        again = pickle.loads(pickle.dumps(record))
        np.testing.assert_array_equal(again.p_signal, record.p_signal)


def test_a_rewritten_file_is_read_again(copy, small_standin):
    before = read_record(copy).p_signal
    for suffix in ("hea", "dat", "atr"):
        source = (small_standin / f"232.{suffix}").read_bytes().replace(b"232", b"100")
        rewrite(copy, suffix, lambda old, source=source: source)
    assert not np.array_equal(read_record(copy).p_signal, before)


def test_invalid_samples_are_nan(tmp_path):
    signal = np.zeros((720, 2))
    signal[100:110, 1] = np.nan
    write_record(tmp_path, signal)
    invalid = np.isnan(read_record(tmp_path / "900").p_signal)
    assert np.argwhere(invalid).tolist() == [[row, 1] for row in range(100, 110)]


@pytest.mark.parametrize("fmt", ["212", "16", "24"])
@pytest.mark.parametrize("fs", [250, 360])
def test_other_formats_and_rates_are_read(tmp_path, fmt, fs):
    signal = np.random.default_rng(0).normal(size=(721, 3)).round(2)
    write_record(tmp_path, signal, fmt=fmt, fs=fs)
    record = read_record(tmp_path / "900")
    assert (record.fs, record.sig_len, len(record.sig_name)) == (fs, 721, 3)
    np.testing.assert_allclose(record.p_signal, signal, atol=0.01)


def write_record(folder, signal, *, fmt="212", fs=360):
    n_sig = signal.shape[1]
    leads = {"units": ["mV"] * n_sig, "sig_name": [f"lead {i}" for i in range(n_sig)], "fmt": [fmt] * n_sig}
    gain = {"adc_gain": [200.0] * n_sig, "baseline": [0] * n_sig}
    wfdb.wrsamp("900", fs=fs, p_signal=signal, write_dir=str(folder), **leads, **gain)
    wfdb.wrann("900", "atr", np.array([5, 700]), ["N", "V"], write_dir=str(folder))


@pytest.mark.parametrize("suffix", ["hea", "dat", "atr"])
def test_a_missing_file_is_named(copy, suffix):
    copy.with_name(f"100.{suffix}").unlink()
    with pytest.raises(RecordError, match=rf"100\.{suffix} is missing.*ecgkit download"):
        read_record(copy)


def test_a_file_that_vanishes_after_opening_is_named(copy):
    record = read_record(copy)
    copy.with_name("100.dat").unlink()
    with pytest.raises(RecordError, match=r"100\.dat is missing"):
        _ = record.p_signal


#: Annotation codes in the upper 6 bits of a word, and the samples since the last one in the lower 10.
N, UNKNOWN, SKIP = 1 << 10, 45 << 10, 59 << 10


def words(*values):
    return np.array(values, dtype="<u2").tobytes()


NOISE = np.random.default_rng(0).bytes(300)

DAMAGES = {
    "half of the samples": ("dat", lambda data: data[: len(data) // 2], r"100\.dat .* 97,200 bytes of the 194,400"),
    "one byte is missing": ("dat", lambda data: data[:-1], r"194,399 bytes of the 194,400"),
    "no samples": ("dat", lambda data: b"", r"100\.dat .* 0 bytes"),
    "another sample": (
        "dat",
        lambda data: data[:900] + b"\x11\x11\x11" + data[903:],
        r"100\.dat .*checksum of 100\.hea",
    ),
    "a header of noise": ("hea", lambda data: NOISE, r"100\.hea is damaged: it is not a WFDB header"),
    "a page instead of a header": ("hea", lambda data: b"<html>Not found</html>", r"100\.hea is damaged"),
    "an empty header": ("hea", lambda data: b"", r"100\.hea is damaged"),
    "half of the header": ("hea", lambda data: data[: data.index(b"\n") + 1], r"announces 2 leads and describes 0"),
    "no length": ("hea", lambda data: data.replace(b" 360 64800", b" 360"), r"no signal or no length"),
    "a rate of 0": ("hea", lambda data: data.replace(b"2 360 ", b"2 0 "), r"sampling rate is 0 Hz"),
    "a negative rate": ("hea", lambda data: data.replace(b"2 360 ", b"2 -360 "), r"sampling rate is -360 Hz"),
    "segments": ("hea", lambda data: b"100/2 2 360 64800\n100a 32400\n100b 32400\n", r"100\.hea is damaged"),
    "another file": (
        "hea",
        lambda data: data.replace(b"100.dat", b"101.dat"),
        r"names 101\.dat, and there is no such file",
    ),
    "an unknown format": ("hea", lambda data: data.replace(b" 212 ", b" 999 "), r"100\.dat is damaged"),
    "annotations of noise": ("atr", lambda data: NOISE, r"100\.atr is damaged"),
    "noise with an end": ("atr", lambda data: NOISE + b"\0\0", r"100\.atr is damaged"),
    "a page instead of annotations": ("atr", lambda data: b"<html>404</html>\n", r"100\.atr is damaged"),
    "half of the annotations": ("atr", lambda data: data[: len(data) // 2], r"100\.atr is damaged: it is truncated"),
    "the end is missing": ("atr", lambda data: data[:-2], r"100\.atr is damaged: it is truncated"),
    "a byte too many": ("atr", lambda data: data + b"\0", r"100\.atr is damaged: it is truncated"),
    "an unknown code": ("atr", lambda data: words(N | 9, UNKNOWN | 9, 0), r"codes that WFDB does not know"),
    "a jump back in time": ("atr", lambda data: words(N | 900, SKIP, 65535, 65336, N, 0), r"not in the order of time"),
    "empty annotations": ("atr", lambda data: b"", r"100\.atr is damaged"),
    "no annotations": ("atr", lambda data: b"\0\0", r"100\.atr is damaged: it holds no annotation"),
}


@pytest.mark.parametrize(("suffix", "change", "sentence"), DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_is_refused_in_a_sentence(copy, suffix, change, sentence):
    rewrite(copy, suffix, change)
    with pytest.raises(RecordError, match=sentence) as caught:
        _ = read_record(copy).p_signal
    assert "`ecgkit download` replaces a damaged file" in str(caught.value)


def test_annotations_of_a_longer_record_are_refused(copy):
    wfdb.wrann("100", "atr", np.array([100, 64800]), ["N", "N"], write_dir=str(copy.parent))
    with pytest.raises(RecordError, match="marks sample 64,800 of a recording of 64,800 samples"):
        read_record(copy)


def test_the_last_sample_may_be_marked(copy):
    wfdb.wrann("100", "atr", np.array([0, 64799]), ["N", "N"], write_dir=str(copy.parent))
    assert read_record(copy).sample.tolist() == [0, 64799]


def test_truncation_is_found_without_reading_samples(copy):
    rewrite(copy, "dat", lambda data: data[:-3])
    with pytest.raises(RecordError, match=r"100\.dat"):
        read_record(copy)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"p_signal": np.zeros(5)}, "`p_signal` must have two dimensions"),
        ({"p_signal": np.zeros((5, 1)), "sample": [1, 2], "symbol": ["N"]}, "one entry an annotation"),
        ({"p_signal": np.zeros((5, 2)), "sig_name": ["MLII"]}, "one name a lead. Received 1 for 2 leads"),
        ({"p_signal": np.zeros((5, 1)), "fs": 0}, "`fs` must be above 0 Hz"),
    ],
)
def test_arrays_that_make_no_record_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        Record.from_arrays("x", **arguments)


def test_the_real_recordings_are_read_whole(mitdb):
    counts: Counter[str] = Counter()
    for name in (mitdb / "RECORDS").read_text().split():
        record = read_record(mitdb / name)
        assert (record.fs, record.sig_len, len(record.sig_name)) == (360, 650_000, 2)
        # Reading compares every sample with the checksums of the headers.
        assert record.p_signal.shape == (650_000, 2)
        assert not np.isnan(record.p_signal).any()
        counts += Counter(record.symbol)
    beats = {symbol: counts[symbol] for symbol in (NORMAL_SYMBOL, *ABNORMAL_SYMBOLS)}
    assert sum(counts.values()) == 112_647
    assert sum(beats.values()) == 109_461
    assert (beats["N"], beats["/"], beats["S"]) == (75_052, 7_028, 2)
    assert set(counts) <= set(MEANINGS)


def test_samples_that_were_written_again_are_read_again(copy):
    """What lies in memory would still have the checksum of the header."""
    assert read_record(copy).p_signal.any()
    rewrite(copy, "dat", lambda content: bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(RecordError, match="do not have the checksum"):
        _ = read_record(copy).p_signal
