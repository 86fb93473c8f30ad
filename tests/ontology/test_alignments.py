"""The alignments name only what was verified, and say no more than they may."""

import csv
from pathlib import Path

from rdflib import RDFS, SKOS, Graph, URIRef

from ontology.prefixes import BASE, PREFIXES

WIKIDATA = (PREFIXES["wd"], PREFIXES["wdt"])
MATCHES = (
    SKOS.broadMatch, SKOS.closeMatch, SKOS.exactMatch, SKOS.narrowMatch,
    SKOS.relatedMatch,
)  # fmt: skip
BK = PREFIXES["bk"]


def test_each_wikidata_term_is_a_verified_one(
    shared: Path, modules: dict[str, Graph]
) -> None:
    with (shared / "identifiers" / "terms.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    verified = {row["wikidata_id"] for row in rows if row["status"] == "verified"}

    used = {
        str(target).rsplit("/", 1)[1]
        for target in modules["alignments"].objects()
        if str(target).startswith(WIKIDATA)
    }

    assert len(used) > 90
    assert used - verified == set()


def test_no_two_terms_of_ours_are_exactly_one_of_theirs(
    modules: dict[str, Graph],
) -> None:
    targets = [str(t) for t in modules["alignments"].objects(None, SKOS.exactMatch)]

    assert sorted(targets) == sorted(set(targets))


def test_one_pair_of_terms_has_one_match(modules: dict[str, Graph]) -> None:
    pairs = [
        pair
        for match in MATCHES
        for pair in modules["alignments"].subject_objects(match)
    ]

    assert sorted(pairs) == sorted(set(pairs))


def test_parents_are_terms_of_others(modules: dict[str, Graph]) -> None:
    alignments = modules["alignments"]
    parents = {
        str(parent)
        for axiom in (RDFS.subClassOf, RDFS.subPropertyOf)
        for parent in alignments.objects(None, axiom)
    }

    assert parents
    assert {parent for parent in parents if parent.startswith(BASE)} == set()


def test_being_part_of_a_place_is_close_to_p131(modules: dict[str, Graph]) -> None:
    matches = set(
        modules["alignments"].objects(URIRef(BK + "isPartOf"), SKOS.closeMatch)
    )

    assert matches == {
        URIRef("http://www.wikidata.org/entity/P131"),
        URIRef("http://www.wikidata.org/prop/direct/P131"),
    }
