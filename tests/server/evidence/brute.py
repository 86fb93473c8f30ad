"""Judge evidence by force: take away what it names, and ask the query again.

Nothing of the server's is used here but the evidence under test. A store holds the
release; quads are taken out and what follows from the rest is worked out anew. The
support of a row is how many solutions of its pattern give it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    Store,
    Triple,
)

from graph.axioms import axioms, premises, says_something
from graph.proofs import prove
from graph.rules import ready, rules
from ontology import terms
from server.evidence.cells import Cell, Fact
from server.evidence.findings import Evidence, Traced, Witness

Term = NamedNode | Literal
Row = dict[str, str]
Proofs = dict[Triple, int]

_HIDDEN = terms.HIDDEN[terms.DEFAULT]
_COMPUTED = frozenset({terms.ENTAILED, terms.PROOFS, terms.METADATA})
_STRING = re.compile(r'"[^"]*"')
_AGGREGATE = re.compile(r"\b(COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\s*\(")


@dataclass(frozen=True)
class Asked:
    """A query of ours, taken apart without a parser.

    Attributes:
        text: All of it.
        prologue: What stands before SELECT or ASK.
        names: The columns that are variables.
        computed: The others: expressions by their names.
        pattern: What stands from the first brace to the last.
    """

    text: str
    prologue: str
    names: tuple[str, ...]
    computed: dict[str, str]
    pattern: str

    @classmethod
    def of(cls, text: str) -> "Asked":
        """Take a query apart."""
        blank = _STRING.sub(lambda string: "x" * len(string[0]), text)
        found = re.search(
            r"^(SELECT|ASK)\b([^{]*)(\{.*\})", blank, re.MULTILINE | re.DOTALL
        )
        assert found
        names, computed = [], {}
        for part in _columns(text[found.start(2) : found.end(2)]):
            expression, _, name = part.rpartition(" AS ?")
            if expression:
                computed[name[:-1]] = expression[1:]
            elif part.startswith("?"):
                names.append(part[1:])
        pattern = text[found.start(3) : found.end(3)]
        return cls(text, text[: found.start()], tuple(names), computed, pattern)

    @property
    def grouped(self) -> bool:
        """Whether rows stand for groups."""
        return any(map(_AGGREGATE.search, self.computed.values()))

    @property
    def told(self) -> tuple[str, ...]:
        """The columns whose values a solution has."""
        return self.names if self.grouped else (*self.names, *self.computed)

    @property
    def solutions(self) -> str:
        """The query for all solutions of the pattern, computed columns among them."""
        binds = (
            ""
            if self.grouped
            else " ".join(
                f"BIND({expression} AS ?{name})"
                for name, expression in self.computed.items()
            )
        )
        return f"{self.prologue} SELECT * {{ {self.pattern} {binds} }}"


def _columns(text: str) -> Iterator[str]:
    """Yield what stands between SELECT and the pattern, brackets whole."""
    depth, part = 0, ""
    for character in f"{text} ":
        depth += (character == "(") - (character == ")")
        if depth or not character.isspace():
            part += character
        elif part:
            yield part
            part = ""


class World:
    """A release in one store, whose unnamed graph is the default view."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.store = Store()
        self.store.bulk_extend(quads)
        # The store writes numbers its own way, as answers do.
        self.quads = set(self.store)
        self.held = Counter(q.triple for q in self.quads if _shown(q))
        self.store.bulk_extend(_unnamed(triple) for triple in self.held)
        self.asserted = [q for q in self.quads if _graph(q) not in _COMPUTED]
        self._asserted = Counter(quad.triple for quad in self.asserted)
        schema = axioms(self.asserted)
        self._premises = Counter(q.triple for q in premises(self.asserted, schema))
        self._rules = tuple(ready(rules(), schema))
        self.entailed = {q.triple for q in self.quads if _graph(q) == terms.ENTAILED}

    def rows(self, query: str) -> list[Row]:
        """Ask for rows; a yes is one row."""
        found = self.store.query(query)
        if isinstance(found, QueryBoolean):
            return [{}] if found else []
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [
            {name: str(row[name]) for name in names if row[name] is not None}
            for row in found
        ]

    @cached_property
    def proofs(self) -> Proofs:
        """How many last steps each conclusion has."""
        return self.proofs_without(set())

    def proofs_without(self, gone: set[Quad]) -> Proofs:
        """Work out what follows without some quads, which are not of the ontology."""
        fallen = Counter(quad.triple for quad in gone)
        given = {t for t, n in self._premises.items() if fallen[t] < n}
        asserted = {t for t, n in self._asserted.items() if fallen[t] < n}
        return {
            triple: len(found)
            for triple, found in prove(given, self._rules).steps.items()
            if says_something(triple) and triple not in asserted
        }

    @contextmanager
    def without(self, gone: set[Quad]) -> Iterator[None]:
        """Take quads away for a while."""
        fallen = Counter(quad.triple for quad in gone if _shown(quad))
        hidden = [_unnamed(t) for t, n in fallen.items() if n == self.held[t]]
        for quad in (*gone, *hidden):
            self.store.remove(quad)
        yield
        for quad in (*gone, *hidden):
            self.store.add(quad)

    def of(self, claims: set[str]) -> set[Quad]:
        """Return the graphs of claims."""
        return {quad for quad in self.asserted if _graph(quad) in claims}

    def unproved(self, proofs: Proofs) -> set[Quad]:
        """Return what was inferred and does not follow any more."""
        layer = NamedNode(terms.ENTAILED)
        return {
            Quad(t.subject, t.predicate, t.object, layer)
            for t in self.entailed - proofs.keys()
        }

    def same(self, quads: Iterable[Quad]) -> set[Quad]:
        """Write quads as the store writes them."""
        store = Store()
        store.bulk_extend(quads)
        return set(store)


