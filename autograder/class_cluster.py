"""The processes that grade a class: a Dask cluster on this machine, or one that is there already."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from distributed import Client, Security

_SETTINGS: dict[str, object] = {
    # A worker gets no second submission while it grades one: if it dies, there is no question whose fault it was.
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.scheduler.allowed-failures": 1,
    # A worker whose interpreter is busy for minutes is not dead.
    "distributed.scheduler.worker-ttl": None,
    "distributed.comm.timeouts.connect": "60s",
    # A submission's files travel with its task; 200 MB at most, see `limits`.
    "distributed.admin.large-graph-warning-threshold": "1GB",
    "distributed.diagnostics.nvml": False,
    # What Dask shows of its work to browsers is not for everybody on this machine.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}


#: Bytes that grading takes, the grader's own processes and a submission's: the reference solution of all tasks, measured.
_MEMORY = 3 * 2**30


class ClusterError(Exception):
    """There is no cluster to grade with, or no longer; says why in one sentence."""


@contextmanager
def connected(workers: int | None, scheduler: str, scratch: Path) -> Iterator[Client]:
    """A client of a cluster; a cluster of this machine ends with it.

    Args:
        workers: processes on this machine, as many as fit if None.
        scheduler: address of a cluster that is there already, "" for one on this machine.
        scratch: folder for temporary files of a cluster on this machine.

    Raises:
        ClusterError: no scheduler answers.
    """
    import dask
    import distributed  # noqa: F401 - brings its own settings; what is set before it comes is lost afterwards

    with dask.config.set({**_SETTINGS, "temporary-directory": str(scratch)}):
        if scheduler:
            with _client(scheduler) as client:
                yield client
        else:
            with _local(workers or fitting_workers(), scratch) as client:
                yield client


def fitting_workers() -> int:
    """How many submissions this machine can grade at a time: one a core, unless its memory is too small for that."""
    return max(1, min(os.cpu_count() or 1, psutil.virtual_memory().total // _MEMORY))


@contextmanager
def _client(scheduler: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(scheduler)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"No Dask scheduler answers at {scheduler}: is it started, and the address right?"
        ) from error
    with client:
        yield client


@contextmanager
def _local(workers: int, scratch: Path) -> Iterator[Client]:
    from distributed import Client, LocalCluster

    security = _security(scratch)
    cluster = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        protocol="tls://" if security else "tcp://",
        security=security,
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        # Each submission has limits of its own; the grader's own process must not be ended for its arrays.
        memory_limit=None,
        local_directory=str(scratch),
        silence_logs=logging.CRITICAL,
    )
    with cluster, Client(cluster) as client:
        yield client


def _security(scratch: Path) -> Security | None:
    """Keys for this run alone: whoever else has an account here could otherwise give the cluster work to do.

    None where there is no openssl; then, on a machine of several people, use one's own cluster.
    """
    from distributed import Security

    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    key, certificate = str(scratch / "key.pem"), str(scratch / "certificate.pem")
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", key, "-out", certificate, "-days", "365", "-subj", "/CN=class"]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        return None
    roles = {
        f"tls_{role}_{kind}": path
        for role in ("client", "scheduler", "worker")
        for kind, path in (("key", key), ("cert", certificate))
    }
    return Security(tls_ca_file=certificate, require_encryption=True, **roles)
