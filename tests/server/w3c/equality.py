"""Tell whether two answers are the same: multisets of rows, graphs up to blank nodes.

Both become a data set that is put into its canonical form. A literal counts by its
value, since the engine's store keeps values and not how they were written.

Source: RDF Dataset Canonicalization (RDFC-1.0); XML Schema Datatypes 1.1, part 2.
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from tests.server.w3c.answers import Answer, Graph, Table, Term, as_csv

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
EXACT: Final = frozenset(
    XSD + name
    for name in (
        *("integer", "decimal", "int", "long", "short", "byte", "unsignedByte"),
        *("nonNegativeInteger", "positiveInteger", "negativeInteger"),
        *("nonPositiveInteger", "unsignedInt", "unsignedLong", "unsignedShort"),
    )
)
FLOATING: Final = frozenset({XSD + "double", XSD + "float"})


def same(found: Answer, expected: Answer, *, poor: bool = False) -> bool:
    """Compare an answer with the expected one.

    Args:
        found: What came.
        expected: What should have come.
        poor: Whether the format says only a term's text, as CSV does.

    Returns:
        Whether they are the same.
    """
    found, expected = _valued(found), _valued(expected)
    if poor and isinstance(found, Table) and isinstance(expected, Table):
        found, expected = _in_numbers(as_csv(found)), _in_numbers(as_csv(expected))
    return _canonical(found) == _canonical(expected)


def _canonical(answer: Answer) -> object:
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, Graph):
        return _renamed([Quad(*triple) for triple in answer.triples])
    quads = []
    for number, row in enumerate(answer.rows):
        node = BlankNode(f"row{number}")  # so that equal rows stay two
        quads.append(Quad(node, NamedNode("x:is"), NamedNode("x:row")))
        for name, term in row.items():
            quads.append(Quad(node, NamedNode(f"x:var:{name}"), term))
    return frozenset(answer.variables), _renamed(quads)


def _renamed(quads: list[Quad]) -> frozenset[Quad]:
    data = Dataset(quads)
    data.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(data)


def _valued(answer: Answer) -> Answer:
    if isinstance(answer, Graph):
        return Graph(frozenset(Triple(s, p, _value(o)) for s, p, o in answer.triples))
    return _each(answer, _value) if isinstance(answer, Table) else answer


def _in_numbers(table: Table) -> Table:
    return _each(table, _number)


def _each(table: Table, change: Callable[[Term], Term]) -> Table:
    rows = [{name: change(term) for name, term in row.items()} for row in table.rows]
    return Table(table.variables, tuple(rows))


def _number(term: Term) -> Term:
    """Take a text that looks like a number for one."""
    if not isinstance(term, Literal):
        return term
    try:
        return Literal(str(float(term.value)))
    except ValueError:
        return term


def _value(term: Term) -> Term:
    """Write a literal in the one way its value is written here."""
    if not isinstance(term, Literal):
        return term
    if term.language:
        return Literal(term.value, language=term.language.lower())
    datatype = term.datatype.value
    try:
        if datatype in EXACT:
            value = f"{Decimal(term.value).normalize():f}"
        elif datatype in FLOATING:
            value = repr(float(term.value))
        elif datatype == XSD + "boolean":
            value = {"1": "true", "0": "false"}.get(term.value, term.value)
        else:
            return term
    except (ValueError, InvalidOperation):
        return term  # ill-typed literals are only themselves
    return Literal(value, datatype=term.datatype)
