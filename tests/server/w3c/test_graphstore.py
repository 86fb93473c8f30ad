"""The W3C's graph store tests, as far as a store that only reads can meet them."""

from pyoxigraph import NamedNode

from tests.server.w3c.exchanges import Exchange, exchanges
from tests.server.w3c.service import Service
from tests.server.w3c.suite import MF, Suite, items


def test_every_write_of_the_suite_is_refused_and_no_graph_comes_of_it(
    service: Service, protocol_suite: Suite
) -> None:
    folder = protocol_suite.root / "sparql" / "sparql11" / "graph-store-protocol"
    requests: list[Exchange] = []
    for name in ("manifest-direct.ttl", "manifest-indirect.ttl"):
        graph = protocol_suite.read(folder / name)
        manifest = NamedNode(protocol_suite.iri(folder / name))
        for test in items(graph, manifest, MF + "entries"):
            requests += exchanges(graph, test)
    assert len(requests) > 20

    statuses: dict[str, set[int]] = {}
    for each in requests:
        _, mark, query = each.path.partition("?")
        path = f"/graph-store{mark}{query}" if mark else each.path
        reply = service.send(each.method, path, each.body, each.headers)
        statuses.setdefault(each.method, set()).add(reply.status)
        if reply.status == 405:
            assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"

    written = {"PUT", "POST", "DELETE", "PATCH"} & statuses.keys()
    assert {"PUT", "POST", "DELETE"} <= written
    assert {method: statuses[method] for method in written} == {
        method: {405} for method in written
    }


def test_each_graph_of_the_release_is_read_and_head_agrees(
    service: Service, query_suite: Suite
) -> None:
    folder = query_suite.root / "sparql" / "sparql11" / "bind"
    path = f"/graph-store?graph={query_suite.iri(folder / 'data.ttl')}"

    got = service.send("GET", path, headers={"Accept": "application/n-triples"})
    head = service.send("HEAD", path, headers={"Accept": "application/n-triples"})

    assert (got.status, head.status) == (200, 200)
    assert len(got.body.splitlines()) == len(query_suite.read(folder / "data.ttl"))
    assert head.body == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
