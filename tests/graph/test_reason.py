"""What follows, what does not, and which contradictions stop the build."""

from pathlib import Path

import pytest

from graph.axioms import axioms, premises
from graph.build import build
from graph.inventory import Sources
from graph.reason import InconsistencyError, reason
from graph.whereabouts import short

LOGIC = Path(__file__).parent / "fixtures" / "logic"
HEAD = """\
@prefix bk: <https://w3id.org/borderkg/ontology/> .
@prefix place: <https://w3id.org/borderkg/place/> .
"""


def logic(tmp_path: Path, more: str = "") -> Sources:
    """The toy ontology and its facts, with more facts in a second file."""
    facts = tmp_path / "entities" / "more.ttl"
    facts.parent.mkdir(parents=True)
    facts.write_text(HEAD + more, encoding="utf-8")
    given = LOGIC / "graph" / "entities" / "all.ttl"
    facts.with_name("all.ttl").write_bytes(given.read_bytes())
    return Sources(LOGIC / "ontology", tmp_path / "no-shapes", tmp_path)


def follows(tmp_path: Path, more: str = "") -> list[str]:
    entailed = reason(build(logic(tmp_path, more))).entailed
    return [short(str(quad.triple)) for quad in entailed]


def test_exactly_what_the_axioms_imply_is_added(tmp_path: Path) -> None:
    assert follows(tmp_path) == [
        "crossing:gate bk:connects place:b",
        "place:a rdf:type bk:Place",
        "place:a rdf:type bk:Settlement",
        "place:a bk:isWithin place:b",
        "place:a bk:isWithin place:c",
        "place:b bk:isWithin place:c",
        "place:d bk:hasTwin place:a",
    ]


def test_what_is_asserted_already_is_not_entailed_again(tmp_path: Path) -> None:
    found = follows(tmp_path, "place:a bk:isWithin place:c .")

    assert "place:a bk:isWithin place:c" not in found


def test_only_what_can_infer_is_shown_to_the_reasoner(tmp_path: Path) -> None:
    quads = build(logic(tmp_path)).quads

    seen = premises(quads, axioms(quads))

    assert sorted(short(str(quad.triple)) for quad in seen) == [
        "crossing:gate bk:isOn place:line",
        "place:a bk:hasTwin place:d",
        "place:a bk:isPartOf place:b",
        "place:a rdf:type bk:City",
        "place:b bk:isPartOf place:c",
        "place:line bk:separates place:b",
    ]


@pytest.mark.parametrize(
    ("more", "reason_given", "statements"),
    [
        pytest.param(
            "place:a bk:bornIn place:c .\nplace:d a bk:Person .",
            "Disjoint classes bk:Place and bk:Person have a common individual place:a",
            {
                "all.ttl:8: place:a rdf:type bk:City",
                "more.ttl:3: place:a bk:bornIn place:c",
            },
            id="disjoint classes, by way of a superclass and a domain",
        ),
        pytest.param(
            "place:a bk:hasTwin place:a .",
            "Irreflexive property used on place:a with bk:hasTwin",
            {"more.ttl:3: place:a bk:hasTwin place:a"},
            id="an irreflexive property",
        ),
        pytest.param(
            "place:b bk:hasSeat place:x .\nplace:b bk:hasSeat place:y .",
            "place:x and place:y would be the same",
            {
                "more.ttl:3: place:b bk:hasSeat place:x",
                "more.ttl:3: place:b bk:hasSeat place:y",
            },
            id="two names of ours for one thing",
        ),
    ],
)
def test_a_contradiction_names_the_statements_it_follows_from(
    tmp_path: Path, more: str, reason_given: str, statements: set[str]
) -> None:
    asserted = build(logic(tmp_path, more))

    with pytest.raises(InconsistencyError) as refusal:
        reason(asserted)

    assert reason_given in refusal.value.reasons
    found = {s.rpartition("/entities/")[2] for s in refusal.value.statements}
    assert found == statements


def test_a_remembered_closure_is_the_computed_one(tmp_path: Path) -> None:
    asserted = build(logic(tmp_path))
    cache = tmp_path / "cache"

    computed = reason(asserted, cache)
    remembered = reason(asserted, cache)

    assert [path.suffix for path in cache.iterdir()] == [".nq"]
    assert remembered == computed


def test_another_input_is_not_answered_from_memory(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    reason(build(logic(tmp_path / "one")), cache)

    found = reason(
        build(logic(tmp_path / "two", "place:c bk:hasTwin place:a .")), cache
    )

    assert len(list(cache.iterdir())) == 1
    assert "place:a bk:hasTwin place:c" in {
        short(str(quad.triple)) for quad in found.entailed
    }
