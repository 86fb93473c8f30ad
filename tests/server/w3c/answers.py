"""Read an answer in each format, with other code than the one that wrote it.

JSON, XML and CSV are read by Python's own parsers; a cell of TSV is a term of Turtle.

Source: SPARQL 1.1 Query Results JSON, XML, CSV and TSV.
"""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    RdfFormat,
    Triple,
    parse,
)

Term = NamedNode | BlankNode | Literal | Triple
Row = Mapping[str, Term]

_XML: Final = "{http://www.w3.org/2005/sparql-results#}"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows; unbound variables are absent from a row."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Triples."""

    triples: frozenset[Triple]


Answer = Table | Graph | bool


def from_json(body: bytes) -> Answer:
    """Read JSON results."""
    found = json.loads(body)
    if "boolean" in found:
        return bool(found["boolean"])
    rows = found["results"]["bindings"]
    return Table(
        tuple(found["head"]["vars"]),
        tuple({name: _object(term) for name, term in row.items()} for row in rows),
    )


def from_xml(body: bytes) -> Answer:
    """Read XML results."""
    root = ET.fromstring(body)  # noqa: S314 - our own or the suite's
    boolean = root.find(_XML + "boolean")
    if boolean is not None:
        return (boolean.text or "").strip() == "true"
    variables = [each.attrib["name"] for each in root.iter(_XML + "variable")]
    rows = [
        {each.attrib["name"]: _element(each[0]) for each in row}
        for row in root.iter(_XML + "result")
    ]
    return Table(tuple(variables), tuple(rows))


def from_tsv(body: bytes) -> Answer:
    """Read TSV results; a truth value is one word, which no standard says."""
    head, *lines = body.decode().removesuffix("\n").split("\n")
    if head in {"true", "false"}:
        return head == "true"
    variables = [name.removeprefix("?") for name in head.split("\t") if name]
    rows = [
        {n: _cell(c) for n, c in zip(variables, line.split("\t"), strict=False) if c}
        for line in lines
    ]
    return Table(tuple(variables), tuple(rows))


def from_csv(body: bytes) -> Answer:
    """Read CSV results, where a term is only its text and unbound is empty."""
    text = body.decode()
    if text.strip() in {"true", "false"}:
        return text.strip() == "true"
    # A row of no columns is an empty line, which the parser keeps as an empty list.
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    rows = [
        {name: _text(cell) for name, cell in zip(head, line, strict=False)}
        for line in lines
    ]
    return Table(tuple(head), tuple(rows))


def from_rdf(syntax: RdfFormat) -> Callable[[bytes], Answer]:
    """Return a reader of triples."""

    def read(body: bytes) -> Answer:
        return Graph(frozenset(quad.triple for quad in parse(body, format=syntax)))

    return read


def as_csv(table: Table) -> Table:
    """Return what CSV can carry of some rows."""
    rows = [
        {name: _poor(row.get(name)) for name in table.variables} for row in table.rows
    ]
    return Table(table.variables, tuple(rows))


def _poor(term: Term | None) -> Term:
    if term is None or isinstance(term, BlankNode):
        return Literal("") if term is None else term
    return Literal(str(term) if isinstance(term, Triple) else term.value)


def _text(cell: str) -> Term:
    return BlankNode(cell[2:]) if cell.startswith("_:") else Literal(cell)


def _cell(cell: str) -> Term:
    (triple,) = parse(f"<x:s> <x:p> {cell} .".encode(), format=RdfFormat.TURTLE)
    found: Term = triple.object
    if isinstance(found, BlankNode):
        return BlankNode(cell[2:])  # the parser gives each cell another one
    return found


def _object(term: Mapping[str, Any]) -> Term:
    match term["type"]:
        case "uri":
            return NamedNode(term["value"])
        case "bnode":
            return BlankNode(f"b{term['value'].encode().hex()}")
    return _literal(term["value"], term.get("xml:lang"), term.get("datatype"))


def _element(element: ET.Element) -> Term:
    text = element.text or ""
    match element.tag.removeprefix(_XML):
        case "uri":
            return NamedNode(text)
        case "bnode":
            return BlankNode(f"b{text.encode().hex()}")
    return _literal(text, element.get(_LANGUAGE), element.get("datatype"))


def _literal(value: str, language: str | None, datatype: str | None) -> Literal:
    if language:
        return Literal(value, language=language)
    return Literal(value, datatype=NamedNode(datatype) if datatype else None)
