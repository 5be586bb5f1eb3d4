"""The course's networks and pictures run where TensorFlow is not what Keras runs on: once on JAX, in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NETWORKS = {
    "build_bilstm", "build_cnn", "build_alexnet", "build_gru",
    "study bilstm", "study cnn", "study alexnet", "study gru", "study cnn of a spectrogram",
}  # fmt: skip


@pytest.mark.slow
def test_every_network_trains_reloads_and_is_explained_on_jax(tmp_path):
    if not importlib.util.find_spec("jax"):
        pytest.skip("JAX is not installed: pip install jax")
    here = Path(__file__).parent
    environment = {
        **os.environ,
        "KERAS_BACKEND": "jax",
        "JAX_PLATFORMS": "cpu",
        "PYTHONPATH": os.pathsep.join([str(here.parent), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    done = subprocess.run(
        [sys.executable, here / "backend_run.py", tmp_path],
        env=environment, text=True, capture_output=True, timeout=1800,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *networks, last = map(json.loads, done.stdout.splitlines())
    assert last["backend"] == "jax"
    assert last["step_error"] < 1e-6
    assert {network["name"] for network in networks} == NETWORKS
    for network in networks:
        check_network(network)


def check_network(network):
    name = network["name"]
    assert network["learned"], name
    assert 0 < network["loss"] < 10, name
    assert network["reload_error"] < 1e-6, name
    assert network["logit_error"] < 1e-5, name
    assert network["map_shape"] == network["fall_shape"] == [16, 120 if name.startswith("study") else 46], name
    low, high = network["map_ends"]
    assert low >= 0, name
    assert high == 1, f"{name}: no row has any positive evidence"
    assert network["fall_varies"], name
