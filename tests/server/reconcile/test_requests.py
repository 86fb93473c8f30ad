"""How requests come and answers go: methods, forms, limits, other origins, browsers."""

import json
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from graph.release import Release
from server import create_app
from server.reconcile import limits
from server.reconcile.manifest import PREVIEW
from server.settings import Settings
from tests.server.why.conftest import Silent

BATCH = json.dumps({"q": {"query": "Upland"}})
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_batch_is_answered_alike_however_it_comes(client: FlaskClient) -> None:
    posted = client.post("/reconcile", data={"queries": BATCH})
    got = client.get("/reconcile", query_string={"queries": BATCH})

    assert posted.get_json() == got.get_json()
    assert posted.get_json()["q"]["result"][0]["id"] == "place/upland"
    assert posted.content_type == got.content_type == "application/json"


@pytest.mark.parametrize("query", ["Upland", '{"query": "Upland", "type": "Country"}'])
def test_a_single_query_has_a_single_result(client: FlaskClient, query: str) -> None:
    answer = client.get("/reconcile", query_string={"query": query}).get_json()

    assert answer["result"][0]["id"] == "place/upland"
    assert answer["result"][0]["match"]


def test_every_address_of_the_manifest_answers(client: FlaskClient) -> None:
    manifest = client.get("/reconcile").get_json()
    thing = "place%2Fdorgas"
    addresses = [
        manifest["documentation"],
        manifest["view"]["url"].replace("{{id}}", thing),
        manifest["preview"]["url"].replace("{{id}}", thing),
        manifest["logo"],
    ]
    examples = {"entity": thing, "type": "City", "property": "isPartOf"}
    for way, known in manifest["suggest"].items():
        flown = known["flyout_service_path"].replace("${id}", examples[way])
        addresses += [
            f"{known['service_url']}{known['service_path']}?prefix=i",
            f"{known['flyout_service_url']}{flown}",
        ]
    proposing = manifest["extend"]["propose_properties"]
    where = f"{proposing['service_url']}{proposing['service_path']}"
    addresses.append(f"{where}?type=City")

    statuses = {}
    for address in addresses:
        parts = urlsplit(address)
        assert parts.netloc == "localhost"
        with client.get(f"{parts.path}?{parts.query}") as answer:
            statuses[address] = answer.status_code

    assert set(statuses.values()) == {200, 303}
    assert [a for a, status in statuses.items() if status == 303] == [addresses[1]]


def test_the_view_leads_to_the_page_of_a_thing(client: FlaskClient) -> None:
    answer = client.get("/reconcile/view?id=place%2Fdorgas")

    assert answer.headers["Location"] == "/place/dorgas"
    assert client.get("/reconcile/view?id=place/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("host", "endpoint", "root"),
    [
        ("127.0.0.1:8000", None, "http://127.0.0.1:8000"),
        ("[::1]:8000", None, "http://[::1]:8000"),
        ("localhost", None, "http://localhost"),
        ("localhost", "https://kg.example/x/sparql", "https://kg.example/x"),
        ("other.example", None, "https://w3id.org/borderkg"),
        ('x"><script>', None, "https://w3id.org/borderkg"),
        ("localhost.evil.example", None, "https://w3id.org/borderkg"),
    ],
)
def test_the_manifest_says_where_the_server_is(
    client: FlaskClient,
    toy_release: Release,
    host: str,
    endpoint: str | None,
    root: str,
) -> None:
    if endpoint:
        published = Settings(endpoint=endpoint)
        client = create_app(toy_release, Silent(), published).test_client()

    answer = client.get("/reconcile", headers={"Host": host})

    assert (
        answer.get_json()["preview"]["url"] == f"{root}/reconcile/preview?id={{{{id}}}}"
    )
    assert "Host" in answer.vary


@pytest.mark.parametrize("accept", ["", "*/*", "application/json", "text/csv"])
def test_programs_get_the_manifest(client: FlaskClient, accept: str) -> None:
    answer = client.get("/reconcile", headers={"Accept": accept})

    assert answer.get_json()["batchSize"] == limits.BATCH.most


def test_browsers_get_a_page_that_explains_every_feature(client: FlaskClient) -> None:
    page = client.get("/reconcile", headers=HTML)

    assert page.content_type == "text/html; charset=utf-8"
    for feature in ("name", "other_kind", "lesser_name", "same_name", "type_match"):
        assert f'id="{feature}"' in page.text
    for limit in limits.EVERY:
        assert f"{limit.most} {limit.unit} {limit.meaning}" in page.text


