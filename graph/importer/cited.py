"""Which outside source is meant by the words in which a table cites it.

A source is described once, in ``graph/snapshot/sources.ttl``; its hidden labels are
the beginnings by which the tables cite it. Nothing here knows what is cited for.

Source: SKOS Reference, section 5 (``skos:hiddenLabel``).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph import sources
from ontology.prefixes import PREFIXES
from ontology.terms import RESERVATION

_HIDDEN: Final = f"{PREFIXES['skos']}hiddenLabel"


class CitationError(ValueError):
    """Words that cite no source that is described."""


class Citations:
    """The outside sources by the words that cite them."""

    def __init__(
        self, beginnings: Mapping[str, str], doubts: Mapping[str, str]
    ) -> None:
        """Take what is known of the sources.

        Args:
            beginnings: The beginning of a citation -> the IRI of the source.
            doubts: The IRI of a source -> why to trust it less.
        """
        self._beginnings = sorted(beginnings.items(), key=lambda pair: -len(pair[0]))
        self._doubts = doubts

    @classmethod
    def of(cls, path: Path) -> "Citations":
        """Read the sources from the Turtle file that describes them."""
        beginnings, doubts = {}, {}
        for thing, predicate, value, _ in sources.read(path):
            if isinstance(thing, NamedNode) and isinstance(value, Literal):
                if predicate.value == _HIDDEN:
                    beginnings[value.value] = thing.value
                elif predicate.value == RESERVATION:
                    doubts[thing.value] = value.value
        return cls(beginnings, doubts)

    def cited(self, cell: str) -> list[tuple[str, str]]:
        """Return the sources that a cell cites, each with its own words for it.

        Args:
            cell: Citations with semicolons between them; one may hold a semicolon.

        Returns:
            The IRI of a source and the citation, in the order of the cell.

        Raises:
            CitationError: If the first of them is of no known source.
        """
        found: list[tuple[str, str]] = []
        for part in self._parts(cell):
            if source := self._source(part):
                found.append((source, part))
            elif found:
                known, before = found.pop()
                found.append((known, f"{before}; {part}"))
            else:
                message = f"no source is cited as {part!r}"
                raise CitationError(message)
        return found

    def doubt(self, cited: list[tuple[str, str]]) -> str:
        """Return why to trust what only these sources say, if none is beyond doubt."""
        doubts = [self._doubts.get(source, "") for source, _ in cited]
        return doubts[0] if all(doubts) else ""

    def _parts(self, cell: str) -> Iterator[str]:
        """Yield the citations of a cell; "and" parts two only where both are known."""
        for part in cell.split("; "):
            first, _, second = part.partition(" and ")
            if self._source(first) and self._source(second):
                yield from (first, second)
            else:
                yield part

    def _source(self, part: str) -> str:
        bare = part.removeprefix("weak: ").removeprefix("repo ")
        known = self._beginnings
        return next((iri for words, iri in known if bare.startswith(words)), "")
