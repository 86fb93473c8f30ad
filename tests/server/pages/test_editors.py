"""What query editors ask an endpoint for, answered by the real release.

The three queries are those of the editor of the Swiss Institute of Bioinformatics.

Source: github.com/sib-swiss/sparql-editor, packages/sparql-editor/src/utils.ts.
"""

import json
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from pyoxigraph import RdfFormat, parse

from ontology.prefixes import PREFIXES

EXAMPLES = Path(__file__).parents[3] / "graph" / "examples"
ASKED = {
    "prefixes": """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace
WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix} ORDER BY ?prefix""",
    "examples": """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq""",
    "schema": """PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype WHERE {
  { ?cp void:class ?subjectClass ; void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL {
      { ?pp void:classPartition [ void:class ?objectClass ] . }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] . }
    }
  } UNION {
    ?ls void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
        void:objectsTarget [ void:class ?objectClass ] .
  }
}""",
}
PATIENCE = 5
"""Seconds after which the editor gives up."""


def get(server: str, path: str, accept: str) -> tuple[int, bytes]:
    line = HTTPConnection(urlsplit(server).netloc, timeout=PATIENCE)
    line.request("GET", path, headers={"Accept": accept})
    with line.getresponse() as answer:
        body = answer.read()
    line.close()
    return answer.status, body


def ask(server: str, query: str) -> list[dict[str, str]]:
    # The editor adds a parameter that tells its own queries from others.
    path = "/sparql?" + urlencode({"ac": 1, "query": query})
    status, body = get(server, path, "application/sparql-results+json")
    assert status == 200
    return [
        {name: term["value"] for name, term in row.items()}
        for row in json.loads(body)["results"]["bindings"]
    ]


def test_an_editor_learns_the_prefixes(server: str) -> None:
    found = ask(server, ASKED["prefixes"])

    assert {row["prefix"]: row["namespace"] for row in found} == dict(PREFIXES)


def test_an_editor_learns_the_examples_and_each_runs_as_it_is(server: str) -> None:
    found = ask(server, ASKED["examples"])

    files = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.rq"))]
    assert [row["query"] for row in found] == files
    assert all(ask(server, row["query"]) for row in found)


def test_an_editor_learns_which_class_has_which_property(server: str) -> None:
    found = ask(server, ASKED["schema"])

    bk, decimal = PREFIXES["bk"], f"{PREFIXES['xsd']}decimal"

    def ends(kind: str) -> set[tuple[str, str, str | None]]:
        return {(row["subjectClass"], row["prop"], row.get(kind)) for row in found}

    classes = ends("objectClass")
    assert (f"{bk}Observation", f"{bk}isGivenBy", f"{bk}Claim") in classes
    assert (f"{bk}Observation", f"{bk}isGivenBy", f"{bk}Place") not in classes
    assert (f"{bk}Observation", f"{bk}value", decimal) in ends("objectDatatype")


@pytest.mark.parametrize("layer", ["entities", "provenance", "entailed", "claims"])
def test_a_number_of_the_metadata_is_what_the_endpoint_counts(
    server: str, layer: str
) -> None:
    claims = layer == "claims"
    name = PREFIXES["desc" if claims else "g"] + layer
    graphs = (
        f"GRAPH ?g {{ ?s ?p ?o }} FILTER STRSTARTS(STR(?g), '{PREFIXES['claim']}')"
        if claims
        else f"GRAPH <{name}> {{ ?s ?p ?o }}"
    )
    void = f"PREFIX void: <{PREFIXES['void']}> "

    told = ask(
        server,
        f"{void} SELECT ?p ?n {{ <{name}> void:propertyPartition "
        "[ void:property ?p ; void:triples ?n ] }",
    )
    counted = ask(
        server,
        f"SELECT ?p (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?p ?o {{ {graphs} }} }} "
        "GROUP BY ?p",
    )

    by_property = {row["p"]: row["n"] for row in counted}
    assert {row["p"]: row["n"] for row in told} == by_property
    assert len(told) > 2


def test_the_description_of_the_service_is_small(server: str) -> None:
    status, body = get(server, "/sparql", "text/turtle")

    assert status == 200
    assert len(body) < 20_000


def test_the_document_a_crawler_looks_for_names_every_partition(server: str) -> None:
    status, body = get(server, "/.well-known/void", "application/n-triples")

    assert status == 200
    found = list(parse(body, format=RdfFormat.N_TRIPLES))
    named = {str(q.object) for q in found if "artition>" in str(q.predicate)}
    described = {str(q.subject) for q in found}
    assert len(named) > 1_000
    assert named <= described
    assert all(f"<{PREFIXES['desc']}" in name for name in named)
