"""Find the graphs in which a pattern matches, where the query's own have no match.

Source: SPARQL 1.1 Query Language, section 13.
"""

from collections.abc import Iterator, Sequence

from ontology.prefixes import curie
from ontology.terms import HIDDEN, VIEWS
from server.engine.interface import DatasetSpec
from server.help.findings import Offer, Place, Suggestion
from server.help.parts import Part, Writer, group
from server.help.phrases import counted, listed, times
from server.help.probing import Prober
from server.query.tree.nodes import Pattern

GRAPHS = 5
"""Graphs that one suggestion names."""


def elsewhere(
    part: Part, pattern: Pattern, place: Place, prober: Prober, writer: Writer
) -> Iterator[Suggestion]:
    """Look for a pattern in all graphs and in the default view.

    Args:
        part: A pattern that does not match where it is asked.
        pattern: The same as the tree has it.
        place: The same for people.
        prober: Who asks the engine.
        writer: Who writes patterns.

    Yields:
        A suggestion if it matches anywhere else.
    """
    alone = writer.part(pattern, None).written
    graph, number = f"{prober.variable}g", prober.variable
    found = prober.rows(
        f"SELECT ?{graph} (COUNT(*) AS ?{number}) {{ GRAPH ?{graph} {{ {alone} }} }} "
        f"GROUP BY ?{graph} ORDER BY DESC(?{number}) ?{graph} LIMIT {GRAPHS + 1}",
        DatasetSpec.default(),
    )
    offers = [
        Offer(
            curie(row[graph]["value"]), row[graph]["value"], int(row[number]["value"])
        )
        for row in found
    ]
    more = " and others" if len(offers) > GRAPHS else ""
    if offers:
        names = listed([each.text for each in offers[:GRAPHS]])
        sentence = f"It matches in {names}{more}{_why(part, prober.dataset, offers)}."
        yield Suggestion("graph", place, sentence, tuple(offers[:GRAPHS]))
    elif part.graph or prober.dataset.default_graphs not in {(), VIEWS[:1]}:
        matches = prober.count(f"{{ {alone} }}", DatasetSpec.default())
        if matches:
            view = Offer(curie(VIEWS[0]), VIEWS[0], matches)
            sentence = (
                f"It matches {times(matches)} in the default view, outside GRAPH."
            )
            yield Suggestion("graph", place, sentence, (view,))


def together(
    conflict: Sequence[Part], place: Place, prober: Prober, writer: Writer
) -> Iterator[Suggestion]:
    """Ask parts that never match together in the default view, without GRAPH.

    Args:
        conflict: The parts.
        place: The first of them, for people.
        prober: Who asks the engine.
        writer: Who writes patterns.

    Yields:
        A suggestion if they have solutions there.
    """
    graphs = [part for part in conflict if part.graph]
    if not graphs and prober.dataset.default_graphs in {(), VIEWS[:1]}:
        return
    opened = [
        part if part.pattern is None else writer.part(part.pattern, None)
        for part in conflict
    ]
    solutions = prober.count(group(opened), DatasetSpec.default())
    if solutions:
        where = "outside GRAPH" if graphs else "in the default view"
        sentence = f"They have {counted(solutions)} together {where}."
        if graphs:
            sentence += " No one graph holds all of them."
        view = Offer(curie(VIEWS[0]), VIEWS[0], solutions)
        yield Suggestion("graph", place, sentence, (view,))


def _why(part: Part, dataset: DatasetSpec, offers: list[Offer]) -> str:
    """Say why the query does not see the graphs."""
    if part.graph is not None:
        if part.graph.kind == "iri":
            return f", not in {curie(part.graph.value)}"
        return ", which are not among the graphs it may name"
    view = dataset.default_graphs[0] if dataset.default_graphs else VIEWS[0]
    if len(dataset.default_graphs) > 1 or view not in HIDDEN:
        return ", which is not among the graphs that the query asks"
    hidden = all(each.iri in HIDDEN[view] for each in offers)
    return f", which the view {curie(view)} leaves out" if hidden else ""
