"""Compression: negotiated, only where it is worth it, and never twice."""

import gzip
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from flask_compress.compat import compression
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from graph.release import Release
from server import create_app
from server.compression import CODINGS, coding
from server.engine.local import Local
from server.settings import Settings

MANY = "SELECT * { ?s ?p ?o }"


@pytest.fixture
def client(toy_release: Release, toy_engine: Local) -> FlaskClient:
    return create_app(toy_release, toy_engine, Settings(cache=0)).test_client()


def ask(client: FlaskClient, accepted: str | None, query: str = MANY) -> TestResponse:
    headers = {} if accepted is None else {"Accept-Encoding": accepted}
    return client.get("/sparql", query_string={"query": query}, headers=headers)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "gzip"),
        ("br, deflate", "identity"),
        ("GZIP;Q=0.5", "gzip"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("*", "zstd"),
        ("*;q=0", "identity"),
        ("zstd;q=0, *", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip ; q=0.000", "identity"),
        ("identity", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip", "gzip"),
        ("identity;q=0, *;q=0", "identity"),
        ("gzip;q=", "identity"),
        ("gzip;level=9", "identity"),
        (",,gzip,", "gzip"),
    ],
)
def test_the_client_chooses(accepted: str, chosen: str) -> None:
    assert coding(accepted) == chosen


@given(st.text(max_size=60))
def test_any_header_has_a_choice(accepted: str) -> None:
    assert coding(accepted) in {*CODINGS, "identity"}


@pytest.mark.parametrize(
    ("accepted", "unpack"),
    [("gzip", gzip.decompress), ("zstd", compression.zstd.decompress)],
)
def test_a_packed_answer_unpacks_to_the_plain_one(
    client: FlaskClient, accepted: str, unpack: Callable[[bytes], bytes]
) -> None:
    plain, packed = ask(client, None), ask(client, accepted)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == accepted
    assert unpack(packed.data) == plain.data
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept, Accept-Encoding"
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_a_coding_that_is_refused_is_not_sent(client: FlaskClient) -> None:
    assert "Content-Encoding" not in ask(client, "gzip;q=0").headers


def test_a_tiny_answer_is_sent_as_it_is(client: FlaskClient) -> None:
    answer = ask(client, "gzip", "ASK {}")

    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.vary


def test_the_time_of_packing_is_not_in_the_answer(client: FlaskClient) -> None:
    assert ask(client, "gzip").data[4:8] == bytes(4)


def test_a_packed_answer_that_is_unchanged_is_not_sent_again(
    client: FlaskClient,
) -> None:
    etag = ask(client, "gzip").headers["ETag"]

    again = client.get(
        "/sparql",
        query_string={"query": MANY},
        headers={"Accept-Encoding": "gzip", "If-None-Match": etag},
    )

    assert again.status_code == 304
    assert again.headers["ETag"] == etag
    assert "Content-Encoding" not in again.headers


def test_head_tells_the_length_of_the_packed_answer(client: FlaskClient) -> None:
    asked = {"query": MANY}
    sent = {"Accept-Encoding": "zstd"}

    got = client.get("/sparql", query_string=asked, headers=sent)
    head = client.head("/sparql", query_string=asked, headers=sent)

    assert head.data == b""
    assert head.headers == got.headers


@pytest.mark.parametrize("path", ["/dumps/dataset.nq", "/dumps/manifest.json"])
def test_files_of_a_release_go_as_they_are(client: FlaskClient, path: str) -> None:
    sent = {"Accept-Encoding": "gzip, zstd"}
    answer = client.get(path, headers=sent, buffered=True)

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_pages_are_packed_and_refusals_are_not(client: FlaskClient) -> None:
    sent = {"Accept-Encoding": "gzip", "Accept": "text/html"}

    page = client.get("/limits", headers=sent)
    refusal = client.get("/sparql?query=nonsense", headers=sent)

    assert page.headers["Content-Encoding"] == "gzip"
    assert b"<h1>Limits</h1>" in gzip.decompress(page.data)
    assert refusal.status_code == 400
    assert "Content-Encoding" not in refusal.headers
