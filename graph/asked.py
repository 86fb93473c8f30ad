"""Read what the text of a query names: IRIs, and paths that go on from one to another.

The engine does not give a query's patterns away, so its text is read for these two.

Source: SPARQL 1.1 Query Language, section 9.1 (sequence paths).
"""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from ontology.prefixes import PREFIXES
from ontology.terms import RDF_TYPE

_NAME: Final = re.compile(r"(?<![\w:<])([a-z]+):([\w.-]*\w)")
_QUOTED: Final = re.compile(r'"[^"\n]*"|#[^\n>]*$', re.MULTILINE)
_STEP: Final = r"\^?(?:[a-z]+:[\w.-]*\w|a\b)[*+?]?"
_PATH: Final = re.compile(rf"(?<![\w:<]){_STEP}(?:\s*/\s*{_STEP})+")


class Way(NamedTuple):
    """One step of a path: its property, and whether it is gone against its sense."""

    property: str
    inverse: bool


@dataclass(frozen=True, slots=True)
class Named:
    """What a query names.

    Attributes:
        iris: The IRIs it writes with our prefixes.
        paths: Its sequence paths.
    """

    iris: frozenset[str]
    paths: tuple[tuple[Way, ...], ...]


def named(query: str) -> Named:
    """Read what a query names with our prefixes; comments and texts say nothing.

    Args:
        query: Its text.

    Returns:
        The IRIs in full, and the sequence paths.
    """
    text = _QUOTED.sub("", query)
    iris = (_full(name[0]) for name in _NAME.finditer(text))
    paths = (path[0].split("/") for path in _PATH.finditer(text))
    return Named(
        frozenset(filter(None, iris)),
        tuple(tuple(map(_way, path)) for path in paths),
    )


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else ""


def _way(step: str) -> Way:
    name = step.strip().strip("^+*?")
    return Way(RDF_TYPE if name == "a" else _full(name), "^" in step)
