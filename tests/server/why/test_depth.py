"""A proof may be deep, and a search wide: neither may cost more than it should."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from ontology.prefixes import PREFIXES
from server import create_app
from server.pages.index import index
from server.pages.proofs import Fact, why
from server.settings import Settings
from server.why import rules
from server.why.nested import DEEPEST
from server.why.rules import Rules
from tests.server.why.conftest import Silent, published

DEPTH = 1500
USED = "bk claim g owl place proof rdf rdfs rule statement"
HEAD = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in USED.split())


def said(number: int) -> str:
    return (
        f"statement:{number} a rdf:Statement ; rdf:subject place:x{number} ;"
        f" rdf:predicate bk:isWithin ; rdf:object place:top ."
    )


def chain() -> list[Quad]:
    """A proof of as many steps as are in DEPTH, each resting on the one below."""
    steps = "".join(
        f"proof:{n} a bk:Proof ; bk:concludes statement:{n} ; bk:isShortest true ;"
        f" bk:rule rule:r ; bk:premise {f'proof:{n - 1}' if n > 1 else 'statement:0'} ."
        f" {said(n)}\n"
        for n in range(1, DEPTH + 1)
    )
    facts = "".join(
        f"place:x{n} bk:isWithin place:top .\n" for n in range(1, DEPTH + 1)
    )
    text = (
        f"{HEAD} claim:s1-01 {{ place:x0 bk:isWithin place:top . }}"
        f" g:provenance {{ claim:s1-01 a bk:Claim . }}"
        f" g:proofs {{ {said(0)} statement:0 bk:isAssertedIn claim:s1-01 . {steps} }}"
        f" g:entailed {{ {facts} }}"
    )
    return list(parse(text.encode(), format=RdfFormat.TRIG))


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    release = published(chain(), tmp_path_factory.mktemp("deep"))
    return create_app(release, Silent(), Settings()).test_client()


TOP = why(
    Fact(
        f"{PREFIXES['place']}x{DEPTH}",
        f"{PREFIXES['bk']}isWithin",
        f"{PREFIXES['place']}top",
    )
)


def test_a_page_shows_a_deep_proof_to_its_end(deep: FlaskClient) -> None:
    answer = deep.get(TOP, headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert f'id="step-{DEPTH}"' in answer.text
    assert 'href="/claim/s1-01"' in answer.text


def test_json_breaks_off_with_the_address_that_goes_on(deep: FlaskClient) -> None:
    step, levels = deep.get(f"{TOP}&format=json").get_json()["proof"], 1
    while "premises" in step:
        (step,), levels = step["premises"], levels + 1

    assert levels == DEEPEST
    assert deep.get(f"{step['continued']}&format=json").status_code == 200


def test_turtle_of_a_deep_proof_has_every_step(deep: FlaskClient) -> None:
    text = deep.get(f"{TOP}&format=turtle").text

    assert text.count("a bk:Proof") == DEPTH


def test_a_search_ends_after_so_many_looks(
    sources: list[Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, within = PREFIXES["place"], NamedNode(f"{PREFIXES['bk']}isWithin")
    land = NamedNode(f"{place}land")
    graph = NamedNode(f"{PREFIXES['claim']}s1-06")
    wide = [Quad(NamedNode(f"{place}w{n}"), within, land, graph) for n in range(900)]
    found = Rules(index([*sources, *described(), *wide]))
    goal = Fact(f"{place}sea", within.value, land.value)

    every = len(list(found.chances(goal, gap=True)))
    monkeypatch.setattr(rules, "LOOKS", 50)
    some = len(list(found.chances(goal, gap=True)))

    assert every == 900
    assert 0 < some <= 50


def described() -> list[Quad]:
    """The rule that carries a relation on, as a release describes it."""
    text = f"""{HEAD} @prefix skos: <{PREFIXES["skos"]}> .
        g:proofs {{ rule:prp-trp a bk:InferenceRule ; bk:table 5 ;
            skos:definition "It carries on." ; bk:head "?x ?p ?z" ;
            bk:body "?p rdf:type owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z" }}"""
    return list(parse(text.encode(), format=RdfFormat.TRIG))
