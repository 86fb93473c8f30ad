"""Evaluate one query over the views and write its answer, or say why there is none.

Runs in a worker and nowhere else. The answer is written once, into a buffer with a
limit; XML is parsed again before it leaves, since XML cannot carry every term.

Source: SPARQL 1.1 Query Language; SPARQL 1.1 Query Results JSON, XML, CSV and TSV.
"""

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final
from xml.parsers import expat

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from server.negotiation import TABLE
from server.refusals import (
    EvaluationError,
    QuerySyntaxError,
    TooLargeError,
    UnacceptableError,
)
from server.views import Views

ROWS: Final[Mapping[str, QueryResultsFormat]] = MappingProxyType(
    {
        "json": QueryResultsFormat.JSON,
        "xml": QueryResultsFormat.XML,
        "csv": QueryResultsFormat.CSV,
        "tsv": QueryResultsFormat.TSV,
        TABLE: QueryResultsFormat.JSON,
    }
)
TRIPLES: Final[Mapping[str, RdfFormat]] = MappingProxyType(
    {
        "turtle": RdfFormat.TURTLE,
        "n-triples": RdfFormat.N_TRIPLES,
        "rdf-xml": RdfFormat.RDF_XML,
        "json-ld": RdfFormat.JSON_LD,
        "n-quads": RdfFormat.N_QUADS,
        "trig": RdfFormat.TRIG,
    }
)
XML: Final = frozenset({"xml", "rdf-xml"})
CARRIERS: Final = ("application/sparql-results+json", "text/turtle")
"""What carries every term."""

_ERROR: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SHOWN: Final = 300


class _Buffer:
    """A file that takes so many bytes and no more."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.content = bytearray()

    def write(self, data: bytes) -> int:
        """Take some bytes.

        Raises:
            TooLargeError: If they are too many.
        """
        if len(self.content) + len(data) > self.limit:
            raise TooLargeError(self.limit)
        self.content += data
        return len(data)

    def flush(self) -> None:
        """Do nothing; nothing is held back."""


def evaluate(
    views: Views,
    query: str,
    graphs: tuple[list[str], list[str]],
    syntax_name: str,
    limit: int,
) -> bytes:
    """Evaluate a query and write the answer.

    Args:
        views: What to ask.
        query: A query that ``guard`` let through.
        graphs: The graphs of the default graph, and the named ones.
        syntax_name: How to write the answer, see ``negotiation``.
        limit: How many bytes it may have.

    Returns:
        The answer.

    Raises:
        QuerySyntaxError: If the query does not parse.
        EvaluationError: If it cannot be evaluated.
    """
    store, chosen = views.dataset(*graphs)
    buffer = _Buffer(limit)
    try:
        results = store.query(query, **chosen)
        _write(results, syntax_name, buffer)
    except SyntaxError as problem:
        detail, where = _unparsable(str(problem))
        raise QuerySyntaxError(detail=detail, where=where) from problem
    except (RuntimeError, OSError, ValueError) as problem:
        raise EvaluationError(detail=str(problem)[:_SHOWN]) from problem
    answer = bytes(buffer.content)
    return _truthful(answer) if syntax_name in XML else answer


def _write(
    results: QuerySolutions | QueryBoolean | QueryTriples,
    syntax_name: str,
    buffer: _Buffer,
) -> None:
    if not isinstance(results, QueryTriples):
        results.serialize(buffer, format=ROWS[syntax_name])  # type: ignore[arg-type]
    elif syntax_name == TABLE:
        _tabulate(results, buffer.write)
    else:
        results.serialize(buffer, format=TRIPLES[syntax_name])  # type: ignore[arg-type]


def _tabulate(triples: QueryTriples, write: Callable[[bytes], int]) -> None:
    """Write triples as rows of three columns."""
    columns = ("subject", "predicate", "object")
    head = json.dumps({"vars": columns})
    write(f'{{"head":{head},"results":{{"bindings":['.encode())
    separator = b""
    for triple in triples:
        row = {name: _term(part) for name, part in zip(columns, triple, strict=True)}
        write(separator + json.dumps(row).encode())
        separator = b","
    write(b"]}}")


def _term(term: object) -> dict[str, Any]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Literal(language=str()):
            named = {"type": "literal", "value": term.value}
            return {**named, "xml:lang": term.language}
        case Literal():
            named = {"type": "literal", "value": term.value}
            return {**named, "datatype": term.datatype.value}
        case Triple():
            names = ("subject", "predicate", "object")
            parts = {n: _term(p) for n, p in zip(names, term, strict=True)}
            return {"type": "triple", "value": parts}
    return {"type": "literal", "value": str(term)}


def _truthful(document: bytes) -> bytes:
    """Let XML through only if a parser reads the same terms from it.

    Raises:
        UnacceptableError: If a term cannot be written in XML.
    """
    # A parser turns a bare carriage return into a line feed.
    document = document.replace(b"\r", b"&#13;")
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(document, True)  # noqa: FBT003
    except expat.ExpatError as problem:
        detail = "The answer has a term that XML cannot carry; ask for JSON or Turtle."
        raise UnacceptableError(detail=detail, available=CARRIERS) from problem
    return document


def _unparsable(message: str) -> tuple[str, tuple[int, int]]:
    found = _ERROR.match(message)
    if not found:
        return message[:_SHOWN], (1, 1)
    # Character classes of the engine's grammar help nobody.
    parts = re.split(r",\s+", found[3].removeprefix("expected one of "))
    telling = [p for p in parts if "['" not in p and "\\u{" not in p and p != "[_]"]
    said = ", ".join(telling)[:_SHOWN] or "something else"
    if "expected" not in said and "Prefix not found" not in said:
        said = f"expected: {said}"
    return said, (int(found[1]), int(found[2]))
