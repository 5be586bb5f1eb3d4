"""`download` gets the MIT-BIH Arrhythmia Database from PhysioNet and checks every file by its published SHA-256.

A file that arrived whole is never fetched again, and one that broke off goes on where it broke (`ResumingDownloader`).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

#: Moody and Mark, IEEE Eng in Med and Biol 20(3):45-50, 2001; published at https://doi.org/10.13026/C2F305
BASE_URL = "https://physionet.org/files/mitdb/1.0.0/"

#: Seconds to wait before the first retry; each further one waits twice as long.
BACKOFF = 1.0

#: Seconds to wait for a connection, and for the next bytes on one.
TIMEOUT = (10, 30)

#: What a broken connection can cost at most: the piece that was arriving.
CHUNK_BYTES = 1 << 13

#: Called with the file's name, the files that are done and the bytes that arrived.
Advance = Callable[[str, int, int], None]


class DownloadError(RuntimeError):
    """The recordings could not be downloaded; the message says why and what to do."""


def download(
    directory: str | Path | None = None,
    *,
    base_url: str | None = None,
    progress: bool = True,
    retries: int = 3,
    sums: Mapping[str, str] | None = None,
) -> Path:
    """Download the MIT-BIH Arrhythmia Database: 48 recordings, about 100 MB.

    Files that are already in `directory` are checked and kept, so calling it again after a failure goes on where
    it stopped. A file whose sum is wrong is discarded, fetched once more and then refused.

    Args:
        directory: where the files go; by default the place where `open_database` looks for them.
        base_url: address of the folder to download from; by default `ECGKIT_BASE_URL`, else PhysioNet.
        progress: whether to show a progress bar.
        retries: how often a file is tried again after a broken connection or an error of the server.
        sums: SHA-256 in hexadecimal of each file name; by default the published ones (`published_sums`).

    Returns:
        The directory, which then holds every file that `sums` names.

    Raises:
        DownloadError: no connection, a file that the server does not have, or one that is not the published one.
    """
    sums = published_sums() if sums is None else sums
    target = Path(directory).expanduser() if directory is not None else download_folder()
    address = (base_url or os.environ.get("ECGKIT_BASE_URL") or BASE_URL).rstrip("/") + "/"
    _make_folder(target)
    with _progress_bar(len(sums), shown=progress) as advance:
        source = _Source(target, address, sums, retries, advance)
        for name in _in_order(sums):
            source.fetch(name)
    return target


def published_sums() -> dict[str, str]:
    """Return the SHA-256 that PhysioNet published for each file of the database.

    Returns:
        A dictionary from file name to the sum in hexadecimal: three files of each of the 48 records,
        RECORDS and ANNOTATORS. Source: https://physionet.org/files/mitdb/1.0.0/SHA256SUMS.txt
    """
    lines = resources.files(__package__).joinpath("SHA256SUMS.txt").read_text().splitlines()
    return {name: digest for digest, name in map(str.split, lines)}


def missing_files(directory: Path, sums: Mapping[str, str] | None = None) -> list[str]:
    """Return the names of the database's files that are not in `directory` (whole files only), in order."""
    sums = published_sums() if sums is None else sums
    return [name for name in _in_order(sums) if not (directory / name).is_file()]


def cache_folder() -> Path:
    """Return the folder where ecgkit keeps databases: `ECGKIT_CACHE`, else the user's cache."""
    if folder := os.environ.get("ECGKIT_CACHE"):
        return Path(folder).expanduser()
    import pooch

    return Path(pooch.os_cache("ecgkit"))


def download_folder() -> Path:
    """Return where `download` puts the recordings when no directory is given."""
    return cache_folder() / "mitdb"


def _in_order(sums: Mapping[str, str]) -> list[str]:
    # RECORDS first: a folder that has it and lacks a recording is seen to be incomplete.
    return sorted(sums, key=lambda name: (name != "RECORDS", name))


