"""The refusals of what is handed out by name: nothing has it, or its files are gone.

Source: RFC 9110, sections 15.5.5 (404 Not Found) and 15.6.4 (503).
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from server.kinds import generic
from server.problems import Problem


class MissingError(Problem):
    """A name that nothing has here."""

    def __init__(self, *, detail: str, extras: Mapping[str, Any] | None = None) -> None:
        """Say what there is not, and where to find what there is."""
        kind = generic(HTTPStatus.NOT_FOUND)
        super().__init__(
            status=HTTPStatus.NOT_FOUND,
            type=kind.name,
            title=kind.title,
            detail=detail,
            extras=extras,
        )


class ReplacedError(Problem):
    """A file of a release that was removed while it is served."""

    def __init__(self) -> None:
        """Say that no repetition helps."""
        super().__init__(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            type="release-replaced",
            title="The files of this release are not there any more",
            detail="The server goes on without them until it is restarted.",
        )
