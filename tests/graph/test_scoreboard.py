"""Questions are asked at every build; a wrong answer is told and stops nothing."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import asked, queries, scoreboard
from graph.inventory import Sources
from graph.sources import SourceError
from graph.stages import Question
from ontology.prefixes import PREFIXES

HEAD = "".join(f"PREFIX {p}: <{n}>\n" for p, n in PREFIXES.items())
DATA = f"""
@prefix bk: <{PREFIXES["bk"]}> . @prefix place: <{PREFIXES["place"]}> .
@prefix claim: <{PREFIXES["claim"]}> . @prefix g: <{PREFIXES["g"]}> .
claim:s1-01 {{ place:a bk:isPartOf place:b . }}
claim:s1-02 {{ place:c bk:isPartOf place:d . }}
claim:s1-03 {{ place:a bk:borders place:b . }}
g:entailed {{ place:a bk:isWithin place:b . }}
g:withdrawn {{ place:e bk:isPartOf place:b . }}
"""
PART = f"# Q001 What?\n{HEAD}SELECT ?x {{ ?x bk:isPartOf place:b }} ORDER BY ?x"


def told(query: str, expected: str, data: str = DATA) -> dict[str, list[str]]:
    """Ask one question; return the objects by the end of the predicate."""
    question = Question("q001", "Q001", "What?", query, expected)
    quads = ox.parse(data, format=ox.RdfFormat.TRIG)
    found: dict[str, list[str]] = {}
    for quad in scoreboard.ask(quads, [question]):
        assert quad.graph_name == scoreboard.LAYER
        name = quad.predicate.value.replace("#", "/").rpartition("/")[2]
        found.setdefault(name, []).append(quad.object.value.rpartition("/")[2])  # type: ignore[union-attr]
    return found


def test_a_right_answer_passes_and_names_its_claims_and_terms() -> None:
    found = told(PART, f"x\n{PREFIXES['place']}a\n")

    assert found["outcome"] == ["earl#passed"]
    assert found["wasDerivedFrom"] == ["s1-01"]
    assert found["references"] == ["isPartOf"]


def test_a_wrong_answer_fails_and_both_are_told() -> None:
    found = told(PART, "x\nsomething\n")

    assert found["outcome"] == ["earl#failed"]
    assert found["value"] == ["a\n"]
    assert "x\nsomething\n" in found["result"]


def test_what_was_inferred_is_seen_and_what_is_withdrawn_is_not() -> None:
    within = f"{HEAD}SELECT DISTINCT ?x {{ ?x bk:isWithin|bk:isPartOf place:b }}"

    assert told(within, f"x\n{PREFIXES['place']}a\n")["outcome"] == ["earl#passed"]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        pytest.param("ASK { place:a bk:borders place:b }", "true\n", id="yes"),
        pytest.param("ASK { place:b bk:borders place:a }", "false\n", id="no"),
        pytest.param(
            "SELECT (COUNT(*) AS ?n) { ?x bk:isPartOf ?y } GROUP BY ?z", "n\n2\n",
            id="grouped",
        ),
    ],
)  # fmt: skip
def test_other_forms_are_asked_too(query: str, answer: str) -> None:
    assert told(HEAD + query, answer)["outcome"] == ["earl#passed"]


BEHIND = f"""
@prefix bk: <{PREFIXES["bk"]}> . @prefix place: <{PREFIXES["place"]}> .
@prefix claim: <{PREFIXES["claim"]}> . @prefix g: <{PREFIXES["g"]}> .
@prefix background: <{PREFIXES["background"]}> . @prefix rdf: <{PREFIXES["rdf"]}> .
@prefix proof: <{PREFIXES["proof"]}> . @prefix statement: <{PREFIXES["statement"]}> .
claim:s1-01 {{ place:a bk:isLocatedIn place:b . }}
claim:s1-02 {{ place:c bk:isLocatedIn place:b . }}
claim:s1-03 {{ place:a bk:isLocatedIn place:d . }}
g:entities {{ place:b rdf:value "here" . place:d rdf:value "there" . }}
g:background {{
  place:b bk:isPartOf place:e .
  background:b rdf:subject place:b ; rdf:predicate bk:isPartOf ; rdf:object place:e .
}}
g:entailed {{ place:a bk:isWithin place:e . }}
g:proofs {{
  proof:1 bk:concludes statement:1 ; bk:premise statement:2 , proof:2 ;
    bk:isDrawnFrom claim:s1-01 , g:background .
  proof:2 bk:concludes statement:4 ; bk:premise statement:3 .
  statement:1 rdf:subject place:a ; rdf:predicate bk:isWithin ; rdf:object place:e .
  statement:2 rdf:subject place:a ; rdf:predicate bk:isLocatedIn ; rdf:object place:b .
  statement:3 rdf:subject place:b ; rdf:predicate bk:isPartOf ; rdf:object place:e .
}}
"""


@pytest.mark.parametrize(
    ("pattern", "origins"),
    [
        pytest.param(
            '?x bk:isLocatedIn/rdf:value ?name FILTER (?name = "here")',
            ["s1-01", "s1-02", "entities"],
            id="a path",
        ),
        pytest.param(
            "place:d ^bk:isLocatedIn/bk:isLocatedIn/bk:isPartOf ?x",
            ["b", "s1-01", "s1-03", "background"],
            id="a longer one that turns round",
        ),
        pytest.param("?x bk:isPartOf ?y", ["b", "background"], id="background"),
        pytest.param(
            "?x bk:isWithin place:e", ["b", "s1-01", "background"], id="inferred"
        ),
        pytest.param("?x bk:isWithin place:d", [], id="nothing"),
    ],
)
def test_what_a_question_draws_on_is_found(pattern: str, origins: list[str]) -> None:
    query = f"# Q001 What?\n{HEAD}SELECT ?x {{ {pattern} }} ORDER BY ?x"

    assert told(query, "", BEHIND).get("wasDerivedFrom", []) == origins


@pytest.mark.parametrize("query", ["SELECT {", "DESCRIBE <x:a>"])
def test_a_query_that_cannot_be_asked_fails(query: str) -> None:
    found = told(query, "")

    assert found["outcome"] == ["earl#failed"]
    assert found["value"][0].startswith("no answer")


def test_a_comment_and_a_text_name_no_term() -> None:
    query = '# bk:a\nASK { ?x bk:b "bk:c" } # bk:d'

    assert asked.named(query).iris == {f"{PREFIXES['bk']}b"}


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        pytest.param({"q.rq": "# Q1 What?\nASK {}"}, "no answer of that", id="alone"),
        pytest.param({"q.csv": "x\n"}, "no question of that name", id="answer alone"),
        pytest.param(
            {"q.rq": "ASK {}", "q.csv": "true\n"}, "its number", id="no question"
        ),
    ],
)
def test_half_a_question_stops_the_build(
    mini: Sources, files: dict[str, str], reason: str
) -> None:
    folder = mini.graph / "questions"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match=reason):
        list(queries.questions(mini))


def test_a_question_may_be_asked_in_other_languages_too(tmp_path: Path) -> None:
    folder = tmp_path / "graph" / "questions"
    folder.mkdir(parents=True)
    text = "# Q001 Where?\n# zh: 在哪里?\n# ru: Где?\nASK {}\n# kk: no\n"
    (folder / "q001.rq").write_text(text, encoding="utf-8")
    (folder / "q001.csv").write_text("true\n", encoding="utf-8")

    (found,) = queries.questions(Sources.under(tmp_path))
    labels = {
        q.object
        for q in scoreboard.ask([], [found])
        if q.predicate.value == f"{PREFIXES['rdfs']}label"
    }

    assert (found.title, found.others) == (
        "Where?",
        (("zh", "在哪里?"), ("ru", "Где?")),
    )
    assert labels == {
        ox.Literal("Where?", language="en"),
        ox.Literal("在哪里?", language="zh"),
        ox.Literal("Где?", language="ru"),
    }


def test_no_question_asks_in_other_letters_where_it_asks_in_english() -> None:
    titles = [each.title for each in queries.questions(Sources.installed())]

    assert titles
    assert [title for title in titles if max(title) > "ɏ"] == []
