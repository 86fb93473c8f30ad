"""Where answers are kept: so many bytes of them, the least recently used go first.

An answer stands under the key of its query, and under the exact requests that asked
for it. Keys, headers and what Python needs around them count as bytes too.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

PORTION: Final = 8
"""An answer that would take more than this part of the room is not kept."""

REQUESTS: Final = 8
"""Exact requests remembered for one answer; the oldest is forgotten."""

AROUND: Final = 600
"""Bytes that an answer takes besides its own, as measured with ``sys.getsizeof``."""

AROUND_A_KEY: Final = 250
"""The same for a key of 32 bytes and its places in two tables."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One complete answer of status 200.

    Attributes:
        headers: Its headers, in order.
        body: Its body.
        etag: Its strong ETag, without quotes.
    """

    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str

    @property
    def size(self) -> int:
        """The bytes it takes."""
        told = sum(
            len(name) + len(value) + AROUND_A_KEY for name, value in self.headers
        )
        return AROUND + told + len(self.body)


@dataclass(slots=True)
class _Place:
    """An answer and the exact requests that lead to it, oldest first."""

    answer: Answer
    requests: OrderedDict[bytes, None] = field(default_factory=OrderedDict)

    @property
    def size(self) -> int:
        return self.answer.size + AROUND_A_KEY * (1 + len(self.requests))


class Shelf:
    """The answers; any thread may ask and add."""

    def __init__(self, room: int) -> None:
        """Begin empty.

        Args:
            room: The bytes there are.
        """
        self._room = room
        self._taken = 0
        self._places: OrderedDict[bytes, _Place] = OrderedDict()
        self._keys: dict[bytes, bytes] = {}
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """The bytes in use."""
        return self._taken

    def find(self, request: bytes) -> Answer | None:
        """Look for the answer to an exact request.

        Args:
            request: The digest of the request.

        Returns:
            The answer, if this very request led to it before.
        """
        with self._lock:
            key = self._keys.get(request)
            return None if key is None else self._use(key).answer

    def find_same(self, key: bytes, request: bytes) -> Answer | None:
        """Look for the answer to a query, and remember the request for next time.

        Args:
            key: The digest of what makes it the same query.
            request: The digest of the request.

        Returns:
            The answer, if there is one.
        """
        with self._lock:
            if key not in self._places:
                return None
            answer = self._use(key).answer
            self._remember(key, request)
            return answer

    def keep(self, key: bytes, request: bytes, answer: Answer) -> bool:
        """Keep an answer.

        Args:
            key: The digest of what makes it the same query.
            request: The digest of the request that it answers.
            answer: The answer.

        Returns:
            Whether it is small enough to be kept.
        """
        if answer.size > self._room // PORTION:
            return False
        with self._lock:
            if key in self._places:
                self._drop(key)
            self._places[key] = place = _Place(answer)
            self._taken += place.size
            self._remember(key, request)
        return True

    def _use(self, key: bytes) -> _Place:
        self._places.move_to_end(key)
        return self._places[key]

    def _remember(self, key: bytes, request: bytes) -> None:
        place = self._places[key]
        self._taken -= place.size
        place.requests[request] = None
        self._keys[request] = key
        if len(place.requests) > REQUESTS:
            oldest, _ = place.requests.popitem(last=False)
            del self._keys[oldest]
        self._taken += place.size
        while self._taken > self._room:
            self._drop(next(iter(self._places)))

    def _drop(self, key: bytes) -> None:
        place = self._places.pop(key)
        self._taken -= place.size
        for request in place.requests:
            del self._keys[request]
