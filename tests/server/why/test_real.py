"""The real release: each conclusion is explained, and ends where its proof does."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Store

from graph.release import open_release
from ontology import terms
from ontology.prefixes import PREFIXES
from server import create_app
from server.pages.index import Index, index
from server.pages.proofs import Fact, proofs, why
from server.settings import Settings
from tests.server.why.conftest import Silent

LEAVES = f"""
PREFIX bk: <{PREFIXES["bk"]}>
PREFIX rdf: <{PREFIXES["rdf"]}>
SELECT ?s ?p ?o ?graph {{
  ?proof bk:isShortest true ; bk:concludes ?said ; bk:premise+ ?leaf .
  ?said rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
  ?leaf bk:isAssertedIn ?graph
  FILTER (?graph != <{terms.ONTOLOGY}>)
}}"""


@pytest.fixture(scope="module")
def real(built: Path) -> Index:
    return index(open_release(built).quads())


@pytest.fixture(scope="module")
def asked(built: Path) -> FlaskClient:
    """A client of the app over the real release, whose engine nobody may ask."""
    return create_app(open_release(built), Silent(), Settings()).test_client()


@pytest.fixture(scope="module")
def ends(real: Index) -> dict[Fact, set[str]]:
    """Conclusion -> the graphs its proof ends in, as a SPARQL engine finds them."""
    store = Store()
    for statement in real.within[terms.PROOFS]:
        quad = statement.quad()
        store.add(type(quad)(quad.subject, quad.predicate, quad.object))
    found = defaultdict[Fact, set[str]](set)
    for row in store.query(LEAVES):  # type: ignore[union-attr]
        parts = (row["s"].value, row["p"].value, row["o"].value)
        found[Fact(*parts)].add(row["graph"].value)
    return found


def leaves(step: dict[str, Any]) -> Iterator[str]:
    """Yield the graphs that a proof in JSON ends in."""
    yield from (ground["graph"] for ground in step.get("asserted", ()))
    for premise in step.get("premises", ()):
        yield from leaves(premise)


def test_each_conclusion_is_explained_and_ends_where_its_proof_does(
    real: Index, asked: FlaskClient, ends: dict[Fact, set[str]]
) -> None:
    entailed = {Fact.of(statement) for statement in real.within[terms.ENTAILED]}
    wrong = {}
    for fact in entailed:
        answer = asked.get(f"{why(fact)}&format=json")
        members = answer.get_json()
        found = set(leaves(members["proof"])) if answer.status_code == 200 else None
        if members["status"] != "entailed" or found != ends[fact]:
            wrong[fact] = (answer.status_code, found, ends[fact])

    assert len(entailed) > 1500
    assert wrong == {}


def test_the_page_of_a_conclusion_names_each_claim_its_proof_ends_in(
    asked: FlaskClient, ends: dict[Fact, set[str]]
) -> None:
    for fact in sorted(ends)[::20]:
        answer = asked.get(why(fact), headers={"Accept": "text/html"})

        assert answer.status_code == 200
        claims = [graph for graph in ends[fact] if graph.startswith(PREFIXES["claim"])]
        for claim in claims:
            assert f'href="/claim/{claim.rpartition("/")[2]}"' in answer.text


def test_an_axiom_stands_with_its_words_at_each_step(
    real: Index, asked: FlaskClient
) -> None:
    known = proofs(real)
    for rule, fired in known.fired.items():
        conclusion = real.iris(fired[0], terms.CONCLUDES)[0]
        members = asked.get(f"{why(known.facts[conclusion])}&format=json").get_json()
        told = [*members["otherReasons"], members["proof"]]

        said = {
            a["sentence"] for one in told if one["rule"] == rule for a in one["axioms"]
        }
        assert said
        assert not [text for text in said if ":" in text]


def test_the_command_prints_the_tree_with_indentation(built: Path) -> None:
    run = borderkg(
        "explain",
        "zone:bole-border-zone-of-economic-cooperation",
        "bk:isWithin",
        "place:western-china",
        "--release",
        str(built),
    )

    lines = run.stdout.splitlines()
    assert run.returncode == 0
    assert lines[0].startswith("[1] Bole border zone of economic cooperation is within")
    depths = [len(line) - len(line.lstrip()) for line in lines if "claim s" in line]
    assert len(depths) >= 3
    assert max(depths) >= 8


@pytest.mark.parametrize(
    ("value", "status", "said"),
    [
        ("place:kazakhstan", 1, "not entailed, and nobody asserts it."),
        ("place:nowhere-at-all", 1, "names nothing place:nowhere-at-all"),
    ],
)
def test_the_command_fails_where_the_triple_does_not_hold(
    built: Path, value: str, status: int, said: str
) -> None:
    run = borderkg(
        "explain", "place:xinjiang", "bk:isWithin", value, "--release", str(built)
    )

    assert run.returncode == status
    assert said in run.stdout + run.stderr


def borderkg(*words: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("borderkg")
    return subprocess.run(
        [program, *words], capture_output=True, text=True, check=False, timeout=60
    )
