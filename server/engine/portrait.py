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

Source: DESIGN, section 5; SPARQL 1.1 Query Language, section 16.4.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QuerySolutions, Store, Triple

from ontology.prefixes import BASE, PREFIXES
from ontology.terms import IS_GIVEN_BY, RDFS_LABEL
from server.engine.answers import Results
from server.query import prologue
from server.query.lexer import Token, tokens
from server.refusals import LimitError

Thing = NamedNode | BlankNode
Ask = Callable[[str], Results]


@dataclass(frozen=True, slots=True)
class Scope:
    """The dataset of a query.

    Attributes:
        store: What holds it.
        default: The graphs that make up its default graph.
        named: The graphs that GRAPH sees; None for all.
    """

    store: Store
    default: Sequence[NamedNode | DefaultGraph]
    named: frozenset[NamedNode] | None

    @classmethod
    def of(cls, store: Store, chosen: dict[str, Any]) -> "Scope":
        """Take a store and the arguments of its ``query`` that choose its graphs."""
        named = chosen.get("named_graphs")
        return cls(
            store,
            chosen.get("default_graph", [DefaultGraph()]),
            None if named is None else frozenset(named),
        )

    def match(
        self,
        subject: Thing | None = None,
        predicate: NamedNode | None = None,
        value: Thing | None = None,
    ) -> Iterator[Triple]:
        """Yield the statements of the default graph that fit."""
        for graph in self.default:
            found = self.store.quads_for_pattern(subject, predicate, value, graph)
            yield from (quad.triple for quad in found)

    def within(self, graph: NamedNode) -> Iterator[Triple]:
        """Yield the statements of a named graph, if GRAPH sees it."""
        seen = self.named is None or graph in self.named
        found = self.store.quads_for_pattern(None, None, None, graph) if seen else ()
        yield from (quad.triple for quad in found)

    def claims(self, triple: Triple) -> Iterator[NamedNode]:
        """Yield the claims that GRAPH sees and whose graph holds a statement."""
        subject, predicate, value = triple
        for quad in self.store.quads_for_pattern(subject, predicate, value, None):
            graph = quad.graph_name
            if (
                isinstance(graph, NamedNode)
                and graph.value.startswith(_CLAIM)
                and (self.named is None or graph in self.named)
            ):
                yield graph


_CLAIM: Final = PREFIXES["claim"]
_LABEL: Final = NamedNode(RDFS_LABEL)
_GIVEN: Final = NamedNode(IS_GIVEN_BY)


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
    core = dict.fromkeys(s for thing in things for s in _core(scope, thing))
    claims = {claim for triple in core for claim in scope.claims(triple)}
    for thing in things:
        given = scope.match(thing, _GIVEN)
        claims |= {t.object for t in given if isinstance(t.object, NamedNode)}
    for claim in sorted(claims, key=str):
        core |= dict.fromkeys(scope.match(claim))
    triples = core | dict.fromkeys(_labels(scope, core))
    triples |= dict.fromkeys(_hanging(scope, core))
    first = {str(thing): number for number, thing in enumerate(things)}
    return sorted(
        triples,
        key=lambda t: (first.get(str(t.subject), len(first)), *map(str, t)),
    )


def _core(scope: Scope, thing: Thing) -> Iterator[Triple]:
    yield from scope.match(thing)
    if isinstance(thing, NamedNode):
        yield from scope.within(thing)
    yield from scope.match(value=thing)


def _labels(scope: Scope, triples: Iterable[Triple]) -> Iterator[Triple]:
    terms = dict.fromkeys(term for triple in triples for term in triple)
    for term in terms:
        if isinstance(term, NamedNode) and term.value.startswith(BASE):
            yield from scope.match(term, _LABEL)


def _hanging(scope: Scope, triples: Iterable[Triple]) -> Iterator[Triple]:
    """Follow blank nodes until none is new."""
    waiting = [end for triple in triples for end in (triple.subject, triple.object)]
    seen: set[BlankNode] = set()
    while waiting:
        term = waiting.pop()
        if not isinstance(term, BlankNode) or term in seen:
            continue
        seen.add(term)
        below = list(scope.match(term))
        waiting += [triple.object for triple in below]
        yield from below
