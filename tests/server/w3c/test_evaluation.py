"""The W3C's query evaluation tests over HTTP, in every format an answer has."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
)

from ontology.terms import ASSERTED, DEFAULT
from server.engine.evaluation import Request, evaluate
from server.engine.views import Views
from server.problems import Problem
from server.query import guard
from server.query.forms import carried
from server.settings import Settings
from tests.server.w3c import answers
from tests.server.w3c.answers import Answer
from tests.server.w3c.deviations import deviations
from tests.server.w3c.equality import same
from tests.server.w3c.expected import expected
from tests.server.w3c.service import Service
from tests.server.w3c.suite import Case, Suite, moved


@dataclass(frozen=True, slots=True)
class Form:
    """How rows and triples are asked for, and read."""

    rows: str
    read: Callable[[bytes], Answer]
    triples: str
    syntax: RdfFormat


RESULTS = "application/sparql-results"
FORMS = {
    "json": Form(
        f"{RESULTS}+json", answers.from_json, "application/ld+json", RdfFormat.JSON_LD
    ),
    "xml": Form(
        f"{RESULTS}+xml", answers.from_xml, "application/rdf+xml", RdfFormat.RDF_XML
    ),
    "tsv": Form(
        "text/tab-separated-values", answers.from_tsv, "text/turtle", RdfFormat.TURTLE
    ),
    "csv": Form(
        "text/csv", answers.from_csv, "application/n-triples", RdfFormat.N_TRIPLES
    ),
}


@pytest.fixture(scope="module")
def cases(query_suite: Suite) -> list[Case]:
    """225 tests of evaluation and 10 of the formats of results."""
    found = [
        case
        for manifest in ("query", "results")
        for case in query_suite.cases(f"manifest-sparql11-{manifest}.ttl")
        if case.result is not None
    ]
    assert len(found) == 225 + 10
    return found


def with_base(suite: Suite, case: Case) -> str:
    """The protocol has no base, so the query's own IRI stands in the query itself."""
    return f"BASE <{suite.iri(case.query)}>\n{case.query.read_text()}"


def fits(suite: Suite, case: Case, found: Answer, form: str) -> bool:
    assert case.result is not None
    poor = "csv" in {form, case.result.suffix[1:]}
    return same(found, expected(suite, case.result), poor=poor)


def passes(service: Service, suite: Suite, case: Case, name: str) -> bool:
    """Whether a test passes over HTTP in one of the forms."""
    form, text = FORMS[name], with_base(suite, case)
    own = re.search(r"(?im)^\s*from\b", text) is not None
    data = [suite.iri(path) for path in case.data] or ["x:no-data"]
    named = [suite.iri(path) for path in case.named]
    accept = f"{form.rows},{form.triples}"
    reply = service.query(text, accept, *(((), ()) if own else (data, named)))
    rows = reply.media_type == form.rows
    read = form.read if rows else answers.from_rdf(form.syntax)
    return reply.status == 200 and fits(suite, case, read(reply.body), name)


@pytest.mark.long
def test_all_but_the_listed_tests_pass_eight_at_a_time(
    service: Service, query_suite: Suite, cases: list[Case]
) -> None:
    asked = [(case, name) for case in cases for name in FORMS]

    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda a: passes(service, query_suite, *a), asked))

    failed = {
        (case.name, name)
        for (case, name), right in zip(asked, passed, strict=True)
        if not right
    }
    assert failed == {(case, name) for name in FORMS for case in deviations(name)}


@pytest.mark.parametrize("name", FORMS)
def test_all_but_the_listed_tests_pass_over_http(
    service: Service, query_suite: Suite, cases: list[Case], name: str
) -> None:
    failed = {
        case.name for case in cases if not passes(service, query_suite, case, name)
    }

    assert failed == deviations(name).keys()
    assert len([name for name in failed if not name.startswith("csv-tsv-res/")]) == 10


def test_all_but_the_listed_tests_pass_where_the_data_are_a_view(
    query_suite: Suite, cases: list[Case]
) -> None:
    def right(case: Case) -> bool:
        store, settings = stored(query_suite, case), Settings()
        asked = guard.check(with_base(query_suite, case), settings)
        if asked.default_graphs:
            return True  # it asks for another graph than the view
        rows = carried(asked.form) == "rows"
        form = FORMS["json"]
        request = Request(
            asked.text, asked.form, form.rows if rows else "application/n-triples",
            (), (), asked.star, asked.variables,
        )  # fmt: skip
        try:
            body = evaluate(Views({DEFAULT: store, ASSERTED: store}), request, settings)
        except Problem:
            return False
        read = answers.from_json if rows else answers.from_rdf(RdfFormat.N_TRIPLES)
        return fits(query_suite, case, read(body), "json")

    assert {case.name for case in cases if not right(case)} == deviations("json").keys()


def test_what_fails_over_http_fails_in_the_bare_engine_too(
    query_suite: Suite, cases: list[Case]
) -> None:
    listed = deviations("json")
    ours = set()
    for case in cases:
        if case.name in listed:
            found = stored(query_suite, case).query(with_base(query_suite, case))
            assert isinstance(found, QuerySolutions | QueryBoolean)
            body = found.serialize(format=QueryResultsFormat.JSON)
            if fits(query_suite, case, answers.from_json(body or b""), "json"):
                ours.add(case.name)

    assert ours == set()


def test_csv_and_tsv_are_as_the_suite_writes_them(
    service: Service, query_suite: Suite, cases: list[Case]
) -> None:
    def lines(text: bytes) -> list[bytes]:
        return sorted(re.sub(rb"_:\w+", b"_:x", text).splitlines())

    written = {}
    for case in cases:
        form = FORMS.get(case.result.suffix[1:]) if case.result else None
        if form and case.result and case.name.startswith("csv-tsv-res/"):
            data = [query_suite.iri(path) for path in case.data]
            reply = service.query(case.query.read_text(), form.rows, data)
            given, due = lines(reply.body), lines(case.result.read_bytes())
            written[case.name] = given == due and given[0] == due[0]

    assert len(written) == 6
    assert {name for name, right in written.items() if not right} == deviations(
        "text"
    ).keys()


def stored(suite: Suite, case: Case) -> Store:
    """The data of a test as the suite wants them: one default graph, named graphs."""
    store = Store()
    for path in case.data:
        for quad in suite.quads(path):
            store.add(moved(quad, DefaultGraph()))
    for path in case.named:
        store.add_graph(NamedNode(suite.iri(path)))
        store.extend(suite.quads(path))
    return store
