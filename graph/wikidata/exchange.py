"""Send one request and read its answer, within bounds of time and length.

urllib3, as for a store elsewhere: one kept connection, no redirects unless told, and
its answers can be read piece by piece. Its own ``Retry`` is not used, since a busy
Wikidata says so in an answer of status 200 that it does not look into, and since a
test could not lend it a clock.

Source: RFC 9110, section 8.4 (content codings); RFC 9112, section 6 (body length).
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    SSLError,
)
from urllib3.exceptions import (
    TimeoutError as SilentError,
)

from graph.wikidata.clock import Clock
from graph.wikidata.failures import LaterError, SetError, TooLargeError

PIECE: Final = 16_384
"""Bytes read at a time; small, since a piece may be compressed a thousandfold."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long an answer may take and be.

    Attributes:
        connect: Seconds for the connection.
        silence: Seconds between two pieces of the answer.
        whole: Seconds for the whole answer.
        length: Bytes of the answer, unpacked.
    """

    connect: float = 10
    silence: float = 30
    whole: float = 120
    length: int = 16_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer.

    Attributes:
        status: Its HTTP status.
        headers: Its headers; names count in any case.
        body: Its body, unpacked.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Exchange:
    """One connection to one API, kept open between requests."""

    def __init__(self, api: str, agent: str, clock: Clock, bounds: Bounds) -> None:
        """Prepare; nothing is sent yet.

        Args:
            api: The address of ``api.php``.
            agent: Who asks, for the header ``User-Agent``.
            clock: The time.
            bounds: How long an answer may take and be.
        """
        self._api = api
        self._clock = clock
        self._bounds = bounds
        self._headers = {"User-Agent": agent, "Accept-Encoding": "gzip"}
        self._pool = urllib3.PoolManager(
            num_pools=1,
            retries=False,
            timeout=urllib3.Timeout(connect=bounds.connect, read=bounds.silence),
        )

    def send(self, parameters: Mapping[str, str]) -> Reply:
        """Ask once.

        Args:
            parameters: Those of the API.

        Returns:
            The answer, whatever its status.

        Raises:
            LaterError: If there is no answer, or only part of one.
            TooLargeError: If it is longer than the bound.
        """  # noqa: DOC502 - the second is raised by the helper
        try:
            answer = self._pool.request(
                "GET",
                f"{self._api}?{urlencode(parameters)}",
                headers=self._headers,
                redirect=False,
                preload_content=False,
            )
            with closing(answer):
                body = self._body(answer)
                answer.release_conn()
        except (HTTPError, OSError) as problem:
            absent = isinstance(problem, NewConnectionError)
            raise LaterError(_sentence(problem), absent=absent) from problem
        return Reply(answer.status, answer.headers, body)

    def _body(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        """Read a body to its end.

        Raises:
            LaterError: If that takes too long.
            TooLargeError: If it is too long.
        """
        until = self._clock.ticks() + self._bounds.whole
        body = bytearray()
        while piece := answer.read1(PIECE, decode_content=True):
            body += piece
            if len(body) > self._bounds.length:
                message = f"the answer has more than {self._bounds.length} bytes"
                raise TooLargeError(message)
            if self._clock.ticks() > until:
                message = f"the answer takes longer than {self._bounds.whole:g} s"
                raise LaterError(message)
        return bytes(body)


def checked(api: str) -> str:
    """Return the address of an API as it is asked.

    Args:
        api: What a person wrote.

    Returns:
        The address.

    Raises:
        SetError: If it is no absolute ``http:`` or ``https:`` URL without a query.
    """
    try:
        parts = urlsplit(api)
        fits = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment or parts.username or " " in api:
        message = f"{api!r} is not the address of an API, as https://…/w/api.php"
        raise SetError(message)
    return api


def _sentence(problem: Exception) -> str:
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (NameResolutionError, "its host has no address (is there a network?)"),
        (NewConnectionError, "it takes no connection (is there a network?)"),
        (ConnectTimeoutError, "it does not take a connection in time"),
        (SSLError, "its certificate or its encryption cannot be trusted"),
        (SilentError, "it is silent for too long"),
        (ProtocolError, "it hung up before its answer was complete"),
    )
    return next(
        (words for kind, words in kinds if isinstance(problem, kind)),
        "the connection failed",
    )
