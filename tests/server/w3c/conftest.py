"""The suites beside this checkout, and one server over the data of all their tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.settings import Settings
from tests.server.w3c.service import Service, published, serving
from tests.server.w3c.suite import Suite


def _suite(shared: Path, name: str) -> Suite:
    root = shared / "suites" / name
    if not root.is_dir():
        pytest.skip(f"the W3C's tests are not beside this checkout (../shared/{name})")
    return Suite(root)


@pytest.fixture(scope="session")
def query_suite(shared: Path) -> Suite:
    """SPARQL 1.1 query evaluation, syntax and result formats."""
    return _suite(shared, "sparql11-query")


@pytest.fixture(scope="session")
def protocol_suite(shared: Path) -> Suite:
    """SPARQL 1.1 protocol, graph store protocol and service description."""
    return _suite(shared, "sparql11-protocol")


@pytest.fixture(scope="session")
def update_suite(shared: Path) -> Suite:
    """SPARQL 1.1 update."""
    return _suite(shared, "sparql11-update")


@pytest.fixture(scope="session")
def service(
    query_suite: Suite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """A server over the data of every query test, each file a named graph."""
    files = {
        path
        for manifest in ("query", "results")
        for case in query_suite.cases(f"manifest-sparql11-{manifest}.ttl")
        for path in (*case.data, *case.named)
    }
    quads = [quad for path in sorted(files) for quad in query_suite.quads(path)]
    release = published(tmp_path_factory.mktemp("w3c"), quads)
    with serving(release, Settings()) as running:
        yield running
