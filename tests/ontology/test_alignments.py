"""The alignments name only what was verified, and say no more than they may."""

import csv
import re
from pathlib import Path

import rdflib
from rdflib import RDFS, SKOS, Graph, URIRef
from rdflib.namespace import DefinedNamespace

from ontology.prefixes import BASE, PREFIXES

WIKIDATA = (PREFIXES["wd"], PREFIXES["wdt"])
MATCHES = (
    SKOS.broadMatch, SKOS.closeMatch, SKOS.exactMatch, SKOS.narrowMatch,
    SKOS.relatedMatch,
)  # fmt: skip
BK = PREFIXES["bk"]
EVIDENCE = re.compile(r"([PQ][1-9][0-9]*): ([1-9][0-9]*) sources?")
SHIPPED = {
    str(space).replace("https://schema.org/", "http://schema.org/"): space
    for space in vars(rdflib.namespace).values()
    if isinstance(space, type)
    and issubclass(space, DefinedNamespace)
    and space is not DefinedNamespace
}
NOT_SHIPPED = tuple(PREFIXES[name] for name in ("cito", "fabio", "np", "oa", "qudt"))
"""Vocabularies of which rdflib has no list, so that nothing here checks their terms."""


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


def test_the_evidence_above_a_term_is_that_of_the_table(
    shared: Path, root: Path, modules: dict[str, Graph]
) -> None:
    with (shared / "identifiers" / "terms.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    counted = dict[str, int]()
    for row in rows:
        if row["status"] == "verified":
            found = int(row["n_independent_sources"])
            counted[row["wikidata_id"]] = max(found, counted.get(row["wikidata_id"], 0))
    text = (root / "ontology" / "alignments.ttl").read_text(encoding="utf-8")
    told = {name: int(number) for name, number in EVIDENCE.findall(text)}
    matched = {
        str(target).rsplit("/", 1)[1]
        for target in modules["alignments"].objects()
        if str(target).startswith(WIKIDATA)
    }

    assert told == {name: counted[name] for name in matched}


def test_a_term_of_another_vocabulary_is_one_that_it_has(
    modules: dict[str, Graph],
) -> None:
    foreign = {
        str(term)
        for match in (*MATCHES, RDFS.subClassOf, RDFS.subPropertyOf)
        for term in modules["alignments"].objects(None, match)
        if not str(term).startswith(WIKIDATA)
    }
    homes = {
        term: next((space for space in SHIPPED if term.startswith(space)), None)
        for term in foreign
    }

    assert {t for t, home in homes.items() if not home} == {
        term for term in foreign if term.startswith(NOT_SHIPPED)
    }
    assert [
        t for t, h in homes.items() if h and t.removeprefix(h) not in SHIPPED[h]
    ] == []
