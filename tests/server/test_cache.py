"""The answer cache: a hit is what the app said, and nobody gets another's answer."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.release import Release
from server import create_app
from server.engine.interface import Answer, DatasetSpec
from server.engine.local import Local
from server.negotiation import FORMATS, Format
from server.problems import Problem
from server.query.guard import Checked
from server.settings import Settings
from server.turns import Turns

LABELS = (
    "SELECT ?l { <https://w3id.org/borderkg/place/china> "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?l"
)
PATTERN = "{ ?s ?p ?o }"
ALL = f"SELECT * {PATTERN}"
UNSTEADY = {"rdf-xml", "json-ld"}
"""What the engine writes with namespaces in an order of its own, each time another."""

VIEW = "https://w3id.org/borderkg/graph/asserted"
HIT = "BorderKG; hit"
STORED = "BorderKG; fwd=miss; stored"
DIRECT = "application/sparql-query"


def works() -> None:
    """Let an evaluation begin at once."""


@dataclass
class Counting:
    """An engine that counts what it is asked, and can be made to wait or to fail."""

    inner: Local
    before: Callable[[], None] = works
    asked: list[str] = field(default_factory=list)

    def run(
        self,
        query: str | Checked,
        dataset: DatasetSpec,
        media_type: str | None = None,
        gone: Callable[[], bool] = lambda: False,
    ) -> Answer:
        self.asked.append(query if isinstance(query, str) else query.text)
        self.before()
        return self.inner.run(query, dataset, media_type, gone)


@pytest.fixture
def engine(toy_engine: Local) -> Counting:
    return Counting(toy_engine)


def app_over(release: Release, engine: Counting, **chosen: float) -> Flask:
    """The whole app; queries of one client do not get in one another's way."""
    return create_app(release, engine, Settings(workers=16, share=16, **chosen))  # type: ignore[arg-type]


@pytest.fixture
def client(toy_release: Release, engine: Counting) -> FlaskClient:
    return app_over(toy_release, engine).test_client()


