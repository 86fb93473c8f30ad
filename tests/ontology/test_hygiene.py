"""The rules of tests/hygiene: one query a rule, its rows are the offenders."""

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "ontology").glob("*.ttl"))
QUERIES = sorted((ROOT / "tests" / "hygiene").glob("*.rq"))
EXAMPLES = ROOT / "tests" / "hygiene" / "examples"


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


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_the_ontology_offends_against_no_rule(query: Path, published: Store) -> None:
    assert offenders(query, published) == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_a_bad_ontology_offends_against_its_own_rule_only(query: Path) -> None:
    store = loaded(EXAMPLES / f"{query.stem}.ttl")

    offended = {other.stem for other in QUERIES if offenders(other, store)}

    assert offended == {query.stem}


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_a_query_opens_with_its_rule(query: Path) -> None:
    rule, rows, *_ = query.read_text(encoding="utf-8").splitlines()

    assert rule.startswith("# ")
    assert rule.endswith(".")
    assert rows.startswith("# Rows: ")
