"""Checkpoints: what one task saves is what the next one loads, or a sentence says why not."""

from __future__ import annotations

import json
import os
from types import SimpleNamespace

import numpy as np
import pytest

from ecgkit import checkpoints
from ecgkit.checkpoints import CheckpointError, CheckpointMissing, load, save

MIT_BIH = SimpleNamespace(title="MIT-BIH Arrhythmia Database", record_names=("100", "101"))
STAND_IN = SimpleNamespace(title="stand-in (synthetic), seed 0", record_names=("100", "101"))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ECGKIT_CHECKPOINTS", str(tmp_path / "checkpoints"))
    return tmp_path / "checkpoints"


@pytest.fixture
def large():
    """More than a mebibyte, so that it is mapped."""
    return np.random.default_rng(0).normal(size=(300, 1440)).astype(np.float32)


def array_file(folder, task, name):
    [path] = (folder / f"task{task}").glob(f"{name}-*.npy")
    return path


def test_arrays_come_back_as_they_were(large):
    arrays = {"X": large, "y": np.arange(5)[:, None], "names": np.array(["100", "å"]), "score": np.float64(0.5)}
    save(2, **arrays)
    loaded = load(2)
    assert list(loaded) == list(arrays)
    for name, array in arrays.items():
        assert loaded[name].dtype == array.dtype
        assert loaded[name].shape == array.shape
        np.testing.assert_array_equal(loaded[name], array)


def test_large_arrays_stay_on_disk(large):
    save(2, X=large, y=[0, 1])
    loaded = load(2)
    assert isinstance(loaded["X"], np.memmap)
    assert not isinstance(loaded["y"], np.memmap)


def test_loaded_arrays_cannot_be_changed(large):
    save(2, X=large, y=[0, 1])
    for array in load(2).values():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_lists_and_transposed_arrays_are_saved(large):
    save(3, X=large.T, y=[1, 2])
    np.testing.assert_array_equal(load(3)["X"], large.T)


def test_tasks_do_not_touch_each_other(folder):
    assert save(2, X=[1]) == folder / "task2"
    save(3, X=[2])
    assert (load(2)["X"].tolist(), load(3)["X"].tolist()) == ([1], [2])


def test_saving_again_replaces_everything(folder, large):
    save(2, X=large, y=[0])
    earlier = load(2)["X"]
    save(2, X=large + 1)
    assert list(load(2)) == ["X"]
    assert len(list((folder / "task2").glob("*.npy"))) == 1
    np.testing.assert_array_equal(earlier, large)
    save(2, X=load(2)["X"])
    np.testing.assert_array_equal(load(2)["X"], large + 1)


def test_a_save_beside_another_one_leaves_its_files(folder):
    save(2, X=[1])
    other = folder / "task2" / "y-0123.npy"
    other.write_bytes(b"half")
    save(2, X=[2])
    assert other.exists()
    # A run that was killed never comes back for its own.
    os.utime(other, (0, 0))
    save(2, X=[3])
    assert [path.name for path in (folder / "task2").glob("*.npy") if path == other] == []
    assert load(2)["X"].tolist() == [3]


