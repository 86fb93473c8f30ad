"""Write statements as RDF: the formats there are, and the prefixes they use.

N-Quads and TriG keep the graphs; the other formats merge them, each triple once.
"""

from collections.abc import Iterable, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Final, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from ontology.prefixes import PREFIXES
from server.accept import HTML
from server.negotiation import Format, offer
from server.pages.index import Statement

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

BY_SUFFIX: Final = MappingProxyType({form.suffix: form for form in FORMATS})
"""The same by what the address of each ends with."""

GRAPHS_KEPT: Final = frozenset({"nq", "trig"})
"""Suffixes of the formats that say which graph a statement stands in."""


PREFIXED: Final = frozenset({"ttl", "trig"})
"""Suffixes of the formats that begin with lines of prefixes."""


def written(path: str, asked: str = "") -> list[tuple[str, str]]:
    """List where a page is to be had as RDF.

    Args:
        path: The path of the page.
        asked: Its query string, with the question mark.

    Returns:
        The name and the address of each format.
    """
    return [(form.name, f"{path}.{form.suffix}{asked}") for form in FORMATS[1:]]


def write(statements: Iterable[Statement], form: Format) -> bytes:
    """Write statements in one format, with the prefixes they use.

    Args:
        statements: What to write.
        form: A format that is not HTML.

    Returns:
        The bytes.
    """
    ordered = _grouped(s.quad() for s in statements)
    chosen = ordered if form.suffix in GRAPHS_KEPT else _merged(ordered)
    return _serialized(chosen, form, _prefixes(ordered))


def dataset(
    statements: Iterable[Statement], form: Format, more: Mapping[str, str]
) -> bytes:
    """Write statements with their graphs, whatever the format.

    Args:
        statements: What to write.
        form: A format that can say in which graph a statement stands.
        more: Prefixes to use besides those of the project.

    Returns:
        The bytes.
    """
    ordered = _grouped(s.quad() for s in statements)
    return _serialized(ordered, form, {**_prefixes(ordered), **more})


def _serialized(
    chosen: Iterable[Quad] | Iterable[Triple], form: Format, prefixes: dict[str, str]
) -> bytes:
    syntax = cast("RdfFormat", form.syntax)
    text = serialize(chosen, format=syntax, prefixes=prefixes) or b""
    return _sorted_head(text) if form.suffix in PREFIXED else text


def trig(statements: Iterable[Statement]) -> str:
    """Write statements as TriG for reading, without the lines of prefixes."""
    text = write(statements, BY_SUFFIX["trig"]).decode()
    lines = [line for line in text.splitlines() if not line.startswith("@prefix")]
    spaced = (f"\n{line}" if line.endswith(" {") else line for line in lines)
    return "\n".join(spaced).strip().replace("\t", "    ")


def _sorted_head(text: bytes) -> bytes:
    """Sort the lines of prefixes, which the engine writes in no order."""
    lines = text.split(b"\n")
    count = sum(1 for _ in takewhile(lambda line: line.startswith(b"@prefix"), lines))
    return b"\n".join([*sorted(lines[:count]), b"", *lines[count:]])


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
