"""The stand-in database: true counts, genuine files, plausible hearts, new patients for each seed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from ecgkit.records import read_record
from ecgkit.standin import RECORD_NAMES, StandInInfo, standin_info, synthesize_record, write_database
from ecgkit.standin.facts import all_facts
from ecgkit.standin.hearts import draw_hearts
from ecgkit.standin.writer import SMALL_NAMES
from ecgkit.symbols import ABNORMAL_SYMBOLS, MEANINGS

ROOT = Path(__file__).parents[1]
REAL = Path(os.environ.get("ECGKIT_DATABASE") or ROOT.parent / "shared" / "mitdb")
BEATS = ("N", *ABNORMAL_SYMBOLS)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    return write_database(tmp_path_factory.mktemp("standin") / "full")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return write_database(tmp_path_factory.mktemp("standin") / "small", size="small")


def full_windows(sample, symbol, sig_len, half):
    """The beats whose window fits, one by one."""
    pairs = zip(sample, symbol, strict=True)
    return [mark for at, mark in pairs if mark in BEATS and at - half >= 0 and at + half <= sig_len]


# The full size


def test_full_database_has_the_windows_of_the_real_one(full):
    import wfdb

    windows = {}
    for name in RECORD_NAMES:
        marks = wfdb.rdann(str(full / name), "atr")
        windows[name] = full_windows(marks.sample, marks.symbol, 650_000, 720)
    train = [mark for name in RECORD_NAMES if int(name) <= 210 for mark in windows[name]]
    test = [mark for name in RECORD_NAMES if int(name) > 210 for mark in windows[name]]
    assert (len(train), len(test)) == (70_263, 38_954)
    assert sum(mark != "N" for mark in train + test) == 34_336


def test_full_database_has_the_count_of_every_symbol_and_note(full):
    import wfdb

    for name, facts in all_facts().items():
        marks = wfdb.rdann(str(full / name), "atr")
        assert Counter(marks.symbol) == Counter(facts.counts), name
        for symbol, notes in facts.notes.items():
            found = [n.rstrip("\0") for s, n in zip(marks.symbol, marks.aux_note, strict=True) if s == symbol and n]
            assert Counter(found) == Counter(notes), (name, symbol)


def test_full_database_is_genuine_wfdb(full):
    import wfdb

    assert (full / "RECORDS").read_text().split() == list(RECORD_NAMES)
    for name, facts in all_facts().items():
        header = wfdb.rdheader(str(full / name))
        assert (header.fs, header.sig_len, header.n_sig) == (360, 650_000, 2)
        assert (tuple(header.sig_name), header.fmt) == (facts.sig_name, ["212", "212"])
        assert (header.adc_gain, header.baseline, header.adc_res) == ([200, 200], [1024, 1024], [11, 11])
        assert (full / f"{name}.dat").stat().st_size == 1_950_000


def test_checksums_and_first_samples_of_the_header_are_those_of_the_signal(full):
    import wfdb

    record = wfdb.rdrecord(str(full / "208"), physical=False)
    assert record.init_value == record.d_signal[0].tolist()
    assert record.calc_checksum() == [value % 65_536 for value in record.checksum]
    assert record.d_signal.min() >= 0
    assert record.d_signal.max() <= 2047


def test_notes_on_disk_end_in_nul_as_in_the_real_files(full):
    import wfdb

    notes = [note for note in wfdb.rdann(str(full / "106"), "atr").aux_note if note]
    assert len(notes) == 41
    assert all(note.endswith("\0") for note in notes)


def test_record_on_disk_is_the_record_in_memory(full):
    read, made = read_record(full / "207"), synthesize_record("207")
    np.testing.assert_allclose(read.p_signal, made.p_signal, atol=1e-9)
    np.testing.assert_array_equal(read.sample, made.sample)
    assert (read.symbol, read.aux_note, read.sig_name) == (made.symbol, made.aux_note, made.sig_name)


@pytest.mark.skipif(not (REAL / "RECORDS").exists(), reason="needs the real recordings")
def test_facts_are_those_of_the_real_database():
    for name, facts in all_facts().items():
        real = read_record(REAL / name)
        beats = [(at, mark) for at, mark in zip(real.sample, real.symbol, strict=True) if mark in BEATS]
        early = "".join(mark for at, mark in beats if at < 720)
        late = "".join(mark for at, mark in beats if at > real.sig_len - 720)
        assert Counter(real.symbol) == Counter(facts.counts), name
        assert (facts.sig_name, facts.edges) == (real.sig_name, (early, late)), name


def test_flutter_is_marked_where_it_is(full):
    import wfdb

    marks = wfdb.rdann(str(full / "207"), "atr").symbol
    inside = False
    for mark in marks:
        inside = (inside or mark == "[") and mark != "]"
        assert inside or mark != "!"
    assert marks.count("[") == marks.count("]") == 6


# Seeds and sizes


def test_equal_seeds_give_equal_bytes(small, tmp_path):
    again = write_database(tmp_path / "again", size="small")
    files = sorted(path.name for path in small.iterdir())
    assert files == sorted(path.name for path in again.iterdir())
    assert len(files) == 3 * 6 + 2
    for name in files:
        assert (small / name).read_bytes() == (again / name).read_bytes(), name


def test_another_seed_gives_other_patients(small, tmp_path):
    other = write_database(tmp_path / "other", size="small", seed=1)
    for name in SMALL_NAMES:
        for suffix in (".dat", ".atr"):
            assert (small / (name + suffix)).read_bytes() != (other / (name + suffix)).read_bytes()


def test_small_size_has_both_splits_and_one_person_twice(small):
    records = [read_record(small / name) for name in (small / "RECORDS").read_text().split()]
    assert {record.sig_len for record in records} == {64_800}
    assert {int(record.record_name) > 210 for record in records} == {True, False}
    assert len({record.patient for record in records}) == len(records) - 1
    assert len(set(ABNORMAL_SYMBOLS) & {mark for record in records for mark in record.symbol}) >= 6


def test_marker_says_what_stands_in(small, tmp_path):
    assert standin_info(small) == StandInInfo(seed=0, size="small", version=1)
    assert standin_info(tmp_path) is None
    assert standin_info(tmp_path / "nowhere") is None


def test_progress_counts_the_records(tmp_path):
    seen = []
    write_database(tmp_path / "new", size="small", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, 6) for n in range(1, 7)]


# Writing whole or not at all


def test_interrupted_run_leaves_nothing(tmp_path):
    def interrupt(done, total):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_database(tmp_path / "new", size="small", progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_killed_run_leaves_no_database_and_the_next_one_succeeds(tmp_path):
    killed = run_writer(tmp_path / "new", "os._exit(9) if done == 3 else None").wait()
    assert killed == 9
    assert not (tmp_path / "new").exists()
    assert standin_info(write_database(tmp_path / "new", size="small")) is not None


def test_two_processes_at_once_do_no_harm(small, tmp_path):
    writers = [run_writer(tmp_path / "new", "None") for _ in range(2)]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    assert (tmp_path / "new" / "232.dat").read_bytes() == (small / "232.dat").read_bytes()


def run_writer(directory: Path, callback: str) -> subprocess.Popen:
    program = (
        "import os, sys; from ecgkit.standin import write_database; "
        f"write_database(sys.argv[1], size='small', progress=lambda done, total: {callback})"
    )
    return subprocess.Popen([sys.executable, "-c", program, str(directory)], cwd=ROOT)


def test_another_stand_in_is_replaced_as_a_whole(tmp_path):
    write_database(tmp_path / "here", size="small", seed=1)
    write_database(tmp_path / "here", size="small", seed=2)
    assert standin_info(tmp_path / "here").seed == 2
    assert len(list((tmp_path / "here").iterdir())) == 3 * 6 + 2
    assert len(list(tmp_path.iterdir())) == 1


def test_files_of_somebody_else_are_left_alone(tmp_path):
    (tmp_path / "100.dat").write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="`directory`"):
        write_database(tmp_path, size="small")
    assert [path.name for path in tmp_path.iterdir()] == ["100.dat"]


# One record


@pytest.mark.parametrize("minutes", [1, 3])
def test_short_record_has_every_beat_symbol_and_the_same_edges(minutes):
    for name, facts in all_facts().items():
        record = synthesize_record(name, minutes=minutes, fs=100)
        assert set(facts.counts) & set(BEATS) <= set(record.symbol), name
        assert set(record.symbol) <= set(MEANINGS)
        beats = [(at, mark) for at, mark in zip(record.sample, record.symbol, strict=True) if mark in BEATS]
        assert "".join(mark for at, mark in beats if at < 200) == facts.edges[0]
        assert "".join(mark for at, mark in beats if at + 200 > record.sig_len) == facts.edges[1]


def test_counts_shrink_in_proportion():
    record = synthesize_record("119", minutes=10)
    expected = all_facts()["119"].counts["V"] * 10 / 30.1
    assert record.symbol.count("V") == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("seed", [0, 5, 2**40])
def test_annotations_ascend_within_the_record(seed):
    for name in RECORD_NAMES:
        record = synthesize_record(name, seed=seed, minutes=0.5, fs=100)
        assert np.all(np.diff(record.sample) >= 0), name
        assert record.sample[0] >= 0
        assert record.sample[-1] < record.sig_len


def test_another_sampling_rate_shows_the_same_heart():
    fine, coarse = synthesize_record("119", minutes=2), synthesize_record("119", minutes=2, fs=250)
    assert (fine.sig_len, coarse.sig_len, coarse.fs) == (43_200, 30_000, 250)
    assert fine.symbol == coarse.symbol
    np.testing.assert_allclose(fine.sample / 360, coarse.sample / 250, atol=1 / 250)
    shapes = [mean_beat(record, "N", 0)[0] for record in (fine, coarse)]
    resampled = np.interp(np.linspace(0, 1, len(shapes[0])), np.linspace(0, 1, len(shapes[1])), shapes[1])
    assert np.corrcoef(shapes[0], resampled)[0, 1] > 0.98


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"record_name": "110"}, "record_name"),
        ({"seed": -1}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"minutes": 0.1}, "minutes"),
        ({"minutes": float("nan")}, "minutes"),
        ({"fs": 50}, "fs"),
    ],
)
def test_wrong_arguments_are_named(arguments, named):
    with pytest.raises(ValueError, match=f"`{named}`"):
        synthesize_record(**{"record_name": "100", **arguments})


def test_wrong_size_is_named(tmp_path):
    with pytest.raises(ValueError, match="`size`"):
        write_database(tmp_path / "new", size="tiny")


# Hearts


def mean_beat(record, symbol, lead, before=0.1, after=0.12):
    """Mean and spread of the beats of one symbol, each less its own median, in mV."""
    start, stop = round(before * record.fs), round(after * record.fs)
    marks = zip(record.sample, record.symbol, strict=True)
    at = [s for s, mark in marks if mark == symbol and start <= s < record.sig_len - stop]
    beats = np.array([record.p_signal[s - start : s + stop, lead] for s in at])
    beats = beats - np.median(beats, axis=1, keepdims=True)
    return beats.mean(axis=0), beats.std(axis=0)


def relative_difference(first, second):
    return np.sqrt(np.mean((first - second) ** 2)) / max(np.sqrt(np.mean(first**2)), np.sqrt(np.mean(second**2)))


@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_test_patients_resemble_no_train_patient(seed):
    time = np.linspace(-0.1, 0.15, 126)
    loops = {}
    for patient, heart in draw_hearts(seed).items():
        waves = [wave for wave in heart.shapes("N")[0] if wave.part == "QRS"]
        bumps = [np.exp(-0.5 * ((time - wave.centre) / wave.width) ** 2)[:, None] * wave.dipole for wave in waves]
        loops[patient] = np.sum(bumps, axis=0)
    train = [loop for patient, loop in loops.items() if int(patient) <= 210]
    test = [loop for patient, loop in loops.items() if int(patient) > 210]
    assert (len(train), len(test)) == (31, 16)
    assert min(relative_difference(a, b) for a in train for b in test) > 0.1


def test_one_person_has_one_shape_and_two_rhythms():
    first, second, other = (synthesize_record(name, minutes=3) for name in ("201", "202", "101"))
    same = relative_difference(mean_beat(first, "N", 0)[0], mean_beat(second, "N", 0)[0])
    different = relative_difference(mean_beat(first, "N", 0)[0], mean_beat(other, "N", 0)[0])
    assert same < 0.1 < different
    assert first.symbol != second.symbol


def test_no_two_beats_are_alike():
    spread = mean_beat(synthesize_record("103", minutes=3), "N", 0)[1]
    assert spread.min() > 0.005


@pytest.mark.parametrize("seed", [0, 7])
def test_r_peaks_lie_at_their_annotations(seed):
    near = []
    for name in RECORD_NAMES:
        record = synthesize_record(name, seed=seed, minutes=1)
        for lead in (0, 1):
            near += [peak_distance(record, at, lead) <= 0.06 for at in beat_samples(record)]
    assert len(near) > 6000
    assert np.mean(near) > 0.9


def beat_samples(record):
    marks = zip(record.sample, record.symbol, strict=True)
    return [at for at, mark in marks if mark in BEATS and 72 <= at < record.sig_len - 72]


def peak_distance(record, at, lead):
    """Seconds from the annotation to the largest deflection within 0.15 s."""
    reach = round(0.15 * record.fs)
    piece = record.p_signal[at - reach : at + reach + 1, lead]
    return abs(int(np.argmax(np.abs(piece - np.median(piece)))) - reach) / record.fs


def rr_around(name, symbol):
    """Intervals before and after lone beats of `symbol`, relative to the median of the record's main intervals."""
    record = synthesize_record(name, minutes=15, fs=100)
    beats = [(at / 100, mark) for at, mark in zip(record.sample, record.symbol, strict=True) if mark in BEATS]
    time, marks = np.array([at for at, _ in beats]), [mark for _, mark in beats]
    main = all_facts()[name].prevailing
    lone = [i for i in range(1, len(marks) - 1) if marks[i - 1 : i + 2] == [main, symbol, main]]
    usual = np.median([time[i + 1] - time[i] for i in range(len(marks) - 1) if marks[i] == marks[i + 1] == main])
    return [((time[i] - time[i - 1]) / usual, (time[i + 1] - time[i]) / usual) for i in lone]