@pytest.mark.parametrize("moment", ["an array", "the list"])
def test_an_interrupted_save_leaves_the_earlier_one(folder, monkeypatch, moment):
    save(2, X=[1], y=[2])
    before = sorted((folder / "task2").iterdir())
    write = checkpoints._write_array

    def interrupted(path, array):
        if path.name.startswith("y"):
            path.write_bytes(b"half")
            raise KeyboardInterrupt
        return write(path, array)

    def cut(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if moment == "an array":
            patch.setattr(checkpoints, "_write_array", interrupted)
        else:
            patch.setattr(checkpoints.json, "dumps", cut)
        with pytest.raises(KeyboardInterrupt):
            save(2, X=[3], y=[4])
    assert {name: array.tolist() for name, array in load(2).items()} == {"X": [1], "y": [2]}
    assert sorted((folder / "task2").iterdir()) == before


def test_a_missing_one_says_how_to_get_it(folder):
    with pytest.raises(
        CheckpointMissing, match=r"Task 2 .*notebook of task 2.*your instructor hands out.*`task2`"
    ) as caught:
        load(2)
    assert str(folder) in str(caught.value)


def test_a_folder_that_an_instructor_hands_out_is_loaded(folder, tmp_path, monkeypatch):
    save(2, X=[1])
    handed = tmp_path / "handed"
    handed.mkdir()
    (folder / "task2").rename(handed / "task2")
    monkeypatch.setenv("ECGKIT_CHECKPOINTS", str(handed))
    assert load(2)["X"].tolist() == [1]


def test_by_default_every_notebook_finds_them_wherever_it_runs(tmp_path, monkeypatch):
    monkeypatch.delenv("ECGKIT_CHECKPOINTS")
    monkeypatch.setenv("ECGKIT_CACHE", str(tmp_path / "cache"))
    for folder in ("task2", "task3"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / "task2")
    save(2, X=[1])
    monkeypatch.chdir(tmp_path / "task3")
    assert load(2)["X"].tolist() == [1]


def test_the_same_database_is_accepted():
    save(2, X=[1], database=MIT_BIH)
    assert load(2, database=MIT_BIH)["X"].tolist() == load(2)["X"].tolist() == [1]


@pytest.mark.parametrize(
    ("made_with", "opened", "sentence"),
    [
        (STAND_IN, MIT_BIH, r"came from the stand-in \(synthetic\), seed 0 .* `database` is the MIT-BIH"),
        (MIT_BIH, SimpleNamespace(title=MIT_BIH.title, record_names=("100",)), r"\(2 records\).*\(1 records\)"),
        (None, MIT_BIH, "came from an unnamed database"),
    ],
)
def test_another_database_is_refused(made_with, opened, sentence):
    save(2, X=[1], database=made_with)
    with pytest.raises(CheckpointError, match=sentence):
        load(2, database=opened)


@pytest.mark.parametrize("name", ["X", "y"], ids=["mapped", "read"])
@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"x" * len(data),
        lambda data: data + b"x",
        None,
    ],
    ids=["half", "empty", "noise", "longer", "gone"],
)
def test_a_damaged_array_is_named(folder, large, name, change):
    save(2, X=large, y=[0, 1])
    path = array_file(folder, 2, name)
    if change is None:
        path.unlink()
    else:
        path.write_bytes(change(path.read_bytes()))
    with pytest.raises(CheckpointError, match=rf"task 2 is damaged: {name} cannot be read.*notebook of task 2 again"):
        load(2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"task": 2}',
        '{"task": 3, "database": null, "arrays": {}}',
        '{"task": 2, "database": "x", "arrays": {}}',
        '{"task": 2, "database": null, "arrays": []}',
    ],
)
def test_a_damaged_list_is_named(folder, text):
    save(2, X=[1])
    (folder / "task2" / "checkpoint.json").write_text(text)
    with pytest.raises(CheckpointError, match=r"task 2 is damaged: checkpoint\.json"):
        load(2, database=MIT_BIH)


def test_python_objects_are_neither_saved_nor_loaded(folder):
    with pytest.raises(TypeError, match="`X` must be an array of numbers or strings"):
        save(2, X=np.array([{}], dtype=object))
    save(2, X=[1])
    path = array_file(folder, 2, "X")
    np.save(path, np.array([{}], dtype=object), allow_pickle=True)
    manifest = folder / "task2" / "checkpoint.json"
    content = json.loads(manifest.read_text())
    content["arrays"]["X"] |= {"bytes": path.stat().st_size, "dtype": "|O"}
    manifest.write_text(json.dumps(content))
    with pytest.raises(CheckpointError, match="X cannot be read"):
        load(2)


def test_a_list_cannot_point_outside_its_folder(folder, tmp_path):
    save(2, X=[1])
    np.save(tmp_path / "secret.npy", np.array([2]))
    manifest = folder / "task2" / "checkpoint.json"
    content = json.loads(manifest.read_text())
    content["arrays"]["X"]["file"] = "../../secret.npy"
    manifest.write_text(json.dumps(content))
    with pytest.raises(CheckpointError, match="X cannot be read"):
        load(2)


@pytest.mark.parametrize("task", [0, 9, "2", 2.5, None])
def test_a_task_that_is_none_is_refused(task):
    for call in (lambda: save(task, X=[1]), lambda: load(task)):
        with pytest.raises(ValueError, match="`task` must be a number from 1 to 8"):
            call()


def test_nothing_to_save_is_refused():
    with pytest.raises(ValueError, match="at least one array"):
        save(2)


def test_a_name_cannot_be_a_path(tmp_path):
    with pytest.raises(ValueError, match="must be a Python name"):
        save(2, **{"../x": [1]})
    assert not list(tmp_path.glob("**/*.npy"))


def test_saved_and_clear():
    save(2, X=[1.0], database=STAND_IN)
    save(4, weights=[1.0, 2.0])
    found = checkpoints.saved()
    assert [*found] == [2, 4]
    assert found[2]["database"] == STAND_IN.title
    assert found[4]["database"] is None
    assert found[4]["arrays"]["weights"]["shape"] == [2]
    assert (checkpoints.clear(2), [*checkpoints.saved()]) == (1, [4])
    assert (checkpoints.clear(), checkpoints.saved()) == (1, {})
