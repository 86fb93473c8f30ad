"""Spelling and lasting: which texts are one query, and which answers stay the same."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from server.query.lexer import tokens
from server.query.sameness import canonical
from server.query.volatile import volatile
from server.refusals import QuerySyntaxError

PIECES = st.sampled_from(
    [
        *"{}()[].,;*/|^!=<>?$:@#'\"\\-+ \n\t1a",
        "SELECT",
        "?x",
        "<a#b>",
        "<'x>",
        "'a b'",
        "<http://e/#a>",
        "# c\n",
        "#c",
        "1.0",
        "e:a",
        "@en",
        '"""',
        "^^",
        "<<",
        "_:b",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
OPERANDS = st.sampled_from(
    ["?x", "?y", "1", "2.0", "1.", "true", "'a'", '"b"@en', "(?x)", "!?x", "-?y", "- 1"]
)
OPERATORS = st.sampled_from(
    ["<", "<?y#c>", "<?y#c>\n", "<'x>", ">", "=", "#", "\n", "&&", "||", "+", "-", " "]
)
EXPRESSIONS = st.lists(
    st.tuples(OPERANDS, OPERATORS).map("".join), min_size=1, max_size=4
).map("".join)
GAPS = st.sampled_from([" ", "\n", "\t \r\n", " # a 'comment\n", "#\n  "])


def spelt(text: str) -> bytes | None:
    try:
        return canonical(text, list(tokens(text)))
    except QuerySyntaxError:
        return None


def read(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


@given(TEXTS, TEXTS)
def test_texts_of_one_spelling_have_the_same_tokens(one: str, other: str) -> None:
    if spelt(one) is not None and spelt(one) == spelt(other):
        assert read(one) == read(other)


def regapped(text: str, draw: Callable[[], str]) -> str:
    """Put other gaps where there are some, and next to a bracket where none is."""
    found = list(tokens(text))
    parts, end = [], 0
    for before, token in zip([None, *found], found, strict=False):
        gap = text[end : token.start]
        empty = before and before.text + token.text in {"()", "[]"}
        beside = {token.text, before.text if before else "{"} & {*"{}();,"}
        parts += [draw() if (gap or beside) and not empty else gap, token.text]
        end = token.end
    return "".join(parts)


def outcome(text: str) -> bytes | None:
    """What the engine itself makes of a query; nothing where it refuses it."""
    try:
        results = Store().query(text)
    except SyntaxError:
        return None
    assert isinstance(results, QuerySolutions)
    return results.serialize(format=QueryResultsFormat.TSV)


@given(TEXTS, st.data())
def test_another_gap_makes_no_other_spelling_and_no_other_tokens(
    text: str, data: st.DataObject
) -> None:
    """A gap may be another; next to a bracket there may be one where none was."""
    known = spelt(text)
    if known is None or known.startswith(b"text "):
        return
    other = regapped(text, lambda: data.draw(GAPS))

    assert read(other) == read(text)
    assert spelt(other) == known


@settings(max_examples=400, deadline=None)  # an engine is asked twice
@given(EXPRESSIONS, st.data())
def test_texts_of_one_spelling_are_one_query_to_the_engine(
    expression: str, data: st.DataObject
) -> None:
    text = f"SELECT ?x {{ BIND(1 AS ?x) BIND(2 AS ?y) FILTER({expression} ?x\n) }}"
    if spelt(text) is None:
        return
    other = regapped(text, lambda: data.draw(GAPS))

    if spelt(other) == spelt(text):
        assert outcome(other) == outcome(text)


@given(st.lists(st.text(max_size=5), max_size=5), st.lists(st.text(max_size=5)))
def test_tokens_do_not_run_into_one_another(one: list[str], other: list[str]) -> None:
    first = " ".join(f'"{part}"' for part in one if not set(part) & {*'"\\\r\n'})
    second = " ".join(f'"{part}"' for part in other if not set(part) & {*'"\\\r\n'})

    assert (spelt(first) == spelt(second)) == (read(first) == read(second))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ASK{?s ?p ( )}", "ASK{?s ?p (#c\n)}", id="comment in brackets"),
        pytest.param("FILTER(?x<?y#c>\n&&?z)", "FILTER(?x<?y#c>&&?z\n)", id="hash"),
        pytest.param("1 <'x> a 'b'", "1 <'x>  a 'b'", id="apostrophe"),
        pytest.param("?s ?p -1", "?s ?p - 1", id="sign"),
        pytest.param("?s ?p 1.", "?s ?p 1 .", id="dot"),
    ],
)
def test_what_the_engine_may_read_otherwise_is_spelt_otherwise(
    one: str, other: str
) -> None:
    assert spelt(one) != spelt(other)


def test_a_fragment_of_an_absolute_iri_is_no_comment() -> None:
    text = "PREFIX x: <http://www.w3.org/2001/XMLSchema#> ASK { }"

    assert spelt(text) == spelt(text.replace(" ", "\n"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (NOW() AS ?x) {}",
        "SELECT (sTrUuId() AS ?x) {}",
        "SELECT (uuid #c\n () AS ?x) {}",
        "SELECT (BNODE(?a) AS ?x) {}",
        pytest.param("SELECT * {} ORDER BYRAND()", id="no space after a keyword"),
        pytest.param("ASK { FILTER(?x<RAND()&&2>1) }", id="no IRI to the engine"),
        pytest.param(r"SELECT (R\u0041ND() AS ?x) {}", id="escaped"),
        pytest.param(r'SELECT ("\u0022" AS ?x) {}', id="an escape in a string"),
    ],
)
def test_a_call_that_changes_is_found(text: str) -> None:
    assert volatile(text, list(tokens(text)))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'NOW()' }",
        "ASK { ?s ?p ?now . ?now ?p ?rand }",
        "ASK { ?s foaf:knows ?o } # RAND()",
        "ASK { ?s <http://e/now> ?o }",
        "SELECT (COUNT(*) AS ?now) { ?s a bk:Brand }",
        "CONSTRUCT { _:rand ?p [] } { ?s ?p ?o }",
        "",
    ],
)
def test_words_that_only_look_like_one_are_none(text: str) -> None:
    assert not volatile(text, list(tokens(text)))
