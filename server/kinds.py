"""The kinds of problems: one table, from which refusals and their pages come.

The IRI of each kind answers with its page, so whoever meets a problem can read what
it means and what to do.

Source: RFC 9457, section 3.1.1 (a type's IRI should lead to documentation).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from ontology.prefixes import BASE

TYPES: Final = BASE + "problem/"
"""The namespace of problem types."""


TABLE: Final = "kinds.toml"
"""The file that says what each means; it is prose, so it stands apart from code."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem.

    Attributes:
        name: The last segment of its IRI.
        statuses: The statuses it comes with.
        title: What it is called, the same for every occurrence.
        meaning: What has happened.
        remedy: What whoever meets it can do.
    """

    name: str
    statuses: tuple[int, ...]
    title: str
    meaning: str
    remedy: str


def _read() -> Mapping[str, Kind]:
    table = tomllib.loads(files("server").joinpath(TABLE).read_text("utf-8"))
    return MappingProxyType(
        {
            name: Kind(name, tuple(row.pop("statuses")), **row)
            for name, row in table.items()
        }
    )


KINDS: Final = _read()
"""All of them, by name."""

_GENERIC: Final = MappingProxyType(
    {
        HTTPStatus.NOT_FOUND: "not-found",
        HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
        HTTPStatus.NOT_ACCEPTABLE: "not-acceptable",
        HTTPStatus.REQUEST_TIMEOUT: "request-timeout",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "limit-exceeded",
        HTTPStatus.REQUEST_URI_TOO_LONG: "limit-exceeded",
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported-media-type",
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: "range-not-satisfiable",
        HTTPStatus.TOO_MANY_REQUESTS: "too-many-requests",
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "limit-exceeded",
    }
)


def generic(status: int) -> Kind:
    """Choose the kind of an error of which only the status is known.

    Args:
        status: 400 or above.

    Returns:
        Its kind; the client's or the server's fault in general where there is none.
    """
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    name = _GENERIC.get(HTTPStatus(status))
    return KINDS[name or ("internal-error" if failed else "bad-request")]
