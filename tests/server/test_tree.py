"""The tree of a query: its patterns are those that rdflib's parser finds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store
from rdflib.paths import Path as RdfPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from server.query.tree.nodes import Nested, Pattern, Query, Term
from server.query.tree.reading import read
from server.query.tree.walking import patterns
from server.refusals import QuerySyntaxError

ROOT = Path(__file__).parents[2]
SUITE = ROOT.parent / "shared" / "suites" / "sparql11-query"
OURS = sorted(
    path
    for folder in ("graph/questions", "graph/examples", "graph/checks", "shapes/rules")
    for path in (ROOT / folder).glob("*.rq")
)
BASE = "http://example.org/base/"
PREFIX = "PREFIX : <http://e/>\n"

MISREAD = {
    "exists04": "rdflib loses a FILTER inside EXISTS",
    "exists05": "rdflib loses a FILTER inside EXISTS",
    "syn-pname-05": "rdflib keeps the escapes of a local name",
    "syn-pname-06": "rdflib keeps the escapes of a local name",
    "syn-pname-07": "rdflib keeps the escapes of a local name",
}
"""Queries of the suite that rdflib reads wrongly, each with the reason."""

LENIENT = {
    "syn-bad-01": "SELECT * beside GROUP BY; scopes are not checked",
    "syn-bad-02": "a column that is no key of GROUP BY; scopes are not checked",
    "syn-bad-03": "a column that is named twice; scopes are not checked",
    "syn-bad-06": "an aggregate with two arguments; expressions are kept as text",
    "syn-bad-pname-01": "the lexer ends a name before a lone percent sign",
    "syn-bad-pname-02": "the lexer ends a name before a lone percent sign",
    "syn-bad-pname-03": "the lexer ends a name before a lone percent sign",
    "syn-bad-pname-04": "the lexer ends a name before a lone percent sign",
}
"""Texts that are no queries and have a tree all the same; the engine refuses them."""

Triple = tuple[str, str, str]


def ours(query: Query) -> Counter[Triple]:
    found = [] if query.where is None else list(patterns(query.where))
    return Counter(triple(each) for each in found)


def triple(pattern: Pattern) -> Triple:
    subject, predicate, obj = (plain(each) for each in pattern.terms)
    return subject, predicate, obj


def plain(term: Term) -> str:
    if term.kind in {"blank", "path"}:
        return term.kind
    if term.kind == "variable":
        return f"?{term.value}"
    if term.kind == "iri":
        return f"<{term.value}>"
    return f"'{term.value}'{term.datatype}@{term.language.lower()}"


def theirs(part: object) -> Iterator[Triple]:
    if isinstance(part, CompValue):
        if part.name in {"BGP", "TriplesBlock"}:
            for written in part.triples:  # one triple, or several in a row
                for place in range(0, len(written), 3):
                    yield plain_triple(written[place : place + 3])
        else:
            for key, value in part.items():
                if key not in {"template", "_vars", "PV"}:
                    yield from theirs(value)
    elif isinstance(part, list | tuple | set):
        for each in part:
            yield from theirs(each)


def plain_triple(found: Sequence[object]) -> Triple:
    subject, predicate, obj = (foreign(each) for each in found)
    return subject, predicate, obj


def foreign(term: object) -> str:
    match term:
        case RdfPath():
            return "path"
        case rdflib.Variable():
            return f"?{term}"
        case rdflib.URIRef():
            return f"<{term}>"
        case rdflib.Literal():
            return f"'{term}'{term.datatype or ''}@{term.language or ''}"
    return "blank"


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_query_of_ours_has_the_patterns_that_rdflib_finds(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    found = ours(read(text, BASE))

    assert found == Counter(theirs(prepareQuery(text, base=BASE).algebra))
    assert found or path.stem == "unknown-graph"  # which asks for graphs alone


def test_a_query_of_the_suite_has_the_patterns_that_rdflib_finds() -> None:
    files = sorted(SUITE.rglob("*.rq"))
    if not files:
        pytest.skip("the W3C's suite is not beside this checkout (../shared)")
    compared = 0

    for path in files:
        text = path.read_text(encoding="utf-8")
        try:
            expected = Counter(theirs(prepareQuery(text, base=BASE).algebra))
        except Exception:  # noqa: BLE001 - rdflib raises whatever it meets
            expected = None
        if path.stem in MISREAD:
            assert ours(read(text, BASE)) != expected, path
        elif expected is not None and not refused(text):
            assert ours(read(text, BASE)) == expected, path
            compared += 1

    assert compared == 280


def test_a_text_of_the_suite_that_is_no_query_has_no_tree() -> None:
    files = sorted(SUITE.rglob("syn-bad-*.rq"))
    if not files:
        pytest.skip("the W3C's suite is not beside this checkout (../shared)")

    read_all_the_same = {path.stem for path in files if has_tree(path.read_text())}

    assert read_all_the_same == set(LENIENT)


def refused(text: str) -> bool:
    """Whether the engine says that a text is no query."""
    try:
        Store().query(text, base_iri=BASE)
    except SyntaxError:
        return True
    except (RuntimeError, ValueError):  # an unknown function is no mistake of syntax
        return False
    return False


def has_tree(text: str) -> bool:
    try:
        read(text, BASE)
    except QuerySyntaxError:
        return False
    return True


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("?s a :C", [("?s", "a", ":C")], id="one"),
        pytest.param(
            "?s :p 1, -2.5; :q 'x'@en ;; .",
            [("?s", ":p", "1"), ("?s", ":p", "-2.5"), ("?s", ":q", "'x'@en")],
            id="lists",
        ),
        pytest.param(
            "[ :p ?o ; :q [] ]",
            [("[", ":p", "?o"), ("[", ":q", "[]")],
            id="brackets alone",
        ),
        pytest.param(
            "?s :p [ :q ?o ] .",
            [("?s", ":p", "[ :q ?o ]"), ("[", ":q", "?o")],
            id="brackets as an object",
        ),
        pytest.param(
            "?s :p (1 ?x)",
            [
                ("?s", ":p", "(1 ?x)"),
                ("1", "1", "1"),
                ("1", "1", "?x"),
                ("?x", "?x", "?x"),
                ("?x", "?x", ")"),
            ],
            id="a collection: cells have the spans of their items",
        ),
        pytest.param(
            "?s ^:p/(:q|!a)*/:r+ ?o", [("?s", "^:p/(:q|!a)*/:r+", "?o")], id="path"
        ),
        pytest.param("?s !() ?o", [("?s", "!()", "?o")], id="an empty path"),
        pytest.param("?s (:p) ?o", [("?s", ":p", "?o")], id="a step in brackets"),
    ],
)
def test_each_pattern_knows_where_its_terms_stand(
    written: str, expected: list[Triple]
) -> None:
    text = f"{PREFIX}SELECT * WHERE {{ {written} }}"
    where = read(text).where

    assert where is not None
    found = [tuple(term.of(text) for term in p.terms) for p in patterns(where)]
    assert found == expected


def test_every_part_of_a_query_is_read() -> None:
    text = """PREFIX : <http://e/>
    SELECT DISTINCT ?s (COUNT(*) AS ?n) FROM <http://e/g> WHERE {
      ?s :p ?o . FILTER(?o > 1 && NOT EXISTS { ?s :no ?x })
      OPTIONAL { ?s :q ?q } MINUS { ?s :m 1 } GRAPH ?g { ?s :r ?r }
      { ?s :a 1 } UNION { ?s :b 2 } { SELECT ?s { ?s :c 3 } LIMIT 2 }
      BIND(?q + 1 AS ?b) VALUES (?s ?v) { (:x UNDEF) (:y "z"@de) }
    } GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY DESC(?n) LIMIT 5 OFFSET 1
    VALUES ?s { :x :y }"""

    query = read(text)

    assert query.where is not None
    kinds = [type(each).__name__ for each in query.where.elements]
    assert kinds == [
        *("Block", "Filter", "Nested", "Nested", "Nested"),
        *("Alternatives", "Alternatives", "Bind", "Values"),
    ]
    nested = [e for e in query.where.elements if isinstance(e, Nested)]
    assert [each.kind for each in nested] == ["OPTIONAL", "MINUS", "GRAPH"]
    assert next(each.of(text) for each in nested) == "OPTIONAL { ?s :q ?q }"
    assert [p.predicate.of(text) for p in patterns(query.where)] == [
        *(":p", ":no", ":q", ":m", ":r", ":a", ":b", ":c")
    ]
    assert (query.distinct, query.limit, query.offset) == ("DISTINCT", 5, 1)
    assert query.aggregates
    assert [each.of(text) for each in query.having] == ["(COUNT(*) > 1)"]
    assert [each.of(text) for each in query.order_by] == ["DESC(?n)"]
    assert query.values is not None
    assert query.values.of(text) == "VALUES ?s { :x :y }"


def test_names_are_resolved_and_texts_read() -> None:
    text = r"""BASE <http://e/a/> PREFIX p: <../b#>
    ASK { <c> p:d\-e "1\u0041\n"^^p:t , 'x'@EN, TRUE, 1e3 }"""

    where = read(text).where

    assert where is not None
    found = list(patterns(where))
    assert [term.value for term in found[0].terms] == [
        *("http://e/a/c", "http://e/b#d-e", "1A\n")
    ]
    assert [each.object.datatype.rpartition("#")[2] for each in found] == [
        *("t", "", "boolean", "double")
    ]
    assert found[1].object.language == "EN"


@pytest.mark.parametrize(
    "opening",
    ["{", "[ ?p ", "?s ?p ( ", "FILTER EXISTS {", "OPTIONAL {", "{ SELECT * {"],
)
def test_nesting_without_end_is_refused(opening: str) -> None:
    with pytest.raises(QuerySyntaxError, match="64 levels"):
        read("ASK {" + opening * 5000)


@pytest.mark.parametrize("opening", ["?s (", "FILTER(", "?s ^"])
def test_signs_without_end_are_no_levels(opening: str) -> None:
    with pytest.raises(QuerySyntaxError):
        read("ASK {" + opening + opening[-1] * 5000)


WORDS = ["{", "}", "(", ")", "[", "]", ".", ";", ",", "UNION", "SELECT", "FILTER"]
WORDS += ["EXISTS", "NOT", "AS", "?x", "'", "<a>", "x:y", "^", "|", "*", "1", "@en"]
WORDS += ["VALUES", "UNDEF", "LIMIT", "GROUP", "BY", "_:b", "true", "a", "BASE <//[>"]


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_query_with_mistakes_has_a_tree_or_is_refused(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(OURS))
    text = path.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(st.sampled_from(["", *WORDS])) + text[end:]

    try:
        query = read(text, BASE)
    except QuerySyntaxError:
        return

    assert query.end <= len(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_words_in_any_order_have_a_tree_or_are_refused(words: list[str]) -> None:
    try:
        query = read("SELECT * {" + " ".join(words))
    except QuerySyntaxError:
        return

    assert query.form == "SELECT"
