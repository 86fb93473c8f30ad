"""The time, as something that is handed over: a test brings one that does not wait."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, and how to wait.

    Attributes:
        ticks: Seconds that only go forward.
        sleep: Wait that many seconds.
        now: The date and time, in UTC.
    """

    ticks: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _now


class Pace:
    """Keeps requests apart: no two begin within one interval."""

    def __init__(self, clock: Clock, interval: float) -> None:
        """Prepare; the first request need not wait.

        Args:
            clock: The time.
            interval: Seconds from the begin of one request to that of the next.
        """
        self._clock = clock
        self._interval = interval
        self._next = float("-inf")

    def wait(self) -> None:
        """Return when the next request may begin."""
        if (left := self._next - self._clock.ticks()) > 0:
            self._clock.sleep(left)
        self._next = self._clock.ticks() + self._interval
