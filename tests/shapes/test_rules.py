"""Every rule over graphs lets a good example pass and stops each bad one.

An example is judged by the gate of a release itself, together with the whole ontology
and the things of ``base.trig``.
"""

import itertools
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.stages import Rule
from graph.validate import broken_rules

EXAMPLES = Path(__file__).parent / "rules"
GOOD = sorted(EXAMPLES.glob("*/pass.trig"))
BAD = sorted(EXAMPLES.glob("*/fail-*.trig"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.fixture(scope="module")
def ground(
    base: tuple[ox.Quad, ...], ontology: tuple[ox.Quad, ...]
) -> tuple[ox.Quad, ...]:
    return base + ontology


def broken_by(
    example: Path | None, ground: tuple[ox.Quad, ...], rules: tuple[Rule, ...]
) -> set[str]:
    quads = [*ground, *(ox.parse(path=example) if example else ())]
    return {offence.rule for offence, _ in broken_rules(rules, quads, {})}


def test_what_the_examples_stand_on_obeys_the_rules(
    ground: tuple[ox.Quad, ...], rules: tuple[Rule, ...]
) -> None:
    assert broken_by(None, ground, rules) == set()


@pytest.mark.parametrize("example", GOOD, ids=name)
def test_a_good_example_obeys_the_rules(
    example: Path, ground: tuple[ox.Quad, ...], rules: tuple[Rule, ...]
) -> None:
    assert broken_by(example, ground, rules) == set()


@pytest.mark.parametrize("example", BAD, ids=name)
def test_a_bad_example_breaks_its_own_rule_only(
    example: Path, ground: tuple[ox.Quad, ...], rules: tuple[Rule, ...]
) -> None:
    assert broken_by(example, ground, rules) == {example.parent.name}


def test_each_rule_has_a_good_and_a_bad_example(rules: tuple[Rule, ...]) -> None:
    known = {rule.name for rule in rules}

    assert {path.parent.name for path in GOOD} == known
    assert {path.parent.name for path in BAD} == known
    assert {path.name for path in EXAMPLES.iterdir()} == known


def test_a_rule_opens_with_one_sentence_that_states_it(rules: tuple[Rule, ...]) -> None:
    banners = ("# Rule: ", "# Warning: ")

    assert [r.name for r in rules if not r.query.startswith(banners)] == []
    assert [r.name for r in rules if not r.statement.endswith(".")] == []


@pytest.fixture(scope="module")
def large(ground: tuple[ox.Quad, ...]) -> ox.Store:
    """Fifty thousand quads: the ground, and its claim again under other numbers."""
    claim = tuple(q for q in ground if "s6-09" in str(q))
    store = ox.Store()
    store.extend(ground)
    numbers = itertools.count(100)
    while len(store) < 50_000:
        text = "\n".join(f"{quad} ." for quad in claim)
        text = text.replace("s6-09", f"s6-{next(numbers)}")
        store.extend(ox.parse(text, ox.RdfFormat.N_QUADS))
    return store


@pytest.mark.slow
def test_a_rule_is_quick_on_fifty_thousand_quads(
    rules: tuple[Rule, ...], large: ox.Store
) -> None:
    spent: dict[str, float] = {}
    for rule in rules:
        for _ in range(3):
            begin = time.process_time()
            rows = large.query(rule.query)
            assert isinstance(rows, ox.QuerySolutions)
            assert list(rows) == []
            took = time.process_time() - begin
            spent[rule.name] = min(took, spent.get(rule.name, took))

    assert {name: took for name, took in spent.items() if took > 0.1} == {}
