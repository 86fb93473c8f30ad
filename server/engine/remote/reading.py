"""Read a store's answer completely and strictly, or say that it is none.

A store is only asked for rows, as SPARQL JSON results: every store writes them, and
they end where they say they end.

Source: SPARQL 1.1 Query Results JSON Format; RFC 9110, section 15;
Virtuoso 7's headers ``X-SQL-State`` and ``X-SPARQL-MaxRows``, measured with 7.2.5.
"""

import json
import re
from http import HTTPStatus
from typing import Any, Final

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from server.engine.remote.client import SHOWN, Reply
from server.engine.remote.failures import BrokenError, LateError, PartialError
from server.negotiation import RESULTS
from server.refusals import EvaluationError

_NODE: Final = "nodeID://"
"""Before the label of a blank node in Virtuoso's rows."""
_TRUTH: Final = "__ASK_RETVAL"
"""The column in which Virtuoso answers ASK: a row with a one, or no row."""
_TIMED_OUT: Final = re.compile(rb"Virtuoso S1T\d\d|timed? ?out|cancell", re.IGNORECASE)


def checked(reply: Reply) -> bytes:
    """Let a reply through if it is a whole answer in rows.

    Args:
        reply: What the store said.

    Returns:
        The body.

    Raises:
        EvaluationError: If the store says that the query is at fault.
        LateError: If it gave up for lack of time.
        PartialError: If it left something out.
        BrokenError: If it is no answer.
    """
    if limit := reply.headers.get("X-SPARQL-MaxRows"):
        shown = limit if limit.isdecimal() else "few"
        detail = f"It sends at most {shown} rows, which its own settings say."
        raise PartialError(detail=detail)
    if "X-SQL-State" in reply.headers or reply.status == HTTPStatus.PARTIAL_CONTENT:
        raise PartialError(detail="It ran out of its own time.")
    late = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT}
    failed = reply.status >= HTTPStatus.BAD_REQUEST
    if reply.status in late or (failed and _TIMED_OUT.search(reply.body[:SHOWN])):
        raise LateError(detail="It gave up before this server did.")
    if reply.status == HTTPStatus.BAD_REQUEST:
        raise EvaluationError(detail=_words(reply))
    if reply.status != HTTPStatus.OK:
        raise BrokenError(detail=_meaning(reply.status))
    if reply.media_type != RESULTS:
        raise BrokenError(detail="The store answers in a format it was not asked for.")
    return reply.body


def rows(body: bytes) -> QuerySolutions | QueryBoolean:
    """Read rows or a truth value.

    Args:
        body: SPARQL JSON results.

    Returns:
        What they say; a mistake in later rows shows when those are read.

    Raises:
        BrokenError: If they are none.
    """  # noqa: DOC501, DOC502 - made by a function
    try:
        if _NODE.encode() in body or _TRUTH.encode() in body:
            body = _usual(json.loads(body))
        found = parse_query_results(body, QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            json.loads(body)  # the engine's parser stops at the truth
    except (SyntaxError, ValueError, LookupError, TypeError, RecursionError) as problem:
        raise nonsense() from problem
    return found


def fitting(
    found: QuerySolutions | QueryBoolean, meant: object
) -> QuerySolutions | QueryBoolean:
    """Let an answer through if it is one to the question that was asked.

    Args:
        found: The store's answer.
        meant: What our own engine makes of the query, over nothing.

    Returns:
        The store's answer.

    Raises:
        BrokenError: If it has other columns, or is rows where a truth value is asked
            for, or the reverse.
    """
    columns = meant.variables if isinstance(meant, QuerySolutions) else []
    # A star that stands for no column is the store's to read.
    others = isinstance(found, QuerySolutions) and columns not in ([], found.variables)
    if type(found) is not type(meant) or others:
        raise BrokenError(detail="The store answers another query than was asked.")
    return found


def nonsense() -> BrokenError:
    """Say that an answer cannot be read."""
    return BrokenError(detail="The store's answer breaks off or cannot be read.")


def _usual(found: Any) -> bytes:  # noqa: ANN401 - JSON
    """Write what only Virtuoso writes so as the standard does."""
    bindings: list[dict[str, dict[str, str]]] = found["results"]["bindings"]
    if found["head"]["vars"] == [_TRUTH]:
        truth = bool(bindings and int(bindings[0][_TRUTH]["value"]))
        return json.dumps({"head": {}, "boolean": truth}).encode()
    for row in bindings:
        for term in row.values():
            if term["type"] == "bnode":
                term["value"] = term["value"].removeprefix(_NODE)
    return json.dumps(found).encode()


def _words(reply: Reply) -> str:
    """Pass on what a store says of a query, if it says it in one plain line."""
    said = reply.words
    if reply.media_type != "text/plain" or not said or "://" in said:
        said = "it gives no reason in words"
    return f"The store refuses the query: {said}"


def _meaning(status: int) -> str:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return "The store does not let this server in."
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return "The store sends this server elsewhere, where it does not go."
    return f"The store answers with status {status}."
