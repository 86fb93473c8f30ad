"""Write what is said of one thing as Turtle for reading: blank nodes and lists nested.

For eyes only, without lines of prefixes; the files to download are written by the
engine, which does not nest.

Source: RDF 1.1 Turtle, sections 2.5 to 2.8.
"""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology.prefixes import PREFIXES, curie
from server.pages import lists
from server.pages.index import Index, Term, key
from server.pages.names import TYPE

INDENT: Final = "    "
DEEPEST: Final = 12
"""Nesting beyond this is cut short, whatever a release holds."""

_STRING: Final = f"{PREFIXES['xsd']}string"
_NUMBERS: Final = frozenset(PREFIXES["xsd"] + n for n in ("integer", "boolean"))


def written(index: Index, iri: str, graph: str) -> str:
    """Write what a graph says of a thing.

    Args:
        index: The release.
        iri: The thing.
        graph: The graph.

    Returns:
        One statement of Turtle.
    """
    rows = list(_rows(index, iri, graph, 1))
    return f"{curie(iri)}\n{INDENT}" + f" ;\n{INDENT}".join(rows) + " ." if rows else ""


def _rows(index: Index, subject: str, graph: str, depth: int) -> Iterator[str]:
    """Write the predicates of a subject with their objects, its type first."""
    values: dict[str, list[Term]] = {}
    for statement in index.about.get(subject, ()):
        if statement.graph == graph:
            values.setdefault(statement.predicate, []).append(statement.object)
    for predicate in sorted(values, key=lambda name: (name != TYPE, curie(name))):
        name = "a" if predicate == TYPE else curie(predicate)
        terms = [_term(index, term, graph, depth) for term in values[predicate]]
        yield f"{name} {' , '.join(sorted(terms))}"


def _term(index: Index, term: Term, graph: str, depth: int) -> str:
    match term:
        case BlankNode() if depth < DEEPEST:
            return _nested(index, key(term), graph, depth)
        case NamedNode(value=lists.NIL):
            return "( )"
        case NamedNode(value=iri):
            return str(term) if curie(iri) == iri else curie(iri)
        case Literal(language=None) if term.datatype.value in _NUMBERS:
            return term.value
        case Literal(language=None) if term.datatype.value != _STRING:
            return f"{Literal(term.value)}^^{curie(term.datatype.value)}"
    return str(term)


def _nested(index: Index, head: str, graph: str, depth: int) -> str:
    """Write a blank node in its place, a list in brackets of its own."""
    if lists.is_list(index, head):
        members = lists.members(index, head)
        inside = (_term(index, one, graph, depth + 1) for one in members)
        return f"( {' '.join(inside)} )"
    return f"[ {' ; '.join(_rows(index, head, graph, depth + 1))} ]"
