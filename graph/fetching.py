"""Fetch a copy of a release from a server, file by file, to be judged.

Only what the server's own list of checksums names is asked for, one request each,
within bounds of time and length; no redirect is followed, since what is judged shall
be what was named. Nothing here says whether the copy is whole.

Source: RFC 9110, section 15; RFC 9112, section 8 (incomplete messages).
"""

from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, IncompleteRead, ProtocolError

from graph import checksums

PIECE: Final = 65_536
WORDS: Final = ("http://", "https://")
_HEADERS: Final = {"Accept-Encoding": "identity", "User-Agent": "BorderKG"}


class FetchError(ValueError):
    """A copy that cannot be had, so that nothing can be said of it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is fetched at most.

    Attributes:
        silence: Seconds until a server takes a connection, and between two pieces.
        whole: Seconds for one file.
        length: Bytes of all files together.
        files: How many files.
    """

    silence: float = 30
    whole: float = 900
    length: int = 4_000_000_000
    files: int = 1000


def fetch(url: str, folder: Path, bounds: Bounds = Bounds()) -> None:
    """Fetch all files of a release that a server has.

    Args:
        url: Where the files are, as ``http://localhost:8000/dumps/``.
        folder: Where they go; what the server has not is not there afterwards.
        bounds: How much is fetched at most.

    Raises:
        FetchError: If there is no release, or a file cannot be had to its end.
    """
    base = _base(url)
    fetching = _Fetching(base, folder, bounds, bounds.length)
    if not fetching.take(checksums.NAME):
        message = (
            f"{base} is no release: it has no {checksums.NAME}; a server of ours has "
            f"its files below /dumps/"
        )
        raise FetchError(message)
    try:
        names = sorted(checksums.read(folder))
    except ValueError as problem:
        message = f"{base}{checksums.NAME} is no list of checksums: {problem}"
        raise FetchError(message) from problem
    if len(names) > bounds.files:
        message = f"{base} has {len(names)} files; no more than {bounds.files} are read"
        raise FetchError(message)
    for name in names:
        fetching.take(name)


class _Fetching:
    """One copy on its way."""

    def __init__(self, base: str, folder: Path, bounds: Bounds, rest: int) -> None:
        self._base, self._folder, self._bounds = base, folder, bounds
        self._rest = rest
        self._pool = urllib3.PoolManager(
            num_pools=1, retries=False, timeout=urllib3.Timeout(bounds.silence)
        )

    def take(self, name: str) -> bool:
        """Fetch a file; say whether the server has it.

        Raises:
            FetchError: If it may have it, and does not give it.
        """
        url = f"{self._base}{name}"
        try:
            answer = self._pool.request(
                "GET", url, headers=_HEADERS, redirect=False, preload_content=False
            )
            with closing(answer):
                if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                    return False
                if target := answer.headers.get("Location"):
                    message = f"{url} redirects to {target}; name that place instead"
                    raise FetchError(message)
                if answer.status != HTTPStatus.OK:
                    message = f"{url} answers with status {answer.status}"
                    raise FetchError(message)
                self._write(answer, url, self._folder / name)
                answer.release_conn()
        except (IncompleteRead, ProtocolError) as problem:
            message = f"{url} was cut off: the connection ended before the file"
            raise FetchError(message) from problem
        except (HTTPError, OSError) as problem:
            message = f"{url} cannot be reached ({type(problem).__name__})"
            raise FetchError(message) from problem
        return True

    def _write(self, answer: urllib3.BaseHTTPResponse, url: str, path: Path) -> None:
        """Write a body as it comes.

        Raises:
            FetchError: If it is longer than the bounds, in bytes or seconds.
        """
        until = monotonic() + self._bounds.whole
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            while piece := answer.read1(PIECE):
                file.write(piece)
                self._rest -= len(piece)
                if self._rest < 0:
                    message = f"{url}: more than {self._bounds.length} bytes in all"
                    raise FetchError(message)
                if monotonic() > until:
                    message = f"{url} takes longer than {self._bounds.whole:g} s"
                    raise FetchError(message)


def _base(url: str) -> str:
    """Return an address that a file's name can be put after.

    Raises:
        FetchError: If it is no absolute address, or has a query.
    """
    try:
        parts = urlsplit(url)
        fits = url.startswith(WORDS) and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment or " " in url:
        message = f"{url!r} is not the address of a release, as http://host/dumps/"
        raise FetchError(message)
    return url if url.endswith("/") else f"{url}/"
