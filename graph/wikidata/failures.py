"""What can go wrong between us and the API, each as one sentence.

- ``AskingError``: no answer to one request.
    - ``UnreachableError``: tried as often as we may; a later run may have more luck.
    - ``RefusedError``: the API understood and declined; asking again would not help.
    - ``TooLargeError``: the answer is longer than what we read; ask for less at once.
- ``SetError``: the mapping set, or what was asked of it, cannot be taken.
- ``LaterError``: one try failed; never leaves the client.
"""


class AskingError(ValueError):
    """No answer to one request."""


class UnreachableError(AskingError):
    """No usable answer within the tries that are polite.

    Attributes:
        final: Whether every other request would fare the same.
    """

    def __init__(self, reason: str, *, final: bool = False) -> None:
        """Keep the reason, and whether it holds for all requests."""
        self.final = final
        super().__init__(reason)


class RefusedError(AskingError):
    """The API declined.

    Attributes:
        culprit: The identifier it named as the reason; empty if none.
        final: Whether every other request would be declined as well.
    """

    def __init__(self, reason: str, culprit: str = "", *, final: bool = False) -> None:
        """Keep the reason, whom it concerns and whether it is about all of us."""
        self.culprit, self.final = culprit, final
        super().__init__(reason)


class TooLargeError(AskingError):
    """The answer is longer than what we read."""


class SetError(ValueError):
    """A mapping set that cannot be taken as it is."""


class LaterError(Exception):
    """One try failed, and another may not.

    Attributes:
        wait: How many seconds the API asks us to wait; nothing if it does not say.
        absent: Whether there was nobody to ask.
    """

    def __init__(
        self, reason: str, wait: float | None = None, *, absent: bool = False
    ) -> None:
        """Keep the reason, the wait, and whether anybody was there."""
        self.wait, self.absent = wait, absent
        super().__init__(reason)
