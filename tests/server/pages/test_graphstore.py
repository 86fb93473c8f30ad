"""Reading a graph by the Graph Store Protocol; writing none."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from graph.release import Release

G = "https://w3id.org/borderkg/graph/"
CLAIM = "https://w3id.org/borderkg/claim/s6-9"
STORE = "/graph-store"


def in_release(release: Release, graph: str) -> set[object]:
    return {q.triple for q in release.quads() if str(q.graph_name) == f"<{graph}>"}


@pytest.mark.parametrize("graph", [CLAIM, f"{G}entities", f"{G}ontology"])
@pytest.mark.parametrize(
    ("media_type", "syntax"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_a_graph_comes_whole_in_every_format(
    client: FlaskClient,
    release: Release,
    graph: str,
    media_type: str,
    syntax: RdfFormat,
) -> None:
    answer = client.get(
        STORE, query_string={"graph": graph}, headers={"Accept": media_type}
    )

    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert "Accept" in answer.vary
    found = list(parse(answer.data, format=syntax))
    assert len(found) == len(in_release(release, graph)) > 0
    if not any("_:" in str(triple) for triple in in_release(release, graph)):
        assert {quad.triple for quad in found} == in_release(release, graph)


def test_the_default_graph_is_the_default_view(
    client: FlaskClient, release: Release
) -> None:
    one = client.get(f"{STORE}?default&format=nt")
    other = client.get(STORE, query_string={"graph": f"{G}default", "format": "nt"})

    every = {q.triple for q in release.quads()}
    assert len(one.text.splitlines()) == len(every)
    assert one.data == other.data


def test_the_default_graph_in_turtle_is_the_file_of_the_release(
    client: FlaskClient,
) -> None:
    answer = client.get(f"{STORE}?default")

    assert answer.mimetype == "text/turtle"
    assert answer.data == b"# default\n"


def test_another_release_in_the_folder_is_not_taken_for_this_one(
    client: FlaskClient, release: Release
) -> None:
    file = release.folder / "default.ttl"
    file.write_text("<http://e/a> <http://e/b> <http://e/c> .")
    replaced = client.get(f"{STORE}?default&format=ttl")
    file.unlink()
    removed = client.get(f"{STORE}?default&format=ttl")

    every = {q.triple for q in release.quads()}
    for answer in (replaced, removed):
        assert answer.status_code == 200
        found = parse(answer.data, format=RdfFormat.TURTLE)
        assert len({quad.triple for quad in found}) == len(every)


def test_the_asserted_view_has_what_was_inferred_left_out(client: FlaskClient) -> None:
    sizes = [
        len(client.get(f"{STORE}?graph={G}{name}&format=nt").text.splitlines())
        for name in ("default", "asserted", "entailed")
    ]

    assert sizes[0] > sizes[1] >= sizes[0] - sizes[2]


def test_a_number_is_as_the_source_writes_it(client: FlaskClient) -> None:
    answer = client.get(STORE, query_string={"graph": CLAIM, "format": "nt"})

    assert '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>' in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param(f"{STORE}?graph={G}nothing", 404, id="unknown"),
        pytest.param(f"{STORE}?graph=http://e/", 404, id="elsewhere"),
        pytest.param(f"{STORE}?graph=../../etc/passwd", 400, id="relative"),
        pytest.param(f"{STORE}?graph=", 400, id="empty"),
        pytest.param(STORE, 400, id="none"),
        pytest.param(f"{STORE}?default&graph={G}entities", 400, id="both"),
        pytest.param(f"{STORE}?default=yes", 400, id="a value"),
        pytest.param(f"{STORE}?graph={G}entities&graph={CLAIM}", 400, id="two"),
        pytest.param(f"{STORE}?default&format=nq", 406, id="a format of graphs"),
    ],
)
def test_what_names_no_graph_is_refused(
    client: FlaskClient, address: str, status: int
) -> None:
    answer = client.get(address)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_wish_that_cannot_be_met_is_told_what_there_is(client: FlaskClient) -> None:
    answer = client.get(f"{STORE}?default", headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert "text/turtle" in answer.get_json()["available"]


def test_head_says_how_long_the_graph_is(client: FlaskClient) -> None:
    got = client.get(STORE, query_string={"graph": CLAIM})
    head = client.head(STORE, query_string={"graph": CLAIM})

    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(got.data))


def test_a_graph_the_client_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(STORE, query_string={"graph": CLAIM})

    again = client.get(
        STORE,
        query_string={"graph": CLAIM},
        headers={"If-None-Match": first.headers["ETag"]},
    )

    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", [f"{STORE}?default", f"{STORE}?graph={CLAIM}"])
def test_nothing_can_be_written(client: FlaskClient, method: str, address: str) -> None:
    before = client.get(address).data

    answer = client.open(
        address, method=method, data=b"<a:a> <a:b> 1 .", content_type="text/turtle"
    )

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert client.get(address).data == before


def test_pages_of_other_origins_may_read_graphs(client: FlaskClient) -> None:
    answer = client.options(
        f"{STORE}?default",
        headers={"Origin": "https://e.example", "Access-Control-Request-Method": "GET"},
    )

    assert answer.status_code == 200
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
