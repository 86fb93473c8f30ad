"""Serve a few graphs over a real socket, and send requests to them.

The service is the whole app over a release that holds the graphs; which of them a
query sees is said by the protocol's own parameters.
"""

import json
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import urlencode

from pyoxigraph import Quad, RdfFormat, serialize

from graph.release import Release, open_release
from server import create_app, run
from server.engine import local as engine
from server.settings import Settings
from server.web.serving import Web


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type, without parameters."""
        return (self.headers["Content-Type"] or "").partition(";")[0]


@dataclass(frozen=True, slots=True)
class Service:
    """A server that answers on loopback."""

    port: int
    settings: Settings

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request over a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def query(
        self,
        text: str,
        accept: str,
        default: Sequence[str] = (),
        named: Sequence[str] = (),
    ) -> Reply:
        """Send a query as the body of a POST."""
        graphs = [("default-graph-uri", iri) for iri in default]
        graphs += [("named-graph-uri", iri) for iri in named]
        kind = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.send("POST", f"/sparql?{urlencode(graphs)}", text.encode(), kind)


def published(folder: Path, quads: Iterable[Quad]) -> Release:
    """Publish some named graphs as a release is."""
    found = list(quads)
    text = serialize(found, format=RdfFormat.N_QUADS)
    assert text is not None
    entry = {
        "sha256": sha256(text).hexdigest(),
        "bytes": len(text),
        "media_type": "application/n-quads",
        "triples": len(found),
    }
    manifest = {
        "format": 1,
        "version": "0.1.0",
        "sources_sha256": "0" * 64,
        "files": {"dataset.nq": entry},
        "graphs": dict(Counter(str(quad.graph_name.value) for quad in found)),  # type: ignore[union-attr]
        "counts": {},
        "warnings": 0,
    }
    contents = {"dataset.nq": text, "manifest.json": json.dumps(manifest).encode()}
    sums = [f"{sha256(data).hexdigest()}  {name}\n" for name, data in contents.items()]
    for name, data in (*contents.items(), ("SHA256SUMS", "".join(sums).encode())):
        (folder / name).write_bytes(data)
    return open_release(folder)


@contextmanager
def serving(release: Release, settings: Settings) -> Iterator[Service]:
    """Serve a release until the block ends."""
    with (
        run.listen("127.0.0.1", 0) as listening,
        engine.start(release, settings) as running,
    ):
        app = create_app(release, running, settings)
        web = Web(app.wsgi_app, listening, settings)
        thread = threading.Thread(target=web.run, daemon=True)
        thread.start()
        try:
            yield Service(int(listening.getsockname()[1]), settings)
        finally:
            web.stop()
            thread.join()
