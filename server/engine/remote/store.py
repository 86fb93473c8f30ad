"""Ask a store elsewhere: the second way, besides memory, in which a worker answers.

A worker asks it as it would ask the views in memory, under the same deadline, and
writes the answer itself: formats, limits, DESCRIBE and the order of columns do not
depend on the store. Our own parser reads each query before it is sent.

A view is asked in the store. Any other list of graphs is fetched and merged here,
since stores do not agree on what several default graphs mean.

Source: SPARQL 1.1 Protocol, section 2.1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolution,
    QuerySolutions,
    Store,
    Triple,
)

from ontology.prefixes import BASE
from ontology.terms import ASSERTED, DEFAULT, VIEWS
from server.engine import answers, portrait
from server.engine.evaluation import Request, evaluate
from server.engine.remote import reading, wording
from server.engine.remote.address import Address
from server.engine.remote.client import FORM, Client
from server.engine.remote.construct import Construct
from server.engine.remote.explicit import again, explicit
from server.engine.remote.scope import Asked
from server.engine.views import Views
from server.negotiation import RESULTS
from server.problems import Problem
from server.query import dots, sorting
from server.settings import GRAPHS, Settings

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Remote:
    """A store by its URLs.

    Attributes:
        places: View -> the endpoint that is asked for it.
        graphs: Whether the views are named graphs of one dataset.
        client: Who asks.
    """

    places: Mapping[str, Address]
    graphs: bool
    client: Client

    @classmethod
    def of(cls, settings: Settings) -> "Remote":
        """Read what an operator set.

        Raises:
            SettingsError: If a URL is none.
        """  # noqa: DOC502 - raised by the address
        graphs = settings.remote_views == GRAPHS
        places = {DEFAULT: Address.read(settings.remote)}
        if settings.remote_asserted or graphs:
            places[ASSERTED] = Address.read(settings.remote_asserted or settings.remote)
        return cls(places, graphs, Client())

    def answer(self, request: Request, settings: Settings) -> bytes:
        """Answer a query; a ``worker`` calls it.

        Args:
            request: A query that ``guard`` let through, and how to answer it.
            settings: The limits.

        Returns:
            The answer.
        """  # noqa: DOC501 - one is made by a function
        default, named = request.default_graphs, request.named_graphs
        view = default[0] if default else DEFAULT
        try:
            if named or len(default) > 1 or view not in VIEWS:
                merged = Views({DEFAULT: self._merged(default, named, settings)})
                alone = replace(request, default_graphs=(), named_graphs=())
                return evaluate(merged, alone, settings)
            results = self._results(explicit(request, settings), view, settings)
            return answers.write(results, request.media_type, settings.answer)
        except (SyntaxError, TypeError) as problem:  # in a row that is read only now
            raise reading.nonsense() from problem

    def _results(
        self, request: Request, view: str, settings: Settings
    ) -> answers.Results:
        def select(query: str) -> QuerySolutions:
            return cast("QuerySolutions", self._ask(query, view, settings))

        if request.form == "DESCRIBE":

            def starless(query: str) -> QuerySolutions:
                return select(explicit(again(query, request, settings), settings).query)

            found = portrait.found(request.query, starless, settings.resources)
            return portrait.portrait(Asked(select), found)
        if request.form == "CONSTRUCT":
            halves = Construct.read(request.query)
            return halves.fill(select(halves.select), settings.endpoint)
        return self._ask(request.query, view, settings)

    def _ask(
        self, query: str, view: str, settings: Settings
    ) -> QuerySolutions | QueryBoolean:
        """Ask a SELECT or ASK query.

        Raises:
            Problem: If the store has no such view.
        """
        if view not in self.places:
            raise Problem(
                status=HTTPStatus.BAD_REQUEST,
                type="view-not-served",
                title="This server does not serve that view",
                detail=f"The store behind it holds {DEFAULT} only.",
            )
        text = wording.plain(query, settings.endpoint, graphs=self.graphs)
        if self.graphs:
            sent = [("query", text), ("default-graph-uri", view)]
        else:  # it may be Oxigraph, whose server sorts as our own engine does
            sent = [("query", sorting.grouped(text))]
        reply = self.client.send(
            self.places[view],
            "POST",
            urlencode(sent, errors="surrogatepass").encode(),
            {"Content-Type": FORM, "Accept": RESULTS},
            settings.answer,
        )
        meant = Store().query(dots.escaped(query), base_iri=settings.endpoint)
        return reading.fitting(reading.rows(reading.checked(reply)), meant)

    def _merged(
        self, default: Sequence[str], named: Sequence[str], settings: Settings
    ) -> Store:
        """Fetch graphs into a store of the worker's own."""
        merged = Store()
        for graphs, unnamed in ((default, True), (named, False)):
            for iri in graphs:
                graph = DefaultGraph() if unnamed else NamedNode(iri)
                found = self._graph(iri, settings)
                merged.extend(Quad(*_spo(row), graph) for row in found)
        return merged

    def _graph(self, iri: str, settings: Settings) -> Iterable[QuerySolution]:
        if not iri.startswith(BASE):
            return ()
        view, pattern = DEFAULT, f"{{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
        if iri in VIEWS:
            view, pattern = iri, "{ ?s ?p ?o }"
        found = self._ask(f"SELECT ?s ?p ?o {pattern}", view, settings)
        return cast("QuerySolutions", found)


def _spo(row: QuerySolution) -> tuple[NamedNode | BlankNode, NamedNode, Term]:
    return cast("tuple[NamedNode | BlankNode, NamedNode, Term]", tuple(row))
