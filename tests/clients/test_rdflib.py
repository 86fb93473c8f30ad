"""rdflib: a remote graph as its store, and our endpoint behind SERVICE in its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDFS, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.stores.sparqlconnector import SPARQLConnector
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result

from tests.clients import rows

CHINA = URIRef("https://w3id.org/borderkg/place/china")
IN_ENGLISH = """
PREFIX place: <https://w3id.org/borderkg/place/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { place:china rdfs:label ?l }
WHERE { place:china rdfs:label ?l FILTER (LANG(?l) = "en") }
"""
# In lines: where SERVICE stands on the line of a #, rdflib 7.6 sees a comment.
JOINED = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?me ?name {
  ?me rdfs:seeAlso ?place .
  SERVICE <%s> { ?place rdfs:label ?name }
  FILTER (LANG(?name) = "en")
}
"""
WAYS: dict[str, Callable[[str, str], Result]] = {
    "a connector": lambda url, query: SPARQLConnector(url).query(query),
    "a store": lambda url, query: SPARQLStore(url).query(query),
    "a store by POST": lambda url, query: SPARQLStore(url, method="POST").query(query),
    "a store by form": lambda u, query: SPARQLStore(u, method="POST_FORM").query(query),
    "a graph": lambda url, query: Graph(SPARQLStore(url)).query(query),
    "a default graph": lambda url, query: Graph(
        SPARQLStore(url), identifier=DATASET_DEFAULT_GRAPH_ID
    ).query(query),
    "a dataset": lambda url, query: Dataset(SPARQLStore(url)).query(query),
    "a union": lambda url, query: Dataset(SPARQLStore(url), default_union=True).query(
        query
    ),
}


# rdflib warns of what its own Dataset does.
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")
@pytest.mark.parametrize("way", WAYS)
def test_rdflib_gets_the_rows(
    endpoint: str, expected: Callable[[str], rows.Rows], example: Path, way: str
) -> None:
    query = example.read_text(encoding="utf-8")

    found = WAYS[way](endpoint, query).serialize(format="json")

    assert found is not None
    assert rows.of_json(found) == expected(query)


def test_rdflib_gets_a_constructed_graph(endpoint: str) -> None:
    found = Graph(SPARQLStore(endpoint)).query(IN_ENGLISH).graph

    assert found is not None
    assert set(found) == {(CHINA, RDFS.label, Literal("China", lang="en"))}


def test_rdflib_reads_triples_as_from_a_graph_of_its_own(endpoint: str) -> None:
    graph = Graph(SPARQLStore(endpoint), identifier=DATASET_DEFAULT_GRAPH_ID)

    assert Literal("China", lang="en") in set(graph.objects(CHINA, RDFS.label))


def test_rdflib_joins_its_own_graph_with_ours(endpoint: str) -> None:
    mine = Graph()
    mine.add((URIRef("https://example.org/me"), RDFS.seeAlso, CHINA))

    found = mine.query(JOINED % endpoint)

    assert [tuple(row) for row in found if isinstance(row, tuple)] == [
        (URIRef("https://example.org/me"), Literal("China", lang="en"))
    ]
