"""Let our own parser read a query before a store does, and write its star out.

Source: SPARQL 1.1 Query Language, section 16.1.
"""

from dataclasses import asdict, replace
from typing import Final

from pyoxigraph import QuerySolutions, Store

from server.engine.evaluation import Request, listed
from server.query import dots, guard, mistakes
from server.refusals import EvaluationError, QuerySyntaxError
from server.settings import Settings

_SHOWN: Final = 300


def again(query: str, request: Request, settings: Settings) -> Request:
    """Find the star of a query that was made of another one, and is longer.

    Args:
        query: The query.
        request: What the other one was asked with.
        settings: The limits.

    Returns:
        The same request for this query.
    """
    checked = guard.check(query, replace(settings, body=2 * settings.body))
    return replace(request, query=query, form=checked.form, star=checked.star)


def explicit(request: Request, settings: Settings) -> Request:
    """Let our own parser read a query, and write its star out.

    The parser comes with an evaluator, which finds nothing in an empty store; what
    it might still reckon falls under the worker's deadline.

    Args:
        request: A query that ``guard`` let through, and how to answer it.
        settings: The limits, and the endpoint's IRI.

    Returns:
        The same without a star.

    Raises:
        QuerySyntaxError: If the query does not parse.
        EvaluationError: If it calls a function that there is not.
    """
    text = dots.escaped(request.query)
    try:
        results = Store().query(text, base_iri=settings.endpoint)
    except SyntaxError as problem:
        mistake = mistakes.explain(request.query, str(problem))
        raise QuerySyntaxError(**asdict(mistake)) from problem
    except (RuntimeError, OSError, ValueError) as problem:
        raise EvaluationError(detail=str(problem)[:_SHOWN]) from problem
    if isinstance(results, QuerySolutions) and request.star >= 0:
        return replace(request, query=listed(request, results), star=-1)
    return request
