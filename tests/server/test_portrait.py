"""DESCRIBE: which things a query means, and what a portrait holds."""

from collections.abc import Callable

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from ontology.prefixes import PREFIXES
from server.engine import answers, portrait
from server.engine.interface import DatasetSpec
from server.engine.local import Local
from server.engine.scope import Held
from server.problems import Problem
from server.refusals import LimitError

B = "https://w3id.org/borderkg/"
E = "PREFIX e: <http://e/> "
G = PREFIXES["g"]
CHINA = f"<{B}place/china>"


def triples(
    running: Local, query: str, dataset: DatasetSpec | None = None
) -> list[str]:
    """Answer in N-Triples, shortened: ``place/china rdfs:label "China"@en``."""
    body = running.run(query, dataset or DatasetSpec(), "application/n-triples").body
    text = body.decode().replace(f"<{B}", "<")
    for prefix in ("rdf", "rdfs"):
        text = text.replace(f"<{PREFIXES[prefix]}", f"<{prefix}:")
    return [line.removesuffix(" .") for line in text.splitlines()]


def test_a_portrait_holds_statements_incoming_links_claims_and_labels(
    toy_engine: Local,
) -> None:
    found = triples(toy_engine, f"DESCRIBE {CHINA}")

    assert found == [
        "<place/china> <rdf:type> <ontology/Country>",
        "<place/china> <rdf:type> <ontology/Place>",
        '<place/china> <rdfs:label> "China"@en',
        '<place/china> <rdfs:label> "中国"@zh-hans',
        "<claim/s1-01> <rdf:type> <ontology/Claim>",
        "<observation/s1-01-a> <ontology/isAbout> <place/china>",
        '<place/xinjiang> <rdfs:label> "Xinjiang"@en',
        "<place/xinjiang> <ontology/isPartOf> <place/china>",
        "<place/xinjiang> <ontology/isWithin> <place/china>",
    ]


def test_a_claim_comes_with_what_its_graph_holds(toy_engine: Local) -> None:
    found = triples(toy_engine, f"DESCRIBE <{B}claim/s1-02>")

    assert "<observation/s1-02-a> <rdf:type> <ontology/Observation>" in found
    assert "<claim/s1-02> <rdf:type> <ontology/Claim>" in found


def test_a_portrait_keeps_to_the_dataset_of_the_query(toy_engine: Local) -> None:
    asserted = triples(toy_engine, f"DESCRIBE {CHINA}", DatasetSpec.asserted())
    entities = triples(toy_engine, f"DESCRIBE {CHINA} FROM <{G}entities>")

    assert "<place/china> <rdf:type> <ontology/Place>" not in asserted
    assert "<place/xinjiang> <ontology/isPartOf> <place/china>" in asserted
    assert sorted(entities) == [
        "<place/china> <rdf:type> <ontology/Country>",
        '<place/china> <rdfs:label> "China"@en',
        '<place/china> <rdfs:label> "中国"@zh-hans',
    ]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(f"DESCRIBE {CHINA}", id="iri"),
        pytest.param(f"PREFIX p: <{B}place/> DESCRIBE p:china", id="name"),
        pytest.param(f"BASE <{B}> DESCRIBE <place/china>", id="relative iri"),
        pytest.param(f"DESCRIBE {CHINA} {{ ?no ?such <a:thing> }}", id="no solution"),
        pytest.param(f"DESCRIBE ?x {{ ?x a <{B}ontology/Country> }}", id="variable"),
        pytest.param(f"describe ?x where {{ ?x a <{B}ontology/Country> }}", id="case"),
        pytest.param(f"DESCRIBE * {{ ?x a <{B}ontology/Country> }}", id="star"),
        pytest.param(f"DESCRIBE ?x VALUES ?x {{ {CHINA} }}", id="values alone"),
        pytest.param(
            f"DESCRIBE ?x ?l {{ ?x <{PREFIXES['rdfs']}label> ?l }} ORDER BY ?l LIMIT 1",
            id="literals are no things",
        ),
        pytest.param(
            f"DESCRIBE ?x # DESCRIBE\n{{ ?x a ?k {{ SELECT ?x {{ ?x a <{B}ontology/"
            "Country> } } } GROUP BY ?x",
            id="groups",
        ),
    ],
)
def test_all_that_a_query_names_or_finds_is_described(
    toy_engine: Local, query: str
) -> None:
    assert triples(toy_engine, query) == triples(toy_engine, f"DESCRIBE {CHINA}")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("DESCRIBE <http://e/unknown>", id="unknown"),
        pytest.param("DESCRIBE ?x", id="unbound"),
        pytest.param("DESCRIBE * {}", id="nothing"),
        pytest.param("DESCRIBE ?x { BIND(1 AS ?x) }", id="literal"),
    ],
)
def test_of_nothing_there_is_nothing_to_say(toy_engine: Local, query: str) -> None:
    assert triples(toy_engine, query) == []


def test_the_number_of_things_is_limited(toy_engine: Local) -> None:
    many = " ".join(f"<http://e/{n}>" for n in range(101))

    with pytest.raises(Problem, match="At most 100 resources to describe") as caught:
        toy_engine.run(f"DESCRIBE {many}", DatasetSpec())

    assert caught.value.extras == {
        "limit": "resources",
        "allowed": 100,
        "measured": 101,
    }
    assert triples(toy_engine, f"DESCRIBE {many.replace('<http://e/0>', '')}") == []


@pytest.fixture
def ask() -> Callable[[str], answers.Results]:
    """A store with a hundred and two things."""
    store = Store()
    node = NamedNode("http://e/p")
    things = [NamedNode(f"http://e/{n}") for n in range(102)]
    store.extend(Quad(thing, node, thing, DefaultGraph()) for thing in things)
    return store.query


def test_things_are_counted_once(ask: Callable[[str], answers.Results]) -> None:
    query = "DESCRIBE ?s ?o <http://e/7> { ?s ?p ?o } LIMIT 100"

    found = portrait.found(query, ask, 101)

    assert found[0] == NamedNode("http://e/7")
    assert len(found) in {100, 101}


def test_counting_stops_above_the_limit(ask: Callable[[str], answers.Results]) -> None:
    with pytest.raises(LimitError, match="at least 11"):
        portrait.found("DESCRIBE ?s { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }", ask, 10)


def test_blank_nodes_are_followed_to_the_end() -> None:
    text = """PREFIX e: <http://e/> GRAPH e:g { }
    e:thing e:has [ e:list ( 1 [ e:deep 2 ] ) ] . e:other e:has [ e:deep 3 ] ."""
    store = Store()
    store.extend(parse(text, format=RdfFormat.TRIG))

    found = portrait.portrait(Held.of(store, {}), [NamedNode("http://e/thing")])

    assert len(found) == 7
    assert sum(isinstance(triple.subject, BlankNode) for triple in found) == 6


def test_a_mistake_is_where_the_user_made_it(toy_engine: Local) -> None:
    with pytest.raises(Problem) as caught:
        toy_engine.run(f"DESCRIBE {CHINA}\n{{ ?s ?p }}", DatasetSpec())

    assert (caught.value.extras["line"], caught.value.extras["column"]) == (2, 9)
