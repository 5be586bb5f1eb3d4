"""The database: which one is opened, what it says, and what it says when it cannot."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import ecgkit.standin
from ecgkit.database import TEST_RECORDS, TRAIN_RECORDS, Database, DatabaseError, open_database, write_stand_in
from ecgkit.download import published_sums
from ecgkit.records import RecordError, read_record


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch, small_standin):
    """An empty cache; what is written into it as a stand-in of the full size is the small one, for time."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("ECGKIT_CACHE", str(folder))
    monkeypatch.delenv("ECGKIT_DATABASE", raising=False)
    write = ecgkit.standin.write_database
    monkeypatch.setattr(
        ecgkit.standin, "write_database", lambda target, **options: write(target, **options | {"size": "small"})
    )
    return folder


@pytest.fixture
def copy(small_standin, tmp_path):
    return shutil.copytree(small_standin, tmp_path / "copy")


def fill_download(cache, without=()):
    folder = cache / "mitdb"
    folder.mkdir(parents=True)
    for name in published_sums():
        if name not in without:
            (folder / name).write_text("\n".join((*TRAIN_RECORDS, *TEST_RECORDS)) if name == "RECORDS" else "")
    return folder


def test_a_path_is_opened(small_standin, capsys):
    database = open_database(small_standin)
    assert database.path == small_standin
    assert capsys.readouterr().out == (f"Database: stand-in (synthetic), seed 0, small, 6 records in {small_standin}\n")


def test_quiet_prints_nothing(small_standin, capsys):
    open_database(small_standin, quiet=True)
    open_database("small", quiet=True)
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def test_the_environment_names_the_database(small_standin, monkeypatch):
    monkeypatch.setenv("ECGKIT_DATABASE", str(small_standin))
    assert open_database().path == open_database("auto").path == small_standin


def test_a_path_goes_before_the_environment(small_standin, copy, monkeypatch):
    monkeypatch.setenv("ECGKIT_DATABASE", str(small_standin))
    assert open_database(copy).path == copy


def test_a_complete_download_is_taken(cache):
    folder = fill_download(cache)
    database = open_database()
    assert (database.path, database.title, len(database)) == (folder, "MIT-BIH Arrhythmia Database", 48)
    assert not database.is_stand_in


@pytest.mark.parametrize("missing", ["234.dat", "RECORDS"])
def test_an_incomplete_download_is_not_taken(cache, capsys, missing):
    fill_download(cache, without=[missing])
    assert open_database().is_stand_in
    assert "The download lacks 1 files: run `ecgkit download` to finish it." in capsys.readouterr().out


def test_without_anything_the_stand_in_is_written_once(cache, capsys):
    database = open_database()
    assert database.is_stand_in
    assert database.path == cache / "stand-in"
    written = (database.path / "100.dat").stat().st_mtime_ns
    assert open_database().path == database.path
    assert (database.path / "100.dat").stat().st_mtime_ns == written
    printed = capsys.readouterr().out
    assert printed.count("Writing the stand-in, once: 6 recordings ...") == 1
    assert printed.count("Run `ecgkit download` for the real recordings.") == 2


@pytest.mark.parametrize(("word", "folder"), [("stand-in", "stand-in"), ("small", "stand-in-small")])
def test_a_word_asks_for_the_stand_in(cache, word, folder):
    fill_download(cache)
    assert open_database(word).path == cache / folder


@pytest.mark.parametrize("given", ["argument", "environment"])
def test_a_wrong_path_is_never_replaced_by_another_database(given, tmp_path, cache, monkeypatch):
    fill_download(cache)
    wrong = str(tmp_path / "nowhere")
    monkeypatch.setenv("ECGKIT_DATABASE", wrong)
    name = "The database" if given == "argument" else "`ECGKIT_DATABASE`"
    with pytest.raises(DatabaseError, match=f"{name} must be a folder.*nowhere: no such folder"):
        open_database(wrong if given == "argument" else None)


def test_no_text_is_no_database(cache, monkeypatch):
    """Such as a variable of a shell that is not set; another database would take its place unseen."""
    fill_download(cache)
    with pytest.raises(DatabaseError, match="Received an empty text"):
        open_database("")


def test_a_file_is_no_database(small_standin):
    with pytest.raises(DatabaseError, match=r"100\.hea: a file"):
        open_database(small_standin / "100.hea")


