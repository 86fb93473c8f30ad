"""Each construct of SPARQL adds the triples that it matched, and no others."""

import pytest

from server.engine.interface import DatasetSpec
from server.evidence.cells import Cell
from server.evidence.findings import Doubt, Evidence, Traced
from server.evidence.solving import BEHIND, WITNESSES
from server.evidence.tracing import ROWS, Wanted
from server.evidence.writing import ABSENT, PERHAPS
from server.refusals import NoSuchRowError
from tests.server.evidence.engines import Direct, evidence

HERE = "https://example.org/"
CLAIM = "https://w3id.org/borderkg/claim/"
PREFIXES = f"PREFIX : <{HERE}> PREFIX c: <{CLAIM}> "


def traced(
    engine: Direct, query: str, dataset: DatasetSpec | None = None
) -> list[Traced]:
    found = evidence(engine, PREFIXES + query, dataset=dataset)
    assert not found.unexamined
    return found.rows


def short(value: str) -> str:
    return value.removeprefix(HERE).removeprefix(CLAIM)


def facts(row: Traced) -> list[set[str]]:
    return [
        {" ".join(short(cell.value) for cell in fact.triple) for fact in witness.facts}
        for witness in row.witnesses
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { :a :next ?x }", ["a next b"]),
        ("SELECT ?x { :a :next ?y . ?y :next ?x }", ["a next b", "b next c"]),
        ("SELECT ?x { :a :next [ :next ?x ] }", ["a next b", "b next c"]),
        ("SELECT ?x { :a :next _:n . _:n :next ?x }", ["a next b", "b next c"]),
        ("SELECT ?x { :a :next ?x FILTER(?x != :c) }", ["a next b"]),
        ("SELECT ?x { :a :next ?x OPTIONAL { ?x :size 4 } }", ["a next b", "b size 4"]),
        ("SELECT ?x { :a :next ?x OPTIONAL { ?x :size 5 } }", ["a next b"]),
        (
            "SELECT ?x ?z { :a :next ?x OPTIONAL { ?x :size ?z FILTER(?z > 4) } }",
            ["a next b"],
        ),
        ("SELECT ?x { { :a :next ?x } UNION { :a :far ?x } }", ["a next b"]),
        ("SELECT ?x { { :a :far ?x } UNION { :b :next ?x } }", ["b next c"]),
        ("SELECT ?x { GRAPH c:two { ?y :next ?x } }", ["b next c"]),
        ("SELECT ?x ?g { GRAPH ?g { :a :next ?x } }", ["a next b"]),
        ("SELECT ?x { VALUES ?x { :b } :a :next ?x }", ["a next b"]),
        ("SELECT ?x { :a :next ?x } VALUES ?x { :b }", ["a next b"]),
        ("SELECT ?x { BIND(:a AS ?y) ?y :next ?x }", ["a next b"]),
        ("SELECT (STR(?y) AS ?x) { :a :next ?y }", ["a next b"]),
        ("SELECT ?x { { SELECT ?x { :a :next ?x } } ?x :size ?z }", ["b size 4"]),
        ("SELECT ?x { { { :a :next ?x } } }", ["a next b"]),
        ("SELECT ?x { :a :next/:next ?x }", ["a next b", "b next c"]),
        ("SELECT ?x { :b ^:next ?x }", ["a next b"]),
        ("SELECT ?x { :b ^(:far|:next) ?x }", ["a next b"]),
        ("SELECT ?x { :a :near|:far ?x }", ["a near c"]),
        ("SELECT ?x { :a !(:next|:size|:within) ?x }", ["a near c"]),
        ("SELECT ?x { :c !(^:next) ?x }", ["a near c"]),
        ("SELECT ?z { :b :next? ?y . ?y :size ?z }", ["b size 4"]),
        ("SELECT ?z { :b (^:next)+ ?y . ?y :near ?z }", ["a next b", "a near c"]),
        ("SELECT ?y { ?y :near ?c . ?y :next+ ?c }",
         ["a near c", "a next b", "b next c"]),
        ("SELECT ?n { ?y :near/(:next/:next)+/:name? ?n . ?n :near :c }",
         ["a near c", "c next d", "d next a"]),
        ("SELECT ?x { :a :next ?x FILTER EXISTS { ?x :size 4 } }",
         ["a next b", "b size 4"]),
        ("SELECT ?x { :a :next ?x FILTER(?x = :z || EXISTS { ?x :next ?y }) }",
         ["a next b", "b next c"]),
        ("ASK { :a :next ?x }", ["a next b"]),
        ("CONSTRUCT { ?x :before :a } { :a :next ?x }", ["a next b"]),
        ("CONSTRUCT WHERE { :a :next ?x }", ["a next b"]),
        ("DESCRIBE :b", ["b size 4"]),
    ],
)  # fmt: skip
def test_a_row_rests_on_the_triples_it_is_made_of(
    few: Direct, query: str, expected: list[str]
) -> None:
    rows = traced(few, query)

    found = [one for row in rows for one in facts(row)]
    assert set(expected) in found
    assert all(row.traceable == "whole" for row in rows)


