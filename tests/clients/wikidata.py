"""A stand-in for Wikidata: the snapshot behind an endpoint, in a process of its own.

    python wikidata.py DATASET

It holds of each item what Wikidata would say in the same form (``rdfs:label``,
``wdt:P31``, ``wdt:P625``) and nothing of ours. Prints its address; ``GET /asked`` lists
the queries it was sent, as JSON.

Source: SPARQL 1.1 Protocol, section 2.1.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
)

SNAPSHOT = NamedNode("https://w3id.org/borderkg/graph/snapshot")
WIKIDATA = "http://www.wikidata.org/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


class Endpoint(BaseHTTPRequestHandler):
    """Answers queries by GET and both kinds of POST, and counts them."""

    store: ClassVar[Store] = Store()
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Answer a query, or say which were sent."""
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        if path == "/asked":
            self._send(json.dumps(self.asked).encode(), "application/json")
        elif query:
            self._answer(parse_qs(query)["query"][0])
        else:
            # Whoever looks for a service description finds none.
            self._send(b"", "text/turtle")

    def do_POST(self) -> None:
        """Answer a query in a form or as it is."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        plain = self.headers["Content-Type"].startswith("application/sparql-query")
        self._answer(body if plain else parse_qs(body)["query"][0])

    def _answer(self, query: str) -> None:
        self.asked.append(query)
        found = self.store.query(query)
        if isinstance(found, QueryTriples):
            self._send(found.serialize(format=RdfFormat.N_TRIPLES), "text/plain")
            return
        wanted = self.headers.get("Accept", "")
        form = QueryResultsFormat.JSON
        if "json" not in wanted and "xml" in wanted:
            form = QueryResultsFormat.XML
        self._send(found.serialize(format=form), form.media_type)

    def _send(self, body: bytes | None, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: what was asked is kept."""


def main() -> None:
    """Serve until killed."""
    for quad in parse(path=Path(sys.argv[1])):
        subject, predicate = quad.subject, quad.predicate.value
        theirs = isinstance(subject, NamedNode) and subject.value.startswith(WIKIDATA)
        shaped = predicate == LABEL or predicate.startswith(f"{WIKIDATA}prop/direct/")
        if quad.graph_name == SNAPSHOT and theirs and shaped:
            Endpoint.store.add(Quad(subject, quad.predicate, quad.object))
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}/sparql\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
