"""ORDER BY: values of all kinds have an order, and texts without one stay."""

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from ontology.prefixes import PREFIXES
from server.engine.interface import DatasetSpec
from server.engine.local import Local
from server.query import sorting

XSD = PREFIXES["xsd"]
KEY = (
    f"IF(isNumeric(?x), '0', IF(DATATYPE(?x) IN (<{XSD}string>, "
    f"<{PREFIXES['rdf']}langString>), '1', STR(DATATYPE(?x))))"
)
SUM = KEY.replace("?x", "?x + (?y)")
EITHER = KEY.replace("?x", "COALESCE(?x, 'a')")


@pytest.mark.parametrize(
    ("text", "keyed"),
    [
        pytest.param("{} ORDER BY ?x", f"{{}} ORDER BY ({KEY}) ?x", id="variable"),
        pytest.param("order by ?x", f"order by ({KEY}) ?x", id="lower case"),
        pytest.param("ORDER BY DESC(?x)", f"ORDER BY DESC({KEY}) DESC(?x)", id="down"),
        pytest.param("ORDER BY asc(?x)", f"ORDER BY ASC({KEY}) asc(?x)", id="up"),
        pytest.param(
            "{ { ORDER BY ?x LIMIT 1 } ?x ?y ?z } LIMIT 2",
            f"{{ {{ ORDER BY ({KEY}) ?x LIMIT 1 }} ?x ?y ?z }} LIMIT 2",
            id="in a subquery",
        ),
        pytest.param(
            "ORDER BY STR(?y) ?x VALUES ?y { 1 }",
            f"ORDER BY STR(?y) ({KEY}) ?x VALUES ?y {{ 1 }}",
            id="after an expression",
        ),
        pytest.param(
            "ORDER BY (?x + (?y)) LIMIT 1",
            f"ORDER BY ({SUM}) (?x + (?y)) LIMIT 1",
            id="sum",
        ),
        pytest.param(
            "ORDER BY COALESCE(?x, 'a') DESC(COALESCE(?x, 'a'))",
            f"ORDER BY ({EITHER}) COALESCE(?x, 'a') "
            f"DESC({EITHER}) DESC(COALESCE(?x, 'a'))",
            id="either",
        ),
        pytest.param(
            "ORDER BY EXISTS { ?x ?y ?z } ?x",
            f"ORDER BY EXISTS {{ ?x ?y ?z }} ({KEY}) ?x",
            id="after a pattern",
        ),
    ],
)
def test_a_variable_is_sorted_by_kind_first(text: str, keyed: str) -> None:
    assert sorting.grouped(text) == keyed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT * { ?x ?y ?z } LIMIT 2", id="no sorting"),
        pytest.param("'ORDER BY ?x' # ORDER BY ?x", id="string and comment"),
        pytest.param("ORDER BY STR(?x) DESC(STRLEN(?x)) (Str(?x))", id="one kind"),
        pytest.param("ORDER BY DESC(COUNT(DISTINCT ?x))", id="numbers"),
        pytest.param("ORDER BY IF(EXISTS { ?x ?y ?z }, 1, 'a')", id="a pattern"),
        pytest.param("ORDER BY () DESC( (", id="no expression"),
        pytest.param("ORDER ?x BY", id="no sorting either"),
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert sorting.grouped(text) == text


def test_kinds_stand_in_the_stated_order() -> None:
    date = NamedNode(f"{XSD}date")
    values: list[NamedNode | Literal] = [
        NamedNode("http://e/iri"),
        Literal("5x"),
        Literal("10", datatype=NamedNode(f"{XSD}decimal")),
        Literal(9),
        Literal("2001-01-01", datatype=date),
        Literal("aa", language="en"),
    ]
    node = NamedNode("http://e/p")
    store = Store()
    store.extend(Quad(node, node, value, DefaultGraph()) for value in values)

    up = store.query(sorting.grouped("SELECT ?o { ?s ?p ?o } ORDER BY ?o"))
    down = store.query(sorting.grouped("SELECT ?o { ?s ?p ?o } ORDER BY DESC(?o)"))

    assert isinstance(up, QuerySolutions)
    assert isinstance(down, QuerySolutions)
    written = [row["o"].value for row in up]
    assert written == ["http://e/iri", "9", "10", "5x", "aa", "2001-01-01"]
    assert [row["o"].value for row in down] == written[::-1]


@pytest.mark.parametrize("key", ["?x", "COALESCE(?x, 1)", "DESC(IF(true, ?x, 1))"])
def test_mixed_values_do_not_end_the_engine(toy_engine: Local, key: str) -> None:
    """Without the keys these very queries end their worker, every time."""
    rows = " ".join(f"{n * 7 % 1000} '{n * 37 % 1000}'@en" for n in range(400))
    query = f"SELECT ?x {{ VALUES ?x {{ {rows} }} }} ORDER BY {key}"

    answer = toy_engine.run(query, DatasetSpec(), "text/csv")

    assert len(answer.body.splitlines()) == 801


def test_mixed_samples_of_groups_do_not_end_the_engine(toy_engine: Local) -> None:
    rows = " ".join(f"{n * 7 % 1000} '{n * 37 % 1000}'@en" for n in range(400))
    query = (
        f"SELECT (SAMPLE(?x) AS ?y) {{ VALUES ?x {{ {rows} }} }} "
        "GROUP BY ?x ORDER BY DESC(SAMPLE(?x))"
    )

    answer = toy_engine.run(query, DatasetSpec(), "text/csv")

    assert len(answer.body.splitlines()) == 801
