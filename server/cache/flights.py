"""Evaluate once what several ask at the same time.

The first to ask for something fetches it; whoever asks while it does waits for what it
brings. One that brings nothing, because it was refused, failed, or its client left,
lets the others go at once, each to ask for itself.

Source: RFC 9211, section 2.6 (collapsed).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from server.cache.shelf import Answer


class Flight:
    """One answer on its way."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.answer: Answer | None = None
        self._landed = threading.Event()

    def wait(self, seconds: float) -> Answer | None:
        """Wait for the answer.

        Args:
            seconds: How long, at most.

        Returns:
            The answer, or nothing where there is none or it takes longer.
        """
        self._landed.wait(seconds)
        return self.answer

    def land(self) -> None:
        """Let go who waits."""
        self._landed.set()


class Flights:
    """The answers on their way, by their keys."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._flying: dict[bytes, Flight] = {}

    @contextmanager
    def board(self, key: bytes) -> Iterator[tuple[Flight, bool]]:
        """Fetch something, or join whoever does.

        Args:
            key: What it is.

        Yields:
            The flight, and whether the caller leads it: then its answer is to be set
            before the block ends.
        """
        with self._lock:
            flight = self._flying.get(key)
            leads = flight is None
            if flight is None:
                flight = self._flying[key] = Flight()
        try:
            yield flight, leads
        finally:
            if leads:
                with self._lock:
                    del self._flying[key]
                flight.land()
