"""What is said of links, and what is proposed for things without one."""

from pathlib import Path

import pytest

from graph.wikidata.judging import State
from tests.graph.wikidata.api import Api, Canned, entity, error
from tests.graph.wikidata.conftest import Time, Verify

COUNTY = "Q1289426"
"""County of China, as the alignments have it."""


def test_each_link_is_told_what_became_of_it(verify: Verify) -> None:
    assert verify().states() == {
        "place:china Q148": {"ok"},
        "place:kazakhstan Q232": {"ok"},
        "place:xinjiang Q34800": {"ok"},
        "place:almaty Q900000001": {"redirected"},
        "place:bole Q900000003": {"deleted"},
        "place:altay-prefecture Q900000004": {"type differs"},
        "place:beijing Q900000005": {"label differs"},
        "place:anhui-province Q900000006": {"country differs"},
        "place:huocheng-county Q128674": {"ok"},
        "place:beitun Q900000007": {"deleted"},
        "place:beitun Q900000008": {"deleted"},
    }


def test_what_differs_is_said_with_both_sides(verify: Verify) -> None:
    run = verify()

    assert run.why(State.REDIRECTED) == ["Q900000001 is now Q900000002, Алматы"]
    assert run.why(State.LABEL) == ["called Nanjing there and Beijing here"]
    assert run.why(State.COUNTRY) == ["in Q232, not in Q148"]
    (why,) = run.why(State.TYPE)
    assert why.startswith("an instance of county-level city (Q1070990), not of ")


def test_a_kind_fits_by_the_classes_above_it(api: Api, verify: Verify) -> None:
    api.put(entity("Q900000020", {"en": "big city"}))

    states = verify().states()["place:almaty Q900000001"]

    assert states == {"redirected", "type differs"}


def test_an_item_of_no_kind_does_not_fit(api: Api, verify: Verify) -> None:
    api.put(entity("Q34800", {"en": "Xinjiang"}, parents=["Q57362"]))

    assert verify().states()["place:xinjiang Q34800"] == {"type differs"}


def test_a_deprecated_statement_does_not_count(api: Api, verify: Verify) -> None:
    record = entity("Q34800", {"en": "Xinjiang"}, types=["Q57362"], countries=["Q148"])
    claims = record["claims"]
    assert isinstance(claims, dict)
    claims["P31"][0]["rank"] = "deprecated"
    api.put(record)

    assert verify().states()["place:xinjiang Q34800"] == {"type differs"}


@pytest.mark.parametrize(
    ("language", "label", "states"),
    [
        ("zh-hans", "中华人民共和国", {"ok"}),
        ("mul", "CHINA", {"ok"}),
        ("en", "Chína", {"ok"}),
        ("de", "China", {"label differs"}),
        ("en", "", {"label differs"}),
    ],
)
def test_names_fit_in_our_languages_without_case_or_marks(
    api: Api, verify: Verify, language: str, label: str, states: set[str]
) -> None:
    api.put(entity("Q148", {language: label}, types=["Q3624078"], countries=["Q148"]))

    assert verify().states()["place:china Q148"] == states


def test_an_alias_is_a_name(api: Api, verify: Verify) -> None:
    api.put(
        entity(
            "Q148",
            {"en": "Cathay"},
            types=["Q3624078"],
            countries=["Q148"],
            aliases={"en": ["People's Republic", "China"]},
        )
    )

    assert verify().states()["place:china Q148"] == {"ok"}


def test_loops_among_classes_end(api: Api, verify: Verify) -> None:
    api.put(
        entity("Q900000020", {"en": "a"}, parents=["Q900000021"]),
        entity("Q900000021", {"en": "b"}, parents=["Q900000020", "Q515"]),
    )

    assert verify().states()["place:almaty Q900000001"] == {"redirected"}


def test_all_items_are_asked_for_in_one_request(api: Api, verify: Verify) -> None:
    verify()

    assert api.requests[0]["action"] == "wbgetentities"
    assert api.requests[0]["redirects"] == "yes"
    assert len(api.requests[0]["ids"].split("|")) == 11