def _make_folder(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DownloadError(
            f"`directory` must be a folder that can be written. Received {target} ({error.strerror}). Give another one."
        ) from error


class _Source:
    """One run of `download`: fetches a file at a time and turns what goes wrong into a sentence."""

    def __init__(self, target: Path, address: str, sums: Mapping[str, str], retries: int, advance: Advance):
        import pooch
        import requests

        # pooch logs a line with a full path for each of 146 files.
        pooch.get_logger().setLevel("WARNING")
        self.target, self.address, self.sums, self.retries, self.advance = target, address, sums, retries, advance
        registry = {name: f"sha256:{digest}" for name, digest in sums.items()}
        self.pooch = pooch.create(path=target, base_url=address, registry=registry)
        self.session = requests.Session()

    def fetch(self, name: str) -> None:
        """Get one file, whole and with the published sum, or raise `DownloadError`."""
        self.advance(name, 0, 0)
        if not self._is_whole(name):
            part = self.target / f"{name}.part"
            self._fetch_twice(name, ResumingDownloader(part, self.session, lambda size: self.advance(name, 0, size)))
        self.advance(name, 1, 0)

    def _is_whole(self, name: str) -> bool:
        import pooch

        path = self.target / name
        if not path.exists():
            return False
        if pooch.file_hash(str(path)) == self.sums[name]:
            return True
        # Left in place, it would be taken for a file that has arrived if the next attempt fails.
        path.unlink()
        return False

    def _fetch_twice(self, name: str, downloader: ResumingDownloader) -> None:
        for attempt in range(2):
            try:
                self._fetch_patiently(name, downloader)
                return
            except ValueError as error:  # pooch: the sum is not the published one
                if attempt:
                    raise DownloadError(
                        f"{name} from {self.address} is not the published file (its SHA-256 is wrong, twice), and was "
                        f"discarded. {self._kept()} Try again later, or give another address with --base-url."
                    ) from error

    def _fetch_patiently(self, name: str, downloader: ResumingDownloader) -> None:
        import requests

        for attempt in range(self.retries + 1):
            try:
                self.pooch.fetch(name, downloader=downloader)
                return
            except requests.RequestException as error:
                if _is_final(error):
                    raise DownloadError(self._refused(name, error)) from error
                if attempt == self.retries:
                    raise DownloadError(self._unreachable(name, error)) from error
                time.sleep(BACKOFF * 2**attempt)
            except OSError as error:
                raise DownloadError(
                    f"{name} cannot be written to {self.target} ({error.strerror}). Free some space (the database needs "
                    "100 MB) or give another folder with --directory, and run the same again."
                ) from error

    def _refused(self, name: str, error) -> str:
        if error.response is None:
            return f"`base_url` must be a web address such as {BASE_URL}. Received {self.address}."
        return (
            f"The server refuses {name} (HTTP {error.response.status_code}) at {self.address}. {self._kept()} "
            "Check the address given with --base-url or ECGKIT_BASE_URL."
        )

    def _unreachable(self, name: str, error) -> str:
        host = self.address.split("/")[2]
        status = getattr(error.response, "status_code", None)
        why = f"{host} answers with HTTP {status}" if status else f"There is no connection to {host}, or it broke off"
        return (
            f"{why} while getting {name} ({self.retries + 1} attempts). {self._kept()} Run the same again to go on. "
            "Without it you can go on with the stand-in: open_database() writes it by itself."
        )

    def _kept(self) -> str:
        there = len(self.sums) - len(missing_files(self.target, self.sums))
        return f"{there} of {len(self.sums)} files have arrived and are kept."


def _is_final(error) -> bool:
    """Whether trying again cannot help: a bad address, or an answer that the file is not to be had."""
    import requests

    if isinstance(error, ValueError) and not isinstance(error, requests.exceptions.JSONDecodeError):
        return True  # requests' InvalidURL, MissingSchema, InvalidSchema
    status = getattr(error.response, "status_code", None)
    return status is not None and 400 <= status < 500 and status not in (408, 429)


class ResumingDownloader:
    """A downloader for pooch that keeps what has arrived and asks for the rest (HTTP Range, RFC 9110 section 14).

    Args:
        part: path of the file that keeps what has arrived so far.
        session: a `requests.Session`; one connection serves all files.
        count: called with the number of bytes of each piece that arrives.
    """

    def __init__(self, part: Path, session, count: Callable[[int], None] = lambda size: None):
        self.part, self.session, self.count = part, session, count

    def __call__(self, url: str, output_file: str, pooch: object) -> None:
        """Fetch `url` to `output_file`.

        Raises:
            requests.RequestException: the connection or the server failed; what has arrived stays in `part`.
        """
        start = self.part.stat().st_size if self.part.exists() else 0
        with self._get(url, start) as response:
            if response.status_code == 416:  # nothing after `start`: the part is whole, or belongs to another file
                os.replace(self.part, output_file)
                return
            response.raise_for_status()
            self._append(response, "ab" if _goes_on_from(response, start) else "wb")
        os.replace(self.part, output_file)

    def _get(self, url: str, start: int):
        # A compressed answer would make the range one of the compressed bytes.
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        return self.session.get(url, headers=headers, stream=True, timeout=TIMEOUT)

    def _append(self, response, mode: str) -> None:
        with open(self.part, mode) as file:
            for chunk in response.iter_content(CHUNK_BYTES):
                file.write(chunk)
                self.count(len(chunk))


def _goes_on_from(response, start: int) -> bool:
    # A server without ranges answers 200 with the whole file.
    return response.headers.get("Content-Range", "").startswith(f"bytes {start}-")


@contextmanager
def _progress_bar(total: int, *, shown: bool) -> Iterator[Advance]:
    """Yield `advance(file name, files, bytes)`, which moves a bar on the terminal."""
    if not shown:
        yield lambda name, files, size: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    arrived = TextColumn("{task.fields[mb]:5.1f} MB")
    columns = (TextColumn("{task.description:10}"), BarColumn(), MofNCompleteColumn(), arrived)
    # See `database`: a notebook is neither Jupyter's widgets nor a terminal.
    console = Console(force_jupyter=False, force_terminal=sys.stdout.isatty())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=total, mb=0.0)

        def advance(name: str, files: int, size: int) -> None:
            bar.update(task, description=name, advance=files, mb=bar.tasks[0].fields["mb"] + size / 1e6)

        yield advance
