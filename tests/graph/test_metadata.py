"""What the release says of itself is what a query counts, and what editors ask for."""

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from graph import editors, metadata, queries
from graph.inventory import Sources
from graph.sources import SourceError
from graph.stages import Example, Validated
from ontology.prefixes import PREFIXES
from ontology.terms import METADATA, RDF_TYPE

HEAD = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("void", "sh", "rdfs", "rdf"))
HEAD += "PREFIX ext: <http://ldf.fi/void-ext#> "
DATASET = "https://w3id.org/borderkg/dataset"
CLAIMS = "https://w3id.org/borderkg/.well-known/void#claims"
NUMBER = "(COUNT(*) AS ?n)"
COUNTS = {
    "class": "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o . <v:> { ?s a ?c } } "
    "GROUP BY ?c",
    "property": f"SELECT ?p {NUMBER} {{ ?s ?p ?o }} GROUP BY ?p",
    "object": f"SELECT ?p ?c {NUMBER} {{ ?s ?p ?o . <v:> {{ ?o a ?c }} }} "
    "GROUP BY ?p ?c",
    "datatype": f"SELECT ?p ?d {NUMBER} {{ ?s ?p ?o BIND(DATATYPE(?o) AS ?d) "
    "FILTER isLiteral(?o) } GROUP BY ?p ?d",
    "deep": f"SELECT ?k ?p ?c {NUMBER} {{ ?s ?p ?o . <v:> {{ ?s a ?k . ?o a ?c }} }} "
    "GROUP BY ?k ?p ?c",
}
CLASS = "void:classPartition [ void:class ?c ; void:triples ?n ]"
TOLD = {
    "class": "SELECT ?c ?n { <d:> void:classPartition "
    "[ void:class ?c ; void:entities ?n ] }",
    "property": "SELECT ?p ?n { <d:> void:propertyPartition "
    "[ void:property ?p ; void:triples ?n ] }",
    "object": "SELECT ?p ?c ?n { <d:> void:propertyPartition "
    f"[ void:property ?p ; {CLASS} ] }}",
    "datatype": "SELECT ?p ?d ?n { <d:> void:propertyPartition [ void:property ?p ; "
    "ext:datatypePartition [ ext:datatype ?d ; void:triples ?n ] ] }",
    "deep": "SELECT ?k ?p ?c ?n { <d:> void:classPartition [ void:class ?k ; "
    f"void:propertyPartition [ void:property ?p ; {CLASS} ] ] }}",
}
WHOLE = "x:whole"


def rows(store: Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(HEAD + query)
    assert isinstance(found, QuerySolutions)
    return {tuple(term.value for term in row if term is not None) for row in found}


@pytest.fixture(scope="module")
def quads(judged: Validated) -> tuple[Quad, ...]:
    return tuple(judged.graph.quads())


@pytest.fixture(scope="module")
def told(quads: tuple[Quad, ...]) -> Store:
    store = Store()
    for quad in metadata.describe(quads, ()):
        assert quad.graph_name == NamedNode(METADATA)
        store.add(Quad(quad.subject, quad.predicate, quad.object))
    return store


@pytest.mark.parametrize("what", COUNTS)
@pytest.mark.parametrize("part", [DATASET, CLAIMS, "entities", "entailed", "ontology"])
def test_every_partition_holds_what_a_query_counts(
    quads: tuple[Quad, ...], told: Store, what: str, part: str
) -> None:
    if part not in {DATASET, CLAIMS}:
        part = PREFIXES["g"] + part
    store = Store()
    for quad in quads:
        store.add(Quad(quad.subject, quad.predicate, quad.object, NamedNode(WHOLE)))
        name = str(quad.graph_name)[1:-1]
        home = CLAIMS if name.startswith(PREFIXES["claim"]) else name
        if part in {DATASET, home}:
            store.add(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))

    counted = rows(store, COUNTS[what].replace("<v:>", f"GRAPH <{WHOLE}>"))

    if what == "deep" and part != DATASET:
        counted = set()
    assert rows(told, TOLD[what].replace("<d:>", f"<{part}>")) == counted
    assert counted or what in {"deep", "object", "datatype"}


def test_every_layer_has_its_size(quads: tuple[Quad, ...], told: Store) -> None:
    sizes = rows(
        told, f"SELECT ?g ?n {{ <{DATASET}> void:subset ?g . ?g void:triples ?n }}"
    )

    graphs = metadata.graph_sizes(quads)
    layers = {n: str(s) for n, s in graphs.items() if n.startswith(PREFIXES["g"])}
    assert {name: size for name, size in sizes if name != CLAIMS} == layers
    assert CLAIMS in {name for name, _ in sizes}


