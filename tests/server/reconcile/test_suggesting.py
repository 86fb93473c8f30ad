"""Suggestions while somebody types, what is shown of one, and data extension."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient


def suggested(client: FlaskClient, way: str, prefix: str, **more: Any) -> list[str]:  # noqa: ANN401 - parameters of an address
    asked = {"prefix": prefix, **more}
    answer = client.get(f"/reconcile/suggest/{way}", query_string=asked)
    return [each["id"] for each in answer.get_json()["result"]]


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("up", "place/upland"),
        ("UPL", "place/upland"),
        ("上", "place/upland"),
        ("Дор", "place/dorgas"),
        ("dorg", "place/dorgas"),
        ("دور", "place/dorgas"),
        ("river", "policy/great-inner-river-plan"),
        ("Q7777", "place/dorgas"),
        ("place/upland", "place/upland"),
        ("Uplannd", "place/upland"),
    ],
)
def test_what_is_begun_is_suggested(
    client: FlaskClient, prefix: str, first: str
) -> None:
    assert suggested(client, "entity", prefix)[0] == first


def test_nothing_is_suggested_for_what_nothing_is_like(client: FlaskClient) -> None:
    assert suggested(client, "entity", "zzzzzzzz") == []
    assert suggested(client, "entity", "...") == []


def test_a_cursor_leads_on(client: FlaskClient) -> None:
    every = suggested(client, "entity", "d")

    assert len(every) > 2
    assert suggested(client, "entity", "d", cursor=1) == every[1:]
    assert suggested(client, "entity", "d", cursor=99) == []


@pytest.mark.parametrize(
    ("way", "prefix", "found"),
    [
        ("type", "ci", ["City"]),
        ("type", "crossing", ["BorderCrossing"]),
        ("type", "City", ["City"]),
        ("property", "is p", ["isPartOf"]),
        ("property", "isPartOf", ["isPartOf"]),
        ("property", "part", ["isPartOf"]),
        ("property", "wiki", ["wikidata"]),
        ("property", "length", ["measure/length"]),
    ],
)
def test_types_and_properties_are_suggested_by_name_and_identifier(
    client: FlaskClient, way: str, prefix: str, found: list[str]
) -> None:
    assert suggested(client, way, prefix) == found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?prefix=",
        "?prefix=a&cursor=-1",
        "?prefix=a&cursor=x",
        f"?prefix={'a' * 501}",
    ],
)
def test_a_bad_suggest_query_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/reconcile/suggest/entity{query}").status_code == 400


@pytest.mark.parametrize(
    ("way", "name", "html"),
    [
        ("entity", "place/dorgas", "<p>city in Dorgas Region</p>"),
        (
            "entity",
            "place/dorgas-region",
            "<p>Without the &lt;b&gt;town&lt;/b&gt;.</p>",
        ),
        ("type", "City", "<p>A town with rights of its own.</p>"),
        ("property", "isPartOf", "<p>Relates a place to the larger one.</p>"),
    ],
)
def test_a_flyout_is_a_line_of_escaped_html(
    client: FlaskClient, way: str, name: str, html: str
) -> None:
    answer = client.get(f"/reconcile/flyout/{way}", query_string={"id": name})

    assert answer.get_json() == {"id": name, "html": html}


def test_a_flyout_of_nothing_is_not_found(client: FlaskClient) -> None:
    for way in ("entity", "type", "property"):
        assert client.get(f"/reconcile/flyout/{way}?id=nothing").status_code == 404


def test_properties_are_proposed_for_a_type_those_of_most_things_first(
    client: FlaskClient,
) -> None:
    answer = client.get("/reconcile/properties?type=City&limit=5").get_json()
    found = [each["id"] for each in answer["properties"]]

    assert answer["type"] == "City"
    assert len(found) == 5
    assert "isPartOf" in found[:4]
    assert client.get("/reconcile/properties?type=Nothing").status_code == 400
    assert client.get("/reconcile/properties").status_code == 400


def extend(client: FlaskClient, ids: list[str], *properties: object) -> Any:  # noqa: ANN401 - JSON
    sent = json.dumps({"ids": ids, "properties": list(properties)})
    answer = client.post("/reconcile", data={"extend": sent})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_values_come_as_what_they_are(client: FlaskClient) -> None:
    names = ("isPartOf", "population", "isFoundedOn", "measure/length", "wikidata")

    answer = extend(client, ["place/dorgas"], *({"id": name} for name in names))

    assert answer["meta"][0] == {"id": "isPartOf", "name": "is part of"}
    assert answer["rows"]["place/dorgas"] == {
        "isPartOf": [{"id": "place/dorgas-region", "name": "Dorgas Region"}],
        "population": [{"int": 1200}],
        "isFoundedOn": [{"date": "1999-05-01T00:00:00Z"}],
        "measure/length": [{"float": 5.5}],
        "wikidata": [{"str": "Q7777"}],
    }


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        ("text", {"str": "Dorgas Region"}),
        ("id", {"str": "https://w3id.org/borderkg/place/dorgas-region"}),
        ("claim", {"id": "claim/s1-01", "name": "claim:s1-01"}),
    ],
)
def test_a_setting_chooses_what_stands_in_a_cell(
    client: FlaskClient, content: str, cell: dict[str, str]
) -> None:
    asked = {"id": "isPartOf", "settings": {"content": content}}

    answer = extend(client, ["place/dorgas"], asked)

    assert answer["rows"]["place/dorgas"]["isPartOf"] == [cell]


@pytest.mark.parametrize(("limit", "many"), [(0, 4), (1, 1), ("2", 2), ("", 4)])
def test_a_setting_limits_the_values(
    client: FlaskClient, limit: object, many: int
) -> None:
    asked = {"id": "label", "settings": {"limit": limit}}

    answer = extend(client, ["place/dorgas"], asked)

    assert len(answer["rows"]["place/dorgas"]["label"]) == many


def test_an_unknown_thing_has_no_values(client: FlaskClient) -> None:
    ids = ["<script>", "../../etc/passwd", "place/dorgas"]

    answer = extend(client, ids, {"id": "isPartOf"})

    assert list(answer["rows"]) == ids
    assert answer["rows"]["<script>"] == {"isPartOf": []}


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({}, 400, "ids must be a JSON array"),
        ({"ids": ["a"]}, 400, "properties must be a JSON array"),
        ({"ids": [7], "properties": []}, 400, "An id must be a string"),
        ({"ids": ["a"], "properties": [{"id": "isPartIf"}]}, 400, "Near it: isPartOf"),
        ({"ids": ["a"] * 201, "properties": []}, 413, "At most 200 things"),
        ({"ids": ["a"], "properties": [{"id": "kind"}] * 21}, 400, "At most 20"),
        (
            {"ids": [], "properties": [{"id": "kind", "settings": {"limit": -1}}]},
            400,
            "The setting limit must be",
        ),
        (
            {"ids": [], "properties": [{"id": "kind", "settings": {"content": "x"}}]},
            400,
            "one of value, text, id, claim",
        ),
    ],
    ids=lambda value: None if isinstance(value, dict) else str(value),
)
def test_a_bad_extension_is_refused_in_a_sentence(
    client: FlaskClient, sent: object, status: int, said: str
) -> None:
    answer = client.post("/reconcile", data={"extend": json.dumps(sent)})

    assert answer.status_code == status
    assert said in answer.get_json()["detail"]
