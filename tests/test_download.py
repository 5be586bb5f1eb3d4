"""The download, against a server on this machine that can do everything wrong that a server does."""

from __future__ import annotations

import hashlib
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from ecgkit import download as download_module
from ecgkit.database import Database, DatabaseError
from ecgkit.download import CHUNK_BYTES, DownloadError, download, missing_files, published_sums

LARGE = "119.dat"


class FaultyServer(ThreadingHTTPServer):
    """Serves a folder; `faults` gives for a file name what is to go wrong at each further request of it."""

    daemon_threads = True

    def __init__(self, folder: Path):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.ranges = folder, True
        self.faults: dict[str, list[str]] = {}
        self.requests: list[tuple[str, str | None]] = []
        self.sent: dict[str, int] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/mitdb/"

    def names(self) -> list[str]:
        return [name for name, _ in self.requests]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

    def do_GET(self):
        name, wanted = Path(self.path).name, self.headers.get("Range")
        self.server.requests.append((name, wanted))
        faults = self.server.faults.get(name, [])
        fault = (faults.pop(0) if len(faults) > 1 else faults[0]) if faults else "whole"
        if fault.isdigit():
            self.send_error(int(fault))
            return
        data = (self.server.folder / name).read_bytes()
        start = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1]) if wanted and self.server.ranges else 0
        if start >= len(data):
            self.send_error(416)
            return
        self.send_data(name, data, start, fault)

    def send_data(self, name, data, start, fault):
        if fault == "corrupted":
            data = bytes([data[0] ^ 255]) + data[1:-1] + bytes([data[-1] ^ 255])
        if fault == "truncated":  # a shorter file than the published one, with its own right length
            data = data[: len(data) // 2]
        body = data[start:]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        body = body[: len(body) // 2] if fault == "cut" else body
        self.wfile.write(body)
        self.server.sent[name] = self.server.sent.get(name, 0) + len(body)
        self.close_connection = fault == "cut"

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server(small_standin):
    server = FaultyServer(small_standin)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def sums(small_standin):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in small_standin.iterdir()
        if path.name != "STAND-IN"
    }


@pytest.fixture
def get(server, sums, tmp_path, monkeypatch):
    """Download from the server to one folder, which lies at `get.folder`."""
    monkeypatch.setattr(download_module, "BACKOFF", 0.001)

    def get(**options):
        return download(get.folder, base_url=server.address, progress=False, sums=sums, **options)

    get.folder = tmp_path / "mitdb"
    return get


def assert_whole(folder, source, sums):
    assert {path.name for path in folder.iterdir()} == set(sums)
    for name in sums:
        assert (folder / name).read_bytes() == (source / name).read_bytes()


def test_every_file_arrives(get, server, sums):
    folder = get()
    assert_whole(folder, server.folder, sums)
    assert sorted(server.names()) == sorted(sums)
    assert len(Database(folder)) == 6


def test_a_second_download_fetches_nothing(get, server):
    get()
    server.requests.clear()
    get()
    assert server.requests == []


def test_a_damaged_file_on_disk_is_fetched_again(get, server, sums):
    (get() / "212.atr").write_bytes(b"damaged")
    server.requests.clear()
    assert_whole(get(), server.folder, sums)
    assert server.names() == ["212.atr"]


@pytest.mark.parametrize("ranges", [True, False])
def test_a_cut_connection_goes_on_where_it_broke(get, server, sums, ranges):
    server.faults[LARGE] = ["cut", "cut", "whole"]
    server.ranges = ranges
    assert_whole(get(), server.folder, sums)
    size = (server.folder / LARGE).stat().st_size
    asked = [wanted for name, wanted in server.requests if name == LARGE]
    assert asked[:2] == [None, f"bytes={whole_pieces(size // 2)}-"]
    assert len(asked) == 3
    # Without ranges it starts again; with them only the piece that was arriving comes twice.
    assert (server.sent[LARGE] < size + 2 * CHUNK_BYTES) is ranges


def whole_pieces(size):
    return size // CHUNK_BYTES * CHUNK_BYTES


def test_a_later_run_goes_on_where_the_first_one_broke(get, server, sums):
    server.faults[LARGE] = ["cut"]
    with pytest.raises(DownloadError, match=rf"broke off while getting {LARGE} \(1 attempts\).*Run the same again"):
        get(retries=0)
    half = whole_pieces((server.folder / LARGE).stat().st_size // 2)
    assert (get.folder / f"{LARGE}.part").stat().st_size == half
    arrived = set(sums) - set(missing_files(get.folder, sums))
    del server.faults[LARGE]
    server.requests.clear()
    assert_whole(get(), server.folder, sums)
    assert (LARGE, f"bytes={half}-") in server.requests
    assert arrived
    assert not arrived & set(server.names())


def test_a_part_that_is_whole_already_is_used(get, server, sums):
    get.folder.mkdir()
    (get.folder / f"{LARGE}.part").write_bytes((server.folder / LARGE).read_bytes())
    assert_whole(get(), server.folder, sums)
    assert server.names().count(LARGE) == 1
    assert LARGE not in server.sent


@pytest.mark.parametrize("length", [100, 10**6], ids=["shorter", "longer"])
def test_a_part_of_something_else_is_discarded(get, server, sums, length):
    get.folder.mkdir()
    (get.folder / f"{LARGE}.part").write_bytes(b"x" * length)
    assert_whole(get(), server.folder, sums)
    assert server.names().count(LARGE) == 2


@pytest.mark.parametrize("fault", ["corrupted", "truncated"])
def test_a_wrong_file_is_fetched_once_more(get, server, sums, fault):
    server.faults[LARGE] = [fault, "whole"]
    assert_whole(get(), server.folder, sums)
    assert server.names().count(LARGE) == 2


@pytest.mark.parametrize("fault", ["corrupted", "truncated"])
def test_a_file_that_stays_wrong_is_refused(get, server, sums, fault):
    server.faults[LARGE] = [fault]
    with pytest.raises(DownloadError, match=rf"{re.escape(LARGE)} .* is not the published file .* discarded"):
        get()
    assert server.names().count(LARGE) == 2
    assert not list(get.folder.glob(f"{LARGE}*"))


def test_a_file_that_was_damaged_does_not_stay_when_the_server_is_no_help(get, server, sums):
    get()
    (get.folder / LARGE).write_bytes(b"damaged")
    server.faults[LARGE] = ["500"]
    with pytest.raises(DownloadError, match="HTTP 500"):
        get()
    assert missing_files(get.folder, sums) == [LARGE]


def test_a_missing_file_is_not_asked_for_again(get, server):
    server.faults[LARGE] = ["404"]
    with pytest.raises(DownloadError, match=rf"refuses {re.escape(LARGE)} \(HTTP 404\).*--base-url"):
        get()
    assert server.names().count(LARGE) == 1


def test_an_error_of_the_server_is_waited_for(get, server, sums):
    server.faults[LARGE] = ["503", "429", "whole"]
    assert_whole(get(), server.folder, sums)


def test_waiting_ends(get, server):
    server.faults[LARGE] = ["503"]
    with pytest.raises(DownloadError, match=r"answers with HTTP 503 while getting .* \(4 attempts\)"):
        get()
    assert server.names().count(LARGE) == 4


def test_each_wait_is_longer(get, server, monkeypatch):
    waits = []
    # Not `time.sleep` itself: other threads sleep too.
    monkeypatch.setattr(download_module, "time", SimpleNamespace(sleep=waits.append))
    monkeypatch.setattr(download_module, "BACKOFF", 1.0)
    server.faults[LARGE] = ["503"]
    with pytest.raises(DownloadError):
        get()
    assert waits == [1.0, 2.0, 4.0]


def test_offline_says_that_the_stand_in_is_there(get, tmp_path, sums):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(
        DownloadError, match=r"no connection to 127\.0\.0\.1.*0 of 19 files.*go on with the stand-in"
    ) as caught:
        download(tmp_path / "new", base_url=address, progress=False, sums=sums)
    assert "Traceback" not in str(caught.value)
    assert "urllib3" not in str(caught.value)


@pytest.mark.parametrize("address", ["physionet.org/files", "ftp://physionet.org/", "http://"])
def test_an_address_that_is_none_is_refused(address, tmp_path, sums):
    with pytest.raises(DownloadError, match="`base_url` must be a web address"):
        download(tmp_path, base_url=address, progress=False, sums=sums)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path, sums):
    (tmp_path / "file").write_text("")
    with pytest.raises(DownloadError, match="`directory` must be a folder"):
        download(tmp_path / "file" / "mitdb", progress=False, sums=sums)


def test_the_environment_names_the_server_and_the_cache(server, sums, tmp_path, monkeypatch):
    monkeypatch.setenv("ECGKIT_BASE_URL", server.address.rstrip("/"))
    monkeypatch.setenv("ECGKIT_CACHE", str(tmp_path / "cache"))
    assert download(progress=False, sums=sums) == tmp_path / "cache" / "mitdb"


def test_a_broken_download_is_no_database(get, server):
    server.faults["232.hea"] = ["404"]
    with pytest.raises(DownloadError):
        get()
    with pytest.raises(DatabaseError, match=r"incomplete.*ecgkit download"):
        Database(get.folder)


def test_progress_is_shown(get, server, sums, tmp_path, capsys):
    download(tmp_path / "shown", base_url=server.address, sums=sums)
    assert "19/19" in capsys.readouterr().out
    get()
    assert capsys.readouterr().out == ""


def test_the_published_sums_name_the_database():
    sums = published_sums()
    assert len(sums) == 48 * 3 + 2
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in sums.values())


def test_the_published_sums_are_those_of_the_real_files(mitdb):
    for name, digest in published_sums().items():
        assert hashlib.sha256((mitdb / name).read_bytes()).hexdigest() == digest, name
