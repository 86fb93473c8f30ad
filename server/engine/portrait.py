"""What DESCRIBE answers: the portrait of each thing that a query names or finds.

A portrait holds, of the dataset the query asks and nothing else,

1. every statement about the thing;
2. where the thing is a claim or a layer, every statement in the graph of that name;
3. every statement that points at it;
4. for each claim whose graph holds one of these, and for each claim it is given by,
   every statement about that claim;
5. the ``rdfs:label`` of every name of ours that these mention;
6. what hangs on the blank nodes in them (shapes and OWL lists), to the end.

That is what the thing's own page gives as RDF, each triple once. A graph counts for
2 and 4 only if the query's dataset lets GRAPH see it.

Source: SPARQL 1.1 Query Language, section 16.4.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from pyoxigraph import BlankNode, NamedNode, QuerySolutions, Triple

from ontology.prefixes import BASE
from server.engine.answers import Results
from server.engine.scope import Scope, Thing
from server.query import prologue
from server.query.lexer import Token, tokens
from server.refusals import LimitError

Ask = Callable[[str], Results]


def found(query: str, ask: Ask, limit: int) -> list[Thing]:
    """Find what a DESCRIBE query describes.

    Args:
        query: A query of that form, which parses.
        ask: How to evaluate a SELECT query over the same dataset.
        limit: How many things it may describe.

    Returns:
        The things it names, then those it finds, each once.

    Raises:
        LimitError: If they are more.
    """
    things: dict[Thing, None] = {}
    for select in _selects(query):
        for solution in cast("QuerySolutions", ask(select)):
            for term in solution:
                if isinstance(term, NamedNode | BlankNode):
                    things[term] = None
            if len(things) > limit:
                raise LimitError(
                    limit="resources",
                    allowed=limit,
                    measured=len(things),
                    unit="resources to describe",
                    at_least=True,
                )
    return list(things)


def _selects(query: str) -> Iterator[str]:
    """Rewrite DESCRIBE as SELECT: once for its IRIs, once for its variables."""
    found = list(tokens(query))
    start = prologue.declared(found).end
    targets: list[Token] = []
    for token in found[start + 1 :]:
        if token.kind not in {"iri", "name", "variable"} and token.text != "*":
            break
        targets.append(token)
    before, after = query[: found[start].start], query[targets[-1].end :]
    if names := " ".join(t.text for t in targets if t.kind in {"iri", "name"}):
        yield f"{before}SELECT ?thing {{ VALUES ?thing {{ {names} }} }}"
    if variables := " ".join(t.text for t in targets if t.kind in {"variable", "mark"}):
        rest = found[start + 1 + len(targets) :]
        has_pattern = bool(rest) and rest[0].text.upper() in {"WHERE", "{"}
        yield f"{before}SELECT {variables} {'' if has_pattern else '{}'}{after}"


def portrait(scope: Scope, things: Sequence[Thing]) -> list[Triple]:
    """Gather the portraits of things.

    Args:
        scope: The dataset.
        things: The things.

    Returns:
        Their statements, each once, sorted; those about the things come first.
    """
    core = dict.fromkeys(scope.core(things))
    claims = scope.claims(things, core)
    core |= dict.fromkeys(scope.about(sorted(claims, key=str)))
    named = dict.fromkeys(term for triple in core for term in triple)
    ours = [t for t in named if isinstance(t, NamedNode) and t.value.startswith(BASE)]
    triples = core | dict.fromkeys(scope.labels(ours))
    triples |= dict.fromkeys(scope.below(core))
    first = {str(thing): number for number, thing in enumerate(things)}
    return sorted(
        triples,
        key=lambda t: (first.get(str(t.subject), len(first)), *map(str, t)),
    )