@pytest.mark.parametrize(
    ("query", "part", "reason"),
    [
        ("{ :a :next ?x MINUS { ?x :size 9 } }", "MINUS { ?x :size 9 }", ABSENT),
        ("{ :a :next ?x FILTER NOT EXISTS { ?x :far ?y } }", "NOT EXISTS", ABSENT),
        ("{ :a :next ?x FILTER(!(EXISTS { ?x :far ?y })) }", "EXISTS", PERHAPS),
    ],
)
def test_what_shows_an_absence_is_named_and_the_rest_is_traced(
    few: Direct, query: str, part: str, reason: str
) -> None:
    (row,) = traced(few, f"SELECT ?x {query}")

    assert row.traceable == "partly"
    assert facts(row) == [{"a next b"}]
    (untraced,) = row.untraced
    assert untraced.part.startswith(part)
    assert untraced.reason == reason
    assert untraced.line == 1
    assert untraced.column == (PREFIXES + "SELECT ?x " + query).index(part) + 1


def test_what_a_branch_lacks_that_did_not_match_is_not_named(few: Direct) -> None:
    query = "SELECT ?x { { :a :next ?x } UNION { :z :far ?x MINUS { ?x :size 9 } } }"

    (row,) = traced(few, query)

    assert not row.untraced


def test_a_distinct_row_has_a_witness_for_each_way_it_comes_about(
    few: Direct,
) -> None:
    (three, _) = traced(few, "SELECT DISTINCT ?z { ?x :size ?z } ORDER BY ?z")

    assert facts(three) == [{"a size 3"}, {"e size 3"}]
    assert three.standing == "solution"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?z (COUNT(?x) AS ?n) { ?x :size ?z } GROUP BY ?z ORDER BY ?z",
        "SELECT ?y (COUNT(?x) AS ?n) { ?x :size ?z } GROUP BY (STR(?z) AS ?y)",
        "SELECT ?z { ?x :size ?z } GROUP BY ?z HAVING(COUNT(?x) > 0) ORDER BY ?z",
    ],
)
def test_a_group_rests_on_all_rows_behind_it(few: Direct, query: str) -> None:
    four, three = sorted(traced(few, query), key=lambda row: len(row.witnesses))

    assert three.standing == four.standing == "group"
    assert facts(three) == [{"a size 3"}, {"e size 3"}]
    assert facts(four) == [{"b size 4"}]


def test_a_key_that_is_no_column_is_named(few: Direct) -> None:
    query = "SELECT (COUNT(?x) AS ?n) { ?x :size ?z } GROUP BY ?z ORDER BY ?n"

    four, three = traced(few, query)

    assert four.traceable == three.traceable == "partly"
    assert four.untraced[0].part == "?z"


def test_a_count_of_nothing_rests_on_nothing(few: Direct) -> None:
    (row,) = traced(few, "SELECT (COUNT(?x) AS ?n) { ?x :far ?z }")

    assert row.traceable == "not"
    assert not row.witnesses


def test_rows_of_inner_queries_have_evidence_of_their_own(few: Direct) -> None:
    query = """SELECT ?x ?n {
      :a :next ?x { SELECT ?x (COUNT(?y) AS ?n) { ?x :next ?y } GROUP BY ?x } }"""

    (row,) = traced(few, query)

    (witness,) = row.witnesses
    (inner,) = witness.inner
    assert facts(row) == [{"a next b"}]
    assert facts(inner) == [{"b next c"}]
    assert inner.standing == "group"
    assert row.traceable == "whole"


def test_hidden_variables_of_an_inner_query_are_its_own(few: Direct) -> None:
    query = "SELECT ?x ?y { { SELECT ?x { ?x :next ?y . ?y :size 4 } } ?x :near ?y }"

    (row,) = traced(few, query)

    assert facts(row) == [{"a near c"}]
    assert facts(row.witnesses[0].inner[0]) == [{"a next b", "b size 4"}]


def test_variables_of_exists_are_its_own(few: Direct) -> None:
    query = """SELECT ?x ?y {
      { :a :next ?x FILTER EXISTS { ?x :next ?y } } ?y :size 3 } ORDER BY ?y"""

    first, second = traced(few, query)

    assert facts(first) == [{"a next b", "b next c", "a size 3"}]
    assert facts(second) == [{"a next b", "b next c", "e size 3"}]


def test_claims_are_named_with_what_is_known_of_them(few: Direct) -> None:
    found = evidence(few, PREFIXES + "SELECT ?x { ?x :next :b }")

    (support,) = found.support.values()
    assert support.graphs == (f"{CLAIM}one",)
    claim = found.claims[f"{CLAIM}one"]
    assert short(claim.sayers[0]) == "author"
    assert [short(each) for each in claim.segments] == ["s1", "s2"]
    assert claim.paraphrase == "From a to b."
    assert claim.kind.endswith("kind/fact")
    assert claim.modality.endswith("modality/stated")
    verdict = "https://w3id.org/borderkg/verdict/fails"
    assert claim.doubts == (Doubt(f"{HERE}check", verdict),)


