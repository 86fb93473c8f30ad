"""Evaluate one query over the views, or say why it has no answer.

Runs in a worker and nowhere else: nothing here limits time or memory.

Source: SPARQL 1.1 Query Language.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from pyoxigraph import QuerySolutions

from server.engine import answers, portrait
from server.engine.scope import Held
from server.engine.views import Views
from server.query import dots, mistakes, sorting, spelling
from server.refusals import EvaluationError, MalformedError, QuerySyntaxError
from server.settings import Settings

_SHOWN: Final = 300
_FUNCTION: Final = re.compile(r"custom function <([^>]*)>")


@dataclass(frozen=True, slots=True)
class Request:
    """What a worker is asked; it travels as JSON, so lists may stand for tuples.

    Attributes:
        query: The query.
        form: Its form.
        media_type: The format of the answer.
        default_graphs: The graphs that make up the default graph.
        named_graphs: The graphs that GRAPH sees.
        star: Where the ``*`` of SELECT * stands; -1 if there is none.
        variables: The names of the query's variables, in the order of the text.
    """

    query: str
    form: str
    media_type: str
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    star: int
    variables: Sequence[str]


Evaluate = Callable[[Request, Settings], bytes]
"""What a worker does with a query: answer it whole, or raise a ``Problem``."""


def asked(
    evaluate: Evaluate,
) -> Callable[[dict[str, Any], bytes, Settings], bytes]:
    """Make what a worker does with a message of what it does with a query."""

    def answer(head: dict[str, Any], _: bytes, settings: Settings) -> bytes:
        return evaluate(Request(**head), settings)

    return answer


def evaluate(views: Views, request: Request, settings: Settings) -> bytes:
    """Evaluate a query and write the answer.

    Args:
        views: What to ask.
        request: A query that ``guard`` let through, and how to answer it.
        settings: How long the answer may be, how many things it may describe, and
            the endpoint's IRI, which relative ones in the query begin with.

    Returns:
        The answer.

    Raises:
        MalformedError: If a graph's name is no IRI.
        QuerySyntaxError: If the query does not parse.
        EvaluationError: If it cannot be evaluated.
    """
    try:
        store, chosen = views.dataset(request.default_graphs, request.named_graphs)
    except ValueError as problem:  # the engine is stricter than the guard
        detail = f"A graph is named by an absolute IRI: {problem}."
        raise MalformedError(detail=detail[:_SHOWN]) from problem

    def ask(query: str) -> answers.Results:
        # The engine reads some names with dots otherwise than the guard did.
        text = dots.escaped(sorting.grouped(query))
        return store.query(text, base_iri=settings.endpoint, **chosen)

    try:
        results = ask(request.query)
        if isinstance(results, QuerySolutions) and request.star >= 0:
            results = ask(listed(request, results))
        if request.form == "DESCRIBE":
            found = portrait.found(request.query, ask, settings.resources)
            results = portrait.portrait(Held.of(store, chosen), found)
        return answers.write(results, request.media_type, settings.answer)
    except SyntaxError as problem:
        mistake = mistakes.explain(request.query, str(problem))
        raise QuerySyntaxError(**asdict(mistake)) from problem
    except (RuntimeError, OSError, ValueError) as problem:
        said = str(problem)
        called = _FUNCTION.search(said)
        suggestion = spelling.function(called[1]) if called else ""
        raise EvaluationError(detail=said[:_SHOWN], suggestion=suggestion) from problem


def listed(request: Request, results: QuerySolutions) -> str:
    """Write the columns of SELECT * out, in the order of the text.

    The engine sorts them by name; what is in scope only it knows.

    Args:
        request: A query with a star.
        results: What the engine makes of it, for the names of its columns.

    Returns:
        The query without the star.
    """
    scope = {variable.value for variable in results.variables}
    columns = " ".join(f"?{name}" for name in request.variables if name in scope)
    text, star = request.query, request.star
    return f"{text[:star]} {columns or '*'} {text[star + 1 :]}"
