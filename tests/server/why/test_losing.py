"""What falls with a claim, against reasoning over again without it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Triple

from graph.axioms import axioms, premises, says_something
from graph.proofs import prove as derive
from graph.release import Release, open_release
from graph.rules import ready, rules
from ontology import terms
from ontology.prefixes import PREFIXES
from server.pages.index import Index, index, key
from server.pages.proofs import Fact
from server.why import falling
from server.why.explaining import Why
from server.why.losing import Loss, without_claim

CLAIM = PREFIXES["claim"]
MADE = {terms.ENTAILED, terms.PROOFS, terms.METADATA}


def fact(triple: Triple) -> Fact:
    return Fact(key(triple.subject), triple.predicate.value, key(triple.object))


class Brute:
    """The closure, computed from nothing for any set of quads."""

    def __init__(self, release: Release) -> None:
        self.quads = [
            quad
            for quad in release.quads()
            if isinstance(quad.graph_name, NamedNode)
            and quad.graph_name.value not in MADE
        ]
        self.axioms = axioms(self.quads)
        self.rules = tuple(ready(rules(), self.axioms))
        self.given = set(premises(self.quads, self.axioms))
        self.all = self.concluded({q.triple for q in self.given})

    def without(self, claim: str) -> frozenset[Fact] | None:
        """What follows without a claim; nothing where it alone asserts no premise."""
        graph = NamedNode(claim)
        left = {q.triple for q in self.given if q.graph_name != graph}
        if left == {q.triple for q in self.given}:
            return None
        return self.concluded(left)

    def concluded(self, given: set[Triple]) -> frozenset[Fact]:
        steps = derive(given, self.rules).steps
        return frozenset(fact(triple) for triple in steps if says_something(triple))


def compared(
    release: Release, found: Index, each: int = 1
) -> dict[str, tuple[frozenset[Fact], frozenset[Fact]]]:
    """The claims, one in so many, for which looking up and computing differ."""
    brute, why = Brute(release), Why.of(found)
    wrong = {}
    for claim in found.members[CLAIM.rstrip("/")][::each]:
        loss = without_claim(found, why.proofs, why.rules, claim)
        expected = brute.without(claim)
        follows = (brute.all - loss.falls) | loss.regained
        if expected is None:
            expected = brute.all
        if follows != expected:
            wrong[claim] = (follows - expected, expected - follows)
    return wrong


def test_in_the_toy_each_claim_takes_with_it_what_a_new_closure_lacks(
    toy: Release,
) -> None:
    assert compared(toy, index(toy.quads())) == {}


@pytest.fixture(scope="session")
def loss(toy: Release) -> Callable[[str], Loss]:
    """What taking a claim of the toy away does."""
    found = index(toy.quads())
    why = Why.of(found)
    return lambda name: without_claim(found, why.proofs, why.rules, CLAIM + name)


def short(facts: frozenset[Fact]) -> set[str]:
    return {" ".join(part.rpartition("/")[2] for part in one) for one in facts}


def test_what_rests_on_a_claim_falls_and_what_has_another_reason_stands(
    loss: Callable[[str], Loss],
) -> None:
    gone = loss("s1-01")

    assert short(gone.falls) == {
        "gate isWithin town",
        "land opensWithin town",
    }
    assert "gate isWithin land" not in short(gone.falls)


def test_what_two_claims_say_stands_when_one_is_gone(
    loss: Callable[[str], Loss],
) -> None:
    gone = loss("s1-02")

    assert (gone.lost, gone.falls) == (frozenset(), frozenset())
    assert "town isWithin county" in short(gone.stands)


def test_what_only_a_claim_says_may_follow_from_others_then(
    loss: Callable[[str], Loss],
) -> None:
    gone = loss("s1-04")

    assert short(gone.regained) == {"gate isWithin county", "land borders sea"}
    assert not gone.falls


def test_the_page_and_its_json_say_what_falls(client: FlaskClient) -> None:
    address = "/explain/without?claim=claim:s1-01"

    page = client.get(address, headers={"Accept": "text/html"}).text
    members = client.get(f"{address}&format=json").get_json()

    assert members["claim"] == f"{CLAIM}s1-01"
    assert [one["sentence"] for one in members["falls"]] == [
        "gate <b>& is within Town",
        "Land opens within Town",
    ]
    assert 'Falls <span class="count">2</span>' in page
    assert "gate &lt;b&gt;&amp;" in page


def test_the_overview_counts_what_each_conclusion_needs(client: FlaskClient) -> None:
    found = client.get("/explain/without?format=json").get_json()

    assert sum(found["needing"].values()) == found["conclusions"]
    assert found["claims"][0]["falls"] >= found["claims"][-1]["falls"] > 0
    assert found["aloneInAll"] == found["needing"]["1"]


def test_the_overview_is_made_once_for_all_who_ask_at_a_time(
    toy: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = Why.of(index(toy.quads()))
    taken: list[str] = []
    another = Barrier(2)

    def slow(*given: object) -> Loss:
        taken.append(str(given[-1]))
        with suppress(BrokenBarrierError):  # waits for a second one that makes it too
            another.wait(0.2)
        return Loss(frozenset(), frozenset(), frozenset(), frozenset())

    monkeypatch.setattr(falling, "without_claim", slow)
    with ThreadPoolExecutor(8) as clients:
        made = list(clients.map(falling.overview, [why] * 8))

    assert len(taken) == len(set(taken)) > 0
    assert all(each is made[0] for each in made)


def test_a_claims_page_says_how_much_rests_on_it(client: FlaskClient) -> None:
    much = client.get("/claim/s1-01", headers={"Accept": "text/html"}).text
    none = client.get("/claim/s1-05", headers={"Accept": "text/html"}).text

    assert "No conclusion rests on it." not in much
    assert "No conclusion rests on it." not in none
    assert "claim=https%3A//w3id.org/borderkg/claim/s1-01" in much


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("claim=claim:s9-99", "names nothing claim:s9-99"),
        ("claim=place:gate", "is no claim of this release"),
        ("claim=", "no absolute IRI"),
        ("claim=claim:s1-01&claim=claim:s1-02", "more than one value"),
        ('claim="s1-01"', "is a literal"),
    ],
)
def test_what_is_no_claim_is_refused_in_a_sentence(
    client: FlaskClient, address: str, reason: str
) -> None:
    answer = client.get(f"/explain/without?{address}")

    assert answer.status_code == 400
    assert reason in answer.get_json()["detail"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "each",
    [
        pytest.param(9, id="one in nine"),
        pytest.param(1, marks=pytest.mark.long, id="all"),
    ],
)
def test_each_claim_takes_with_it_what_a_new_closure_lacks(
    built: Path, each: int
) -> None:
    release = open_release(built)

    assert compared(release, index(release.quads()), each) == {}
