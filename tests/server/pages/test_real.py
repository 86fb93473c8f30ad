"""The real release: every name of ours has its page, every example its answer."""

import csv
import io
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest

from ontology.prefixes import BASE
from server.names import address

EXAMPLES = sorted((Path(__file__).parents[3] / "server" / "examples").glob("*.rq"))


def fetch(line: HTTPConnection, path: str, accept: str) -> tuple[int, bytes]:
    line.request("GET", path, headers={"Accept": accept})
    with line.getresponse() as answer:
        return answer.status, answer.read()


def connect(server: str) -> HTTPConnection:
    return HTTPConnection(urlsplit(server).netloc, timeout=15)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_has_an_answer(server: str, example: Path) -> None:
    line = connect(server)
    asked = urlencode({"query": example.read_text(encoding="utf-8")})

    status, body = fetch(line, f"/sparql?{asked}", "text/csv")
    line.close()

    assert status == 200
    assert len(list(csv.reader(io.StringIO(body.decode())))) > 1


@pytest.mark.slow
def test_every_name_of_ours_has_a_page_and_rdf(server: str) -> None:
    line = connect(server)
    _, data = fetch(line, "/dumps/dataset.nq", "*/*")
    names = {
        term.value
        for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS)
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE)
    }
    # Files and the endpoint are their own representations.
    apart = (f"{BASE}dumps/", f"{BASE}sparql")
    paths = [address(name) for name in sorted(names) if not name.startswith(apart)]

    pages = {path: fetch(line, path, "text/html")[0] for path in paths}
    triples = {path: fetch(line, path, "application/n-triples") for path in paths}
    line.close()

    assert len(paths) > 1000
    assert [path for path, status in pages.items() if status != 200] == []
    assert [
        path for path, (status, body) in triples.items() if status != 200 or not body
    ] == []
    for _, body in triples.values():
        assert list(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
