"""Where a query stops being SPARQL; the engine's own positions are often wrong."""

import pytest
from pyoxigraph import Store

from server.query.mistakes import explain


@pytest.mark.parametrize(
    ("query", "where", "detail"),
    [
        pytest.param("SELECT{}", (1, 7), "{ is not expected here", id="no variables"),
        pytest.param(
            "SELECT *\n{ ?s nope:p ?o }",
            (2, 6),
            "nope:p is wrong here: prefix not found",
            id="unknown prefix",
        ),
        pytest.param("ASK {}\n\n}", (3, 1), "} is not expected here", id="brace"),
        pytest.param("ASK {} ASK {}", (1, 8), "ASK is not expected here", id="two"),
        pytest.param("ASK\n{ ?s 1 ?o }", (2, 6), "1 is not expected here", id="verb"),
        pytest.param("ASK { ?s ?p ", (1, 12), "the query ends too early", id="end"),
        pytest.param(
            "ASK {?s a ?o FILTR(?o)}", (1, 14), "FILTR is not expected here", id="word"
        ),
        pytest.param(
            "SELECT * {} LIMIT 99999999999999999999",
            (1, 19),
            "99999999999999999999 is wrong here: "
            "the query limit should be a non negative integer",
            id="limit",
        ),
        pytest.param(
            "PREFIX e: <http://e/>\nASK { e:a.b.c e:d.e.f e:g.h.i e:j }",
            (2, 31),
            "e:j is not expected here",
            id="after names with dots",
        ),
        pytest.param("ASK { <a> <b> }", (1, 15), "} is not expected here", id="base"),
        pytest.param(
            "ASK { ?s ?p e:a.b.c }",
            (1, 13),
            "e:a.b.c is wrong here: prefix not found",
            id="a name with dots",
        ),
        pytest.param(
            "# a comment\nASK { ?s $ ?o }", (2, 10), "$ is not expected here", id="sign"
        ),
    ],
)
def test_a_mistake_is_where_its_token_begins(
    query: str, where: tuple[int, int], detail: str
) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(query, base_iri="http://e/")

    found = explain(query, str(caught.value))
    assert (found.detail, found.where) == (detail, where)
