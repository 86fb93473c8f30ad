"""A store elsewhere gives the answers that memory gives, under both views.

A query that is listed as a deviation must differ, and every other one must not, so a
store that mends its ways shows at once.
"""

import csv
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from server.engine.interface import DatasetSpec
from server.engine.local import Local
from tests.server.remote.conftest import STORES, Engines
from tests.server.w3c.answers import Answer, from_json, from_rdf
from tests.server.w3c.equality import same

ROOT = Path(__file__).parents[3]
QUERIES = sorted((ROOT / "graph" / "examples").glob("*.rq")) + sorted(
    (ROOT / "graph" / "questions").glob("*.rq")
)
B = "https://w3id.org/borderkg/"
P = f"PREFIX bk: <{B}ontology/> PREFIX g: <{B}graph/> PREFIX claim: <{B}claim/> "


def _deviations() -> dict[tuple[str, str], str]:
    with Path(__file__).with_name("deviations.tsv").open(newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {(row["store"], row["query"]): row["reason"] for row in rows}


DEVIATIONS = _deviations()


def rows(engine: Local, query: str, dataset: DatasetSpec | None = None) -> Answer:
    answer = engine.run(query, dataset or DatasetSpec(), "application/json")
    return from_json(answer.body)


def triples(engine: Local, query: str, dataset: DatasetSpec | None = None) -> Answer:
    found = engine.run(query, dataset or DatasetSpec(), "application/n-triples")
    return from_rdf(RdfFormat.N_TRIPLES)(found.body)


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_an_example_or_question_has_the_same_rows(
    engines: Engines, store: str, path: Path
) -> None:
    query = path.read_text(encoding="utf-8")

    found = same(rows(engines(store), query), rows(engines("memory"), query))

    assert found == ((store, path.stem) not in DEVIATIONS)


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("view", ["default", "asserted"])
@pytest.mark.parametrize(
    "query",
    [
        pytest.param("{ ?o bk:value ?v . GRAPH ?c { ?o bk:value ?v } }", id="join"),
        pytest.param("{ ?s a ?k . GRAPH g:entities { ?s a ?k } }", id="a layer"),
        pytest.param("{ GRAPH ?a { ?s a ?k } GRAPH g:links { ?s ?p ?o } }", id="both"),
        pytest.param("{ ?s a ?k MINUS { GRAPH g:entailed { ?s a ?k } } }", id="minus"),
        pytest.param("{ GRAPH g:default { ?s ?p ?o } }", id="a view is no graph"),
        pytest.param("{ GRAPH ?g { ?s ?p ?o } }", id="all graphs"),
        pytest.param("{ ?s ?p ?o }", id="all of the view"),
        pytest.param("FROM g:entities FROM g:entailed { ?s ?p ?o }", id="two graphs"),
        pytest.param("FROM NAMED claim:s6-07 { GRAPH ?g { ?s ?p ?o } }", id="a claim"),
        pytest.param("FROM g:default FROM g:proofs { ?s ?p ?o }", id="view and graph"),
        pytest.param("FROM <http://e/none> { ?s ?p ?o }", id="a graph there is not"),
    ],
)
def test_default_graph_and_named_graphs_join_alike(
    engines: Engines, store: str, view: str, query: str
) -> None:
    asked = f"{P} SELECT (COUNT(*) AS ?n) {query}"
    dataset = DatasetSpec() if "FROM" in query else getattr(DatasetSpec, view)()

    found = rows(engines(store), asked, dataset)

    assert found == rows(engines("memory"), asked, dataset)


@pytest.mark.parametrize("store", STORES)
def test_only_layers_and_claims_are_graphs(engines: Engines, store: str) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"

    assert same(rows(engines(store), query), rows(engines("memory"), query))


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize(
    "query",
    [
        "DESCRIBE <place/khorgos>",
        "DESCRIBE <claim/s6-07> <place/china>",
        "DESCRIBE <graph/ontology>",
        "DESCRIBE <shapes/Claim>",
        "DESCRIBE * { GRAPH <claim/s6-07> { ?o <ontology/value> ?v } }",
        "CONSTRUCT { ?s ?p ?o } { ?s a <ontology/Country> ; ?p ?o }",
        "CONSTRUCT { ?s <x:is> [ <x:named> ?l ] } { ?s <ontology/isPartOf> ?l }",
        "CONSTRUCT { <x:a> <x:b> <x:c> } { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s <ontology/isPartOf> ?o }",
        "CONSTRUCT { ?s <x:in> ?g } { GRAPH ?g { ?s a <ontology/Observation> } }",
        "CONSTRUCT { ?s ?p ?o } { GRAPH <graph/links> { ?s ?p ?o } }",
        "CONSTRUCT { ?s <x:last> ?p } { ?s ?p 'no such text' }",
    ],
)
@pytest.mark.parametrize("view", ["default", "asserted"])
def test_triples_are_the_same(
    engines: Engines, store: str, query: str, view: str
) -> None:
    asked = f"BASE <{B}> {query}"
    dataset = getattr(DatasetSpec, view)()

    found = triples(engines(store), asked, dataset)

    assert same(found, triples(engines("memory"), asked, dataset))


@pytest.mark.parametrize("store", STORES)
def test_columns_stand_in_the_order_of_the_text(engines: Engines, store: str) -> None:
    query = "SELECT * { ?z ?y ?x . GRAPH ?b { ?z a ?a } } LIMIT 1"

    body = engines(store).run(query, DatasetSpec(), "text/csv").body

    assert body.splitlines()[0] == b"z,y,x,b,a"