def test_an_item_without_answer_is_not_judged(api: Api, verify: Verify) -> None:
    api.then = [error("internal_api_error_Something")] * 5

    run = verify()

    assert {s for states in run.states().values() for s in states} == {"unreachable"}
    assert run.outcome.unanswered
    changed = {run.mappings.lines[change.at].split(b"\t")[1] for change in run.changed}
    assert changed == {b"place:jinghe"}  # of which the set names no item


def test_what_is_left_out_of_an_answer_is_asked_for_in_halves(
    api: Api, verify: Verify
) -> None:
    body = b'{"entities": {"Q148": {"id": "Q148", "missing": ""}}}'
    api.then = [Canned(body=body, headers={"Content-Type": "application/json"})]

    run = verify()

    assert run.states()["place:china Q148"] == {"deleted"}
    assert run.states()["place:kazakhstan Q232"] == {"ok"}
    assert [len(r["ids"].split("|")) for r in api.requests[1:3]] == [5, 5]


def test_an_answer_without_any_entity_is_not_asked_for_again(
    api: Api, verify: Verify
) -> None:
    headers = {"Content-Type": "application/json"}
    api.then = [Canned(body=b'{"entities": []}', headers=headers)]

    assert verify().states()["place:china Q148"] == {"unreachable"}
    assert api.asked_for("Q148") == 1


def test_one_impossible_identifier_does_not_spoil_its_batch(
    api: Api, verify: Verify
) -> None:
    api.then = [error("no-such-entity", id="Q900000003")]

    run = verify()

    assert run.states()["place:bole Q900000003"] == {"deleted"}
    assert run.states()["place:china Q148"] == {"ok"}


NONSENSE = {
    "a number": 7,
    "no identifier": {"type": "item"},
    "another one": {"id": "Q1"},
    "a path": {"id": "../../etc"},
}


@pytest.mark.parametrize("record", NONSENSE.values(), ids=NONSENSE)
def test_an_entity_in_no_known_form_is_no_answer(
    api: Api, verify: Verify, record: object
) -> None:
    api.entities["Q148"] = record  # type: ignore[assignment]

    assert verify().states()["place:china Q148"] == {"unreachable"}


STRANGE = {
    "labels": 7,
    "aliases": {"en": "China"},
    "claims": {"P31": [7, {"mainsnak": {"datavalue": {"value": []}}}], "P17": {}},
}


@pytest.mark.parametrize(("name", "value"), STRANGE.items())
def test_strange_parts_of_an_entity_are_left_out(
    api: Api, verify: Verify, name: str, value: object
) -> None:
    api.entities["Q148"][name] = value

    assert verify().states()["place:china Q148"] != {"unreachable"}


def candidate(name: str, **more: object) -> dict[str, object]:
    fields: dict[str, object] = {"types": [COUNTY], "countries": ["Q148"], **more}
    return entity(name, {"en": "Huocheng County"}, **fields)  # type: ignore[arg-type]


def proposed(verify: Verify, subject: str = "place:huocheng-county") -> list[str]:
    run = verify()
    (search,) = [s for s in run.outcome.searched if s.subject == subject]
    return [found.item.id for found in search.candidates]


def test_what_bears_our_name_is_proposed_with_its_reasons(
    api: Api, verify: Verify
) -> None:
    api.put(candidate("Q900000010"))
    api.found["zh", "霍城县"] = ["Q900000010"]

    run = verify()

    (search,) = [s for s in run.outcome.searched if s.candidates]
    (found,) = search.candidates
    assert search.subject == "place:huocheng-county"
    assert found.confidence == 0.4
    assert found.predicate == "skos:exactMatch"
    assert found.reasons == (
        "is called Huocheng County; is of the kind county of China (Q1289426); "
        "lies in Q148"
    )


def test_names_are_searched_in_their_own_language(api: Api, verify: Verify) -> None:
    verify()

    searched = {
        (r["language"], r["search"])
        for r in api.requests
        if r["action"] == "wbsearchentities"
    }
    assert {("en", "Huocheng County"), ("zh", "霍城县"), ("kk", "Қорғас")} <= searched
    assert {language for language, _ in searched} <= {"en", "zh", "ru", "kk"}


