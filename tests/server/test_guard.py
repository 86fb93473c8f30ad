"""The guard: what is refused before any engine sees it, and what is not."""

import pytest
from pyoxigraph import Store

from server.query.guard import check
from server.refusals import LimitError, QuerySyntaxError, ReadOnlyError
from server.settings import Settings

PREFIX = "PREFIX : <http://e/> "


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("ASK { ?s ?p 'SERVICE <http://x/> {}' }", id="in a string"),
        pytest.param('ASK { ?s ?p """LOAD <x> "SERVICE" """ }', id="in a long string"),
        pytest.param("ASK { <http://e/SERVICE> ?p ?o }", id="in an iri"),
        pytest.param("ASK { } # SERVICE <http://x/> {}", id="in a comment"),
        pytest.param("SELECT ?service { ?service ?p ?load }", id="as a variable"),
        pytest.param(PREFIX + "ASK { :SERVICE :insert :LOAD }", id="as local names"),
        pytest.param(
            "PREFIX service: <http://e/> ASK { service:a ?p ?o }", id="as a prefix"
        ),
        pytest.param("ASK { ?s ?p 'x'@service }", id="as a language"),
    ],
)
def test_words_that_are_no_words_are_let_through(query: str) -> None:
    assert check(query, Settings()).text == query


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("ASK { SERVICE <http://x/> { } }", id="plain"),
        pytest.param("ASK { service silent <http://x/> { } }", id="lower case"),
        pytest.param("ASK { SERVICE#\n<http://x/> { } }", id="before a comment"),
        pytest.param(PREFIX + "ASK { SERVICE:x { } }", id="without a space"),
        pytest.param("ASK { SERVICESILENT<http://x/>{ } }", id="run together"),
        pytest.param(PREFIX + "ASK { ?s ?p true.SERVICE:x { } }", id="after a dot"),
        pytest.param(PREFIX + "ASK { ?s ?p trueSERVICE:x { } }", id="after true"),
        pytest.param(PREFIX + "ASK { ?s ?p 1.SERVICE :x { } }", id="after a number"),
        pytest.param(
            PREFIX + "PREFIX service: <http://e/> ASK { service:x { } }",
            id="as a declared prefix before a group",
        ),
        pytest.param(
            PREFIX + "ASK { FILTER(1<'x>') SERVICE :x {} FILTER('a'='b') } #'",
            id="in what is a string only to us",
        ),
        pytest.param("ASK { FILTER EXISTS { SERVICE ?x { } } }", id="variable"),
        pytest.param("ASK { ?s ?p 1.5.SERVICE ?x { } }", id="after a decimal"),
        pytest.param(PREFIX + "ASK { ?s ?p :.SERVICE ?x { } }", id="after a prefix"),
        pytest.param(PREFIX + "ASK { ?s ?p true.SERVICE ?x { } }", id="after true."),
    ],
)
def test_service_is_refused_in_every_guise(query: str) -> None:
    with pytest.raises(ReadOnlyError) as caught:
        check(query, Settings())

    assert caught.value.status == 403


@pytest.mark.parametrize(
    "query",
    [
        "LOAD <http://x/a.nt>",
        "load silent <file:///etc/passwd> into graph <http://e/g>",
        "INSERT DATA { <a:a> <a:b> 1 }",
        PREFIX + "DELETE WHERE { ?s ?p ?o }",
        "WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP SILENT ALL",
        "CREATE GRAPH <http://e/g>",
        "COPY DEFAULT TO <http://e/g>",
        "MOVE DEFAULT TO <http://e/g>",
        "BASE <http://e/> ADD DEFAULT TO <g>",
    ],
)
def test_an_update_is_refused(query: str) -> None:
    with pytest.raises(ReadOnlyError) as caught:
        check(query, Settings())

    assert caught.value.status == 403