def get(client: FlaskClient, query: str, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", query_string={"query": query}, headers=named)


def told(answer: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that was told but how it came about, and when."""
    other = {"Cache-Status", "Date"}
    headers = [pair for pair in answer.headers if pair[0] not in other]
    return answer.status_code, headers, answer.data


def status(answer: TestResponse) -> str | None:
    return answer.headers.get("Cache-Status")


METHODS: dict[str, Callable[[FlaskClient, str, dict[str, str]], TestResponse]] = {
    "GET": lambda client, query, headers: client.get(
        "/sparql", query_string={"query": query}, headers=headers
    ),
    "HEAD": lambda client, query, headers: client.head(
        "/sparql", query_string={"query": query}, headers=headers
    ),
    "form": lambda client, query, headers: client.post(
        "/sparql", data={"query": query}, headers=headers
    ),
    "direct": lambda client, query, headers: client.post(
        "/sparql", data=query, content_type=DIRECT, headers=headers
    ),
}


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
@pytest.mark.parametrize(
    "row", FORMATS, ids=lambda row: f"{row.family} {row.media_type}"
)
def test_a_hit_is_the_miss_byte_for_byte_and_what_the_bare_app_says(
    toy_release: Release, engine: Counting, row: Format, coding: str
) -> None:
    query = ALL if row.family == "rows" else f"CONSTRUCT {PATTERN} {PATTERN}"
    sent = {"Accept": row.media_type, "Accept-Encoding": coding}
    bare = app_over(toy_release, engine, cache=0).test_client()

    for ask in METHODS.values():
        cached = app_over(toy_release, engine).test_client()
        engine.asked.clear()

        alone, miss, hit = (ask(each, query, sent) for each in (bare, cached, cached))

        assert (status(alone), status(miss), status(hit)) == (None, STORED, HIT)
        assert alone.status_code == 200
        assert alone.mimetype == row.media_type
        assert alone.headers.get("Content-Encoding", "identity") == coding
        assert told(hit) == told(miss)
        if row.syntax not in UNSTEADY:
            assert told(alone) == told(miss)
        assert len(engine.asked) == 2


def test_the_ways_to_ask_share_one_answer(
    client: FlaskClient, engine: Counting
) -> None:
    answers = [ask(client, LABELS, {}) for ask in METHODS.values()]
    answers += [ask(client, LABELS, {}) for ask in METHODS.values()]

    assert [status(answer) for answer in answers] == [STORED] + [HIT] * 7
    assert "Cache-Status" in answers[0].headers["Access-Control-Expose-Headers"]
    assert len({answer.data for answer in answers} - {b""}) == 1
    assert {answer.headers["Content-Length"] for answer in answers} == {
        answers[0].headers["Content-Length"]
    }
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(f"  {LABELS}\n\n", id="around"),
        pytest.param(LABELS.replace(" ", "\r\n\t  "), id="between"),
        pytest.param(LABELS.replace("{ ", "{"), id="none beside a bracket"),
        pytest.param(LABELS.replace("?l {", "?l # SERVICE {\n {"), id="a comment"),
        pytest.param(f"# about China\n{LABELS} # the end", id="comments around"),
    ],
)
def test_white_space_and_comments_make_no_other_query(
    client: FlaskClient, engine: Counting, other: str
) -> None:
    first, second = get(client, LABELS), get(client, other)

    assert (status(first), status(second)) == (STORED, HIT)
    assert told(first) == told(second)
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param('ASK {?s ?p "a b"}', 'ASK {?s ?p "a  b"}', id="space in a string"),
        pytest.param('ASK {?s ?p "a#b"}', 'ASK {?s ?p "a"}#b"}', id="hash in a string"),
        pytest.param("ASK {?s ?p 'a'}", 'ASK {?s ?p "a"}', id="quotes"),
        pytest.param("ASK {?s ?p 1.0}", "ASK {?s ?p 1.00}", id="lexical form"),
        pytest.param("ASK {?s ?p 1 .0 ?p ?o}", "ASK {?s ?p 1.0 }", id="dot"),
        pytest.param("ASK {?s <a:b> ?o}", "ASK {?s <a:c> ?o}", id="iri"),
        pytest.param("ASK {?s ?p ?o}", "ASK {?s ?p ?O}", id="variable"),
        pytest.param("SELECT * {?a ?b ?c}", "SELECT * {?c ?b ?a}", id="columns"),
        pytest.param("ASK FROM <a:b> {}", "ASK FROM NAMED <a:b> {}", id="FROM"),
        pytest.param(
            "PREFIX x: <a:> ASK {?s x:b ?o}",
            "PREFIX x: <c:> ASK {?s x:b ?o}",
            id="prefix",
        ),
        pytest.param(
            "BASE <http://a/> ASK {?s <b> ?o}",
            "BASE <http://c/> ASK {?s <b> ?o}",
            id="base",
        ),
    ],
)
def test_another_query_gets_another_answer(
    client: FlaskClient, engine: Counting, one: str, other: str
) -> None:
    answers = [get(client, one), get(client, other)]

    assert [status(answer) for answer in answers] == [STORED] * 2
    assert len(engine.asked) == 2


def test_what_the_engine_reads_as_a_comment_is_no_gap(client: FlaskClient) -> None:
    """To the engine ``<?y#c>`` is a comparison and a comment up to the line's end."""
    start = "SELECT ?x { BIND(1 AS ?x) BIND(2 AS ?y) FILTER(?x<?y#c>"
    true = get(client, f"{start} && false\n) }}", Accept="text/csv")
    false = get(client, f"{start}\n && false) }}", Accept="text/csv")

    assert (true.data, false.data) == (b"x\r\n1\r\n", b"x\r\n")
    assert status(false) == STORED


@pytest.mark.parametrize(
    "other",
    [
        {"default-graph-uri": VIEW},
        {"named-graph-uri": VIEW},
        {"default-graph-uri": VIEW, "named-graph-uri": "a:b"},
        {"format": "csv"},
        {"format": "application/json"},
    ],
    ids=str,
)
def test_other_graphs_and_formats_are_other_answers(
    client: FlaskClient, engine: Counting, other: dict[str, str]
) -> None:
    asked = {"query": LABELS}

    plain = client.get("/sparql", query_string=asked)
    chosen = client.get("/sparql", query_string=asked | other)

    assert (status(plain), status(chosen)) == (STORED, STORED)
    assert len(engine.asked) == 2


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize("explains_first", [True, False])
def test_why_there_are_no_rows_is_another_question_than_which_rows_there_are(
    client: FlaskClient, accept: str, *, explains_first: bool
) -> None:
    rows = {"query": "SELECT ?s { ?s <http://nowhere.example/p> ?o }"}
    why = {**rows, "explain-empty": "true"}
    order = [why, rows] if explains_first else [rows, why]

    told = {
        "explain-empty" in asked: client.get(
            "/sparql", query_string=asked, headers={"Accept": accept}
        )
        for asked in order
    }

    assert told[True].data != told[False].data
    assert status(told[True]) is None
    assert status(told[False]) == STORED


def test_a_page_shows_each_client_its_own_query(client: FlaskClient) -> None:
    mine = get(client, f"# mine\n{LABELS}", Accept="text/html")
    yours = get(client, f"# yours\n{LABELS}", Accept="text/html")

    assert "# mine" in mine.text
    assert "# mine" not in yours.text
    assert status(get(client, f"# mine\n{LABELS}", Accept="text/html")) == HIT


@pytest.mark.parametrize(
    "call",
    [
        "NOW()",
        "rand()",
        "UUID ()",
        "STRUUID( )",
        "BNODE()",
        'BNODE("a")',
        "1+RAND#c\n()",
    ],
)
def test_what_may_be_another_value_next_time_is_kept_by_nobody(
    client: FlaskClient, engine: Counting, call: str
) -> None:
    answers = [get(client, f"SELECT ({call} AS ?x) {{}}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store"] * 2
    assert [status(answer) for answer in answers] == [None, None]
    assert all("ETag" not in answer.headers for answer in answers)
    assert len(engine.asked) == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (", 400),
        ("SELECT * { ?s ?p ?o ", 400),
        ("ASK { SERVICE <a:a> {} }", 403),
        ("CLEAR ALL", 403),
        ("SELECT (<a:b>(1) AS ?x) {}", 400),
    ],
)
def test_errors_reach_the_guard_each_time(
    client: FlaskClient, query: str, expected: int
) -> None:
    answers = [get(client, query) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [expected] * 2
    assert HIT not in {status(answer) for answer in answers}
    assert [a.headers["Cache-Control"] for a in answers] == ["no-store"] * 2


@pytest.mark.parametrize("code", [429, 503])
def test_a_refusal_of_the_engine_is_not_kept(
    client: FlaskClient, engine: Counting, code: int
) -> None:
    def refuse() -> None:
        raise Problem(status=code, type="busy", title="Busy", detail="Later.")

    engine.before = refuse
    refused = [get(client, LABELS) for _ in range(2)]
    engine.before = works
    answered = get(client, LABELS)

    assert [answer.status_code for answer in refused] == [code] * 2
    assert {status(answer) for answer in refused} == {"BorderKG; fwd=miss"}
    assert status(answered) == STORED


def test_an_unchanged_answer_is_not_sent_again(
    toy_release: Release, engine: Counting
) -> None:
    bare = app_over(toy_release, engine, cache=0).test_client()
    cached = app_over(toy_release, engine).test_client()
    etag = get(cached, LABELS).headers["ETag"]

    alone = get(bare, LABELS, If_None_Match=etag)
    hit = get(cached, LABELS, If_None_Match=f'"x", W/{etag}')
    head = cached.head(
        "/sparql", query_string={"query": LABELS}, headers={"If-None-Match": "*"}
    )

    assert not etag.startswith("W/")
    for answer in (alone, hit, head):
        assert answer.status_code == 304
        assert answer.data == b""
        assert answer.headers["ETag"] == etag
        assert answer.headers["Vary"] == "Accept, Accept-Encoding"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "Content-Length" not in answer.headers
        assert "Content-Type" not in answer.headers
    assert told(hit) == told(alone)
    assert status(get(cached, LABELS, If_None_Match='"x"')) == HIT


def test_a_first_answer_may_be_unchanged_too(
    toy_release: Release, engine: Counting
) -> None:
    etag = get(app_over(toy_release, engine).test_client(), LABELS).headers["ETag"]
    fresh = app_over(toy_release, engine).test_client()

    first = get(fresh, LABELS, If_None_Match=etag)
    second = get(fresh, LABELS)

    assert (first.status_code, status(first)) == (304, STORED)
    assert (second.status_code, status(second)) == (200, HIT)


def test_each_format_and_coding_has_its_own_etag(client: FlaskClient) -> None:
    many = ALL
    answers = [
        get(client, many, Accept=accept, Accept_Encoding=coding)
        for accept in ("application/sparql-results+json", "application/json")
        for coding in ("identity", "gzip", "zstd")
    ]

    assert len({answer.headers["ETag"] for answer in answers}) == 6


def test_a_condition_on_a_post_is_not_heard(client: FlaskClient) -> None:
    first = client.post("/sparql", data={"query": LABELS})
    again = client.post(
        "/sparql",
        data={"query": LABELS},
        headers={"If-None-Match": first.headers["ETag"]},
    )

    assert (again.status_code, status(again)) == (200, HIT)


def test_the_least_recently_used_answer_goes_first(
    toy_release: Release, engine: Counting
) -> None:
    client = app_over(toy_release, engine, cache=60_000).test_client()
    queries = [f"{LABELS} LIMIT {number}" for number in range(1, 40)]

    get(client, LABELS)
    for query in queries:
        get(client, query)
        assert status(get(client, LABELS)) == HIT

    assert status(get(client, queries[-1])) == HIT
    assert status(get(client, queries[0])) == STORED


def test_an_answer_too_large_for_its_part_is_not_kept(
    toy_release: Release, engine: Counting
) -> None:
    client = app_over(toy_release, engine, cache=20_000).test_client()

    answers = [get(client, ALL) for _ in range(2)]

    assert [status(answer) for answer in answers] == ["BorderKG; fwd=miss"] * 2


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"query_string": "query=ASK{}&query=ASK{}"}, id="two queries"),
        pytest.param({"query_string": "query=%FF"}, id="no UTF-8"),
        pytest.param({"query_string": ""}, id="no query"),
        pytest.param({"query_string": "query=ASK{}&update=x"}, id="an update"),
        pytest.param(
            {"query_string": "query=ASK{}", "headers": {"Range": "bytes=0-1"}},
            id="a range",
        ),
        pytest.param({"method": "PUT", "query_string": "query=ASK{}"}, id="PUT"),
        pytest.param({"method": "OPTIONS"}, id="OPTIONS"),
        pytest.param(
            {"method": "POST", "data": b"ASK{}", "content_type": "text/plain"},
            id="another type",
        ),
        pytest.param(
            {
                "method": "POST",
                "data": b"ASK{}" + b" " * 65_536,
                "content_type": DIRECT,
            },
            id="too long",
        ),
        pytest.param(
            {
                "method": "POST",
                "data": b"ASK{}",
                "content_type": DIRECT,
                "headers": {"Content-Encoding": "gzip"},
            },
            id="a packed body",
        ),
        pytest.param(
            {
                "method": "POST",
                "data": b"ASK{}",
                "content_type": DIRECT,
                "environ_overrides": {"CONTENT_LENGTH": "9"},
            },
            id="half a body",
        ),
        pytest.param(
            {
                "method": "POST",
                "data": b"ASK{}",
                "content_type": DIRECT,
                "environ_overrides": {"CONTENT_LENGTH": "x"},
            },
            id="a length that is none",
        ),
    ],
)
def test_what_is_not_understood_is_the_apps_business(
    toy_release: Release, engine: Counting, request_: dict[str, Any]
) -> None:
    bare = app_over(toy_release, engine, cache=0).test_client()
    cached = app_over(toy_release, engine).test_client()

    alone = bare.open("/sparql", **request_)
    answers = [cached.open("/sparql", **request_) for _ in range(2)]

    assert [told(answer) for answer in answers] == [told(alone)] * 2
    assert [status(answer) for answer in answers] == [None] * 2


