"""Write the answer of a query: once, into a buffer with a limit, and truthfully.

XML is parsed again before it leaves, since XML cannot carry every term. Rows of a
page are JSON results whatever the form of the query was, as many as it shows.

Source: SPARQL 1.1 Query Results JSON, XML, CSV and TSV; XML 1.0, section 2.2.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from xml.parsers import expat

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    serialize,
)

from server.accept import HTML
from server.engine.interface import SHOWN
from server.negotiation import RESULTS, best
from server.refusals import TooLargeError, UnacceptableError

Results = QuerySolutions | QueryBoolean | Iterable[Triple]
"""What a query yields: rows, a truth value, or triples."""

XML: Final = (QueryResultsFormat.XML, RdfFormat.RDF_XML)
CARRIERS: Final = (RESULTS, "text/turtle")
"""What carries every term."""


_STRING: Final = Literal("").datatype
"""What a literal is of which nothing else is said."""


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
        least = len(self.content) + len(data)
        if least > self.limit:
            raise TooLargeError(self.limit, least)
        self.content += data
        return len(data)

    def flush(self) -> None:
        """Do nothing; nothing is held back."""


def write(results: Results, media_type: str, limit: int) -> bytes:
    """Write the results of a query.

    Args:
        results: What the query yields; it may be something that is read once.
        media_type: The format; for a page, rows in JSON.
        limit: How many bytes they may have.

    Returns:
        The answer.
    """
    buffer = _Buffer(limit)
    syntax: QueryResultsFormat | RdfFormat | None
    if media_type == HTML and isinstance(results, QuerySolutions):
        columns = [variable.value for variable in results.variables]
        _tabulate(columns, results, buffer.write)
        return bytes(buffer.content)
    if isinstance(results, QuerySolutions | QueryBoolean):
        syntax = best("rows", media_type).syntax or QueryResultsFormat.JSON
        results.serialize(buffer, format=syntax)  # type: ignore[arg-type]
    elif (syntax := best("triples", media_type).syntax) is None:
        _tabulate(("subject", "predicate", "object"), results, buffer.write)
    else:
        serialize(results, buffer, syntax)  # type: ignore[arg-type]
    answer = bytes(buffer.content)
    return _truthful(answer) if syntax in XML else answer


def _tabulate(
    columns: Sequence[str],
    rows: Iterable[Iterable[object]],
    write: Callable[[bytes], int],
) -> None:
    """Write the rows that a page shows, and how many there are.

    The process that draws the page answers everybody, so it reads no more than that.
    """
    head = json.dumps({"vars": list(columns)})
    write(f'{{"head":{head},"results":{{"bindings":['.encode())
    total = 0
    for total, row in enumerate(rows, 1):
        if total <= SHOWN:
            named = zip(columns, row, strict=True)
            terms = {name: _term(part) for name, part in named if part is not None}
            write((b"," if total > 1 else b"") + json.dumps(terms).encode())
    write(f']}},"total":{total}}}'.encode())


def _term(term: object) -> dict[str, Any]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Literal(language=str()):
            named = {"type": "literal", "value": term.value}
            return {**named, "xml:lang": term.language}
        case Literal(datatype=datatype):
            named = {"type": "literal", "value": term.value}
            return (
                named if datatype == _STRING else named | {"datatype": datatype.value}
            )
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
