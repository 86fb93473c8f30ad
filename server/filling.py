"""Speak to a store that is to be filled: read counts, write and remove graphs.

Two ways of writing: the Graph Store Protocol, a graph a request; SPARQL Update, a
graph in batches. What was written twice is the same as what was written once.

Source: SPARQL 1.1 Graph Store HTTP Protocol, sections 4 and 5; SPARQL 1.1 Update,
sections 3.1.1 and 3.1.5; RFC 9110, section 15.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, cast
from urllib.parse import quote, urlencode, urlsplit

from pyoxigraph import QuerySolution, QuerySolutions

from server.engine.remote import reading
from server.engine.remote.address import Address
from server.engine.remote.client import FORM, Client
from server.engine.remote.failures import BrokenError
from server.negotiation import RESULTS
from server.problems import Problem

SILENCE: Final = 600.0
"""Seconds that a store may take for one request."""

MOST: Final = 100_000_000
"""Bytes of an answer that are read; counts of graphs are far below."""

BATCH: Final = 1_000
"""Triples in one update; Virtuoso compiles each and has a limit."""

_BESIDE: Final = (
    (re.compile(r"/query$"), "/store", "/update"),
    (re.compile(r"/sparql$"), "/sparql-graph-crud-auth", "/sparql-auth"),
    (re.compile(r"(/repositories/[^/]+)$"), r"\1/rdf-graphs/service", r"\1/statements"),
)
"""Where Oxigraph, Virtuoso and GraphDB are written to, by where they are asked."""


class LoadError(ValueError):
    """A store that cannot be filled."""


@dataclass(frozen=True, slots=True)
class Target:
    """One dataset of a store.

    Attributes:
        asked: Its query endpoint.
        written: Its Graph Store, or its update endpoint.
        updates: Whether the second is an update endpoint.
        client: Who speaks to both.
    """

    asked: Address
    written: Address
    updates: bool
    client: Client = field(default_factory=lambda: Client(SILENCE))

    @classmethod
    def of(
        cls, to: str, store: str | None = None, *, updates: bool = False
    ) -> "Target":
        """Find a dataset by the URL that it is asked at.

        Args:
            to: Its query endpoint.
            store: Where it is written to; where it usually is, if nothing is said.
            updates: Whether that takes updates.

        Returns:
            The dataset.

        Raises:
            LoadError: If nobody can tell where it is written to.
        """
        asked = Address.read(to)
        if store:
            named = Address.read(store)
            given = named if named.user else asked.at(named.url)
            return cls(asked, given, updates)
        for pattern, graphs, update in _BESIDE:
            url, found = pattern.subn(update if updates else graphs, asked.url)
            if found:
                return cls(asked, asked.at(url), updates)
        message = f"where {asked.url} is written to is not known; name it with --store"
        raise LoadError(message)

    def rows(self, query: str) -> Iterator[QuerySolution]:
        """Ask a SELECT query.

        Raises:
            LoadError: If there is no answer.
        """  # noqa: DOC502 - made by a function
        body = urlencode([("query", query)]).encode()
        headers = {"Content-Type": FORM, "Accept": RESULTS}
        try:
            reply = self.client.send(self.asked, "POST", body, headers, MOST)
            found = reading.rows(reading.checked(reply))
            yield from cast("QuerySolutions", found)
        except SyntaxError as problem:
            raise self._failed(self.asked, "breaks off in its answer") from problem
        except BrokenError as problem:
            raise self._failed(self.asked, problem.reason) from problem
        except Problem as problem:
            raise self._failed(self.asked, problem.detail) from problem

    def put(self, graph: str | None, lines: Sequence[bytes]) -> None:
        """Write a whole graph in place of what is there.

        Args:
            graph: Its IRI; None for the unnamed graph.
            lines: Its triples, a line each, as N-Triples.
        """
        if not self.updates:
            self._write("PUT", graph, b"\n".join(lines), "application/n-triples")
            return
        self.remove(graph)
        # A blank node has its label within one request only.
        whole = [line for line in lines if b"_:" in line]
        single = [line for line in lines if b"_:" not in line]
        parts = [single[n : n + BATCH] for n in range(0, len(single), BATCH)]
        before, after = (f"GRAPH <{graph}> {{", "}") if graph else ("", "")
        for part in [whole, *parts] if whole else parts:
            data = b"\n".join(part).decode()
            self._update(f"INSERT DATA {{ {before}\n{data}\n{after} }}")

    def remove(self, graph: str | None) -> None:
        """Remove a graph; it may be missing."""
        if self.updates:
            self._update(f"CLEAR SILENT {f'GRAPH <{graph}>' if graph else 'DEFAULT'}")
        else:
            self._write("DELETE", graph)

    def _write(
        self, method: str, graph: str | None, body: bytes = b"", kind: str = ""
    ) -> None:
        name = "default" if graph is None else f"graph={quote(graph, safe='')}"
        url = self.written.url
        place = self.written.at(f"{url}{'&' if urlsplit(url).query else '?'}{name}")
        self._send(place, method, body, kind, missing=method == "DELETE")

    def _update(self, update: str) -> None:
        body = urlencode([("update", update)]).encode()
        self._send(self.written, "POST", body, FORM)

    def _send(
        self,
        place: Address,
        method: str,
        body: bytes,
        kind: str,
        *,
        missing: bool = False,
    ) -> None:
        headers = {"Content-Type": kind} if kind else {}
        try:
            reply = self.client.send(place, method, body, headers, MOST)
        except BrokenError as problem:
            raise self._failed(place, problem.reason) from problem
        if missing and reply.status == HTTPStatus.NOT_FOUND:
            return
        if reply.status >= HTTPStatus.MULTIPLE_CHOICES:
            words = reply.words
            said = f"answers {method} with status {reply.status}"
            if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
                words = "name a user that may write, as http://user:password@host/…"
            raise self._failed(place, f"{said}: {words}" if words else said)

    @staticmethod
    def _failed(place: Address, said: str) -> LoadError:
        return LoadError(f"the store at {place.url} cannot be filled: {said}")