ENTAILED = "SELECT ?x { :a :within ?x }"


def test_an_inferred_triple_has_its_proof(few: Direct) -> None:
    found = evidence(few, PREFIXES + ENTAILED)

    (support,) = found.support.values()
    assert support.proof
    assert short(support.proof.iri) == "proof"
    assert support.proof.length == 2
    assert support.proof.others == 1
    assert [short(each) for each in support.proof.graphs] == ["one", "two"]
    assert set(found.claims) == {f"{CLAIM}one", f"{CLAIM}two"}


def holders(found: Evidence) -> set[str]:
    return {graph for held in found.support.values() for graph in held.graphs}


def test_only_graphs_of_the_dataset_hold_anything(few: Direct) -> None:
    query = PREFIXES + "SELECT ?x { ?x :size 3 }"
    chosen = DatasetSpec((f"{CLAIM}one", f"{CLAIM}four"))
    datasets = [DatasetSpec(), DatasetSpec.default(), DatasetSpec.asserted()]

    assert holders(evidence(few, query)) == {
        f"{CLAIM}{number}" for number in ("one", "three", "four")
    }
    found = evidence(few, query, dataset=chosen)
    assert holders(found) == {f"{CLAIM}one", f"{CLAIM}four"}
    rows = [traced(few, ENTAILED, each) for each in datasets]
    assert list(map(len, rows)) == [1, 1, 0]


def test_a_row_is_chosen_by_number_or_by_its_values(few: Direct) -> None:
    query = PREFIXES + "SELECT ?x ?z { ?x :size ?z } ORDER BY DESC(?z) ?x"
    two = {
        "x": Cell("uri", f"{HERE}e"),
        "z": Cell("literal", "3", "", "http://www.w3.org/2001/XMLSchema#integer"),
    }

    found = evidence(few, query, Wanted(index=2))
    same = evidence(few, query, Wanted(binding=two))

    assert found.rows == same.rows
    assert [row.index for row in found.rows] == [2]
    assert found.rows[0].binding == two
    assert found.total == 3


@pytest.mark.parametrize(
    "wanted",
    [Wanted(index=3), Wanted(binding={}), Wanted(binding={"x": Cell("uri", "a:")})],
)
def test_a_row_that_is_none_is_refused(few: Direct, wanted: Wanted) -> None:
    with pytest.raises(NoSuchRowError) as refused:
        evidence(few, PREFIXES + "SELECT ?x { ?x :size ?z }", wanted)

    assert refused.value.extras == {"rows": 3}


def test_a_no_has_no_rows(few: Direct) -> None:
    assert not traced(few, "ASK { :a :far ?x }")


def test_limits_are_kept_and_more_is_said(few: Direct) -> None:
    many = "VALUES ?y { " + " ".join(map(str, range(BEHIND + 1))) + " }"

    (row,) = traced(few, f"SELECT DISTINCT ?x {{ :a :next ?x {many} }}")
    (group,) = traced(few, f"SELECT (COUNT(*) AS ?n) {{ :a :next ?x {many} }}")
    found = evidence(few, f"{PREFIXES} SELECT ?y {{ :a :next ?x {many} }}")

    assert (len(row.witnesses), row.more) == (WITNESSES, True)
    assert (len(group.witnesses), group.more) == (BEHIND, True)
    assert (len(found.rows), found.total) == (ROWS, BEHIND + 1)


def test_names_that_a_query_uses_already_are_left_to_it(few: Direct) -> None:
    query = "SELECT ?e0 { :a :next/:next ?e0 OPTIONAL { ?e0 :next [ :size ?e1 ] } }"

    (row,) = traced(few, query)

    assert facts(row) == [{"a next b", "b next c"}]


def test_a_triple_rests_on_each_template_that_makes_it(few: Direct) -> None:
    query = """CONSTRUCT { :a :is ?x . ?x :is :a . :a :is 1.0 }
      { :a :next ?x . ?x :size ?z }"""

    rows = traced(few, query)

    told = {tuple(short(c.value) for c in row.binding.values()): row for row in rows}
    whole = [{"a next b", "b size 4"}]
    assert facts(told["a", "is", "b"]) == facts(told["b", "is", "a"]) == whole
    assert len(rows) == 3


def test_a_computed_value_decides_which_solutions_are_behind_a_row(
    few: Direct,
) -> None:
    query = "SELECT DISTINCT (?z > 3 AS ?large) { ?x :size ?z } ORDER BY ?large"

    low, high = traced(few, query)

    assert facts(low) == [{"a size 3"}, {"e size 3"}]
    assert facts(high) == [{"b size 4"}]


def test_an_answer_that_changes_each_time_is_traced_by_its_variables(
    few: Direct,
) -> None:
    (row,) = traced(few, "SELECT ?x (RAND() AS ?r) { :a :next ?x }")

    assert facts(row) == [{"a next b"}]
