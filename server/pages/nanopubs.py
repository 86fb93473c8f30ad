"""Find a release's nanopublications in its files and read one when it is asked for.

They are served as they were published: nothing is hashed or put together here. The
files hold one after the other, so where each lies is all that is kept of them.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from graph.release import Release
from ontology.prefixes import PREFIXES
from server.pages.index import Statement, Statements

NAMESPACE: Final = PREFIXES["nanopub"]

GRAPHS: Final = ("Head", "assertion", "provenance", "pubinfo")
"""What follows the ``#`` in the names of the four graphs, in the order of reading."""

_FILE: Final = "nanopubs.nq"
_LIST: Final = "nanopubs.csv"
_GRAPH: Final = re.compile(
    rf"<{re.escape(NAMESPACE)}(RA[\w-]{{43}})#\w+> \.\n$".encode()
)


@dataclass(frozen=True, slots=True)
class Row:
    """A nanopublication as the release lists it.

    Attributes:
        about: The claim; the dataset for the index of all.
        nanopub: Its IRI.
        created: The date it bears, or nothing.
        supersedes: The IRI of the one it replaces, or nothing.
        retracts: The IRI of the one it takes back, or nothing.
    """

    about: str
    nanopub: str
    created: str
    supersedes: str
    retracts: str


@dataclass(frozen=True, slots=True)
class Nanopubs:
    """The nanopublications of one release.

    Attributes:
        file: Where they lie.
        places: From which byte to which, by artifact code.
        rows: What the release lists, in its order.
    """

    file: Path
    places: Mapping[str, tuple[int, int]]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, release: Release) -> Self:
        """Look where they lie; a release may have none."""
        folder = release.folder.resolve()
        if not {_FILE, _LIST} <= release.manifest.files.keys():
            return cls(folder / _FILE, {}, ())
        with (folder / _LIST).open(encoding="utf-8", newline="") as table:
            rows = tuple(Row(**row) for row in csv.DictReader(table))
        return cls(folder / _FILE, _places(folder / _FILE), rows)

    def read(self, code: str) -> Statements:
        """Read one, the graphs in the order of reading.

        Args:
            code: An artifact code among ``places``.

        Returns:
            Its statements. Where the file is there no more, ``OSError`` says so.
        """
        start, end = self.places[code]
        with self.file.open("rb") as file:
            file.seek(start)
            data = file.read(end - start)
        order = {f"{NAMESPACE}{code}#{part}": n for n, part in enumerate(GRAPHS)}
        found = [
            Statement(quad.subject, quad.predicate.value, quad.object, graph.value)
            for quad in parse(data, format=RdfFormat.N_QUADS)
            if isinstance(graph := quad.graph_name, NamedNode)
            and isinstance(quad.subject, NamedNode | BlankNode)
        ]
        return tuple(sorted(found, key=lambda statement: order[statement.graph]))


def _places(path: Path) -> dict[str, tuple[int, int]]:
    """Return where each begins and ends: at the lines that name its graphs."""
    found: dict[str, tuple[int, int]] = {}
    end = 0
    with path.open("rb") as file:
        for line in file:
            start, end = end, end + len(line)
            if graph := _GRAPH.search(line):
                code = graph[1].decode()
                found[code] = (found.get(code, (start,))[0], end)
    return found