@pytest.mark.parametrize(
    ("limit", "query", "measured"),
    [
        pytest.param("nesting", "ASK " + "{" * 65 + "}" * 65, 65, id="groups"),
        pytest.param("nesting", f"ASK {{FILTER({'!' * 70}1)}}", 72, id="not"),
        pytest.param("nesting", f"ASK {{?s {'^' * 70}<a:p> ?o}}", 71, id="inverse"),
        pytest.param(
            "nesting",
            f"ASK {{FILTER(1<{'(' * 70}2{')' * 70}&&3>2)}}",
            72,
            id="in an iri",
        ),
        pytest.param("patterns", "ASK {" + "?s ?p ?o . " * 101 + "}", 101, id="dots"),
        pytest.param("patterns", "ASK {" + "?s ?p 1. " * 101 + "}", 101, id="numbers"),
        pytest.param(
            "patterns",
            PREFIX + "ASK {" + "?s ?p true.:a ?p true." * 51 + "}",
            102,
            id="words",
        ),
        pytest.param(
            "patterns", "ASK {?s ?p ?o" + "; ?p ?o" * 100 + "}", 101, id="semi"
        ),
        pytest.param(
            "patterns", "ASK {?s ?p ?o" + ", ?o" * 100 + "}", 101, id="commas"
        ),
        pytest.param(
            "patterns", f"ASK {{?s ?p ({'1 ' * 60})}}", 119, id="a collection"
        ),
        pytest.param("blocks", "ASK {" + "OPTIONAL {}" * 51 + "}", 51, id="optional"),
        pytest.param("blocks", "ASK {{}" + "UNION {}" * 51 + "}", 51, id="union"),
        pytest.param("blocks", "ASK {" + "MINUS {}" * 51 + "}", 51, id="minus"),
        pytest.param("closures", "ASK {?s ((<a:p>*)*)* ?o}", 3, id="star of star"),
        pytest.param("steps", "ASK {?s <a:p>" + "/<a:p>" * 51 + " ?o}", 51, id="path"),
        pytest.param("steps", "ASK {?s <a:p>" + "|<a:p>" * 51 + " ?o}", 51, id="or"),
        pytest.param("operators", f"ASK {{FILTER({'1+' * 501}1)}}", 501, id="plus"),
        pytest.param("graphs", "ASK " + "FROM <a:g>" * 21 + "{}", 21, id="from"),
    ],
)
def test_a_limit_is_named_with_what_was_measured(
    limit: str, query: str, measured: int
) -> None:
    with pytest.raises(LimitError) as caught:
        check(query, Settings())

    assert caught.value.extras["limit"] == limit
    assert caught.value.extras["measured"] == measured
    assert caught.value.extras["allowed"] == getattr(Settings(), limit)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("ASK " + "{" * 64 + "}" * 64, id="64 groups"),
        pytest.param("ASK {" + "?s ?p ?o . " * 100 + "}", id="100 patterns"),
        pytest.param("ASK {" + "OPTIONAL {}" * 50 + "}", id="50 blocks"),
        pytest.param("ASK {?s (<a:p>/<a:q>*)* ?o}", id="a closure in a closure"),
        pytest.param(
            "ASK { VALUES (?a ?b) {" + "(1 2)" * 500 + "} }", id="500 rows of values"
        ),
        pytest.param(
            f"ASK {{ FILTER(?x IN ({'1, ' * 500}1)) }}", id="500 members of a list"
        ),
        pytest.param(
            "SELECT " + "(STR(?a) AS ?b)" * 200 + "{?a ?p ?o}", id="200 expressions"
        ),
    ],
)
def test_what_a_limit_allows_is_let_through(query: str) -> None:
    assert check(query, Settings()).text == query


def test_patterns_after_a_filter_are_counted() -> None:
    query = "ASK { " + "FILTER(?x > 1) ?s ?p ?o . " * 101 + "}"

    with pytest.raises(LimitError, match="100 triple patterns"):
        check(query, Settings())


def test_a_long_query_is_refused_with_its_length() -> None:
    with pytest.raises(LimitError) as caught:
        check("ASK {} #" + "é" * 40_000, Settings())

    assert caught.value.status == 413
    assert caught.value.extras["measured"] == 80_008


def test_a_refusal_names_line_and_column() -> None:
    with pytest.raises(ReadOnlyError) as caught:
        check("ASK {\n  SERVICE <http://x/> {} }", Settings())

    assert caught.value.extras == {"line": 2, "column": 3}


@pytest.mark.parametrize("query", ["", "  # nothing\n", "FOO {}", "SEL\u200bECT * {}"])
def test_what_has_no_form_is_no_query(query: str) -> None:
    with pytest.raises(QuerySyntaxError):
        check(query, Settings())


@pytest.mark.parametrize("form", ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
def test_the_form_is_found_after_the_prologue(form: str) -> None:
    query = f"# SELECT\nBASE <http://e/>\nPREFIX ask: <a> {form.lower()} "

    assert check(query, Settings()).form == form


def test_from_is_taken_out_and_its_graphs_are_resolved() -> None:
    query = (
        "BASE <http://e/a/>\nPREFIX g: <http://g/#>\n"
        "ASK FROM <b>\nFROM NAMED\ng:c\\-d { ?from ?p 'FROM <x>' }"
    )

    checked = check(query, Settings())

    assert checked.default_graphs == ("http://e/a/b",)
    assert checked.named_graphs == ("http://g/#c-d",)
    assert checked.text == (
        "BASE <http://e/a/>\nPREFIX g: <http://g/#>\n"
        "ASK         \n          \n       { ?from ?p 'FROM <x>' }"
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {} FROM <a:g>",
        "SELECT FROM <a:g> * {}",
        "ASK {} LIMIT 1 FROM <a:g>",
        "DESCRIBE <a:b> {} FROM <a:g>",
        "DESCRIBE FROM <a:g> <a:b>",
        "CONSTRUCT WHERE {} FROM NAMED <a:g>",
    ],
)
def test_from_is_left_where_it_must_not_stand_for_the_engine_to_refuse(
    query: str,
) -> None:
    checked = check(query, Settings())

    assert checked.text == query
    with pytest.raises(SyntaxError):
        Store().query(checked.text)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <a:g> {}",
        "SELECT * FROM <a:g> FROM <a:g> WHERE {}",
        "CONSTRUCT {} FROM <a:g> WHERE {}",
        "CONSTRUCT FROM <a:g> WHERE {}",
        "DESCRIBE <a:b> FROM <a:g>",
        "DESCRIBE <a:b> FROM <a:g> LIMIT 1",
        "DESCRIBE ?s FROM <a:g> { ?s ?p ?o }",
    ],
)
def test_from_is_taken_out_wherever_it_may_stand(query: str) -> None:
    checked = check(query, Settings())

    assert set(checked.default_graphs) == {"a:g"}
    assert "FROM" not in checked.text
    Store().query(checked.text)


def test_from_named_is_seen_where_the_engine_needs_no_space() -> None:
    checked = check("SELECT * FROMNAMED <a:g> {}", Settings())

    assert checked.named_graphs == ("a:g",)
    assert "FROM" not in checked.text


@pytest.mark.parametrize("graph", ["<../../etc/passwd>", "nope:g", "<>"])
def test_from_needs_an_absolute_iri(graph: str) -> None:
    with pytest.raises(QuerySyntaxError):
        check(f"ASK FROM {graph} {{}}", Settings())
