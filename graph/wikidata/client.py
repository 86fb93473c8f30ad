"""Ask one API politely: slowly, under a name, and ever more patiently when it is busy.

One request at a time and none faster than the pace; a refusal to serve is waited out
as long as it asks, or ever longer with some chance in it; the tries are counted. When
request after request fails, nothing more is sent in this run.

Source: mediawiki.org, API:Etiquette and Manual:Maxlag parameter; Wikimedia Foundation
User-Agent Policy (name/version, contact, library/version).
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Final, Protocol

from graph.wikidata import answers
from graph.wikidata.clock import Clock, Pace
from graph.wikidata.exchange import Reply
from graph.wikidata.failures import (
    AskingError,
    LaterError,
    RefusedError,
    SetError,
    UnreachableError,
)
from ontology.prefixes import BASE

_MARKS: Final = ("@", "://", "User:")
"""One of these is in whatever leads to a person: an address, a page, a user page."""


class Sender(Protocol):
    """What sends one request and returns the answer."""

    def send(self, parameters: Mapping[str, str]) -> Reply:
        """Ask once."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How politely the API is asked.

    Attributes:
        interval: Seconds from the begin of one request to that of the next.
        maxlag: Seconds of lag above which Wikidata shall decline; it is asked later.
        tries: How often one request is sent at most.
        first: The first wait after a failure, in seconds; each further one is doubled.
        longest: The longest wait, in seconds, whoever asks for it.
        absent: Tries after which nobody is taken to be there.
        failures: Requests failing in a row after which no more are sent.
    """

    interval: float = 1
    maxlag: int = 5
    tries: int = 5
    first: float = 2
    longest: float = 120
    absent: int = 2
    failures: int = 2


@dataclass(slots=True)
class Client:
    """One caller of one API.

    Attributes:
        sender: What sends a request.
        clock: The time.
        manners: How politely it is asked.
        say: Where a wait is told.
        chance: A number from 0 to 1, another one each time.
        sent: How many requests were sent.
    """

    sender: Sender
    clock: Clock
    manners: Manners
    say: Callable[[str], None]
    chance: Callable[[], float] = random.random  # noqa: S311 - no secret
    sent: int = 0
    _pace: Pace = field(init=False)
    _failed: int = field(init=False, default=0)
    _closed: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Begin to keep the pace."""
        self._pace = Pace(self.clock, self.manners.interval)

    def ask(self, parameters: Mapping[str, str]) -> dict[str, object]:
        """Ask until there is an answer, or no more tries.

        Args:
            parameters: Those of the API; format and lag are added.

        Returns:
            The answer.

        Raises:
            AskingError: If there is none, and why.
        """  # noqa: DOC501 - its kinds are raised
        if self._closed:
            raise UnreachableError(self._closed)
        try:
            found = self._answer(parameters)
        except UnreachableError as problem:
            self._failed += 1
            if problem.final or self._failed >= self.manners.failures:
                self._closed = str(problem)
            raise
        except RefusedError as problem:
            if problem.final:
                self._closed = str(problem)
            raise
        except AskingError:
            self._failed = 0
            raise
        self._failed = 0
        return found

    def _answer(self, parameters: Mapping[str, str]) -> dict[str, object]:
        """Send a request as often as needed and allowed.

        Raises:
            UnreachableError: If no try was answered.
        """
        lag = str(self.manners.maxlag)
        whole = {**parameters, "format": "json", "formatversion": "2", "maxlag": lag}
        for turn in range(1, self.manners.tries + 1):
            self._pace.wait()
            self.sent += 1
            try:
                return answers.read(self.sender.send(whole), self.clock.now())
            except LaterError as problem:
                reason, asked = str(problem), problem.wait or 0
                absent = problem.absent
            if absent and turn >= self.manners.absent:
                raise UnreachableError(reason, final=True)
            if asked > self.manners.longest:
                message = f"{reason}, and wants to be asked again in {asked:.0f} s"
                raise UnreachableError(message)
            if turn < self.manners.tries:
                self._rest(turn, asked, reason)
        message = f"{reason}, {self.manners.tries} times"
        raise UnreachableError(message)

    def _rest(self, turn: int, asked: float, reason: str) -> None:
        """Wait as long as asked, or longer each turn; never all callers at once."""
        doubled = self.manners.first * 2 ** (turn - 1)
        pause = max(asked, doubled * (1 + self.chance()) / 2) + self.chance()
        pause = min(pause, self.manners.longest)
        self.say(f"waiting {pause:.0f} s: {reason}")
        self.clock.sleep(max(pause, asked))


def agent(contact: str) -> str:
    """Return the name under which we ask.

    Args:
        contact: How whoever runs this can be reached.

    Returns:
        The header ``User-Agent``.

    Raises:
        SetError: If the contact is none, or cannot stand in a header.
    """
    fits = contact.isascii() and contact.isprintable() and not set("()") & set(contact)
    if not fits or not any(mark in contact for mark in _MARKS):
        message = (
            "--contact must be an e-mail address, a web page or a user page "
            "(User:…), in ASCII: Wikimedia wants to know whom to write to"
        )
        raise SetError(message)
    library = f"urllib3/{version('urllib3')}"
    return f"BorderKG/{version('borderkg')} ({BASE}; {contact}) {library}"
