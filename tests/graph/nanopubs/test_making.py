"""A nanopublication is well-formed, bears its own hash, and stays what it is."""

import csv
from io import StringIO

import pyoxigraph as ox
import pytest
import rdflib
from nanopub.nanopub import Nanopub as Theirs

from graph.nanopubs.making import Nanopub, make
from graph.nanopubs.writing import files, links
from graph.stages import Published, Validated
from tests.graph.nanopubs.conftest import NP, stands, texts, trig
from tests.graph.nanopubs.rules import broken

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

BASE = "https://w3id.org/borderkg/"
FIRST, SECOND = f"{BASE}claim/s9-01", f"{BASE}claim/s9-02"


def quads(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.TRIG))


def rows(made: list[Nanopub]) -> dict[str, Published]:
    return {one.row.about: one.row for one in made}


def with_object(quad: ox.Quad, value: ox.Literal) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def without(judged: Validated, *names: str) -> tuple[ox.Quad, ...]:
    """Return the small graph without some claims."""
    gone = {ox.NamedNode(name) for name in names}
    return tuple(
        q for q in judged.graph.quads() if not gone & {q.graph_name, q.subject}
    )


def test_there_is_one_for_each_claim_and_one_for_all(small: list[Nanopub]) -> None:
    assert [one.row.about for one in small] == [FIRST, SECOND, f"{BASE}dataset"]


def test_each_is_well_formed_and_bears_its_own_hash(small: list[Nanopub]) -> None:
    found = texts(trig(small))

    assert len(found) == len(small)
    for text in found:
        assert broken(quads(text)) == set()
        assert stands(text)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("sub:Head {", "{", 2),
        ("this: a np:Nanopublication ;", "this:", 3),
        ("np:hasAssertion sub:assertion ;", "", 4),
        ("np:hasProvenance sub:provenance ;", "np:hasProvenance sub:a , sub:b ;", 5),
        ("np:hasPublicationInfo sub:pubinfo .", ".", 6),
        ("np:hasProvenance sub:provenance", "np:hasProvenance sub:assertion", 7),
        ("sub:assertion {", "sub:elsewhere {", 8),
        ("sub:assertion prov:", "sub:other prov:", 9),
        ("\n    this: dcterms:", "\n    sub:other dcterms:", 10),
        ("sub:assertion {", "sub:provenance {", "a graph is empty"),
        ("sub:pubinfo", "claim:pubinfo", "a graph has another name"),
    ],
)
def test_the_rules_find_what_breaks_them(
    small: list[Nanopub], old: str, new: str, rule: int | str
) -> None:
    text = texts(trig(small))[0]
    assert old in text

    assert rule in broken(quads(text.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("sub:Head", "sub:head", id="the name of a graph"),
        pytest.param("np:hasProvenance", "np:hasProvenances", id="head"),
        pytest.param("measure:exports", "measure:export", id="assertion, an IRI"),
        pytest.param("205000000.0", "205000000.00", id="assertion, a lexical form"),
        pytest.param('"1992-01-01"', '"1992-01-02"', id="assertion, a date"),
        pytest.param("^^xsd:date ", "^^xsd:data ", id="assertion, a datatype"),
        pytest.param("205 million", "206 million", id="provenance, a text"),
        pytest.param('dollars."@en', 'dollars."@es', id="a language"),
        pytest.param("seg:s9.p1.s1", "seg:s9.p1.s2", id="provenance, a place"),
        pytest.param("licenses/by/", "licenses/be/", id="publication info, an IRI"),
        pytest.param("0.95", "0.96", id="publication info, a number"),
    ],
)
def test_one_changed_letter_breaks_it(small: list[Nanopub], old: str, new: str) -> None:
    text = texts(trig(small))[0]
    assert old in text

    assert stands(text)
    assert not stands(text.replace(old, new))


def test_the_files_say_the_same_and_the_list_names_each(small: list[Nanopub]) -> None:
    written = {name: data for name, data, _ in files(small)}
    listed = list(csv.DictReader(StringIO(written["nanopubs.csv"].decode())))

    by_nquads = list(ox.parse(written["nanopubs.nq"], format=ox.RdfFormat.N_QUADS))
    assert set(by_nquads) == set(quads(written["nanopubs.trig"].decode()))
    assert len(by_nquads) == len(set(by_nquads))
    assert [Published(**row) for row in listed] == [one.row for one in small]


