"""Read the W3C's manifests: which tests there are, and the files of each.

Source: w3c/rdf-tests, the test-manifest and test-query vocabularies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

SITE: Final = "https://w3c.github.io/rdf-tests/"
"""Where the suites are published: every file's IRI is this and its path."""

MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

SYNTAX: Final = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES}
SYNTAX[".rdf"] = RdfFormat.RDF_XML


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a manifest.

    Attributes:
        name: Its folder and its name there, as in ``bind/bind01``.
        kind: The local name of its class.
        query: The file to send.
        data: The files that make up the default graph.
        named: The files that are named graphs.
        result: The file with the expected answer, where there is one.
    """

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path | None


@dataclass(frozen=True, slots=True)
class Suite:
    """The files of one suite, below the folder that stands for the site."""

    root: Path

    def iri(self, path: Path) -> str:
        """Return the IRI under which a file is published."""
        return SITE + path.relative_to(self.root).as_posix()

    def path(self, iri: str) -> Path:
        """Return the file behind an IRI."""
        return self.root / iri.removeprefix(SITE)

    def read(self, path: Path) -> Store:
        """Read a file of RDF, its own IRI being the base."""
        store = Store()
        store.extend(
            parse(path=path, format=SYNTAX[path.suffix], base_iri=self.iri(path))
        )
        return store

    def cases(self, manifest: str) -> Iterator[Case]:
        """Yield the tests of a manifest that includes others, in their order."""
        start = self.root / "sparql" / "sparql11" / manifest
        graph = self.read(start)
        for entry in items(graph, NamedNode(self.iri(start)), MF + "include"):
            inner = self.path(str(entry.value))
            yield from self._entries(inner)

    def quads(self, path: Path) -> Iterator[Quad]:
        """Yield a file as a named graph; its blank nodes are its own."""
        graph = NamedNode(self.iri(path))
        own = path.relative_to(self.root).as_posix().encode().hex()
        for quad in self.read(path):
            subject, value = quad.subject, quad.object
            if isinstance(subject, BlankNode):
                subject = BlankNode(f"{own}x{subject.value}")
            if isinstance(value, BlankNode):
                value = BlankNode(f"{own}x{value.value}")
            yield Quad(subject, quad.predicate, value, graph)

    def _entries(self, manifest: Path) -> Iterator[Case]:
        graph = self.read(manifest)
        for test in items(graph, NamedNode(self.iri(manifest)), MF + "entries"):
            action = values(graph, test, MF + "action")[0]
            queries = values(graph, action, QT + "query") or [action]
            results = values(graph, test, MF + "result")
            yield Case(
                f"{manifest.parent.name}/{test.value.partition('#')[2]}",
                values(graph, test, RDF + "type")[0].value.partition("#")[2],
                self.path(queries[0].value),
                self._paths(values(graph, action, QT + "data")),
                self._paths(values(graph, action, QT + "graphData")),
                self.path(results[0].value) if results else None,
            )

    def _paths(self, found: list[NamedNode]) -> tuple[Path, ...]:
        return tuple(self.path(each.value) for each in found)


def values(graph: Store, subject: NamedNode, predicate: str) -> list[NamedNode]:
    found = graph.quads_for_pattern(subject, NamedNode(predicate), None)
    return [quad.object for quad in found]  # type: ignore[misc]  # nodes, never literals


def items(graph: Store, subject: NamedNode, predicate: str) -> Iterator[NamedNode]:
    (rest,) = values(graph, subject, predicate)
    while rest.value != RDF + "nil":
        yield values(graph, rest, RDF + "first")[0]
        (rest,) = values(graph, rest, RDF + "rest")


def moved(quad: Quad, graph: NamedNode | DefaultGraph) -> Quad:
    """Return the same statement in another graph."""
    return Quad(quad.subject, quad.predicate, quad.object, graph)
