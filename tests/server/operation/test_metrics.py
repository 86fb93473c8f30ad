"""The figures, as Prometheus reads them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.wrappers import Response

from server.engine.local import Local
from server.operation.metrics import cached

Apps = Callable[..., Flask]
Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def client(apps: Apps) -> FlaskClient:
    return apps(metrics="on").test_client()


def scrape(client: FlaskClient) -> Figures:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def of(figures: Figures, name: str, **labels: str) -> float:
    return figures.get((name, frozenset(labels.items())), 0.0)


def test_there_are_none_unless_the_operator_wants_them(apps: Apps) -> None:
    assert apps().test_client().get("/metrics").status_code == 404


def test_requests_are_counted_by_route_method_and_class(client: FlaskClient) -> None:
    for name in ("one", "two", "three"):
        client.get(f"/place/{name}")
    client.head("/limits")
    client.open("/limits", method="BREW")
    client.put("/limits")

    found = scrape(client)

    count = "borderkg_requests_total"
    assert of(found, count, route="/<path:name>", method="GET", status="4xx") == 3
    assert of(found, count, route="/limits", method="HEAD", status="2xx") == 1
    assert of(found, count, route="none", method="other", status="4xx") == 2
    assert not any("three" in str(labels) for _, labels in found)
    assert of(found, "borderkg_request_seconds_count", route="/<path:name>") == 3


def test_queries_are_counted_by_what_became_of_them(client: FlaskClient) -> None:
    client.get("/sparql", query_string={"query": "ASK {}"})
    client.post("/sparql", data={"query": "ASK {}"})
    client.get("/sparql", query_string={"query": "SELECT"})
    client.get("/sparql", query_string={"query": "ASK { SERVICE <http://e/> {} }"})
    client.get("/sparql")

    found = scrape(client)

    count = "borderkg_queries_total"
    assert of(found, count, outcome="answered") == 2
    assert of(found, count, outcome="syntax-error") == 1
    assert of(found, count, outcome="read-only") == 1
    assert sum(n for (name, _), n in found.items() if name == count) == 4


def test_the_cache_is_counted_by_its_own_header(apps: Apps) -> None:
    app = apps(metrics="on")
    said = iter(["BorderKG; fwd=miss; stored", "BorderKG; hit; ttl=60"])

    @app.after_request
    def tell(response: Response) -> Response:
        if told := next(said, None):
            response.headers["Cache-Status"] = told
        return response

    client = app.test_client()
    client.get("/limits")
    client.get("/limits")
    found = scrape(client)

    assert of(found, "borderkg_cache_total", result="miss") == 1
    assert of(found, "borderkg_cache_total", result="hit") == 1


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("BorderKG; hit", "hit"),
        ("Origin; fwd=uri-miss, BorderKG; hit", "hit"),
        ("BorderKG; fwd=bypass", "bypass"),
        ("BorderKG; fwd=whatever", "other"),
        ("BorderKG", "other"),
    ],
)
def test_a_cache_status_has_one_word(header: str, word: str) -> None:
    assert cached(header) == word


def test_the_release_the_workers_and_the_process_are_told(
    client: FlaskClient, toy_engine: Local
) -> None:
    figures = toy_engine.figures()
    found = scrape(client)

    assert figures["working"] == figures["waiting"] == 0
    assert of(found, "borderkg_engine_working") == 0
    assert ("borderkg_engine_deaths_total", frozenset()) in found
    assert of(found, "borderkg_requests_running") == 1
    assert of(found, "process_open_fds") > 3
    [labels] = [dict(x) for name, x in found if name == "borderkg_release_info"]
    assert labels["version"] == "0.1.0"
    assert len(labels["data"]) == 64


def test_a_worker_that_is_killed_is_counted(
    client: FlaskClient, toy_engine: Local
) -> None:
    before = toy_engine.figures()["deaths"]
    endless = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12))
    query = {"query": f"SELECT (COUNT(*) AS ?n) {{ {endless} }}"}

    answer = client.get("/sparql", query_string=query)
    client.get("/sparql", query_string={"query": "ASK {}"})

    assert answer.status_code == 503
    assert of(scrape(client), "borderkg_engine_deaths_total") == before + 1
    assert (
        of(scrape(client), "borderkg_queries_total", outcome="deadline-exceeded") == 1
    )
