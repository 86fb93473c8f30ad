"""The W3C's protocol tests, as the manifest has them; updates are all refused."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pyoxigraph import NamedNode, parse

from server.settings import Settings
from tests.server.w3c.exchanges import Exchange, exchanges
from tests.server.w3c.service import Reply, Service, published, serving
from tests.server.w3c.suite import MF, Suite, items, moved

EVERYTHING = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"
KINDS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json", "application/sparql-results+xml",
        "text/csv", "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bench:
    """The tests, and a server over the data that they speak of."""

    service: Service
    tests: dict[str, list[Exchange]]

    def send(self, each: Exchange) -> Reply:
        return self.service.send(each.method, each.path, each.body, each.headers)


@pytest.fixture(scope="module")
def bench(
    protocol_suite: Suite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    folder = protocol_suite.root / "sparql" / "sparql11" / "protocol"
    graph = protocol_suite.read(folder / "manifest.ttl")
    manifest = NamedNode(protocol_suite.iri(folder / "manifest.ttl"))
    tests = {
        test.value.partition("#")[2]: list(exchanges(graph, test))
        for test in items(graph, manifest, MF + "entries")
    }
    quads = [
        moved(quad, NamedNode(f"http://kasei.us/2009/09/sparql/data/data{n}.rdf"))
        for n in (1, 2, 3)
        for quad in parse(path=folder / f"data{n}.nt")
    ]
    release = published(tmp_path_factory.mktemp("protocol"), quads)
    with serving(release, Settings(workers=2)) as running:
        yield Bench(running, tests)


def test_the_twenty_query_tests_pass(bench: Bench) -> None:
    tests = {name: list_ for name, list_ in bench.tests.items() if "update" not in name}
    assert len(tests) == 20

    for name, requests in tests.items():
        for each in requests:
            reply = bench.send(each)
            assert str(reply.status)[0] in each.classes, name
            if each.kind:
                assert reply.media_type in KINDS[each.kind], name
            if each.boolean:
                assert json.loads(reply.body)["boolean"] is (each.boolean == "true")


def test_the_fourteen_updates_are_refused_and_change_nothing(bench: Bench) -> None:
    tests = {name: list_ for name, list_ in bench.tests.items() if "update" in name}
    assert len(tests) == 14
    before = bench.service.query(EVERYTHING, "text/csv").body
    assert before.count(b"\r\n") == 1 + 3

    for name, requests in tests.items():
        updates = [each for each in requests if b"ASK" not in (each.body or b"")]
        assert updates, name
        for each in updates:
            reply = bench.send(each)
            assert reply.status in {400, 403, 415}, name
            assert reply.media_type == "application/problem+json", name

    assert bench.service.query(EVERYTHING, "text/csv").body == before


def test_every_request_of_the_update_suite_is_refused(
    bench: Bench, update_suite: Suite
) -> None:
    before = bench.service.query(EVERYTHING, "text/csv").body
    requests = sorted(update_suite.root.rglob("*.ru"))
    assert len(requests) > 100

    for path in requests:
        update = path.read_bytes()
        for kind in ("application/sparql-update", "application/sparql-query"):
            sent = {"Content-Type": kind}
            reply = bench.service.send("POST", "/sparql", update, sent)
            assert reply.status in {400, 403}, path.name

    assert bench.service.query(EVERYTHING, "text/csv").body == before
