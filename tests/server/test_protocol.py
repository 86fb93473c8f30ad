"""Reading requests: every form the protocol has, and what breaks it."""

import pytest
from flask import Flask, Request

from server.engine.interface import DatasetSpec
from server.problems import Problem
from server.routes.protocol import Asked, read
from server.settings import Settings

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


def asked(
    path: str,
    body: bytes | None = None,
    content_type: str | None = None,
    **headers: str,
) -> Asked:
    app = Flask("protocol")
    method = "GET" if body is None else "POST"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with app.test_request_context(
        path, method=method, data=body, content_type=content_type, headers=named
    ) as context:
        request: Request = context.request
        return read(request, Settings())


@pytest.mark.parametrize(
    ("path", "body", "content_type"),
    [
        pytest.param("/?query=ASK%7B%7D", None, None, id="get"),
        pytest.param("/", b"query=ASK%7B%7D", FORM, id="form"),
        pytest.param("/", b"query=ASK%7B%7D", FORM + "; charset=UTF-8", id="charset"),
        pytest.param("/", b"ASK{}", DIRECT, id="direct"),
        pytest.param("/", b"ASK{}", DIRECT + ";charset=utf-8", id="direct, charset"),
    ],
)
def test_a_query_is_read_from_every_form_of_request(
    path: str, body: bytes | None, content_type: str | None
) -> None:
    assert asked(path, body, content_type).query == "ASK{}"


def test_graphs_and_format_are_read_beside_a_direct_query() -> None:
    found = asked(
        "/?default-graph-uri=http://e/a&default-graph-uri=http://e/b"
        "&named-graph-uri=http%3A%2F%2Fe%2Fc&format=csv",
        b"ASK{}",
        DIRECT,
    )

    assert found.dataset.default_graphs == ("http://e/a", "http://e/b")
    assert found.dataset.named_graphs == ("http://e/c",)
    assert found.format == "csv"


def test_the_word_of_rdflib_for_the_default_graph_names_none() -> None:
    assert asked(
        "/?query=ASK%7B%7D&default-graph-uri=urn:x-rdflib:default"
    ).dataset == DatasetSpec((), ())


def test_a_plus_is_a_space_and_utf8_is_decoded() -> None:
    assert asked("/?query=ASK+%7B+%7D+%23%C3%A9").query == "ASK { } #é"


def test_a_get_without_a_query_asks_nothing() -> None:
    assert asked("/").query is None


@pytest.mark.parametrize(
    ("path", "body", "content_type", "status"),
    [
        pytest.param("/?query=ASK%7B%7D&query=ASK%7B%7D", None, None, 400, id="two"),
        pytest.param("/?query=ASK%7B%7D", b"query=ASK{}", FORM, 400, id="url and form"),
        pytest.param("/", b"q=1", FORM, 400, id="form without query"),
        pytest.param("/?query=caf%E9", None, None, 400, id="latin-1"),
        pytest.param("/?query=%ED%A0%80", None, None, 400, id="surrogate"),
        pytest.param("/", b"query=%FF%FE", FORM, 400, id="form not utf-8"),
        pytest.param("/", "ASK{}".encode("utf-16"), DIRECT, 400, id="utf-16 bytes"),
        pytest.param("/", b"ASK{}", DIRECT + "; charset=utf-16", 415, id="utf-16"),
        pytest.param("/", b"ASK{}", "text/plain", 415, id="text"),
        pytest.param("/", b"ASK{}", DIRECT + "+xml", 415, id="another type"),
        pytest.param("/", b"ASK{}", None, 415, id="no type"),
        pytest.param("/", b"CLEAR ALL", "application/sparql-update", 403, id="update"),
        pytest.param("/", b"update=CLEAR+ALL", FORM, 403, id="update in a form"),
        pytest.param("/", b"#" * 65_537, DIRECT, 413, id="a long body"),
        pytest.param("/?query=" + "a" * 8_200, None, None, 414, id="a long url"),
        pytest.param("/?" + "a&" * 300, None, None, 400, id="many parameters"),
        pytest.param("/?query=A&default-graph-uri=rel/a", None, None, 400, id="iri"),
        pytest.param("/?query=A&named-graph-uri=%3Ca:a%3E", None, None, 400, id="<>"),
        pytest.param(
            "/?query=A" + "&default-graph-uri=a:a" * 21, None, None, 400, id="graphs"
        ),
        pytest.param("/?query=A&format=json&format=xml", None, None, 400, id="formats"),
    ],
)
def test_what_breaks_the_protocol_is_refused(
    path: str, body: bytes | None, content_type: str | None, status: int
) -> None:
    with pytest.raises(Problem) as caught:
        asked(path, body, content_type)

    assert caught.value.status == status


def test_a_compressed_body_is_not_read() -> None:
    with pytest.raises(Problem) as caught:
        asked("/", b"ASK{}", DIRECT, Content_Encoding="gzip")

    assert caught.value.status == 415
