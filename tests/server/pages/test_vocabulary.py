"""The ontology and the shapes as documents: what a reader finds, and as what."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from ontology.prefixes import PREFIXES
from ontology.terms import ONTOLOGY, SHAPES
from server.pages.hierarchy import diagram
from server.pages.index import Index, index
from server.pages.names import Names
from server.pages.samples import Sample
from server.pages.shapes import every, shape
from server.pages.terms import meaning
from server.pages.turtle import written
from server.pages.vocabulary import SPACE, consequences

BK = PREFIXES["bk"]
BKS = PREFIXES["bks"]
PAGE = {"Accept": "text/html"}
HEADING = re.compile("<h2[^>]*>([^<]+)</h2>")
DATA = Path(__file__).with_name("vocabulary.trig")


@pytest.fixture(scope="module")
def made() -> Index:
    return index(ox.parse(path=DATA))


@pytest.fixture(scope="module")
def names(made: Index) -> Names:
    return Names(made)


def text(words: tuple[object, ...]) -> str:
    return "".join(getattr(word, "text", "") for word in words)


def rows(store: ox.Store, query: str) -> list[ox.QuerySolution]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def test_the_diagram_draws_each_class_once_below_the_one_above(names: Names) -> None:
    drawn = {box.link.text: box for box in diagram(names, SPACE).boxes}

    assert sorted(drawn) == ["place", "thing one", "town"]
    assert drawn["town"].x > drawn["place"].x
    assert drawn["town"].y > drawn["place"].y
    assert drawn["town"].path
    assert not drawn["place"].path
    assert drawn["town"].things == 1
    assert drawn["place"].things == 0


def test_axioms_are_told_in_words(names: Names) -> None:
    said = {
        name: [text(words) for words in found.axioms]
        for name in ("isIn", "isOn", "Place", "Thing1")
        if (found := meaning(names, BK + name))
    }

    assert said == {
        "isIn": [
            "carries on: from A to B and from B to C, so from A to C",
            "is a step of is in, then is by, which gives is on",
        ],
        "isOn": ["follows from is in, then is by"],
        "Place": ["shares no thing with thing one"],
        "Thing1": ["shares no thing with place"],
    }


def test_a_term_shows_who_uses_it_and_what_else_it_is_called(names: Names) -> None:
    town, by, on = (meaning(names, BK + n) for n in ("Town", "isBy", "isOn"))

    assert town
    assert (town.uses, town.entailed) == (1, 0)
    assert [one.iri for one in town.things] == [f"{PREFIXES['place']}a"]
    assert [one.text for one in town.shapes] == ["town shape"]
    assert by
    assert [one.name for one in by.claims] == ["s1-01"]
    assert on
    assert [line.value.text for g in on.alignments for line in g.lines] == [
        "http://example.org/on"
    ]


def test_a_definition_in_another_language_stands_beside_the_english(
    names: Names,
) -> None:
    found = meaning(names, f"{BK}Place")

    assert found
    assert found.definition == "Where."
    assert [(one.text, one.language) for one in found.translations] == [("Где.", "ru")]
    assert found.entailed == 1


def test_a_property_is_found_in_a_path_of_a_shape(names: Names) -> None:
    found = meaning(names, f"{BK}isIn")

    assert found
    assert [one.iri for one in found.shapes] == [f"{BKS}Town-isIn"]


@pytest.mark.parametrize("name", ["Town", "isBy"])
def test_the_queries_of_a_term_have_rows(names: Names, name: str) -> None:
    found = meaning(names, BK + name)
    store = ox.Store()
    quads = ox.parse(path=DATA)
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)

    assert found
    assert len(rows(store, found.query)) == 1
    assert [row["count"].value for row in rows(store, found.count)] == ["1"]


def test_what_follows_is_counted_beside_why_it_is_wanted(names: Names) -> None:
    found = consequences(names)

    assert [(row.link.text, row.notes, row.entailed) for row in found] == [
        ("is in", ("One step for all.",), 1)
    ]


def test_a_shape_says_in_words_what_it_demands(names: Names) -> None:
    found = shape(names, f"{BKS}Town-isIn")

    assert found
    assert found.message == "A town is in a place."
    assert text(found.path) == "what points here by is in"
    assert [text(words) for words in found.constraints] == [
        "values at least 1",
        "at least one holds: (each value is a place), (each value is one of <b>, 7)",
    ]
    assert [one.text for one in found.holders] == ["town shape"]
    assert found.severity == "Violation"


def test_the_turtle_of_a_shape_says_what_the_release_says(made: Index) -> None:
    heads = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items())

    found = heads + written(made, f"{BKS}Town-isIn", SHAPES)

    told = ox.Dataset(ox.parse(found, format=ox.RdfFormat.TURTLE))
    meant = ox.Dataset(
        ox.Quad(q.subject, q.predicate, q.object)
        for q in ox.parse(path=DATA)
        if q.graph_name == ox.NamedNode(SHAPES)
        and q.subject != ox.NamedNode(f"{BKS}Town")
    )
    for each in (told, meant):
        each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert told == meant


def test_a_shape_shows_what_passes_it_and_what_breaks_it(names: Names) -> None:
    found = shape(names, f"{BKS}Town-isIn")

    assert found
    assert found.samples == (
        Sample(
            "pass", passes=True, title="In a place.", turtle="<x:a> bk:isIn <x:b> ."
        ),
        Sample(
            "fail-nowhere", passes=False, title="In <none>.", turtle="<x:a> a bk:Town ."
        ),
    )


def test_the_examples_of_a_real_shape_are_on_its_page_and_in_its_rdf(
    real_client: FlaskClient,
) -> None:
    page = real_client.get("/shapes/Evaluation-polarity", headers=PAGE).text
    turtle = real_client.get("/shapes/Evaluation-polarity.ttl").text

    good, bad = page.index('id="pass"'), page.index('id="fail-two"')
    assert good < bad < page.index("polarity:favourable , polarity:unfavourable", bad)
    assert "What it is told: An evaluation is exactly one of" in page
    assert "# Favourable and unfavourable at once." in turtle


def test_every_real_shape_has_examples_of_both_sorts(real_client: FlaskClient) -> None:
    names = real_client.application.extensions["borderkg.pages"].names
    shapes = [one for _, group in every(names) for one in group]
    parts = [shape(names, part.link.iri) for one in shapes for part in one.parts]

    sorts = {
        one.link.iri: {sample.passes for sample in one.samples}
        for one in parts
        if one is not None
    }

    assert len(sorts) > 150
    assert [iri for iri, found in sorts.items() if found != {True, False}] == []


def test_shapes_are_listed_by_module(names: Names) -> None:
    ((module, shapes),) = every(names)

    assert module.text == "The ontology itself"
    assert [[part.message for part in one.parts] for one in shapes] == [
        ["A town is in a place."]
    ]


@pytest.mark.parametrize("path", ["/ontology", "/shapes"])
def test_a_document_is_negotiated_and_has_a_suffix(
    client: FlaskClient, path: str
) -> None:
    turtle = client.get(path, headers={"Accept": "text/turtle"})
    page = client.get(path, headers=PAGE)

    assert turtle.mimetype == "text/turtle"
    assert client.get(f"{path}.ttl").data == turtle.data
    assert page.mimetype == "text/html"
    assert f'href="{path}.ttl"' in page.text


def test_the_real_ontology_is_drawn_whole(real_client: FlaskClient) -> None:
    page = real_client.get("/ontology", headers=PAGE).text
    drawing = page[page.index("<svg") : page.index("</svg>") + 6]

    links = [
        node.get("href", "")
        for node in ET.fromstring(drawing).iter("a")  # noqa: S314 - ours
    ]

    classes = {
        str(q.subject)
        for q in real_client.application.extensions["borderkg.release"].quads()
        if q.graph_name == ox.NamedNode(ONTOLOGY)
        and q.object == ox.NamedNode(f"{PREFIXES['owl']}Class")
        and str(q.subject).startswith(f"<{BK}")
    }
    assert len(links) == len(set(links)) == len(classes) > 60
    assert "from a crossing to its county" in page


def test_every_real_shape_and_term_has_its_page(real_client: FlaskClient) -> None:
    made = real_client.application.extensions["borderkg.pages"].index
    paths = [
        f"/{kind}/{iri.rpartition('/')[2]}"
        for kind, space in (("shapes", BKS), ("ontology", BK))
        for iri in made.members[space.rstrip("/")]
    ]

    bare = [
        path
        for path in paths
        if not {"As written", "A query with it"}
        & set(HEADING.findall(real_client.get(path, headers=PAGE).text))
    ]

    assert len(paths) > 400
    assert bare == []
