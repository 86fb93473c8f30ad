"""Which statements describe a thing: its own, those that point at it, its claims.

The description of a thing holds, in this order:

1. every statement about it, in every layer and claim, and about what its address and a
   ``#`` name;
2. for the name of a graph or view, every statement of it, and for the namespace
   of the terms or the shapes, every statement of their layer;
3. every statement that points at it;
4. for each claim whose graph holds one of these, and for each claim it is given by,
   everything ``g:provenance`` says of that claim;
5. the ``rdfs:label`` of every name of ours that these mention;
6. what hangs on the blank nodes in them (shapes and OWL lists), to the end.

``DESCRIBE`` answers the same question about any IRI.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode

from ontology.prefixes import BASE
from ontology.terms import PROVENANCE
from server.pages.graphs import contents
from server.pages.index import Index, Statement, key
from server.pages.marks import is_claim
from server.pages.names import LABEL, bk


def document(index: Index, iri: str) -> list[Statement]:
    """Gather what is said of a document and of what its address and a ``#`` name.

    Args:
        index: The release.
        iri: The document.

    Returns:
        The statements, those of the document first.
    """
    names = (iri, *index.parts.get(iri, ()))
    return [s for name in names for s in index.about.get(name, ())]


def describe(index: Index, iri: str) -> list[Statement]:
    """Gather the statements that describe a thing, in the order stated above."""
    core = list(_core(index, iri))
    claims = {s.graph for s in core if is_claim(s.graph)}
    claims.update(index.iris(iri, bk("isGivenBy")))
    provenance = [
        s
        for claim in sorted(claims)
        for s in index.about.get(claim, ())
        if s.graph == PROVENANCE
    ]
    return labelled(index, [*core, *provenance])


def labelled(index: Index, statements: Iterable[Statement]) -> list[Statement]:
    """Add to statements the labels of what they name, and what hangs on blank nodes.

    Args:
        index: The release.
        statements: Some of its statements.

    Returns:
        All of them, each once.
    """
    found = list(dict.fromkeys(statements))
    labels = [s for name in _named(found) for s in _labels(index, name)]
    return list(dict.fromkeys([*found, *labels, *_hanging(index, found)]))


def _core(index: Index, iri: str) -> Iterator[Statement]:
    yield from document(index, iri)
    yield from contents(index, iri)
    yield from index.naming.get(iri, ())
    # A namespace answers at its path without the last slash.
    yield from index.naming.get(f"{iri}/", ())


def _named(statements: Iterable[Statement]) -> Iterator[str]:
    seen: dict[str, None] = {}
    for statement in statements:
        for name in (
            key(statement.subject),
            statement.predicate,
            key(statement.object),
        ):
            if name.startswith(BASE):
                seen[name] = None
    yield from sorted(seen)


def _labels(index: Index, iri: str) -> list[Statement]:
    return [s for s in index.about.get(iri, ()) if s.predicate == LABEL]


def _hanging(index: Index, statements: Iterable[Statement]) -> Iterator[Statement]:
    """Follow blank nodes until none is new."""
    waiting = [s.object for s in statements] + [s.subject for s in statements]
    seen: set[str] = set()
    while waiting:
        term = waiting.pop()
        if not isinstance(term, BlankNode) or key(term) in seen:
            continue
        seen.add(key(term))
        below = index.about.get(key(term), ())
        waiting.extend(s.object for s in below)
        yield from below
