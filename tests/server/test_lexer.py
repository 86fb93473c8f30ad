"""The lexer: what is a token, and that no input makes it slow."""

from contextlib import suppress
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.query.lexer import at, tokens
from server.refusals import QuerySyntaxError


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param('"SERVICE {"', "string", id="double quotes"),
        pytest.param("'SERVICE {'", "string", id="single quotes"),
        pytest.param('"""a "quoted" \n{"""', "string", id="long double quotes"),
        pytest.param("'''it''s\n{'''", "string", id="long single quotes"),
        pytest.param(r'"\"{"', "string", id="escaped quote"),
        pytest.param("<http://e/service#{>".replace("{", ""), "iri", id="iri"),
        pytest.param(r"<http://e/\u0041>", "iri", id="iri with an escape"),
        pytest.param("?service", "variable", id="variable"),
        pytest.param("$service", "variable", id="dollar variable"),
        pytest.param("e:SERVICE", "name", id="prefixed name"),
        pytest.param(r"e:a\'b", "name", id="escaped apostrophe in a name"),
        pytest.param("e:a%20b.c", "name", id="percent and dot in a name"),
        pytest.param("e:s6.p18.s2", "name", id="several dots in a name"),
        pytest.param("e:a..b", "name", id="two dots in a row in a name"),
        pytest.param("e:ك\u200cب", "name", id="joiner in a name"),
        pytest.param("_:a.b", "blank", id="blank node"),
        pytest.param("@zh-hans", "language", id="language tag"),
        pytest.param("1.5e-3", "number", id="double"),
        pytest.param("1.e5", "number", id="double without a fraction"),
        pytest.param(".5", "number", id="decimal without a whole part"),
        pytest.param("SELECT", "word", id="keyword"),
        pytest.param("<<(", "mark", id="triple term"),
        pytest.param("^^", "mark", id="datatype mark"),
    ],
)
def test_each_terminal_is_one_token(text: str, kind: str) -> None:
    assert kinds(text) == [(kind, text)]


def test_comments_and_space_are_dropped() -> None:
    assert kinds("ASK # SERVICE {\n\t{ }") == [
        ("word", "ASK"),
        ("mark", "{"),
        ("mark", "}"),
    ]


def test_a_hash_in_an_iri_begins_no_comment() -> None:
    assert kinds("<http://e/#a> ?p") == [("iri", "<http://e/#a>"), ("variable", "?p")]


def test_less_than_before_a_space_is_an_operator() -> None:
    assert ("mark", "<") in kinds("FILTER(?a < ?b && ?c > ?d)")


def test_a_dot_after_a_name_ends_the_statement() -> None:
    assert kinds("e:a. ?x") == [("name", "e:a"), ("mark", "."), ("variable", "?x")]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("1. ?x", "1", id="integer"),
        pytest.param("2.5. ?x", "2.5", id="decimal"),
        pytest.param("true.:a ?p ?o", "true", id="word"),
        pytest.param("e:a.. ?x", "e:a", id="name"),
        pytest.param(":.e:a ?p ?o", ":", id="prefix"),
        pytest.param("_:a. ?x", "_:a", id="blank node"),
    ],
)
def test_the_last_dot_is_never_part_of_a_term(text: str, first: str) -> None:
    assert [text for _, text in kinds(text)][:2] == [first, "."]


@pytest.mark.parametrize("text", ['ASK {"a', "ASK {'a\n'}", 'ASK {"""a"'])
def test_a_string_without_an_end_is_refused_where_it_begins(text: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        list(tokens(text))

    extras = caught.value.extras
    assert (extras["line"], extras["column"]) == (1, 6)


def test_positions_count_lines_and_columns_from_one() -> None:
    assert at("ab\ncd\n", 4) == (2, 2)


@given(st.text(max_size=200))
def test_tokens_keep_their_place_in_any_text(text: str) -> None:
    try:
        found = list(tokens(text))
    except QuerySyntaxError:
        return

    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a." * 32_000, id="dotted words"),
        pytest.param("a-" * 32_000, id="hyphens"),
        pytest.param("<a" * 32_000, id="unclosed iris"),
        pytest.param('"""' + '"" ' * 20_000, id="unclosed long string"),
        pytest.param("'" + "\\a" * 32_000, id="escapes without an end"),
        pytest.param("1." * 32_000, id="numbers"),
        pytest.param("1" * 64_000, id="digits"),
        pytest.param("a:" + "." * 64_000, id="dots after a name"),
        pytest.param("a:a" + "..%" * 21_000, id="dots before broken escapes"),
        pytest.param("a:%" * 21_000, id="broken percent escapes"),
        pytest.param("#" * 64_000, id="comment"),
    ],
)
def test_hostile_texts_of_the_longest_length_come_to_an_end(text: str) -> None:
    """What looked back at each character would take hours, not this processor time."""
    started = process_time()
    with suppress(QuerySyntaxError):
        list(tokens(text))

    assert process_time() - started < 60
