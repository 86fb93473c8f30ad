"""The graph as files, from a fixed list."""

from hashlib import sha256

import pytest
from flask.testing import FlaskClient


def test_the_table_names_each_file_with_size_and_checksum(client: FlaskClient) -> None:
    page = client.get("/dumps/").text

    assert 'href="/dumps/default.ttl"' in page
    assert 'href="/dumps/dataset.nq.gz"' in page
    assert sha256(b"# default\n").hexdigest() in page
    assert "10 Bytes" in page
    assert "sha256sum -c" in page


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("default.ttl", "text/turtle"),
        ("asserted.ttl", "text/turtle"),
        ("dataset.nq", "application/n-quads"),
        ("dataset.trig", "application/trig"),
        ("default.ttl.gz", "application/gzip"),
        ("layers/links.ttl", "text/turtle"),
        ("SHA256SUMS", "text/plain"),
        ("manifest.json", "application/json"),
    ],
)
def test_a_listed_file_is_served_as_what_it_is(
    client: FlaskClient, name: str, media_type: str
) -> None:
    answer = client.get(f"/dumps/{name}", buffered=True)

    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert "Content-Encoding" not in answer.headers


def test_the_bytes_are_those_of_the_release(client: FlaskClient) -> None:
    answer = client.get("/dumps/default.ttl", buffered=True)

    assert answer.data == b"# default\n"
    assert answer.headers["ETag"] == f'"{sha256(answer.data).hexdigest()}"'


def test_a_file_asked_for_again_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/dumps/default.ttl", buffered=True).headers["ETag"]
    answer = client.get(
        "/dumps/default.ttl", headers={"If-None-Match": tag}, buffered=True
    )

    assert (answer.status_code, answer.data) == (304, b"")


def test_a_part_of_a_file_can_be_asked_for(client: FlaskClient) -> None:
    answer = client.get(
        "/dumps/default.ttl", headers={"Range": "bytes=2-4"}, buffered=True
    )

    assert (answer.status_code, answer.data) == (206, b"def")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2fetc%2fpasswd",
        "layers/../manifest.json",
        "layers",
        "default.ttl%00",
        "nothing.ttl",
        "DEFAULT.TTL",
    ],
)
def test_nothing_but_the_list_is_served(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/dumps/{name}", buffered=True)

    assert answer.status_code == 404
    assert b"root:" not in answer.data
