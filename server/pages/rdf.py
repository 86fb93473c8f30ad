"""The RDF of a thing: what is said of it, who points at it, its names, its claims.

The description of a thing holds, in this order:

1. every statement about it, in every layer and claim;
2. for the name of a graph or view, every statement of it, and for the namespace
   of the terms or the shapes, every statement of their layer;
3. every statement that points at it;
4. for each claim whose graph holds one of these, and for each claim it is given by,
   everything ``g:provenance`` says of that claim;
5. the ``rdfs:label`` of every name of ours that these mention;
6. what hangs on the blank nodes in them (shapes and OWL lists), to the end.

N-Quads and TriG keep the graphs; the other formats merge them, each triple once.
``DESCRIBE`` answers the same question about any IRI.
"""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Triple, serialize

from ontology.prefixes import BASE, PREFIXES
from ontology.terms import PROVENANCE
from server.accept import HTML
from server.negotiation import Format, offer
from server.pages.graphs import contents
from server.pages.index import Index, Statement, key, natural
from server.pages.marks import is_claim
from server.pages.names import LABEL, bk

FORMATS: Final = offer(
    "triples",
    HTML,
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
)
"""What every thing is offered as, HTML first: a client without wishes is a reader."""

GRAPHS_KEPT: Final = frozenset({"nq", "trig"})
"""Suffixes of the formats that say which graph a statement stands in."""


PREFIXED: Final = frozenset({"ttl", "trig"})
"""Suffixes of the formats that begin with lines of prefixes."""


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


def document(index: Index, iri: str) -> list[Statement]:
    """Gather what is said of a document and of what its address and a ``#`` name.

    Args:
        index: The release.
        iri: The document.

    Returns:
        The statements, those of the document first.
    """
    parts = (name for name in index.about if name.startswith(f"{iri}#"))
    names = [iri, *sorted(parts, key=natural)]
    return [s for name in names for s in index.about.get(name, ())]


def write(statements: Iterable[Statement], form: Format) -> bytes:
    """Write statements in one format, with the prefixes they use.

    Args:
        statements: What to write.
        form: A format that is not HTML.

    Returns:
        The bytes.
    """
    quads = [s.quad() for s in statements]
    prefixes = _prefixes(quads)
    ordered = _grouped(quads)
    chosen = ordered if form.suffix in GRAPHS_KEPT else _merged(ordered)
    text = serialize(
        chosen,
        format=form.syntax,  # type: ignore[arg-type]
        prefixes=prefixes,
    )
    text = text or b""
    return _sorted_head(text) if form.suffix in PREFIXED else text


def trig(statements: Iterable[Statement]) -> str:
    """Write statements as TriG for reading, without the lines of prefixes."""
    form = next(form for form in FORMATS if form.suffix == "trig")
    text = write(statements, form).decode()
    lines = [line for line in text.splitlines() if not line.startswith("@prefix")]
    spaced = (f"\n{line}" if line.endswith(" {") else line for line in lines)
    return "\n".join(spaced).strip().replace("\t", "    ")


def _sorted_head(text: bytes) -> bytes:
    """Sort the lines of prefixes, which the engine writes in no order."""
    lines = text.split(b"\n")
    count = sum(1 for _ in takewhile(lambda line: line.startswith(b"@prefix"), lines))
    return b"\n".join([*sorted(lines[:count]), b"", *lines[count:]])


def _core(index: Index, iri: str) -> Iterator[Statement]:
    yield from index.about.get(iri, ())
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


def _grouped(quads: Iterable[Quad]) -> list[Quad]:
    """Bring each graph and each subject together, in the order of first sight."""
    every = list(quads)
    graphs = {g: n for n, g in enumerate(dict.fromkeys(q.graph_name for q in every))}
    subjects = {s: n for n, s in enumerate(dict.fromkeys(q.subject for q in every))}
    return sorted(
        every,
        key=lambda q: (
            graphs[q.graph_name],
            subjects[q.subject],
            q.predicate.value,
            str(q.object),
        ),
    )


def _merged(quads: Iterable[Quad]) -> list[Triple]:
    """Drop the graphs: each triple once, subjects together again."""
    triples = [Triple(q.subject, q.predicate, q.object) for q in quads]
    subjects = {s: n for n, s in enumerate(dict.fromkeys(t.subject for t in triples))}
    return sorted(
        dict.fromkeys(triples),
        key=lambda t: (subjects[t.subject], t.predicate.value, str(t.object)),
    )


def _prefixes(quads: Iterable[Quad]) -> dict[str, str]:
    used = {
        name.value
        for quad in quads
        for name in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(name, NamedNode)
    }
    used |= {
        quad.object.datatype.value for quad in quads if hasattr(quad.object, "datatype")
    }
    return {
        prefix: namespace
        for prefix, namespace in PREFIXES.items()
        if any(name.startswith(namespace) for name in used)
    }
