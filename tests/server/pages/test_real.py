"""The real release: every name of ours has its page, every example its answer."""

import csv
import io
import re
from decimal import Context, Decimal
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest

from ontology import terms
from ontology.prefixes import BASE
from server.pages.names import address

CHECKS = Path(__file__).parents[3] / "graph" / "checks"
EXAMPLES = sorted((Path(__file__).parents[3] / "graph" / "examples").glob("*.rq"))


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


def test_the_link_on_a_check_runs_its_query_and_gives_its_figures(
    server: str,
) -> None:
    line = connect(server)
    _, listed = fetch(line, "/checks.nt", "*/*")
    found: dict[str, dict[str, str]] = {}
    for triple in ox.parse(listed, format=ox.RdfFormat.N_TRIPLES):
        name = triple.predicate.value.rpartition("/")[2]
        if isinstance(triple.object, ox.Literal):
            found.setdefault(str(triple.subject), {})[name] = triple.object.value

    checks = [said for said in found.values() if "expected" in said]
    for said in checks:
        asked = {"query": said["query"], "default-graph-uri": terms.ASSERTED}
        _, body = fetch(line, f"/sparql?{urlencode(asked)}", "text/csv")
        (row,) = csv.DictReader(io.StringIO(body.decode()))

        for figure in ("expected", "computed", "tolerance"):
            published, answered = Decimal(said[figure]), Decimal(row[figure])
            assert published == Context(prec=12).plus(answered), said["statement"]
    line.close()

    assert len(checks) == len(list(CHECKS.glob("*.rq")))


def test_the_long_lists_of_a_big_entity_are_closed_and_counted(server: str) -> None:
    line = connect(server)
    _, body = fetch(line, "/place/xinjiang", "text/html")
    line.close()

    part = body.decode().split("<h2>Figures ")[1].split("</section>")[0]
    counts = [int(count) for count in re.findall(r'"count">(\d+)<', part)]
    assert counts[0] > 50
    assert counts[0] == sum(counts[1:])
    assert (part.count("<details open>"), part.count("<details>")) == (
        1,
        len(counts) - 2,
    )


@pytest.mark.slow
def test_names_of_every_kind_have_a_page_and_rdf(server: str) -> None:
    line = connect(server)
    _, data = fetch(line, "/dumps/dataset.nq", "*/*")
    names = {
        term.value
        for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS)
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE)
    }
    # Files and services are their own representations, and so is the site itself.
    apart = tuple(
        f"{BASE}{way}" for way in ("dumps/", "reconcile", "sparql", "static/")
    )
    # What has a fragment is described in the document before it.
    documents = {name.partition("#")[0] for name in names}
    kinds: dict[str, list[str]] = {}
    for name in sorted(documents):
        if name != BASE and not name.startswith(apart):
            kinds.setdefault(name.rpartition("/")[0], []).append(address(name))
    # Some twenty of each kind, evenly: all of them take minutes.
    paths = [p for of in kinds.values() for p in of[:: max(1, len(of) // 20)]]

    pages = {path: fetch(line, path, "text/html")[0] for path in paths}
    triples = {path: fetch(line, path, "application/n-triples") for path in paths}
    line.close()

    assert len(kinds) > 30
    assert len(paths) > 500
    assert [path for path, status in pages.items() if status != 200] == []
    assert [
        path for path, (status, body) in triples.items() if status != 200 or not body
    ] == []
    for _, body in triples.values():
        assert list(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
