"""The snapshot of linked items: what it takes, from where, and that it is complete."""

import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.build import build
from graph.importer import snapshot
from graph.importer.cited import CitationError, Citations
from graph.importer.entries import chosen, doubts
from graph.importer.evidence import LABEL, POINT, TYPE, Fact
from graph.importer.snapshot import blocks, linked
from graph.inventory import Sources
from ontology.prefixes import PREFIXES
from ontology.terms import RDFS_LABEL, SNAPSHOT

ROOT = Path(__file__).parents[2]
OWN = ROOT / "graph" / "snapshot"
WD, GN = PREFIXES["wd"], PREFIXES["gn"]
XINJIANG, REGION = f"{WD}Q34800", f"{WD}Q57362"
ATLAS, PAGE = f"{PREFIXES['source']}atlas", f"{PREFIXES['source']}page"
KNOWN = Citations({"an atlas": ATLAS, "page": PAGE}, {PAGE: "Read on a page."})


@pytest.fixture(scope="module")
def store() -> Store:
    """The sources, each layer a named graph, which is all that is asked here."""
    store = Store()
    store.extend(build(Sources.installed()).quads)
    return store


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    found = store.query(prefixes + query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return [tuple(term.value if term else "" for term in row) for row in found]


def name(value: str, language: str, cited: str = "an atlas") -> Fact:
    return Fact(XINJIANG, LABEL, value, language, cited)


def taken(*facts: Fact) -> list[tuple[str, str, str]]:
    entries = chosen(facts, frozenset({XINJIANG}), KNOWN, {})
    return [(entry.item, entry.value, entry.language) for entry in entries]


def test_the_committed_file_is_what_links_and_tables_give(shared: Path) -> None:
    written = snapshot.write(shared / "identifiers", linked(Sources.installed()))

    assert written == (OWN / "items.ttl").read_text(encoding="utf-8")


def test_each_linked_item_of_wikidata_has_a_name_in_english(store: Store) -> None:
    wanted = {iri for iri in linked(Sources.installed()) if iri.startswith(WD)}
    named = rows(store, 'SELECT ?q { ?q rdfs:label ?l FILTER(LANG(?l) = "en") }')

    assert len(wanted) > 80
    assert wanted - {iri for (iri,) in named} == set()


def test_each_kind_of_an_item_has_a_name(store: Store) -> None:
    kinds = set(rows(store, "SELECT ?kind { ?item wdt:P31 ?kind }"))
    named = set(
        rows(store, "SELECT ?kind { ?item wdt:P31 ?kind . ?kind rdfs:label ?l }")
    )

    assert len(kinds) > 50
    assert kinds == named


def test_an_item_has_one_name_in_each_language(store: Store) -> None:
    names = Counter(
        (quad.subject, quad.object.language)
        for quad in store.quads_for_pattern(
            None, NamedNode(RDFS_LABEL), None, NamedNode(SNAPSHOT)
        )
        if isinstance(quad.object, Literal)
    )

    assert {pair for pair, number in names.items() if number > 1} == set()
    languages = {language for _, language in names}
    assert languages >= {"en", "zh", "ru", "kk", "ug", "zh-hant", "ug-latn", "ug-cyrl"}


def test_one_short_query_tells_the_source_and_the_licence_of_a_name(
    store: Store,
) -> None:
    found = rows(
        store,
        'SELECT ?source ?licence { ?statement rdf:object "Восточно-Казахстанская '
        'область"@ru ; rdf:subject wd:Q36156 ; dcterms:source ?source . '
        "OPTIONAL { ?source dcterms:license ?licence } }",
    )

    gazetteer = f"{PREFIXES['source']}whos-on-first"
    assert (gazetteer, "https://creativecommons.org/publicdomain/zero/1.0/") in found


def test_each_source_says_on_what_terms_and_is_cited(store: Store) -> None:
    described = set(
        rows(store, "SELECT ?s { ?s a bk:ExternalSource ; dcterms:rights [] }")
    )
    cited = set(
        rows(store, "SELECT ?s { [] a bk:SnapshotStatement ; dcterms:source ?s }")
    )

    assert described == cited


def test_sources_that_ask_for_it_are_credited_with_the_data() -> None:
    credit = (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
    text = (OWN / "sources.ttl").read_text(encoding="utf-8")

    for block in text.split("\n\n"):
        label = re.search(r'rdfs:label "(.+)"@en', block)
        ours = "of BorderKG" in block
        if (
            label
            and not ours
            and re.search(r"dcterms:license <[^>]*(?:odbl|/by|Unicode)", block)
        ):
            assert label[1].partition(",")[0] in " ".join(credit.split())


def test_a_point_is_the_same_in_each_form(store: Store) -> None:
    found = rows(
        store,
        "SELECT ?wkt ?long ?lat ?same { ?item wdt:P625 ?wkt ; wgs:lat ?lat ; "
        "wgs:long ?long ; geo:hasGeometry/geo:asWKT ?same }",
    )

    assert len(found) > 35
    for wkt, longitude, latitude, same in found:
        numbers = [float(n) for n in re.findall(r"[-\d.]+", wkt)]
        assert wkt == same
        assert numbers == [float(longitude), float(latitude)]


def test_points_lie_where_the_article_speaks_of(store: Store) -> None:
    found = rows(
        store, "SELECT ?item ?long ?lat { ?item wgs:lat ?lat ; wgs:long ?long }"
    )
    west, east, south, north = 37.0, 120.0, 31.0, 61.0

    outside = [
        item
        for item, longitude, latitude in found
        if not (west < float(longitude) < east and south < float(latitude) < north)
    ]

    assert outside == []


def test_what_was_read_on_a_stored_page_only_is_marked(store: Store) -> None:
    doubtful = rows(
        store,
        "SELECT ?s { ?s dcterms:source source:stored-pages FILTER NOT EXISTS { "
        "?s dcterms:source ?other FILTER(?other != source:stored-pages) } }",
    )
    marked = rows(store, "SELECT ?s { ?s a bk:SnapshotStatement ; bk:reservation ?r }")

    assert len(doubtful) > 40
    assert set(doubtful) <= set(marked)


def test_a_snapshot_names_nothing_as_the_article_does(store: Store) -> None:
    printed = rows(
        store,
        "SELECT ?x { GRAPH g:snapshot { ?x ?p ?y } FILTER(?p IN (skosxl:prefLabel, "
        "skosxl:altLabel, bk:isPrintedIn, bk:mentions)) }",
    )

    assert printed == []


def test_no_item_in_doubt_is_in_the_snapshot(store: Store) -> None:
    # The Ili river, another Kokdala, what the unsafe list of cities pairs.
    rejected = ("Q192567", "Q128674", "Q399697", "Q1178285")

    items = {item for (item,) in rows(store, "SELECT ?q { [] rdf:subject ?q }")}

    assert XINJIANG in items
    assert items & {WD + number for number in rejected} == set()


def test_the_first_name_counts_and_a_second_record_of_it_adds_a_source() -> None:
    longer = name("新疆维吾尔自治区", "zh")
    facts = [name("新疆", "zh", "page one"), longer, name("新疆", "zh")]

    (entry,) = chosen(facts, frozenset({XINJIANG}), KNOWN, {})

    assert entry.value == "新疆"
    assert [source for source, _ in entry.cited] == [PAGE, ATLAS]
    assert entry.reservation == ""


def test_what_only_a_doubtful_source_has_carries_its_reservation() -> None:
    facts = [name("新疆", "zh", "page one; page two")]

    (entry,) = chosen(facts, frozenset({XINJIANG}), KNOWN, {})

    assert entry.reservation == "Read on a page."


def test_a_single_name_may_be_in_doubt(tmp_path: Path) -> None:
    table = tmp_path / "doubts.tsv"
    table.write_text("item\tlanguage\tvalue\treservation\nQ34800\tzh\t新疆\tA slip.\n")

    (entry,) = chosen([name("新疆", "zh")], frozenset({XINJIANG}), KNOWN, doubts(table))

    assert entry.reservation == "A slip."


def test_only_linked_items_and_their_kinds_are_taken() -> None:
    other = f"{WD}Q1"
    facts = [
        Fact(other, LABEL, "universe", "en", "an atlas"),
        Fact(other, TYPE, f"{WD}Q2", "", "an atlas"),
        Fact(f"{WD}Q2", LABEL, "Earth", "en", "an atlas"),
        Fact(REGION, LABEL, "autonomous region", "en", "an atlas"),
        Fact(XINJIANG, TYPE, REGION, "", "an atlas"),
    ]

    assert taken(*facts) == [
        (XINJIANG, REGION, ""), (REGION, "autonomous region", "en")
    ]  # fmt: skip


def test_a_semicolon_inside_a_citation_stays_there() -> None:
    cited = KNOWN.cited("an atlas, sheet 4; and its index; page 1 and an atlas")

    assert cited == [
        (ATLAS, "an atlas, sheet 4; and its index"),
        (PAGE, "page 1"),
        (ATLAS, "an atlas"),
    ]


def test_a_source_that_nobody_described_is_refused() -> None:
    with pytest.raises(CitationError, match="no source is cited as 'hearsay'"):
        taken(name("新疆", "zh", "hearsay"))


def test_the_blocks_of_an_item_are_as_expected() -> None:
    facts = [
        name("Xinjiang", "en"), Fact(XINJIANG, POINT, "42 85.4633464", "", "page 3")
    ]  # fmt: skip
    entries = chosen(facts, frozenset({XINJIANG}), KNOWN, {})

    assert "".join(blocks(entries)) == (
        'wd:Q34800 rdfs:label "Xinjiang"@en ;\n'
        '    wdt:P625 "Point(85.4633464 42)"^^geo:wktLiteral ;\n'
        "    wgs:lat 42.0 ;\n"
        "    wgs:long 85.4633464 ;\n"
        "    geo:hasGeometry snapshot:q34800-geometry .\n"
        "snapshot:q34800-geometry a geo:Geometry ;\n"
        '    geo:asWKT "Point(85.4633464 42)"^^geo:wktLiteral .\n'
        "snapshot:q34800-label-en a bk:SnapshotStatement ;\n"
        "    rdf:subject wd:Q34800 ;\n"
        "    rdf:predicate rdfs:label ;\n"
        '    rdf:object "Xinjiang"@en ;\n'
        "    dcterms:source source:atlas ;\n"
        '    dcterms:bibliographicCitation "an atlas" .\n'
        "snapshot:q34800-point a bk:SnapshotStatement ;\n"
        "    rdf:subject wd:Q34800 ;\n"
        "    rdf:predicate wdt:P625 ;\n"
        '    rdf:object "Point(85.4633464 42)"^^geo:wktLiteral ;\n'
        "    dcterms:source source:page ;\n"
        '    dcterms:bibliographicCitation "page 3" ;\n'
        '    bk:reservation "Read on a page."@en .\n'
    )


def test_the_command_says_what_is_wrong_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "items.ttl"

    status = snapshot.main([str(tmp_path), "--out", str(out)])

    assert status == 1
    assert "identifiers.tsv" in capsys.readouterr().err
    assert not out.exists()
