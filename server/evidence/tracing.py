"""Say what rows of an answer rest on: the rows, their solutions, and what holds these.

The query is asked once more for its rows; then each row that is wanted is traced, and
the triples of all are looked up together. All that has one query's deadline.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from server.accept import HTML
from server.engine.interface import DatasetSpec, Engine, stays
from server.evidence.cells import Binding, Cell, Fact
from server.evidence.findings import Evidence, Support, Traced, Witness
from server.evidence.questions import Told
from server.evidence.solving import Asked, Solver
from server.evidence.support import Holders, claims
from server.help.probing import Prober, UnansweredError
from server.query.guard import Checked
from server.query.tree.nodes import Pattern, Query
from server.query.tree.reading import read
from server.refusals import NoSuchRowError
from server.settings import Settings

ROWS: Final = 50
"""Rows that one request may trace."""

QUESTIONS: Final = 200
"""Questions that one request may ask the engine."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted: one by number, one by its values, or all.

    Attributes:
        index: The number of a row, from 0.
        binding: The values of a row.
    """

    index: int | None = None
    binding: Binding | None = None


def trace(  # noqa: PLR0913 - what any query is asked with, and the rows
    query: Checked,
    dataset: DatasetSpec,
    wanted: Wanted,
    *,
    engine: Engine,
    settings: Settings,
    gone: Callable[[], bool] = stays,
) -> Evidence:
    """Say what rows of an answer rest on.

    Args:
        query: A query that ``guard`` let through.
        dataset: The graphs that the request names.
        wanted: Which rows.
        engine: Who answers queries.
        settings: The deadline, which is that of all questions together.
        gone: Whether the client has left.

    Returns:
        The evidence.

    Raises:
        Problem: If the query is refused or fails, or the client has left.
        NoSuchRowError: If the answer has no such row.
    """  # noqa: DOC502 - raised by the engine and the choice of rows
    if not (dataset.default_graphs or dataset.named_graphs):
        dataset = DatasetSpec(query.default_graphs, query.named_graphs)
    tree = read(query.text, settings.endpoint)
    prober = Prober(
        engine,
        dataset,
        query.text[: tree.start],
        "",
        settings.deadline,
        gone,
        QUESTIONS,
        "evidence",
    )
    answer = json.loads(engine.run(query, dataset, HTML, gone).body)
    rows = _rows(answer)
    found = Evidence(tree.form, len(rows))
    solver = Solver(Asked(query.text, tree, query.volatile), prober, _fresh(query))
    for index in _chosen(rows, wanted):
        row = _row(solver, tree, rows[index])
        row.index = index
        found.rows.append(row)
    _support(found, prober, dataset)
    found.questions = prober.used + 1
    return found


def _rows(answer: dict[str, Any]) -> list[Binding]:
    """Read the rows of an answer; a yes is one row without values."""
    if "boolean" in answer:
        return [{}] if answer["boolean"] else []
    return [
        {name: Cell.of(cell) for name, cell in row.items()}
        for row in answer["results"]["bindings"]
    ]


def _chosen(rows: list[Binding], wanted: Wanted) -> Iterator[int]:
    """Yield the numbers of the rows that are wanted.

    Raises:
        NoSuchRowError: If there is no such row.
    """
    if wanted.binding is not None:
        if wanted.binding not in rows:
            raise NoSuchRowError(rows=len(rows))
        yield rows.index(wanted.binding)
    elif wanted.index is not None:
        if wanted.index >= len(rows):
            raise NoSuchRowError(rows=len(rows))
        yield wanted.index
    else:
        yield from range(min(len(rows), ROWS))


def _row(solver: Solver, query: Query, row: Binding) -> Traced:
    if query.form == "SELECT":
        return solver.row(query, row)
    if query.form == "ASK":
        return solver.traced(query, Traced(row, "truth"), Told({}))
    traced = Traced(row, "triple")
    triple = Fact(row["subject"], row["predicate"], row["object"])
    if query.form == "DESCRIBE":  # shows triples as they stand in the graph
        traced.witnesses.append(Witness({}, [triple]))
        return traced
    for pattern in query.template:
        known = _unified(pattern, triple)
        if known is not None:
            found = solver.traced(query, Traced(row, "triple"), Told(known))
            traced.witnesses += found.witnesses
            traced.more = traced.more or found.more
            traced.untraced += [u for u in found.untraced if u not in traced.untraced]
    return traced


def _unified(pattern: Pattern, triple: Fact) -> dict[str, Cell | None] | None:
    """Say which values make a triple of a pattern of CONSTRUCT, if any do."""
    known: dict[str, Cell | None] = {}
    for term, cell in zip(pattern.terms, triple.triple, strict=True):
        if term.kind == "variable":
            if known.setdefault(term.value, cell) != cell:
                return None
        elif term.kind != "blank" and (term.value, term.language) != (
            cell.value,
            cell.language,
        ):
            return None
    return known


def _support(found: Evidence, prober: Prober, dataset: DatasetSpec) -> None:
    """Look up what holds the triples, and the claims among that."""
    facts = list(dict.fromkeys(_facts(found.rows)))
    support: dict[Fact, Support] = {}
    try:
        support.update(Holders(prober, dataset).find(facts))
        graphs = [graph for held in support.values() for graph in held.graphs]
        proofs = [held.proof for held in support.values() if held.proof]
        graphs += [graph for proof in proofs for graph in proof.graphs]
        found.claims = claims(prober, graphs)
    except UnansweredError as problem:
        found.unexamined.append(f"what holds every triple: {problem.reason}")
    found.support = {f: support.get(f, Support(known=False)) for f in facts}


def _facts(rows: list[Traced]) -> Iterator[Fact]:
    for row in rows:
        for witness in row.witnesses:
            yield from witness.facts
            yield from _facts(witness.inner)


def _fresh(query: Checked) -> Iterator[str]:
    """Yield names that the query does not use."""
    used = frozenset(query.variables)
    return (f"e{n}" for n in count() if f"e{n}" not in used)
