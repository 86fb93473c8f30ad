"""pyoxigraph as a user's own engine, with our endpoint behind SERVICE."""

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

CHINA = NamedNode("https://w3id.org/borderkg/place/china")
SEE_ALSO = NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso")
ME = NamedNode("https://example.org/me")


def test_pyoxigraph_joins_its_own_graph_with_ours(endpoint: str) -> None:
    mine = Store()
    mine.add(Quad(ME, SEE_ALSO, CHINA))

    found = mine.query(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT ?me ?name { ?me rdfs:seeAlso ?place . "
        f"SERVICE <{endpoint}> {{ ?place rdfs:label ?name }} "
        'FILTER (LANG(?name) = "en") }'
    )

    assert isinstance(found, QuerySolutions)
    assert [(row["me"], row["name"]) for row in found] == [
        (ME, Literal("China", language="en"))
    ]
