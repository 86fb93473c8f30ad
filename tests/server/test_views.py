"""What each view and each list of graphs holds, counted again without a store.

The expected figures are sizes of Python sets over the release's own N-Quads; the
given ones are what a query over HTTP counts.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pyoxigraph as ox
import pytest

G = "https://w3id.org/borderkg/graph/"
CLAIM = "https://w3id.org/borderkg/claim/"
HIDDEN = {
    "default": {f"{G}proofs", f"{G}withdrawn"},
    "asserted": {f"{G}proofs", f"{G}withdrawn", f"{G}entailed"},
}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
BY_GRAPH = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"

Triple = tuple[object, object, object]
Graphs = dict[str, set[Triple]]


@pytest.fixture(scope="session")
def graphs(built: Path) -> Graphs:
    """The triples of each named graph of the release."""
    found: Graphs = defaultdict(set)
    for quad in ox.parse(path=built / "dataset.nq"):
        assert isinstance(quad.graph_name, ox.NamedNode)
        found[quad.graph_name.value].add((quad.subject, quad.predicate, quad.object))
    return dict(found)


def merged(graphs: Graphs, names: Sequence[str]) -> set[Triple]:
    """The triples of a list of graphs, views among them, each once."""
    views = {f"{G}{view}": graphs.keys() - hidden for view, hidden in HIDDEN.items()}
    layers = chain.from_iterable(views.get(name, {name}) for name in names)
    return set().union(*(graphs.get(layer, set()) for layer in layers))


def ask(
    server: str, query: str, default: Sequence[str] = (), named: Sequence[str] = ()
) -> Any:  # noqa: ANN401 - the JSON of an answer
    parameters = [("query", query), ("format", "json")]
    parameters += [("default-graph-uri", name) for name in default]
    parameters += [("named-graph-uri", name) for name in named]
    address = f"{server}/sparql?{urlencode(parameters)}"
    with urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server
        return json.load(answer)


def number(
    server: str, query: str, default: Sequence[str] = (), named: Sequence[str] = ()
) -> int:
    (row,) = ask(server, query, default, named)["results"]["bindings"]
    return int(row["n"]["value"])


def sizes(
    server: str, default: Sequence[str] = (), named: Sequence[str] = ()
) -> dict[str, int]:
    rows = ask(server, BY_GRAPH, default, named)["results"]["bindings"]
    return {row["g"]["value"]: int(row["n"]["value"]) for row in rows}


def test_a_query_without_graphs_sees_the_default_view(
    server: str, graphs: Graphs
) -> None:
    assert number(server, COUNT) == len(merged(graphs, [f"{G}default"]))


@pytest.mark.parametrize("view", HIDDEN)
def test_a_view_holds_each_triple_of_its_layers_once(
    server: str, graphs: Graphs, view: str
) -> None:
    due = len(merged(graphs, [G + view]))
    written = COUNT.replace("{", f"FROM <{G}{view}> {{", 1)
    apart = sum(len(graphs[name]) for name in graphs.keys() - HIDDEN[view])

    assert due < apart  # layers overlap, else this shows nothing
    assert number(server, COUNT, [G + view]) == due
    assert number(server, written) == due


def test_each_graph_alone_holds_its_own_triples(server: str, graphs: Graphs) -> None:
    claims = sorted(name for name in graphs if name.startswith(CLAIM))
    layers = sorted(graphs.keys() - set(claims))
    chosen = [*layers, *claims[::50]]

    counted = {name: number(server, COUNT, [name]) for name in chosen}

    assert len(chosen) > 15
    assert counted == {name: len(graphs[name]) for name in chosen}


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([f"{G}default", f"{G}asserted"], id="both views"),
        pytest.param([f"{G}asserted", f"{G}entailed"], id="a view and what it leaves"),
        pytest.param([f"{G}default", f"{G}proofs"], id="a view and a hidden layer"),
        pytest.param([f"{G}entities", f"{G}entailed", f"{G}links"], id="layers"),
        pytest.param([f"{G}entities"] * 20, id="one layer again and again"),
        pytest.param([f"{G}default"] * 20, id="one view again and again"),
        pytest.param([f"{G}entities", "http://e/unknown"], id="an unknown graph"),
    ],
)
def test_lists_of_graphs_are_merged_without_duplicates(
    server: str, graphs: Graphs, names: list[str]
) -> None:
    due = len(merged(graphs, names))

    assert number(server, COUNT, names) == due
    assert number(server, COUNT, names[::-1]) == due


def test_twenty_claims_are_merged_without_duplicates(
    server: str, graphs: Graphs
) -> None:
    claims = sorted(name for name in graphs if name.startswith(CLAIM))[::11][:20]

    assert len(claims) == 20
    assert number(server, COUNT, claims) == len(merged(graphs, claims))


def test_one_graph_more_than_the_limit_is_refused(server: str) -> None:
    with pytest.raises(HTTPError) as caught:
        number(server, COUNT, [f"{G}entities"] * 11, [f"{G}links"] * 10)

    problem = json.load(caught.value)
    assert caught.value.code == 400
    assert (problem["limit"], problem["allowed"], problem["measured"]) == (
        *("graphs", 20, 21),
    )


@pytest.mark.parametrize("default", [[], [f"{G}default"], [f"{G}asserted"]])
def test_graph_sees_every_layer_and_claim_and_no_view(
    server: str, graphs: Graphs, default: list[str]
) -> None:
    found = sizes(server, default)

    assert found == {name: len(triples) for name, triples in graphs.items()}
    assert f"{G}default" not in found
    assert f"{G}asserted" not in found


@pytest.mark.parametrize(
    "default",
    [
        pytest.param([], id="no default graph"),
        pytest.param([f"{G}asserted"], id="a view"),
        pytest.param([f"{G}default", f"{G}proofs"], id="a view and a layer"),
    ],
)
def test_graph_sees_only_what_is_named(
    server: str, graphs: Graphs, default: list[str]
) -> None:
    named = [f"{G}entities", f"{G}links", "http://e/unknown"]

    assert sizes(server, default, named) == {
        name: len(graphs[name]) for name in named[:2]
    }
    assert number(server, COUNT, default, named) == len(merged(graphs, default))


def test_graphs_listed_as_default_are_not_named(server: str) -> None:
    assert sizes(server, [f"{G}entities", f"{G}links"]) == {}


@pytest.mark.parametrize("view", HIDDEN)
def test_a_view_named_as_a_graph_is_asked_for_and_given(
    server: str, graphs: Graphs, view: str
) -> None:
    assert sizes(server, [], [G + view]) == {G + view: len(merged(graphs, [G + view]))}


@pytest.mark.parametrize(
    ("view", "layer"),
    [(view, layer) for view, layers in HIDDEN.items() for layer in sorted(layers)],
)
def test_what_only_a_hidden_layer_says_is_not_in_the_view(
    server: str, graphs: Graphs, view: str, layer: str
) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{layer}> {{ ?s ?p ?o }} ?s ?p ?o }}"
    held = graphs.get(layer, set()) & merged(graphs, [G + view])

    assert number(server, query, [G + view]) == len(held)
