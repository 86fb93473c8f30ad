"""Let clients take turns: nobody's queries may keep everybody else's out.

A client is an address, or the network of one where addresses are given away by the
million. Alone, it may have all workers but one at work; with others, its even share,
one more reckoned in so that a newcomer finds a worker free. What exceeds that waits
a little, here; what exceeds the client's share of the queue is refused at once.

Source: RFC 6585, section 4 (429); RFC 4291, section 2.5.4 (a network is 64 bits).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network
from time import monotonic
from typing import Final

from server import clients
from server.refusals import TooManyError
from server.settings import Settings

PATIENCE: Final = 1.0
"""Seconds a query may wait for its client's turn, on top of its deadline."""

GONE: Final = "borderkg.gone"
"""Where a request's environment has a function that tells whether its client left."""
SPENT: Final = "borderkg.spent"
"""Where a request's environment says how much of the patience is used up."""

NETWORK: Final = 64
"""Bits of an address of version 6 that tell one client from another."""

ATTENTION: Final = 0.2
"""Seconds between two looks at whether the client is still there."""


@dataclass(slots=True)
class _Client:
    """What one client has here."""

    running: int = 0
    waiting: int = 0


class Turns:
    """Who is at work, and who waits for a turn; shared by all threads of an app."""

    def __init__(self, settings: Settings) -> None:
        """Begin with nobody."""
        self._settings = settings
        self._clients: dict[str, _Client] = {}
        self._changed = threading.Condition()

    @property
    def patience(self) -> float:
        """Seconds that a query may wait before it is evaluated."""
        return min(PATIENCE, self._settings.deadline / 2)

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        """Hold a place among a client's queries, and no turn: nothing is evaluated.

        Args:
            address: Where the query came from.

        Yields:
            Nothing.
        """
        name = network(address)
        with self._changed:
            client = self._clients.setdefault(name, _Client())
            try:
                self._admit(client)
                client.waiting += 1
            finally:
                self._forget_if_idle(name)
        try:
            yield
        finally:
            with self._changed:
                client.waiting -= 1
                self._forget_if_idle(name)

    @contextmanager
    def turn(
        self, address: str, gone: Callable[[], bool], spent: float = 0.0
    ) -> Iterator[None]:
        """Hold a turn for the length of one query.

        Args:
            address: Where the query came from.
            gone: Whether its client has left.
            spent: The seconds it has waited already.

        Yields:
            Nothing, once it is the client's turn.
        """
        name = network(address)
        with self._changed:
            client = self._clients.setdefault(name, _Client())
            try:
                self._wait(client, gone, self.patience - spent)
                client.running += 1
            finally:
                self._forget_if_idle(name)
        try:
            yield
        finally:
            with self._changed:
                client.running -= 1
                self._forget_if_idle(name)
                self._changed.notify_all()

    def _admit(self, client: _Client) -> None:
        """Let one more query in.

        Raises:
            TooManyError: If the client has too many here.
        """
        allowed = self._settings.share
        here = client.running + client.waiting + 1
        if here > allowed:
            raise TooManyError(allowed=allowed, measured=here)

    def _wait(self, client: _Client, gone: Callable[[], bool], patience: float) -> None:
        """Wait for a turn.

        Raises:
            TooManyError: If the client has too many queries here, or waits in vain.
        """
        self._admit(client)
        latest = monotonic() + patience
        client.waiting += 1
        try:
            while client.running >= self._room():
                self._changed.wait(ATTENTION)
                if gone() or monotonic() > latest:
                    here = client.running + client.waiting
                    raise TooManyError(allowed=self._settings.share, measured=here)
        finally:
            client.waiting -= 1

    def _room(self) -> int:
        workers, others = self._settings.workers, len(self._clients) - 1
        return max(1, workers // (others + 2) if others else workers - 1)

    def _forget_if_idle(self, name: str) -> None:
        client = self._clients[name]
        if not client.running and not client.waiting:
            del self._clients[name]


def network(address: str) -> str:
    """Name the client behind an address.

    Args:
        address: An IP address, or whatever a server gives for one.

    Returns:
        The address, or its network of 64 bits where it is one of version 6.
    """
    found = clients.address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, NETWORK), strict=False))
    return str(found or address)
