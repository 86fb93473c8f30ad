"""A Wikibase on loopback: what wbgetentities and wbsearchentities answer, and worse.

What it says by itself has the form that the code of Wikibase gives it; ``then`` puts
answers before that which a client must bear.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

Record = dict[str, object]


@dataclass
class Canned:
    """One answer, whole or broken.

    Attributes:
        status: Its status.
        body: Its body.
        headers: Its headers; its length is told unless they tell another.
        act: What is done with the connection instead of answering.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    act: Callable[[BaseHTTPRequestHandler], None] | None = None


def error(code: str, **more: str) -> Canned:
    """An error of the API, which comes with status 200."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if wait := more.pop("retry_after", ""):
        headers["Retry-After"] = wait
    told = {"error": {"code": code, "info": f"about {code}", **more}}
    return Canned(body=json.dumps(told).encode(), headers=headers)


def entity(  # noqa: PLR0913 - one for each thing an entity says
    name: str,
    labels: dict[str, str],
    *,
    types: Sequence[str] = (),
    countries: Sequence[str] = (),
    parents: Sequence[str] = (),
    aliases: dict[str, list[str]] | None = None,
) -> Record:
    """An entity as wbgetentities writes one; what is empty is a list, as in PHP."""

    def statements(targets: Sequence[str], name: str) -> list[object]:
        return [
            {
                "mainsnak": {
                    "snaktype": "value",
                    "property": name,
                    "datavalue": {
                        "type": "wikibase-entityid",
                        "value": {"entity-type": "item", "id": target},
                    },
                },
                "type": "statement",
                "rank": "normal",
            }
            for target in targets
        ]

    told = {"P31": types, "P17": countries, "P279": parents}
    claims = {p: statements(targets, p) for p, targets in told.items() if targets}
    return {
        "type": "item",
        "id": name,
        "lastrevid": 7,
        "labels": {k: {"language": k, "value": v} for k, v in labels.items()} or [],
        "aliases": {
            k: [{"language": k, "value": v} for v in vs]
            for k, vs in (aliases or {}).items()
        }
        or [],
        "claims": claims or [],
    }


class Api:
    """What the Wikibase knows and was asked.

    Attributes:
        entities: Its entities by identifier.
        redirects: What became of others.
        found: (language, text) -> what a search finds.
        then: Answers to give first, one a request.
        requests: The parameters of each request, in order.
        headers: The headers of each.
        connections: How many connections were opened.
    """

    def __init__(self) -> None:
        self.entities: dict[str, Record] = {}
        self.redirects: dict[str, str] = {}
        self.found: dict[tuple[str, str], list[str]] = {}
        self.then: list[Canned] = []
        self.requests: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0
        self.at = ""
        self.before: Callable[[], None] = lambda: None

    def put(self, *records: Record) -> None:
        """Add entities."""
        self.entities |= {str(record["id"]): record for record in records}

    def asked_for(self, name: str) -> int:
        """How often an entity was asked for."""
        return sum(name in r.get("ids", "").split("|") for r in self.requests)

    def answer(self, asked: dict[str, str]) -> Canned:
        """The answer to a request."""
        self.before()
        if self.then:
            return self.then.pop(0)
        if asked["action"] == "wbsearchentities":
            hits = self.found.get((asked["language"], asked["search"]), [])
            found: object = {"search": [{"id": hit} for hit in hits], "success": 1}
        else:
            ids = asked["ids"].split("|")
            if len(ids) > 50:
                return error("toomanyvalues")
            found = {"entities": {i: self._record(i) for i in ids}, "success": 1}
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return Canned(body=json.dumps(found).encode(), headers=headers)

    def _record(self, name: str) -> Record:
        target = self.redirects.get(name)
        if target in self.entities:
            return {**self.entities[target], "redirects": {"from": name, "to": target}}
        return self.entities.get(name, {"id": name, "missing": ""})


@contextmanager
def running() -> Iterator[Api]:
    """An API that answers until the end."""
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout: ClassVar[float] = 30

        def setup(self) -> None:
            api.connections += 1
            super().setup()

        def do_GET(self) -> None:
            asked = dict(parse_qsl(urlsplit(self.path).query))
            api.requests.append(asked)
            api.headers.append(dict(self.headers))
            told = api.answer(asked)
            if told.act:
                told.act(self)
                return
            self.send_response(told.status)
            length = {"Content-Length": str(len(told.body))}
            for name, value in {**length, **told.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that hung up is what some tests want."""

    with Server(("127.0.0.1", 0), Handler) as server:
        api.at = f"http://127.0.0.1:{server.server_port}/w/api.php"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield api
        finally:
            server.shutdown()
            thread.join()