def test_the_list_counts_the_triples(small: list[Nanopub]) -> None:
    for name, data, triples in files(small):
        if name in {"nanopubs.nq", "nanopubs.trig"}:
            form = ox.RdfFormat.from_extension(name.rpartition(".")[2])
            assert len(list(ox.parse(data, format=form))) == triples


def test_a_claim_is_led_to_its_nanopublication_and_back(small: list[Nanopub]) -> None:
    describes = ox.NamedNode("http://purl.org/nanopub/x/describes")
    led = {q.object: q.subject for q in links(small) if q.predicate == describes}
    back = {
        quad.object: quad.subject
        for quad in quads(trig(small))
        if quad.predicate == describes
    }

    assert led == back
    assert led.keys() == {ox.NamedNode(FIRST), ox.NamedNode(SECOND)}


def test_what_was_published_keeps_name_and_date_in_later_releases(
    judged: Validated, small: list[Nanopub]
) -> None:
    issued = ox.NamedNode("http://purl.org/dc/terms/issued")
    earlier = tuple(
        with_object(quad, ox.Literal("2001-02-03"))
        if quad.predicate == issued
        else quad
        for quad in judged.graph.quads()
    )
    first = make(earlier, [])

    later = make(tuple(judged.graph.quads()), [one.row for one in first])

    assert {one.row.created for one in first} == {"2001-02-03"}
    assert later == first
    assert not {one.row.nanopub for one in later} & {one.row.nanopub for one in small}


def test_a_changed_claim_gets_a_new_one_that_supersedes_the_old(
    judged: Validated, small: list[Nanopub]
) -> None:
    old = rows(small)
    changed = tuple(
        with_object(quad, ox.Literal("206 million"))
        if quad.object == ox.Literal("205 million")
        else quad
        for quad in judged.graph.quads()
    )

    new = rows(make(changed, old.values()))

    assert new[FIRST].nanopub != old[FIRST].nanopub
    assert new[FIRST].supersedes == old[FIRST].nanopub
    assert new[SECOND] == old[SECOND]
    assert new[f"{BASE}dataset"].supersedes == old[f"{BASE}dataset"].nanopub


def test_a_withdrawn_claim_is_retracted_once_with_what_is_said_of_it(
    judged: Validated, small: list[Nanopub]
) -> None:
    reason = ox.Quad(
        ox.NamedNode(FIRST),
        ox.NamedNode("http://www.w3.org/2004/02/skos/core#changeNote"),
        ox.Literal("read wrongly", language="en"),
        ox.NamedNode(f"{BASE}graph/withdrawn"),
    )
    left = (*without(judged, FIRST), reason)

    made = make(left, [one.row for one in small])
    later = make(left, [one.row for one in made])

    row, text = rows(made)[FIRST], texts(trig(made))[1]
    assert row.retracts == rows(small)[FIRST].nanopub
    assert "read wrongly" in text
    assert f"npx:retracts nanopub:{row.retracts.removeprefix(NP)}" in text
    assert broken(quads(text)) == set()
    assert stands(text)
    assert later == made
    assert row.retracts in {str(quad.object)[1:-1] for quad in links(made)}


@pytest.mark.slow
def test_every_one_of_the_release_bears_the_hash_that_others_work_out(
    published: list[str],
) -> None:
    wrong = [text for text in published if not stands(text)]

    assert len(published) == 708
    assert wrong == []


@pytest.mark.slow
def test_every_one_of_the_release_is_well_formed_by_two_judges(
    published: list[str],
) -> None:
    for text in published:
        assert broken(quads(text)) == set()
        graph = rdflib.ConjunctiveGraph()
        graph.parse(data=text, format="trig")
        theirs = Theirs(rdf=graph)
        assert theirs.is_valid
        assert theirs.has_valid_trusty


@pytest.mark.slow
def test_no_character_is_published_whose_order_implementations_disagree_on(
    published: list[str],
) -> None:
    beyond = {letter for text in published for letter in text if letter > "\uffff"}

    assert beyond == set()
    assert any(letter > "\u0fff" for text in published for letter in text)
