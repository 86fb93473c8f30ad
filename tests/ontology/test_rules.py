"""The rules over the ontology: one query a rule, its rows are the offenders.

``tests/hygiene`` is the style of the house, ``profile`` is OWL 2 RL and OWL 2 DL, and
``pitfalls`` is the catalogue of OOPS! in what a query can tell of it. Beside the rules
of a folder stand its examples, each a small ontology that breaks one of them.

Source: OWL 2 Profiles, section 4.2; OWL 2 Structural Specification, sections 2.4, 5.8
and 11; the pitfall catalogue of OOPS!, https://oops.linkeddata.es/catalogue.jsp.
"""

import csv
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
MODULES = sorted((ROOT / "ontology").glob("*.ttl"))
OWN = [path for path in MODULES if path.stem != "alignments"]
FOLDERS = (ROOT / "tests" / "hygiene", HERE / "profile", HERE / "pitfalls")
QUERIES = [query for folder in FOLDERS for query in sorted(folder.glob("*.rq"))]


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def loaded(*paths: Path) -> Store:
    store = Store()
    for path in paths:
        store.load(path=path)
    return store


def offenders(query: Path, store: Store) -> list[str]:
    rows = store.query(query.read_text(encoding="utf-8"))
    assert isinstance(rows, QuerySolutions)
    return [" ".join(str(term) for term in row) for row in rows]


@pytest.fixture(scope="module")
def published() -> Store:
    return loaded(*MODULES)


@pytest.fixture(scope="module")
def unaligned() -> Store:
    return loaded(*OWN)


@pytest.mark.parametrize("query", QUERIES, ids=name)
def test_the_ontology_offends_against_no_rule(query: Path, published: Store) -> None:
    assert offenders(query, published) == []


@pytest.mark.parametrize("query", QUERIES, ids=name)
def test_it_offends_against_none_without_the_alignments(
    query: Path, unaligned: Store
) -> None:
    assert offenders(query, unaligned) == []


@pytest.mark.parametrize("query", QUERIES, ids=name)
def test_a_bad_ontology_offends_against_its_own_rule_only(query: Path) -> None:
    store = loaded(query.parent / "examples" / f"{query.stem}.ttl")

    offended = {q.stem for q in query.parent.glob("*.rq") if offenders(q, store)}

    assert offended == {query.stem}


@pytest.mark.parametrize("query", QUERIES, ids=name)
def test_a_query_opens_with_its_rule(query: Path) -> None:
    rule, rows, *_ = query.read_text(encoding="utf-8").splitlines()

    assert rule.startswith("# ")
    assert rule.endswith(".")
    assert rows.startswith("# Rows: ")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_each_example_is_of_a_rule(folder: Path) -> None:
    examples = {path.stem for path in (folder / "examples").glob("*.ttl")}

    assert examples == {path.stem for path in folder.glob("*.rq")}


def test_each_grave_pitfall_of_the_catalogue_is_checked_or_says_why_not() -> None:
    with (HERE / "pitfalls" / "catalogue.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    queried = {row["pitfall"] for row in rows if row["told by"] == "a query"}
    found = {path.stem.partition("-")[0] for path in (HERE / "pitfalls").glob("*.rq")}

    assert {row["level"] for row in rows} == {"critical", "important"}
    assert len(rows) == len({row["pitfall"] for row in rows}) == 29
    assert [row["pitfall"] for row in rows if not row["how"]] == []
    assert queried == found