@pytest.mark.parametrize(("name", "symbol"), [("119", "V"), ("233", "V"), ("100", "A"), ("118", "A"), ("113", "a")])
def test_premature_beats_are_early(name, symbol):
    early = [before < 0.9 for before, _ in rr_around(name, symbol)]
    assert len(early) >= 3
    assert np.mean(early) > 0.9


@pytest.mark.parametrize("name", ["105", "119", "214", "233"])
def test_a_pause_compensates_for_a_ventricular_premature_beat(name):
    assert np.mean([after > 1.1 for _, after in rr_around(name, "V")]) > 0.9


@pytest.mark.parametrize("name", ["222"])
def test_escape_beats_are_late(name):
    assert np.median([before for before, _ in rr_around(name, "j")]) > 1.1


@pytest.mark.parametrize("seed", [0, 3])
@pytest.mark.parametrize(("name", "wide"), [("119", "V"), ("106", "V"), ("208", "V"), ("217", "/"), ("212", "R")])
def test_ventricular_paced_and_blocked_beats_are_broader_than_normal_ones(name, wide, seed):
    record = synthesize_record(name, seed=seed, minutes=5)
    assert duration(record, wide) > 1.2 * duration(record, "N")


def duration(record, symbol):
    """Seconds during which the mean beat's slope in either lead exceeds a tenth of its largest."""
    slopes = [np.abs(np.diff(mean_beat(record, symbol, lead, 0.09, 0.13)[0])) for lead in (0, 1)]
    return max(np.ptp(np.flatnonzero(slope > 0.1 * slope.max())) for slope in slopes) / record.fs