def test_other_pages_are_not_kept_least_of_all_private_ones(
    toy_release: Release, engine: Counting
) -> None:
    settings = Settings(workers=16)
    app = create_app(toy_release, engine, settings, "an operator's own text")
    client = app.test_client()

    for path in ("/article", "/limits", "/", "/sparql"):
        answers = [client.get(path) for _ in range(2)]
        assert [status(answer) for answer in answers] == [None, None], path


def test_an_answer_that_calls_itself_private_is_not_kept(
    toy_release: Release, engine: Counting
) -> None:
    app = app_over(toy_release, engine)

    @app.after_request
    def keep_private(response: Response) -> Response:
        response.headers["Cache-Control"] = "private"
        return response

    client = app.test_client()

    answers = [get(client, LABELS) for _ in range(2)]

    assert [status(answer) for answer in answers] == ["BorderKG; fwd=miss"] * 2
    assert len(engine.asked) == 2


class Gate:
    """Lets evaluations begin when told to; the first may be made to fail."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.opened = threading.Event()
        self.entered = threading.Event()
        self.problem = problem
        self.lock = threading.Lock()

    def __call__(self) -> None:
        self.entered.set()
        assert self.opened.wait(10)
        with self.lock:
            problem, self.problem = self.problem, None
        if problem:
            raise problem


def waiting(turns: Turns) -> int:
    return sum(client.waiting for client in list(turns._clients.values()))  # noqa: SLF001


@pytest.fixture
def crowd(
    toy_release: Release, engine: Counting
) -> Callable[[Gate], list[TestResponse]]:
    """How to ask one query six times at once."""
    app = app_over(toy_release, engine)
    turns = app.extensions["borderkg.turns"]

    def ask(gate: Gate) -> list[TestResponse]:
        engine.before = gate
        answers: list[TestResponse] = []

        def one(number: int) -> None:
            query = f"# {number}\n{LABELS}"
            answers.append(
                app.test_client().get("/sparql", query_string={"query": query})
            )

        threads = [threading.Thread(target=one, args=(n,)) for n in range(6)]
        threads[0].start()
        assert gate.entered.wait(10)
        for thread in threads[1:]:
            thread.start()
        latest = time.monotonic() + 10
        while waiting(turns) < 5 and time.monotonic() < latest:
            time.sleep(0.005)
        gate.opened.set()
        for thread in threads:
            thread.join(20)
        return answers

    return ask


def test_what_several_ask_at_once_is_evaluated_once(
    crowd: Callable[[Gate], list[TestResponse]], engine: Counting
) -> None:
    answers = crowd(Gate())

    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({answer.data for answer in answers}) == 1
    assert sorted(str(status(answer)) for answer in answers) == [
        *["BorderKG; fwd=miss; collapsed"] * 5,
        STORED,
    ]
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    "problem",
    [
        Problem(status=503, type="engine-lost", title="Lost", detail="Hung up."),
        ZeroDivisionError(),
    ],
    ids=["refused", "broken"],
)
def test_who_waits_is_answered_though_the_first_one_fails(
    crowd: Callable[[Gate], list[TestResponse]], engine: Counting, problem: Exception
) -> None:
    answers = crowd(Gate(problem))

    assert sorted(answer.status_code for answer in answers) in (
        [200] * 5 + [503],
        [200] * 5 + [500],
    )
    assert len(engine.asked) == 6


def test_nobody_waits_for_another_longer_than_for_a_turn(
    toy_release: Release, engine: Counting
) -> None:
    app = app_over(toy_release, engine, deadline=0.4)
    gate = Gate()
    engine.before = gate
    first = threading.Thread(target=get, args=(app.test_client(), LABELS))
    first.start()
    assert gate.entered.wait(10)
    engine.before = works

    answer = get(app.test_client(), LABELS)
    gate.opened.set()
    first.join(10)

    assert answer.status_code == 200
    assert status(answer) is None
