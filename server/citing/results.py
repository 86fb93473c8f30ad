r"""The hash of a result: the same for two answers that say the same.

It is SHA-256 over UTF-8 text, each line ended by a line feed, written
``sha256-`` and 64 hexadecimal digits. The text is

- of SELECT: ``rows`` and the names of the variables in the order of the result, a tab
  before each; then a line for each row, duplicates too: its terms in the same order,
  a tab between two, as N-Triples writes them (nothing for an unbound variable). The
  lines are sorted by code points. Where the query itself, not one inside it, has ORDER
  BY, the first word is ``sequence`` and the lines stay in the order of the result;
- of ASK: ``boolean``, then ``true`` or ``false``;
- of CONSTRUCT and DESCRIBE: ``graph``, then the canonical N-Quads of RDFC-1.0.

Terms are compared as written: ``1.50`` is not ``1.5``, and an engine that rewrites
numbers gives another hash. Language tags are in lower case.

Not compared are rows with a blank node, whose label means nothing outside its answer,
and graphs in which blank nodes lead to one another and their own statements do not tell
them apart: to name those RDFC-1.0 may take time that grows faster than any limit. Nor
is a graph with more than a thousand of them.

Source: RDF Dataset Canonicalization (RDFC-1.0), section 4; RDF 1.1 N-Triples; SPARQL
1.1 Query Results JSON Format, section 3.2.2.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any, Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from server.query.brackets import levels
from server.query.lexer import tokens

SCHEME: Final = "sha256-"

BLANK: Final = 1_000
"""Blank nodes of a graph that is hashed."""

Term = NamedNode | BlankNode | Literal | Triple


class IncomparableError(ValueError):
    """A result that has no hash; the message says why."""


def of_boolean(value: bool) -> str:  # noqa: FBT001 - the result itself
    """Hash the answer to ASK."""
    return _hash(["boolean", str(value).lower()])


def of_rows(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, in_order: bool
) -> str:
    """Hash rows.

    Args:
        columns: The variables, in the order of the result.
        rows: The rows, as JSON results have them.
        in_order: Whether their order counts.

    Returns:
        The hash.

    Raises:
        IncomparableError: If a row has a blank node.
    """  # noqa: DOC502 - raised by what it calls
    lines = ["\t".join(_cell(row.get(name)) for name in columns) for row in rows]
    head = "\t".join(["sequence" if in_order else "rows", *columns])
    return _hash([head, *(lines if in_order else sorted(lines))])


def of_graph(triples: Iterable[Triple]) -> str:
    """Hash a graph.

    Args:
        triples: Its triples.

    Returns:
        The hash.

    Raises:
        IncomparableError: If it has blank nodes that its statements leave alike.
    """  # noqa: DOC502 - raised by what it calls
    quads = {Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples}
    _refuse_alike(quads)
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return _hash(["graph", *sorted(f"{quad} ." for quad in dataset)])


def ordered(query: str) -> bool:
    """Say whether a query has ORDER BY, not counting the queries inside it.

    Args:
        query: A query that parses.

    Returns:
        Whether the order of its rows is part of its answer.
    """
    depth, found = 0, list(tokens(query))
    for token, after in pairwise(found):
        depth += levels(token)
        words = (token.text.upper(), after.text.upper())
        by = words == ("ORDER", "BY") or words[0] == "ORDERBY"
        if not depth and token.kind == "word" and by:
            return True
    return False


def term(told: Mapping[str, Any]) -> Term:
    """Read a term as JSON results have it."""
    value = told["value"]
    match told["type"]:
        case "uri":
            return NamedNode(value)
        case "bnode":
            return BlankNode(value)
        case "triple":
            parts = (term(value[part]) for part in ("subject", "predicate", "object"))
            return Triple(*parts)  # type: ignore[arg-type]  # the engine wrote it
    if language := told.get("xml:lang"):
        return Literal(value, language=language.lower())
    kind = told.get("datatype")
    return Literal(value, datatype=NamedNode(kind)) if kind else Literal(value)


def _cell(told: Mapping[str, Any] | None) -> str:
    if told is None:
        return ""
    found = term(told)
    if _blank(found):
        message = "a row has a blank node, whose label means nothing outside its answer"
        raise IncomparableError(message)
    return str(found)


def _blank(found: object) -> bool:
    if isinstance(found, Triple):
        return any(map(_blank, found))
    return isinstance(found, BlankNode)


def _refuse_alike(quads: Iterable[Quad]) -> None:
    """Refuse blank nodes that lead to others with nothing to tell them apart, or many.

    Raises:
        IncomparableError: If there are some.

    Source: RDFC-1.0, section 4.6 (Hash First Degree Quads).
    """
    about: defaultdict[BlankNode, list[str]] = defaultdict(list)
    linked: set[BlankNode] = set()
    for quad in quads:
        parts = (quad.subject, quad.predicate, quad.object)
        if any(isinstance(part, Triple) and _blank(part) for part in parts):
            message = "a triple within a triple has a blank node"
            raise IncomparableError(message)
        nodes = {part for part in parts if isinstance(part, BlankNode)}
        for node in nodes:
            about[node].append(" ".join(_seen(part, node) for part in parts))
        linked |= nodes if len(nodes) > 1 else set()
    if len(about) > BLANK:
        message = f"it has {len(about)} blank nodes, and {BLANK} are compared"
        raise IncomparableError(message)
    known = {"\n".join(sorted(about[node])) for node in linked}
    if len(known) < len(linked):
        message = "it has blank nodes that its statements do not tell apart"
        raise IncomparableError(message)


def _seen(part: object, node: BlankNode) -> str:
    if isinstance(part, BlankNode):
        return "_:a" if part == node else "_:z"
    return str(part)


def _hash(lines: Iterable[str]) -> str:
    text = "".join(f"{line}\n" for line in lines)
    return SCHEME + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
