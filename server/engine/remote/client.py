"""Send one request to a store and read its answer to the end, or not at all.

A redirect is not followed: whoever could send one would choose whom this server asks.
An answer must say how long it is, so that half of one is noticed. Time is not kept
here: a worker that waits too long is ended by the kernel.

Source: RFC 9112, section 6 (message body length); RFC 9110, section 15.4.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, NameResolutionError, ProtocolError

from server.engine.remote import digest
from server.engine.remote.address import Address
from server.engine.remote.failures import BrokenError
from server.refusals import TooLargeError

PIECE: Final = 65_536
FRAMES: Final = ("Content-Length", "Transfer-Encoding")
SHOWN: Final = 200
"""Characters of a store's own words that are passed on."""

FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer of a store.

    Attributes:
        status: Its HTTP status.
        headers: Its headers; names count in any case.
        body: Its body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def words(self) -> str:
        """The first line of its body, where a store says what went wrong."""
        text = self.body.decode("utf-8", "replace").strip()
        return text.partition("\n")[0][:SHOWN]


class Client:
    """Connections to a store, kept open between requests."""

    def __init__(self, seconds: float | None = None) -> None:
        """Prepare; nothing is sent yet.

        Args:
            seconds: How long a store may be silent, where nobody else keeps time.
        """
        timeout = urllib3.Timeout(seconds)
        self._basic: set[str] = set()
        self._pool = urllib3.PoolManager(retries=False, timeout=timeout)

    def send(
        self,
        address: Address,
        method: str,
        body: bytes,
        headers: Mapping[str, str],
        limit: int,
    ) -> Reply:
        """Send a request.

        Args:
            address: To whom.
            method: The HTTP method.
            body: What.
            headers: Besides those of HTTP itself.
            limit: How many bytes the answer may have.

        Returns:
            The answer, whatever its status.

        Raises:
            BrokenError: If there is no answer, or only part of one.
        """  # noqa: DOC502 - raised by the helpers
        told = {"Accept-Encoding": "identity", "User-Agent": "BorderKG", **headers}
        user = (address.user, address.password)
        basic = urllib3.make_headers(basic_auth=":".join(user))
        known = basic if address.url in self._basic else {}
        reply = self._exchange(address.url, method, body, told | known, limit)
        if reply.status != HTTPStatus.UNAUTHORIZED or known or not address.user:
            return reply
        # Virtuoso asks for a digest only where no other proof was offered first.
        place = urlsplit(address.url)
        path = place.path + (f"?{place.query}" if place.query else "")
        asked = reply.headers.get("WWW-Authenticate", "")
        if answer := digest.answer(asked, method, path, *user):
            proof = {"authorization": answer}
        else:
            proof = basic
            self._basic.add(address.url)
        return self._exchange(address.url, method, body, told | proof, limit)

    def _exchange(
        self, url: str, method: str, body: bytes, headers: Mapping[str, str], limit: int
    ) -> Reply:
        try:
            try:
                answer = self._open(url, method, body, headers)
            except ProtocolError:
                # A kept connection may have been closed just as it was used again.
                self._pool.clear()
                answer = self._open(url, method, body, headers)
            return _whole(answer, limit)
        except NameResolutionError as problem:
            raise BrokenError(detail="The store's host has no address.") from problem
        except ProtocolError as problem:
            detail = "The store hung up before its answer was complete."
            raise BrokenError(detail=detail) from problem
        except (HTTPError, OSError) as problem:
            raise BrokenError(detail="The store cannot be reached.") from problem

    def _open(
        self, url: str, method: str, body: bytes, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        return self._pool.request(
            method,
            url,
            body=body,
            headers=headers,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )


def _whole(answer: urllib3.BaseHTTPResponse, limit: int) -> Reply:
    """Read a body to its end.

    Raises:
        BrokenError: If it does not say where that is, or is compressed unasked.
        TooLargeError: If it is longer than the limit.
    """
    body = bytearray()
    with closing(answer):  # what is left unread shall not be the next answer's begin
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise BrokenError(detail="The store compresses its answers unasked.")
        for piece in answer.stream(PIECE, decode_content=False):
            body += piece
            if len(body) > limit:
                raise TooLargeError(limit, len(body))
        framed = any(name in answer.headers for name in FRAMES)
        if not framed and answer.status == HTTPStatus.OK:
            raise BrokenError(detail="The store does not say where its answer ends.")
        answer.release_conn()
    return Reply(answer.status, answer.headers, bytes(body))