def named(found: Evidence, witness: Witness) -> set[str]:
    """Name the claims that a solution is said to rest on."""
    graphs: set[str] = set()
    for fact in every_fact(witness):
        support = found.support[fact]
        graphs.update(support.graphs)
        graphs.update(support.proof.graphs if support.proof else ())
    return {graph for graph in graphs if graph in found.claims}


def every_fact(witness: Witness) -> Iterator[Fact]:
    """Yield the triples of a solution, those of inner queries too."""
    yield from witness.facts
    for inner in witness.inner:
        for each in inner.witnesses:
            yield from every_fact(each)


def held(found: Evidence, fact: Fact) -> set[Quad]:
    """Return a triple as it stands in the graphs that are said to hold it."""
    subject, predicate, value = map(_term, fact.triple)
    assert isinstance(subject, NamedNode)
    assert isinstance(predicate, NamedNode)
    graphs = found.support[fact].graphs
    return {Quad(subject, predicate, value, NamedNode(graph)) for graph in graphs}


def support(world: World, asked: Asked, row: Traced) -> int:
    """Count the solutions that give a row."""
    told = {n: row.binding[n].written for n in asked.told if n in row.binding}
    absent = [name for name in asked.told if name not in row.binding]
    return sum(
        all(solution.get(name) == value for name, value in told.items())
        and not any(name in solution for name in absent)
        for solution in world.rows(asked.solutions)
    )


def written(row: Row) -> Row:
    """Write a row so that the order inside GROUP_CONCAT does not matter."""
    return {name: " ".join(sorted(re.split(r"\W+", v))) for name, v in row.items()}


def _term(cell: Cell) -> Term:
    if cell.type == "uri":
        return NamedNode(cell.value)
    if cell.language:
        return Literal(cell.value, language=cell.language)
    kind = NamedNode(cell.datatype) if cell.datatype else None
    return Literal(cell.value, datatype=kind)


def _graph(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def _shown(quad: Quad) -> bool:
    return _graph(quad) not in _HIDDEN


def _unnamed(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())
