"""Every kind of answer is as the published schemas want it, for both versions."""

import json
from itertools import islice
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as some

from ontology.prefixes import BASE
from server.reconcile.extending import CONTENTS
from server.reconcile.service import Service
from tests.server.reconcile.conftest import Judge

VERSIONS = ("0.1", "0.2")

MEMBERS = (
    *("query", "type", "limit", "properties", "type_strict"),
    *("pid", "v", "id", "ids", "settings", "content"),
)
"""Members that queries have, so that junk comes near to one."""

ANSWERS = {
    "manifest": "/reconcile",
    "suggest-entities-response": "/reconcile/suggest/entity?prefix=a",
    "suggest-properties-response": "/reconcile/suggest/property?prefix=i",
    "suggest-types-response": "/reconcile/suggest/type?prefix=c",
    "data-extension-property-proposal": "/reconcile/properties?type=Place&limit=9",
}


def judged_examples(shared: Path) -> list[tuple[str, Path]]:
    """The suite's examples that have a schema, each with its name."""
    folder = shared / "suites" / "reconciliation"
    return [
        (f"{version}/schemas/{path.parent.parent.name}", path)
        for version in VERSIONS
        for path in sorted(folder.glob(f"{version}/examples/*/*/*.json"))
        if (folder / version / "schemas" / f"{path.parent.parent.name}.json").is_file()
    ]


def test_the_judge_tells_the_valid_examples_from_the_others(
    shared: Path, judge: Judge
) -> None:
    examples = judged_examples(shared)

    wrong = [
        str(path)
        for name, path in examples
        if bool(judge(name, json.loads(path.read_text("utf-8"))))
        == (path.parent.name == "valid")
    ]

    assert len(examples) > 60
    assert wrong == []


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("version", VERSIONS)
def test_an_answer_is_valid(
    real: FlaskClient, judge: Judge, version: str, name: str
) -> None:
    if version == "0.1" and name == "data-extension-property-proposal":
        name_of_schema = f"0.2/schemas/{name}"  # 0.1 publishes none
    else:
        name_of_schema = f"{version}/schemas/{name}"

    answer = real.get(ANSWERS[name])

    assert answer.status_code == 200
    assert judge(name_of_schema, answer.get_json()) == []


def test_the_manifest_announces_the_versions_it_is_judged_by(
    real: FlaskClient,
) -> None:
    assert tuple(real.get("/reconcile").get_json()["versions"]) == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_candidates_of_every_kind_are_valid(
    real: FlaskClient, judge: Judge, version: str
) -> None:
    known = [{"pid": "country", "v": [{"id": "place/china"}, "Kazakhstan"]}]
    queries = {
        "a": {"query": "Khorgos", "type": ["Place"], "properties": known, "limit": 50},
        "b": {"query": "Q148"},
        "c": {"query": "nothing of the kind"},
        "d": {"query": "乌鲁木齐", "type": "City", "type_strict": "should"},
        "e": {"properties": [{"pid": "isPartOf", "v": "Xinjiang"}], "limit": 3},
    }

    answer = real.post("/reconcile", data={"queries": json.dumps(queries)}).get_json()

    assert judge(f"{version}/schemas/reconciliation-result-batch", answer) == []
    assert {key for key, found in answer.items() if found["result"]} == set("abde")


@pytest.mark.parametrize("content", CONTENTS)
def test_every_property_is_extended_validly(
    real: FlaskClient, real_service: Service, judge: Judge, content: str
) -> None:
    service = real_service
    unfilled = set()

    for prop in service.properties.every.values():
        having = (t for t in service.things if service.properties.values(prop, t))
        things = [each.removeprefix(BASE) for each in islice(having, 3)]
        asked = [{"id": prop.id, "settings": {"content": content}}]
        query = {"ids": things, "properties": asked}
        answer = real.get("/reconcile", query_string={"extend": json.dumps(query)})
        assert answer.status_code == 200, answer.text
        found = answer.get_json()
        for version in VERSIONS:
            schema = f"{version}/schemas/data-extension-response"
            assert judge(schema, found) == []
        if not any(cells[prop.id] for cells in found["rows"].values()):
            unfilled.add(prop.id)

    # What our own layers say of names and links is in no claim.
    assert content == "claim" or len(unfilled) < 40


JUNK = some.recursive(
    some.none()
    | some.booleans()
    | some.floats()
    | some.integers()
    | some.text(max_size=20)
    | some.sampled_from(["Khorgos", "City", "any", "isPartOf", "place/china"]),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.sampled_from(MEMBERS), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(batch=some.dictionaries(some.text(max_size=5), JUNK, max_size=4))
@settings(max_examples=300, deadline=None)
def test_whatever_a_batch_is_the_answer_is_valid_or_a_problem(
    real: FlaskClient, judge: Judge, batch: dict[str, object]
) -> None:
    sent = json.dumps(batch)

    answer = real.post("/reconcile", data={"queries": sent})

    if answer.status_code == 200:
        assert judge("0.2/schemas/reconciliation-result-batch", answer.get_json()) == []
        assert judge("0.2/schemas/reconciliation-query-batch", json.loads(sent)) == []
    else:
        assert answer.status_code in {400, 413}
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["detail"]


@given(query=JUNK)
@settings(max_examples=200, deadline=None)
def test_whatever_an_extension_is_the_answer_is_valid_or_a_problem(
    real: FlaskClient, judge: Judge, query: object
) -> None:
    answer = real.post("/reconcile", data={"extend": json.dumps(query)})

    if answer.status_code == 200:
        assert judge("0.2/schemas/data-extension-response", answer.get_json()) == []
    else:
        assert answer.status_code in {400, 413}
        assert answer.content_type == "application/problem+json"