UNFIT = {
    "another name": entity("Q900000010", {"en": "Yining"}, types=[COUNTY]),
    "another kind": candidate("Q900000010", types=["Q515"]),
    "another country": candidate("Q900000010", countries=["Q232"]),
    "rejected": candidate("Q128674"),
    "linked to another thing": candidate("Q148"),
}


@pytest.mark.parametrize("record", UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit_is_not_proposed(
    api: Api, verify: Verify, record: dict[str, object]
) -> None:
    api.put(record)
    api.found["en", "Huocheng County"] = [str(record["id"])]

    assert proposed(verify) == []


def test_what_was_rejected_is_not_proposed_under_its_new_name(
    api: Api, verify: Verify
) -> None:
    api.put(candidate("Q900000010"))
    api.redirects["Q128674"] = "Q900000010"
    del api.entities["Q128674"]
    api.found["en", "Huocheng County"] = ["Q900000010"]

    assert proposed(verify) == []


def test_of_many_candidates_the_best_three_are_proposed(
    api: Api, verify: Verify
) -> None:
    ids = [f"Q90000001{n}" for n in range(6)]
    api.put(*(candidate(name) for name in ids[2:]))
    api.put(candidate(ids[0], countries=[]), candidate(ids[1], countries=[]))
    api.found["en", "Huocheng County"] = ids

    assert proposed(verify) == ids[2:5]


def test_an_item_that_two_searches_find_is_proposed_once(
    api: Api, verify: Verify
) -> None:
    api.put(candidate("Q900000010"))
    api.redirects["Q900000011"] = "Q900000010"
    api.found["en", "Huocheng County"] = ["Q900000010", "Q900000011"]
    api.found["zh", "霍城县"] = ["Q900000010"]

    assert proposed(verify) == ["Q900000010"]


def test_without_the_kinds_of_what_was_found_nothing_is_said_of_a_search(
    api: Api, verify: Verify
) -> None:
    api.put(candidate("Q900000010", types=["Q900000030"]))
    api.put(entity("Q900000030", {"en": "district"}))
    api.found["en", "Huocheng County"] = ["Q900000010"]

    def fail() -> None:
        if api.requests[-1].get("ids") == "Q900000030":
            api.then = [Canned(400)]

    api.before = fail

    run = verify()

    (search,) = [
        s for s in run.outcome.searched if s.subject == "place:huocheng-county"
    ]
    assert "status 400" in search.why
    assert not search.candidates
    changed = {run.mappings.lines[change.at].split(b"\t")[1] for change in run.changed}
    assert b"place:huocheng-county" not in changed


def test_what_lost_its_link_is_searched_for(api: Api, verify: Verify) -> None:
    record = entity("Q900000012", {"en": "Bole"}, types=["Q515"], countries=["Q148"])
    api.put(record)
    api.found["en", "Bole"] = ["Q900000012"]

    assert proposed(verify, "place:bole") == ["Q900000012"]


def test_what_has_a_link_is_not_searched_for(verify: Verify) -> None:
    assert {search.subject for search in verify().outcome.searched} == {
        "place:huocheng-county", "place:jinghe", "place:beitun", "place:bole",
    }  # fmt: skip


def test_a_second_run_takes_everything_from_disk(
    api: Api, verify: Verify, tmp_path: Path
) -> None:
    first = verify()
    sent = len(api.requests)

    second = verify()

    assert sent > 0
    assert len(api.requests) == sent
    assert second.states() == first.states()
    assert second.after(tmp_path).lines == first.after(tmp_path).lines


def test_an_answer_that_is_too_old_is_asked_for_again(
    api: Api, verify: Verify, time: Time
) -> None:
    verify()
    api.put(entity("Q148", {"en": "Elsewhere"}))
    time.passed += 8 * 86_400

    assert "label differs" in verify().states()["place:china Q148"]
    assert api.asked_for("Q148") == 2
