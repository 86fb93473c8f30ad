"""Names with dots: escaped where the engine would stop too early, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Variable, parse

from server.query import dots
from server.query.lexer import tokens

E = "PREFIX e: <http://e/> "


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        pytest.param("e:a.b.c", r"e:a\.b\.c", id="three parts"),
        pytest.param(":a.b.c", r":a\.b\.c", id="empty prefix"),
        pytest.param("e:a.b.c.d.e", r"e:a\.b\.c\.d\.e", id="five parts"),
        pytest.param("e:a..b.c", r"e:a\.\.b\.c", id="two dots in a row"),
        pytest.param("{?s ?p e:a.b.c.}", r"{?s ?p e:a\.b\.c.}", id="end of statement"),
        pytest.param("e:a.b.c. e:d", r"e:a\.b\.c. e:d", id="before a statement"),
        pytest.param("e:a.%2E.c", r"e:a\.%2E\.c", id="percent escape"),
        pytest.param(r"e:a\-b.c.d", r"e:a\-b\.c\.d", id="escaped hyphen"),
        pytest.param(r"e:a\.b.c.d", r"e:a\.b\.c\.d", id="partly escaped"),
        pytest.param("x.y.z:a.b.c", r"x.y.z:a\.b\.c", id="dots in the prefix too"),
        pytest.param("e:é.中.x", r"e:é\.中\.x", id="other letters"),
        pytest.param("e:a.b:c.d", r"e:a\.b:c\.d", id="colon in the local name"),
        pytest.param("e:1.5.2", r"e:1\.5\.2", id="digits in a name"),
        pytest.param("^e:a.b.c/e:d.e.f+", r"^e:a\.b\.c/e:d\.e\.f+", id="path"),
        pytest.param("e:a.b.c*", r"e:a\.b\.c*", id="closure"),
        pytest.param(
            "VALUES ?x { e:a.b.c 1.5 }", r"VALUES ?x { e:a\.b\.c 1.5 }", id="values"
        ),
        pytest.param("'x'^^e:a.b.c", r"'x'^^e:a\.b\.c", id="datatype"),
    ],
)
def test_several_runs_of_dots_are_escaped(text: str, escaped: str) -> None:
    assert dots.escaped(text) == escaped


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("e:a.b ?p ?o", id="one run, which the engine reads"),
        pytest.param(r"e:a\.b.c", id="an escaped dot is no run"),
        pytest.param("?s ?p e:a.", id="a dot that ends a statement"),
        pytest.param("?s ?p e:a. e:b ?p e:c. e:d ?p e:f.", id="statements"),
        pytest.param("'e:a.b.c'", id="string"),
        pytest.param('"""e:a.b.c"""', id="long string"),
        pytest.param("<http://e/e:a.b.c>", id="iri"),
        pytest.param("# e:a.b.c", id="comment"),
        pytest.param("1.5 2.5e3 .5 1.", id="numbers"),
        pytest.param("_:a.b.c ?p ?o", id="blank node"),
        pytest.param("PREFIX a.b.c: <http://e/>", id="declared prefix"),
        pytest.param("a.b.c:d ?p ?o", id="prefix"),
        pytest.param("?s ?p e:.e:a", id="nothing but a prefix before the dot"),
    ],
)
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert dots.escaped(text) == text


@given(st.text(alphabet=".:ab\\'\"<># \n1?_{}", max_size=40))
def test_only_backslashes_are_added(text: str) -> None:
    try:
        escaped = dots.escaped(text)
    except Exception:  # noqa: BLE001 - no text of tokens; the guard says so
        return

    assert escaped.replace("\\", "") == text.replace("\\", "")
    assert dots.escaped(escaped) == escaped


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT ?x { e:s6.p18.s2 ?p ?x }", id="subject"),
        pytest.param("SELECT ?x { ?s e:is.stated.in ?x. }", id="predicate"),
        pytest.param("SELECT ?x { ?s e:is.stated.in/e:none* ?x }", id="path"),
        pytest.param(
            "SELECT ?x { VALUES ?s { e:s6.p18.s2 } ?s ?p ?x }", id="inline data"
        ),
        pytest.param(
            "SELECT ?x { BIND(e:s6.p18.s2 AS ?s) ?s ?p ?x FILTER(?s = e:s6.p18.s2)}",
            id="expressions",
        ),
    ],
)
def test_the_engine_finds_what_the_name_means(query: str) -> None:
    store = Store()
    subject, predicate = "http://e/s6.p18.s2", "http://e/is.stated.in"
    store.add(Quad(NamedNode(subject), NamedNode(predicate), Literal("it")))

    results = store.query(dots.escaped(E + query))

    assert [row[Variable("x")] for row in results] == [Literal("it")]  # type: ignore[union-attr]


def test_the_engine_still_needs_the_escapes() -> None:
    with pytest.raises(SyntaxError):
        Store().query(E + "ASK { e:a.b.c ?p ?o }")


def test_turtle_needs_none() -> None:
    text = "@prefix e: <http://e/> . e:a.b.c e:p e:d.e.f."

    (quad,) = parse(text, format=RdfFormat.TURTLE)

    assert quad.subject == NamedNode("http://e/a.b.c")
    assert quad.object == NamedNode("http://e/d.e.f")


def test_an_escaped_token_is_still_one_token() -> None:
    assert [token.text for token in tokens(r"e:a\.b\.c.")] == [r"e:a\.b\.c", "."]
