"""A query is written out in full, with nothing left for a store to read otherwise."""

import pytest
from pyoxigraph import Store

from server.engine.remote import digest, wording
from server.problems import Problem

B = "https://w3id.org/borderkg/"
SEEN = (
    f"FILTER(?g NOT IN (<{B}graph/default>, <{B}graph/asserted>) "
    f'&& STRSTARTS(STR(?g), "{B}"))'
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "PREFIX e:<http://e/#>\nASK{e:a.b.c\n?p 'e:x'@en}",
            "ASK{<http://e/#a.b.c> ?p 'e:x'@en}",
        ),
        ("ASK { <a> ?p <http://x/b#> } # end", "ASK { <http://b/a> ?p <http://x/b#> }"),
        ("BASE <http://c/d/> ASK { <e> ?p ?o }", "ASK { <http://c/d/e> ?p ?o }"),
        (r"PREFIX e: <http://e/> ASK { e:a\.b ?p 1 }", "ASK { <http://e/a.b> ?p 1 }"),
        ("ASK { GRAPH ?g { ?s ?p ?o } }", f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} {SEEN} }}"),
        ("ASK{GRAPH ?g{{?s ?p ?o}}.}", f"ASK{{GRAPH ?g{{{{?s ?p ?o}}}} {SEEN}.}}"),
        (
            f"ASK {{ GRAPH <{B}graph/default> {{ ?s ?p ?o }} }}",
            "ASK { GRAPH <urn:x-borderkg:no-graph> { ?s ?p ?o } }",
        ),
        (
            f"ASK {{ GRAPH <{B}graph/links> {{ ?s ?p ?o }} }}",
            f"ASK {{ GRAPH <{B}graph/links> {{ ?s ?p ?o }} }}",
        ),
    ],
)  # fmt: skip
def test_a_query_is_written_out(query: str, expected: str) -> None:
    written = wording.plain(query, "http://b/")

    assert written == expected
    Store().query(written)


@pytest.mark.parametrize(
    ("string", "expected"),
    [
        (r"'a\u0027 } GRAPH <b:c> { \u0023'", r"'a\' } GRAPH <b:c> { #'"),
        (r'"""\U00000022\u005C\u000A"""', r'"""\"\\\n"""'),
        (r'"\\u0022\t\""', r'"\\u0022\t\""'),
        (r'"\u00e9\U0001F600"', '"é😀"'),
    ],
)
def test_no_store_reads_the_end_of_a_string_out_of_an_escape(
    string: str, expected: str
) -> None:
    query = f"SELECT ({string} AS ?x) {{}}"

    written = wording.plain(query, "http://b/")

    assert written == f"SELECT ({expected} AS ?x) {{}}"
    [[sent]], [[meant]] = Store().query(written), Store().query(query)  # type: ignore[misc]
    assert sent == meant


@pytest.mark.parametrize("word", ["true", "false"])
def test_a_graph_is_seen_where_our_parser_needs_no_space(word: str) -> None:
    query = (
        f"ASK {{ ?s ?p {word}GRAPH ?g {{ ?s ?p ?o }} {word}GRAPH <http://x/> {{}} }}"
    )

    written = wording.plain(query, "http://b/")

    seen = f"{word}GRAPH ?g {{ ?s ?p ?o }} {SEEN}"
    none = f"{word}GRAPH <urn:x-borderkg:no-graph> {{}}"
    assert written == f"ASK {{ ?s ?p {seen} {none} }}"


def test_a_graph_is_a_variable_where_views_are_graphs() -> None:
    query = f"SELECT ?s {{ GRAPH <{B}graph/links> {{ ?s ?__ ?o }} }}"

    written = wording.plain(query, B, graphs=True)

    graph = f"<{B}graph/links>"
    assert written == (
        f"SELECT ?s {{ GRAPH ?___4 {{ ?s ?__ ?o }} FILTER(?___4 = {graph}) }}"
    )


@pytest.mark.parametrize("name", ["bif:x", "SQL:x", "SPECIAL::bif:x"])
def test_a_function_of_the_store_is_refused(name: str) -> None:
    with pytest.raises(Problem) as caught:
        wording.plain(f"SELECT ?s {{\n?s <{name}> ?o }}", B)

    assert caught.value.status == 403
    assert (caught.value.extras["line"], caught.value.extras["column"]) == (2, 4)


def test_a_digest_is_that_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    monkeypatch.setattr("secrets.token_hex", lambda _: ours)
    challenge = (
        'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )

    answer = digest.answer(
        challenge, "GET", "/dir/index.html", "Mufasa", "Circle of Life"
    )

    assert 'response="8ca523f5e9506fed4657c9700eebdbec"' in answer


@pytest.mark.parametrize("challenge", ["Basic realm=x", "Digest qop=auth-int", ""])
def test_another_challenge_is_left_unanswered(challenge: str) -> None:
    assert digest.answer(challenge, "GET", "/", "a", "b") == ""