@pytest.mark.parametrize(
    "path",
    [
        *("/reconcile", f"/reconcile?queries={BATCH}", "/reconcile?queries=x"),
        *("/reconcile/suggest/entity?prefix=u", "/reconcile/flyout/type?id=City"),
        *("/reconcile/properties?type=City", "/reconcile/preview?id=place/upland"),
    ],
)
def test_any_origin_may_ask_and_nobody_asks_twice_in_vain(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    head = client.head(path)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert head.status_code == answer.status_code
    assert head.data == b""
    if answer.status_code == 200:
        tag = answer.headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_other_origins_may_post_forms(client: FlaskClient) -> None:
    asked = {
        "Origin": "https://other.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }

    answer = client.options("/reconcile", headers=asked)

    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


def test_an_answer_may_be_wrapped_in_a_call(client: FlaskClient) -> None:
    answer = client.get("/reconcile", query_string={"callback": "jQuery1.x_$"})

    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.text.startswith('/**/jQuery1.x_$({"versions"')
    assert answer.text.endswith("});\n")


@pytest.mark.parametrize("name", ["", "a b", "<script>", "a(1)", "x\r\n", "a" * 101])
def test_a_call_of_anything_else_is_refused(client: FlaskClient, name: str) -> None:
    answer = client.get("/reconcile", query_string={"callback": name})

    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


def batch(**members: object) -> str:
    return json.dumps({"q0": members})


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        pytest.param("{not", "queries is not JSON", id="no JSON"),
        pytest.param("42", "queries must be a JSON object", id="a number"),
        pytest.param("[" * 9_000, "queries nests too deeply", id="nested"),
        pytest.param('{"a": NaN}', "NaN is no number", id="NaN"),
        pytest.param("9" * 5_000, "queries is not JSON", id="a long number"),
        pytest.param(
            '{"a": {"query": "x"}, "a": {"query": "y"}}',
            '"a" is there twice',
            id="twice",
        ),
        pytest.param(batch(), "must be a query or properties", id="empty"),
        pytest.param(batch(query=None), "query must be a string", id="null"),
        pytest.param(batch(query=" "), "query must be a string", id="blank"),
        pytest.param(batch(query="\ud800"), "half of a surrogate", id="surrogate"),
        pytest.param(batch(query="a", limit=-1), "limit must be", id="limit"),
        pytest.param(batch(query="a", limit=True), "limit must be", id="limit is yes"),
        pytest.param(batch(query="a", limit=1.5), "limit must be", id="half a limit"),
        pytest.param(batch(query="a", type="Cty"), "Near it: City", id="type"),
        pytest.param(batch(query="a", type=7), "type must be", id="type is a number"),
        pytest.param(
            batch(query="a", type_strict="x"), "any, all, should", id="strict"
        ),
        pytest.param(batch(query="a", word="b"), "has a member", id="unknown member"),
        pytest.param(
            batch(query="a", properties=[{"pid": "isPartIf", "v": "b"}]),
            "Near it: isPartOf",
            id="unknown property",
        ),
        pytest.param(
            batch(query="a", properties=[{"p": "isPartOf", "v": "b"}]),
            "has a member",
            id="property without pid",
        ),
        pytest.param(
            batch(query="a", properties=[{"pid": "isPartOf", "v": None}]),
            "v must be a string",
            id="value is null",
        ),
    ],
)
def test_a_bad_batch_is_refused_in_a_sentence(
    client: FlaskClient, sent: str, said: str
) -> None:
    answer = client.post("/reconcile", data={"queries": sent})

    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert said in answer.get_json()["detail"]


MANY = [{"pid": "kind", "v": "City"}] * 11


@pytest.mark.parametrize(
    ("sent", "limit", "status"),
    [
        ({f"q{n}": {"query": "a"} for n in range(51)}, "batch", 413),
        ({"q": {"query": "a" * 501}}, "name", 400),
        ({"q": {"query": "a", "type": ["City"] * 21}}, "types", 400),
        ({"q": {"query": "a", "properties": MANY}}, "properties", 400),
        ({"q": {"properties": [{"pid": "kind", "v": ["x"] * 11}]}}, "values", 400),
    ],
)
def test_a_batch_over_a_limit_is_told_which(
    client: FlaskClient, sent: object, limit: str, status: int
) -> None:
    answer = client.post("/reconcile", data={"queries": json.dumps(sent)})

    assert answer.status_code == status
    assert answer.get_json()["limit"] == limit


def test_a_batch_within_every_limit_is_answered(client: FlaskClient) -> None:
    sent = {f"q{n}": {"query": f"Dorgas {n}"} for n in range(limits.BATCH.most)}

    answer = client.post("/reconcile", data={"queries": json.dumps(sent)})

    assert set(answer.get_json()) == set(sent)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"query_": "a"}, "neither queries nor extend"),
        ({"queries": "{}", "extend": "{}"}, "not several"),
    ],
)
def test_a_post_asks_one_thing(
    client: FlaskClient, form: dict[str, str], said: str
) -> None:
    answer = client.post("/reconcile", data=form)

    assert answer.status_code == 400
    assert said in answer.get_json()["detail"]


def test_what_is_no_form_is_refused_with_what_would_do(client: FlaskClient) -> None:
    answer = client.post("/reconcile", json={"queries": {}})

    assert answer.status_code == 415
    assert answer.headers["Accept-Post"] == "application/x-www-form-urlencoded"


def test_a_parameter_has_one_value(client: FlaskClient) -> None:
    answer = client.get("/reconcile?query=a&query=b")

    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_can_be_changed(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)("/reconcile")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_preview_may_be_framed_and_nothing_else_may(client: FlaskClient) -> None:
    preview = client.get("/reconcile/preview?id=place/upland")
    others = ["/", "/reconcile?format=html", "/place/upland", "/reconcile/preview?id=x"]

    allowed = preview.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in allowed
    assert "script-src" not in allowed
    assert "default-src 'none'" in allowed
    for path in others:
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy


def test_a_preview_escapes_and_says_its_size(client: FlaskClient) -> None:
    page = client.get("/reconcile/preview?id=policy/hostile").text
    manifest = client.get("/reconcile").get_json()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "<form" not in page
    assert {name: manifest["preview"][name] for name in PREVIEW} == PREVIEW
