"""Write quads as N-Quads, TriG and Turtle whose bytes depend on nothing but them.

The lexical forms are those of the sources. N-Quads are sorted by code point; the other
two are for reading: grouped by subject, the type first, with the project's prefixes.

Source: RDF 1.1 N-Quads; RDF 1.1 TriG; RDF 1.1 Turtle; RFC 1952 (gzip).
"""

import gzip
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from ontology import terms
from ontology.prefixes import PREFIXES

_NUMBER: Final = re.compile(r"\d+")
_LOCAL: Final = re.compile(r"[^/#]*$")


def nquads(quads: Iterable[Quad]) -> bytes:
    """Return sorted N-Quads, without doubles."""
    data = _serialized(quads, RdfFormat.N_QUADS)
    lines = sorted(set(data.split(b"\n")) - {b""})
    return b"".join(line + b"\n" for line in lines)


def turtle(quads: Iterable[Quad]) -> bytes:
    """Return the triples of some quads as one graph in Turtle."""
    triples = sorted({quad.triple for quad in quads}, key=order)
    data = _serialized(triples, RdfFormat.TURTLE, _used(triples))
    head, body = _split(data)
    lines: list[str] = []
    for line in body:
        if not line.startswith("\t"):
            lines.append("")
        lines.append(line.replace("\t", "    ", 1))
    return "\n".join([*head, *lines, ""]).encode()


def trig(quads: Iterable[Quad]) -> bytes:
    """Return quads as TriG, the graphs in the order of the layers, claims by number."""
    ordered = sorted(set(quads), key=lambda q: (*_place(q), *order(q.triple)))
    graphs = {prefix: PREFIXES[prefix] for prefix in ("g", "claim")}
    head, lines = blocks(ordered, graphs)
    return "\n".join([*head, *lines, ""]).encode()


def blocks(
    ordered: Sequence[Quad], more: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Return quads as the lines of TriG, in the order given.

    Args:
        ordered: The quads; those of a graph, and of a subject in it, stand together.
        more: Prefixes to declare besides those of the project that are used.

    Returns:
        The lines of prefixes, and those of the graphs.
    """
    prefixes = {**_used([quad.triple for quad in ordered]), **more}
    head, body = _split(_serialized(ordered, RdfFormat.TRIG, prefixes))
    lines: list[str] = []
    for line in body:
        if line.endswith(" {"):
            lines.append("")
        lines.append(line.replace("\t\t", "        ", 1).replace("\t", "    ", 1))
    return head, lines


def packed(data: bytes) -> bytes:
    """Return data in gzip, without a name or a time."""
    target = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0) as file:
        file.write(data)
    return target.getvalue()


def _serialized(
    statements: Iterable[Triple] | Iterable[Quad],
    syntax: RdfFormat,
    prefixes: dict[str, str] | None = None,
) -> bytes:
    target = io.BytesIO()
    serialize(statements, target, syntax, prefixes=prefixes)
    return target.getvalue()


def order(triple: Triple) -> tuple[str, bool, str, str]:
    """Return where a triple comes in a graph: by subject, its type first."""
    predicate = triple.predicate.value
    is_type = predicate == terms.RDF_TYPE
    return str(triple.subject), not is_type, predicate, str(triple.object)


def _place(quad: Quad) -> tuple[int, tuple[int, ...], str]:
    """Return where a graph comes: claims stand before what is said about them."""
    name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    if name in terms.LAYERS:
        return 2 * terms.LAYERS.index(name), (), name
    numbers = tuple(map(int, _NUMBER.findall(name.rpartition("/")[2])))
    return 2 * terms.LAYERS.index(terms.PROVENANCE) - 1, numbers, name


def _used(triples: Iterable[Triple]) -> dict[str, str]:
    """Return the prefixes that some triples need."""
    iris: set[str] = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, NamedNode):
                iris.add(term.value)
            elif isinstance(term, Literal):
                iris.add(term.datatype.value)
    namespaces = {_LOCAL.sub("", iri) for iri in iris}
    return {p: n for p, n in PREFIXES.items() if n in namespaces}


def _split(data: bytes) -> tuple[list[str], list[str]]:
    """Return the prefixes, sorted (pyoxigraph shuffles them), and the other lines."""
    lines = data.decode().split("\n")
    head = sorted(line for line in lines if line.startswith("@prefix "))
    return head, [line for line in lines if line and not line.startswith("@prefix ")]