def test_sinus_beats_have_a_p_wave_and_ventricular_ones_have_none():
    record = synthesize_record("119", minutes=15)
    heart = draw_hearts(0)["119"]
    assert any(wave.part == "P" for wave in heart.shapes("N")[0])
    assert not any(wave.part == "P" for shape in heart.shapes("V") for wave in shape)
    before, after = round(0.25 * record.fs), round(0.06 * record.fs)
    marks = zip(record.sample, record.symbol, strict=True)
    beats = np.mean([record.p_signal[s - before : s - after, 0] for s, m in marks if m == "N" and s > before], axis=0)
    pr = round((0.25 - heart.traits.pr) * record.fs)
    assert abs(int(np.argmax(np.abs(beats - beats[0]))) - pr) < 0.04 * record.fs


def test_breathing_and_fibrillation_move_the_rhythm():
    def irregularity(name):
        record = synthesize_record(name, minutes=10, fs=100)
        time = np.array([at for at, mark in zip(record.sample, record.symbol, strict=True) if mark in BEATS]) / 100
        change = np.abs(np.diff(np.log(np.diff(time))))
        return np.median(change)

    assert irregularity("122") > 0.005
    assert irregularity("203") > 4 * irregularity("122")


def test_mains_hum_is_there_but_small():
    p_signal = synthesize_record("122", minutes=2).p_signal[:, 0]
    spectrum = np.abs(np.fft.rfft(p_signal)) / len(p_signal)
    frequency = np.fft.rfftfreq(len(p_signal), 1 / 360)
    hum = spectrum[np.argmin(np.abs(frequency - 60))]
    beside = np.median(spectrum[(np.abs(frequency - 60) < 2) & (np.abs(frequency - 60) > 0.5)])
    assert 3 * beside < hum < 0.02


def test_heights_are_those_of_an_ecg():
    heights = []
    for name in RECORD_NAMES:
        p_signal = synthesize_record(name, minutes=0.5).p_signal[:, 0]
        heights.append(np.percentile(np.abs(p_signal - np.median(p_signal)), 99.5))
    assert 0.5 < np.median(heights) < 1.5
    assert min(heights) > 0.2
    assert max(heights) < 3.5


def test_import_stays_light():
    program = "import sys, ecgkit.standin; print({'scipy', 'wfdb', 'tensorflow', 'matplotlib'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True).strip() == "set()"
