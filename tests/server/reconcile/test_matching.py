"""What is found, in which order, with which score, and when it is sure."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.reconcile.conftest import Ask


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in found]


@pytest.mark.parametrize(
    "name",
    [
        *("Upland", "upland", "UPLAND", " Up-land ", "上国", "上國"),
        *("place/upland", "place:upland", "https://w3id.org/borderkg/place/upland"),
    ],
)
def test_the_same_name_is_a_match_in_any_spelling(ask: Ask, name: str) -> None:
    (first, *_) = ask({"query": name})

    assert first["id"] == "place/upland"
    assert first["match"]


@pytest.mark.parametrize(
    "name",
    [
        *("Q7777", "wd:Q7777", "https://www.wikidata.org/wiki/Q7777"),
        *("http://www.wikidata.org/entity/Q7777", "geonames:123"),
        *("https://www.geonames.org/123/dorgas.html", "place:dorgas"),
    ],
)
def test_an_identifier_is_a_match_in_any_usual_form(ask: Ask, name: str) -> None:
    (found,) = ask({"query": name})

    assert (found["id"], found["match"]) == ("place/dorgas", True)


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("Dorgsa City", "place/dorgas"),
        ("Dorgas shehiri", "place/dorgas"),
        ("Duoerjiasi", "place/dorgas"),
        ("多爾加斯市", "place/dorgas"),
        ("Dorgas oblast", "place/dorgas-region"),
        ("Dorgas border checkpoint", "crossing/dorgas"),
        ("GIRP", "policy/great-inner-river-plan"),
        ("Plan of the Great Inner River", "policy/great-inner-river-plan"),
        ("Greta Iner Rivver Plan", "policy/great-inner-river-plan"),
    ],
)
def test_a_variant_finds_its_thing_first(ask: Ask, name: str, thing: str) -> None:
    assert ids(ask({"query": name}))[0] == thing


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Dorgas", id="borne by two towns"),
        pytest.param("Доргас", id="the label of two towns"),
        pytest.param("Dorgas River", id="of another kind"),
        pytest.param("Dorgas Prefecture", id="of a kind that nothing here is of"),
        pytest.param("Uplandd", id="a typing error"),
        pytest.param("Shangguo", id="a Chinese name by sound"),
        pytest.param("商国", id="another Chinese name of that sound"),
        pytest.param("the plan", id="a description"),
        pytest.param("Upland Daily", id="a longer name"),
        pytest.param("wd:Q8888", id="only closely linked"),
        pytest.param("Q1", id="an identifier of nothing here"),
        pytest.param("Springfield", id="unknown"),
    ],
)
def test_what_is_not_sure_is_no_match(ask: Ask, name: str) -> None:
    assert not any(each["match"] for each in ask({"query": name}))


def test_the_preferred_name_comes_before_one_without_its_brackets(ask: Ask) -> None:
    assert ids(ask({"query": "Dorgas"}))[:2] == ["place/dorgas", "place/dorgas-lowland"]


def test_a_property_decides_between_namesakes(ask: Ask) -> None:
    lowland = [{"pid": "country", "v": {"id": "place/lowland", "name": "Lowland"}}]
    upland = [{"pid": "country", "v": "上国"}]

    there = ask({"query": "Доргас", "properties": lowland})
    here = ask({"query": "Доргас", "properties": upland})

    assert (there[0]["id"], there[0]["match"]) == ("place/dorgas-lowland", True)
    assert (here[0]["id"], here[0]["match"]) == ("place/dorgas", True)


def test_a_contradicted_name_is_no_match(ask: Ask) -> None:
    wrong = [{"pid": "isPartOf", "v": "Lowland"}]

    found = ask({"query": "Dorgas Region", "properties": wrong})

    assert "place/dorgas-region" in ids(found)
    assert not any(each["match"] for each in found)


@pytest.mark.parametrize(
    ("pid", "value", "thing"),
    [
        ("isPartOf", "Upland", "place/dorgas-region"),
        ("P131", "place:upland", "place/dorgas-region"),
        ("is part of", "https://w3id.org/borderkg/place/upland", "place/dorgas-region"),
        ("population", 1200, "place/dorgas"),
        pytest.param("population", "1200", "place/dorgas", id="a number as text"),
        ("isFoundedOn", "1999-05-01", "place/dorgas"),
        ("measure/length", 5.5, "place/dorgas"),
        ("wikidata", "Q7777", "place/dorgas"),
        ("geonames", "123", "place/dorgas"),
        ("kind", "border crossing", "crossing/dorgas"),
        ("kind", "BorderCrossing", "crossing/dorgas"),
    ],
)
def test_properties_alone_find_a_thing(
    ask: Ask, pid: str, value: object, thing: str
) -> None:
    found = ask({"properties": [{"pid": pid, "v": value}]})

    assert ids(found)[0] == thing
    assert found[0]["score"] == 100
    assert not found[0]["match"]


@pytest.mark.parametrize(
    ("kind", "things"),
    [
        ("Place", {"place/dorgas", "place/dorgas-lowland", "place/dorgas-region"}),
        ("City", {"place/dorgas", "place/dorgas-lowland"}),
        ("city", {"place/dorgas", "place/dorgas-lowland"}),
        ("Q515", {"place/dorgas", "place/dorgas-lowland"}),
        ("bk:BorderCrossing", {"crossing/dorgas"}),
        (["Province", "BorderCrossing"], {"place/dorgas-region", "crossing/dorgas"}),
    ],
)
def test_a_type_leaves_out_all_others_and_counts_what_follows(
    ask: Ask, kind: object, things: set[str]
) -> None:
    assert set(ids(ask({"query": "Dorgas", "type": kind}))) == things


def test_all_types_may_be_demanded_or_only_wished_for(ask: Ask) -> None:
    types = ["Place", "City"]
    both = ask({"query": "Dorgas", "type": types, "type_strict": "all"})
    wished = ask({"query": "Dorgas", "type": "Province", "type_strict": "should"})

    assert set(ids(both)) == {"place/dorgas", "place/dorgas-lowland"}
    assert ids(wished)[0] == "place/dorgas-region"
    assert "place/dorgas" in ids(wished)


def test_a_limit_limits(ask: Ask) -> None:
    assert len(ask({"query": "Dorgas", "limit": 2})) == 2
    assert len(ask({"query": "Dorgas", "limit": 1e300})) > 2


def test_queries_of_a_batch_do_not_know_of_each_other(client: FlaskClient) -> None:
    queries = {"a": {"query": "Upland"}, "b": {"query": "Dorgas"}}
    together = client.post("/reconcile", data={"queries": json.dumps(queries)})

    for key, query in queries.items():
        alone = {"queries": json.dumps({key: query})}
        answer = client.get("/reconcile", query_string=alone)
        assert answer.get_json()[key] == together.get_json()[key]


def test_a_candidate_says_what_it_is(ask: Ask) -> None:
    (found,) = ask({"query": "Q7777"})

    assert found == {
        "id": "place/dorgas",
        "name": "Dorgas",
        "description": "city in Dorgas Region",
        "type": [{"id": "City", "name": "city"}],
        "score": 100,
        "match": True,
        "features": [
            {"id": "identifier", "value": 100},
            {"id": "mentions", "value": 1},
        ],
    }


@pytest.mark.parametrize("name", ["Dorgas", "Dorgsa", "Доргас", "多尔加斯", "GIRP"])
@pytest.mark.parametrize("known", [[], [{"pid": "country", "v": "Upland"}]])
@pytest.mark.parametrize("wished", [[], ["City"]])
def test_the_features_add_up_to_the_score(
    ask: Ask, name: str, known: list[object], wished: list[str]
) -> None:
    query = {"query": name, "properties": known, "type": wished}

    found = ask(query | {"type_strict": "should"})

    assert found
    for each in found:
        has = {feature["id"]: feature["value"] for feature in each["features"]}
        parts = ("name", "other_kind", "lesser_name", "description")
        score = max(0, sum(has[part] for part in parts))
        if known:
            score = 0.7 * score + 30 * has["property_country"]
        if wished:
            score -= 0 if has["type_match"] else 30
        assert each["score"] == pytest.approx(score, abs=0.02)


def test_candidates_are_sorted_and_one_at_most_is_a_match(ask: Ask) -> None:
    for name in ("Dorgas", "Dorgas Region", "Upland", "Great"):
        found = ask({"query": name})
        scores = [each["score"] for each in found]
        assert scores == sorted(scores, reverse=True)
        assert [each["match"] for each in found[1:]] == [False] * (len(found) - 1)