def test_no_part_of_the_metadata_is_a_blank_node(told: Store) -> None:
    assert not any("_:" in str(term) for quad in told for term in quad.triple)


def test_every_prefix_is_declared_as_editors_ask_for_it(told: Store) -> None:
    query = (
        "SELECT ?prefix ?namespace { [] sh:namespace ?namespace ; sh:prefix ?prefix }"
    )

    assert rows(told, query) == set(PREFIXES.items())
    assert rows(told, f"SELECT ?n {{ <{DATASET}> sh:declare [ sh:prefix ?n ] }}") == {
        (prefix,) for prefix in PREFIXES
    }


def test_an_example_is_written_as_editors_ask_for_it() -> None:
    example = Example("01-all", "Everything", "select", "# Everything\nSELECT * {}\n")

    found = {quad.triple for quad in editors.examples(DATASET, [example])}

    name = NamedNode("https://w3id.org/borderkg/example/01-all")
    sh, rdfs = PREFIXES["sh"], PREFIXES["rdfs"]
    assert {(str(t.predicate)[1:-1], t.object) for t in found if t.subject == name} == {
        (RDF_TYPE, NamedNode(f"{sh}SPARQLExecutable")),
        (RDF_TYPE, NamedNode(f"{sh}SPARQLSelectExecutable")),
        (f"{rdfs}label", Literal("Everything", language="en")),
        (f"{rdfs}comment", Literal("Everything", language="en")),
        (f"{sh}prefixes", NamedNode(DATASET)),
        (f"{sh}select", Literal("# Everything\nSELECT * {}\n")),
        ("https://schema.org/target", NamedNode("https://w3id.org/borderkg/sparql")),
    }
    assert {t.subject for t in found} == {name}


def test_a_federated_example_says_whom_it_asks_and_has_no_target_here() -> None:
    query = "# Both\nSELECT * { SERVICE <https://there/> {} }\n"
    services = ("https://there/",)
    example = Example("federated-02", "Both", "select", query, services, "02")

    found = {quad.triple for quad in editors.examples(DATASET, [example])}

    told = {(str(t.predicate)[1:-1], t.object) for t in found}
    sh, rdfs = PREFIXES["sh"], PREFIXES["rdfs"]
    assert (editors.FEDERATES, NamedNode("https://there/")) in told
    assert (f"{rdfs}seeAlso", NamedNode(f"{PREFIXES['example']}02")) in told
    assert (RDF_TYPE, NamedNode(f"{sh}SPARQLSelectExecutable")) in told
    assert (RDF_TYPE, NamedNode(f"{sh}SPARQLExecutable")) not in told
    assert editors.TARGET not in {predicate for predicate, _ in told}


@pytest.mark.parametrize(
    ("twin", "text", "reason"),
    [
        (True, "# A title\nSELECT * {}\n", "asks no other endpoint by SERVICE"),
        (False, "# A title\nSELECT * { SERVICE <a:a> {} }\n", "has no example"),
    ],
)
def test_a_federated_example_without_service_or_twin_is_refused(
    mini: Sources, text: str, reason: str, *, twin: bool
) -> None:
    for folder in ("federation", *(["examples"] if twin else [])):
        (mini.graph / folder).mkdir()
        (mini.graph / folder / "one.rq").write_text(text)

    with pytest.raises(SourceError, match=reason):
        list(queries.federated(mini))


def test_the_examples_are_read_from_their_folder() -> None:
    found = list(queries.examples(Sources.installed()))

    assert len(found) == 15
    assert found[0].name == "01-trade-turnover-by-period"
    assert found[0].title == "Trade of Kazakhstan and China by period"
    assert found[0].form == "select"


@pytest.mark.parametrize(
    "text", ["SELECT * {}\n", "# A title\n{}\n", "# A title\nDESCRIBE <a:a>\n"]
)
def test_an_example_without_a_title_or_a_form_is_refused(
    mini: Sources, text: str
) -> None:
    folder = mini.graph / "examples"
    folder.mkdir()
    (folder / "one.rq").write_text(text)

    with pytest.raises(SourceError, match=r"one\.rq:1: an example opens"):
        list(queries.examples(mini))
