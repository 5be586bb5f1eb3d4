"""Frames: any value that may be sent comes back the same; any other bytes are refused, within bounds, at once."""

from __future__ import annotations

import io
import json
import math
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.worker import frames


class Buffer:
    """A stream in memory."""

    def __init__(self, content: bytes = b"") -> None:
        self.file = io.BytesIO(content)

    def sendall(self, data):
        self.file.write(data)

    def recv_into(self, buffer):
        return self.file.readinto(buffer)

    def rewound(self):
        self.file.seek(0)
        return self


def round_trip(value, max_bytes=2**20):
    buffer = Buffer()
    frames.send(buffer, value)
    return frames.receive(buffer.rewound(), max_bytes)


def same(first, second) -> bool:
    if isinstance(first, np.ndarray):
        return (
            isinstance(second, np.ndarray)
            and first.dtype == second.dtype
            and np.array_equal(first, second, equal_nan=first.dtype.kind == "f")
        )
    if isinstance(first, float):
        return isinstance(second, float) and (first == second or (math.isnan(first) and math.isnan(second)))
    if isinstance(first, list | tuple):
        return type(first) is type(second) and len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, dict):
        return (
            isinstance(second, dict)
            and list(first) == list(second)
            and all(same(first[key], second[key]) for key in first)
        )
    return type(first) is type(second) and first == second


arrays = hnp.arrays(
    st.sampled_from(list(frames.DTYPES.values())), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)
)
scalars = st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats() | st.text(max_size=20)
values = st.recursive(
    scalars | arrays | st.builds(frames.Handle, st.integers(0, 9)) | st.builds(frames.RecordName, st.text(max_size=5)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_what_is_sent_is_what_is_received(value):
    assert same(round_trip(value), value)


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(content):
    try:
        received = frames.receive(Buffer(content), 2**16)
    except (frames.FrameError, EOFError):
        return
    assert same(round_trip(received), received)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["array", "list", "tuple", "dict", "view", "fields", "float", "big", "dtype", "shape"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=300)
@given(json_values, st.lists(json_values, max_size=3), st.binary(max_size=64))
def test_any_header_is_decoded_or_refused_within_the_bound(value, specs, rest):
    header = json.dumps({"value": value, "arrays": specs}).encode()
    try:
        received = frames.receive(Buffer(struct.pack(">I", len(header)) + header + rest), 2**16)
    except (frames.FrameError, EOFError):
        return
    assert same(round_trip(received), received)


@pytest.mark.parametrize("shape", [[2**39], [2**20, 2**20], [1 << 50], [-1], [1.5], [True], ["3"], [1] * 9, None])
def test_nothing_is_allocated_for_an_array_beyond_the_bound(shape):
    header = json.dumps({"value": {"array": 0}, "arrays": [{"dtype": "<f8", "shape": shape}]}).encode()
    tracemalloc.start()
    try:
        with pytest.raises((frames.FrameError, EOFError)):
            frames.receive(Buffer(struct.pack(">I", len(header)) + header), 2**16)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("dtype", ["|O", "<U4", "<M8[s]", "<c16", "|V8", "", 3, None, "f8,f8"])
def test_only_plain_numbers_cross(dtype):
    header = json.dumps({"value": {"array": 0}, "arrays": [{"dtype": dtype, "shape": [1]}]}).encode()
    with pytest.raises(frames.FrameError):
        frames.receive(Buffer(struct.pack(">I", len(header)) + header + bytes(64)), 2**16)


def test_deep_nesting_and_long_headers_are_refused():
    deep = json.dumps({"value": 0, "arrays": []}).replace("0", '{"list": [' * 5000 + "]}" * 5000, 1).encode()
    with pytest.raises(frames.FrameError):
        frames.receive(Buffer(struct.pack(">I", len(deep)) + deep), 2**16)
    with pytest.raises(frames.FrameError):
        frames.receive(Buffer(struct.pack(">I", 2**31)), 2**16)
    with pytest.raises(frames.FrameError):
        frames.send(Buffer(), "x" * 70_000)


@pytest.mark.parametrize("text", ["--1", "-", "", "\u00b2", "\u0661", "1e5", "1_0", " 1", "9" * 41, 1, None])
def test_a_big_integer_is_digits(text):
    header = json.dumps({"value": {"big": text}, "arrays": []}).encode()
    with pytest.raises(frames.FrameError, match="an integer that is none"):
        frames.receive(Buffer(struct.pack(">I", len(header)) + header), 2**16)


def test_a_view_without_its_fields_is_refused():
    header = json.dumps({"value": {"view": "Handle", "fields": {}}, "arrays": []}).encode()
    with pytest.raises(frames.FrameError, match="strange fields"):
        frames.receive(Buffer(struct.pack(">I", len(header)) + header), 2**16)


def test_one_byte_more_than_the_bound_is_refused():
    header = json.dumps({"value": {"array": 0}, "arrays": [{"dtype": "|u1", "shape": [2**16 + 1]}]}).encode()
    with pytest.raises(frames.FrameError, match="at most 65,536"):
        frames.receive(Buffer(struct.pack(">I", len(header)) + header + bytes(2**16 + 1)), 2**16)


def test_an_array_stands_in_one_place():
    """Named 4,000 times, an array of a megabyte would be a list of four gigabytes."""
    value = {"list": [{"array": 0}, {"array": 0}]}
    header = json.dumps({"value": value, "arrays": [{"dtype": "<f8", "shape": [1]}]}).encode()
    with pytest.raises(frames.FrameError, match="two places"):
        frames.receive(Buffer(struct.pack(">I", len(header)) + header + bytes(8)), 2**16)


def test_objects_and_unknown_classes_are_not_sent():
    for value in (object(), np.array([object()]), {1, 2}, b"bytes", np.array(["text"])):
        with pytest.raises(frames.FrameError):
            frames.send(Buffer(), value)