def test_an_empty_folder_is_no_database(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(DatabaseError, match=r"no recording .* `ecgkit download`"):
        open_database(tmp_path / "empty")


def test_the_folder_inside_is_proposed(copy, tmp_path):
    (tmp_path / "outer").mkdir()
    copy.rename(tmp_path / "outer" / "mitdb")
    with pytest.raises(DatabaseError, match=r"Did you mean .*outer/mitdb\?"):
        open_database(tmp_path / "outer")


@pytest.mark.parametrize("suffix", ["hea", "dat", "atr"])
def test_a_record_without_a_file_is_refused(copy, suffix):
    (copy / f"212.{suffix}").unlink()
    with pytest.raises(DatabaseError, match=rf"1 of 18 files are missing \(212\.{suffix}\)\. Delete the folder"):
        Database(copy)
    (copy / "STAND-IN").unlink()
    with pytest.raises(DatabaseError, match=rf"212\.{suffix}.*ecgkit download --directory"):
        Database(copy)


def test_a_folder_without_a_list_is_read(copy):
    (copy / "RECORDS").unlink()
    assert Database(copy).record_names == ("100", "119", "201", "202", "212", "232")


@pytest.mark.parametrize("suffix", ["hea", "dat", "atr"])
def test_without_a_list_a_record_that_lost_a_file_is_missed_too(copy, suffix):
    (copy / "RECORDS").unlink()
    (copy / f"212.{suffix}").unlink()
    with pytest.raises(DatabaseError, match=rf"1 of 18 files are missing \(212\.{suffix}\)"):
        Database(copy)


def test_what_may_not_be_read_is_not_called_damaged(small_standin):
    with tempfile.TemporaryDirectory() as place:
        # pytest's own folders are closed to all others.
        os.chmod(place, 0o755)
        database = Database(shutil.copytree(small_standin, Path(place) / "copy"))
        (database.path / "100.atr").chmod(0)
        with as_somebody_else(), pytest.raises(RecordError, match=r"100\.atr in .* may not be read by you"):
            database.record("100")
        database.path.chmod(0o311)
        with as_somebody_else(), pytest.raises(DatabaseError, match="you may not list the folder"):
            Database(database.path)
        database.path.chmod(0o755)


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Root may read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_records_come_in_the_order_of_the_list(copy):
    (copy / "RECORDS").write_text("232\n100\n")
    assert [record.record_name for record in Database(copy)] == ["232", "100"]


def test_other_recordings_are_not_called_mit_bih(copy):
    (copy / "STAND-IN").unlink()
    assert Database(copy).title == "MIT-BIH Arrhythmia Database"
    (copy / "RECORDS").unlink()
    for path in list(copy.glob("100.*")):
        path.rename(path.with_name(f"mine{path.suffix}"))
    assert Database(copy).title == "recordings of copy"


def test_a_record_is_the_one_on_disk_and_kept(small_standin):
    database = Database(small_standin)
    record = database.record("201")
    assert record is database.record(201)
    assert record.record_name == "201"
    assert record.sample.tolist() == read_record(small_standin / "201").sample.tolist()


def test_an_unknown_record_is_refused(small_standin):
    with pytest.raises(
        DatabaseError, match=r"`name` must be one of the 6 records .*\(100, 119, 201, \.\.\. 232\)\. Received '999'"
    ):
        Database(small_standin).record("999")


def test_a_few_records_are_all_named(copy):
    (copy / "RECORDS").write_text("232\n100\n")
    with pytest.raises(DatabaseError, match=r"\(232, 100\)\. Received '999'"):
        Database(copy).record("999")


def test_a_string_is_no_list_of_names(small_standin):
    database = Database(small_standin)
    assert [record.record_name for record in database.records(["212", "100"])] == ["212", "100"]
    with pytest.raises(TypeError, match="`names` must be a list"):
        database.records("100")


def test_the_split_keeps_what_is_there(small_standin):
    database = Database(small_standin)
    assert (database.train_names, database.test_names) == (("100", "119", "201", "202"), ("212", "232"))
    assert not {r.patient for r in database.train} & {r.patient for r in database.test}
    assert "100" in database
    assert 100 in database
    assert "101" not in database
    assert len(database) == 6


def test_the_split_is_the_course_split():
    names = ecgkit.standin.RECORD_NAMES
    assert tuple(name for name in names if int(name) <= 210) == TRAIN_RECORDS
    assert tuple(name for name in names if int(name) >= 212) == TEST_RECORDS
    assert (len(TRAIN_RECORDS), len(TEST_RECORDS)) == (32, 16)


def test_the_real_database_is_listed(mitdb):
    database = Database(mitdb)
    assert (database.title, database.is_stand_in) == ("MIT-BIH Arrhythmia Database", False)
    assert database.record_names == (*TRAIN_RECORDS, *TEST_RECORDS)


def test_another_seed_is_named(tmp_path):
    folder = write_stand_in(tmp_path / "other", seed=7, size="small", quiet=True)
    assert Database(folder).title == "stand-in (synthetic), seed 7, small"


def test_the_stand_in_never_replaces_other_files(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("one copy")
    with pytest.raises(DatabaseError, match=r"^`directory` must be new.*mine, which holds other files"):
        write_stand_in(tmp_path / "mine", size="small", quiet=True)
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "one copy"


def test_a_cache_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ECGKIT_CACHE", str(tmp_path / "file"))
    with pytest.raises(DatabaseError, match="ECGKIT_CACHE"):
        open_database(quiet=True)
