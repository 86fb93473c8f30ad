"""The body of a request: read without a thread, and no more of it than is wanted.

A client that sends it slowly therefore keeps nobody waiting, and one that sends too
much is told so at once.

Source: RFC 9112, section 9.6 (tear-down); RFC 9110, section 10.1.1 (Expect).
"""

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol
    from granian.rsgi import Scope

GATHERING: Final = 10.0
"""Seconds within which a body must have come."""

LINGER: Final = 2.0
"""Seconds for which what comes beyond the limit is thrown away, unread.

Were the connection closed at once, its reset could overtake the answer."""


class CutError(ValueError):
    """A body that ended before its end."""


class Body:
    """The body of one request, as far as it is read.

    Attributes:
        announced: Its length as the client says it; nothing if it does not say.
        content: What was read.
        too_long: Whether it is longer than wanted.
    """

    def __init__(self, scope: "Scope", proto: "RSGIHTTPProtocol", limit: int) -> None:
        """Read nothing yet.

        Args:
            scope: The request.
            proto: Where its body comes from.
            limit: How many bytes of it are wanted.
        """
        self._proto = proto
        self._limit = limit
        self._begun = False
        headers = scope.headers
        length = headers.get("content-length")
        self.announced: int | None = int(length) if length else None
        self._more = bool(self.announced) or "transfer-encoding" in headers
        self._asks = "expect" in headers
        self.too_long = (self.announced or 0) > limit
        self.content = b""

    async def gather(self) -> None:
        """Read it; one that is announced as too long is left alone.

        Raises:
            TimeoutError: If it comes too slowly.
            CutError: If it ends too early.
        """  # noqa: DOC502 - raised by the block
        if not self._more or self.too_long:
            return
        chunks: list[bytes] = []
        had = 0
        async with asyncio.timeout(GATHERING):
            while chunk := await self._next():
                chunks.append(chunk)
                had += len(chunk)
                if had > self._limit:
                    break
        self.content = b"".join(chunks)
        self.too_long = had > self._limit
        if not self.too_long and had < (self.announced or 0):
            message = f"{had} of {self.announced} bytes came"
            raise CutError(message)

    async def discard(self) -> None:
        """Throw away what still comes, for a while."""
        if self._asks and not self._begun:
            return  # who asks before sending was not told to go on
        try:
            async with asyncio.timeout(LINGER):
                while await self._next():
                    pass
        except (TimeoutError, CutError):
            return

    async def _next(self) -> bytes:
        """Wait for some bytes; nothing is the end.

        Raises:
            CutError: If the framing is broken: granian then tells of two ends.
        """
        if not self._begun:
            self._begun = True
            aiter(self._proto)
        chunk = await self._chunk()
        if chunk == b"" and await self._chunk() is not None:
            message = "its framing is broken"
            raise CutError(message)
        return chunk or b""

    async def _chunk(self) -> bytes | None:
        try:
            chunk: bytes = await anext(self._proto)  # type: ignore[call-overload]
        except StopAsyncIteration:
            return None
        return chunk
