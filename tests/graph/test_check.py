"""Checks: what the stage adds, the verdicts, and that an input turns each of them.

What stops the build is in ``broken/check-*``. The expected verdicts are a table; each
query names, in its ``# Turn:`` lines, a change of its input that turns its verdict.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.build import build
from graph.check import check
from graph.inventory import Sources
from graph.stages import Asserted, in_graph
from ontology import terms
from ontology.prefixes import PREFIXES

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "graph" / "checks").glob("*.rq"))
VERDICTS = Path(__file__).parent / "verdicts.csv"
HEAD = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items())
NODE = 'check:exports a bk:Check ; bk:statement "It is what it is."@en {} .\n'
EXPORTS = "observation:s9-01-exports bk:value ?expected ; bk:precision ?step"


def name(path: Path) -> str:
    return path.stem


def given_by(mini: Sources, select: str, marks: str = "") -> dict[str, list[str]]:
    """Put one check on the small graph and return what becomes of its node."""
    folder = mini.graph / "checks"
    folder.mkdir(exist_ok=True)
    prefixes = "".join(f"PREFIX {p}: <{n}>\n" for p, n in PREFIXES.items())
    (folder / "exports.rq").write_text(prefixes + select, encoding="utf-8")
    (folder / "checks.ttl").write_text(HEAD + NODE.format(marks), encoding="utf-8")
    found: dict[str, list[str]] = {}
    for quad in in_graph(check(build(mini)).quads, terms.CHECKS):
        said = found.setdefault(re.split("[/#]", quad.predicate.value)[-1], [])
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        value, is_name = quad.object.value, isinstance(quad.object, ox.NamedNode)
        said.append(re.sub(r".*/(\w+/)", r"\1", value) if is_name else value)
    return {key: sorted(values) for key, values in found.items()}


@pytest.fixture(scope="module")
def asserted() -> Asserted:
    return build(Sources.installed())


@pytest.fixture(scope="module")
def checked(asserted: Asserted) -> Asserted:
    return check(asserted)


@pytest.fixture(scope="module")
def view(asserted: Asserted) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(asserted.quads)
    triples = (q.triple for q in asserted.quads)
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


def agrees(view: ox.Store, path: Path) -> bool:
    solutions = view.query(path.read_text(encoding="utf-8"))
    assert isinstance(solutions, ox.QuerySolutions)
    (row,) = list(solutions)
    expected, computed, tolerance = (
        Decimal(row[figure].value) for figure in ("expected", "computed", "tolerance")
    )
    return abs(expected - computed) <= tolerance


@contextmanager
def turned(view: ox.Store, path: Path) -> Iterator[None]:
    """Give the view, for a while, the inputs that a query's banner proposes."""
    text = path.read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"^# Turn: (.+)$", text, re.MULTILINE))
    new = list(ox.parse(HEAD + lines, ox.RdfFormat.TURTLE))
    pairs = {(quad.subject, quad.predicate) for quad in new}
    old = [q for pair in pairs for q in view.quads_for_pattern(*pair, None, None)]
    put = [
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in new
        for graph in {q.graph_name for q in old if q.subject == quad.subject}
    ]
    assert {(quad.subject, quad.predicate) for quad in old} == pairs
    for quad in old:
        view.remove(quad)
    view.extend(put)
    try:
        yield
    finally:
        for quad in put:
            view.remove(quad)
        view.extend(old)


def test_the_verdicts_are_those_of_the_table(checked: Asserted) -> None:
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        expected = {row["check"]: row["verdict"] for row in csv.DictReader(file)}

    found = {
        q.subject.value.rpartition("/")[2]: q.object.value.rpartition("/")[2]
        for q in in_graph(checked.quads, terms.CHECKS)
        if q.predicate.value == terms.VERDICT
        and isinstance(q.subject, ox.NamedNode)
        and isinstance(q.object, ox.NamedNode)
    }
    assert found == expected


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_a_change_of_an_input_turns_the_verdict(path: Path, view: ox.Store) -> None:
    before = agrees(view, path)

    with turned(view, path):
        after = agrees(view, path)

    assert (before, after) in {(True, False), (False, True)}


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_a_banner_states_the_check_as_its_node_does_and_gives_reasons(
    path: Path, view: ox.Store
) -> None:
    banner = path.read_text(encoding="utf-8").partition("\n\n")[0]
    parts = dict(re.findall(r"^# (\w+): ((?:.|\n#   )+)$", banner, re.MULTILINE))
    node = ox.NamedNode(PREFIXES["check"] + path.stem)
    statement = ox.NamedNode(f"{PREFIXES['bk']}statement")

    (stated,) = view.quads_for_pattern(node, statement, None, ox.DefaultGraph())

    assert parts.keys() == {"Check", "Why", "Tolerance", "Turn"}
    assert isinstance(stated.object, ox.Literal)
    assert parts["Check"].replace("\n#  ", "") == stated.object.value


def test_figures_are_plain_decimals_of_twelve_digits_at_most(checked: Asserted) -> None:
    figures = [
        q.object.value
        for q in in_graph(checked.quads, terms.CHECKS)
        if q.predicate.value in {terms.EXPECTED, terms.COMPUTED, terms.TOLERANCE}
        and isinstance(q.object, ox.Literal)
    ]

    assert len(figures) == 3 * len(QUERIES)
    assert [f for f in figures if not re.fullmatch(r"\d+\.(0|\d*[1-9])", f)] == []
    assert [f for f in figures if len(f.replace(".", "").strip("0")) > 12] == []


def test_two_runs_give_the_same(asserted: Asserted, checked: Asserted) -> None:
    assert check(asserted) == checked


def test_a_check_within_its_tolerance_holds_and_concerns_the_claim(
    mini: Sources,
) -> None:
    select = (
        "SELECT ?expected ?computed ?tolerance ?figure { "
        f"{EXPORTS} . BIND(?expected + 500000 AS ?computed) "
        "BIND(?step / 2 AS ?tolerance) BIND(observation:s9-01-exports AS ?figure) }"
    )

    found = given_by(mini, select)

    (query,) = found.pop("query")
    assert query.startswith("PREFIX ")
    assert query.endswith(f">\n{select}")
    assert found == {
        "type": ["ontology/Check"],
        "statement": ["It is what it is."],
        "expected": ["205000000.0"],
        "computed": ["205500000.0"],
        "tolerance": ["500000.0"],
        "verdict": ["verdict/holds"],
        "concerns": ["claim/s9-01"],
    }


@pytest.mark.parametrize(
    ("marks", "verdict"),
    [
        pytest.param("", "verdict/fails", id="without a mark"),
        pytest.param(
            "; bk:verdictIfMissed verdict:suspicious", "verdict/suspicious", id="marked"
        ),
    ],
)
def test_a_check_beyond_its_tolerance_has_the_verdict_of_a_miss(
    mini: Sources, marks: str, verdict: str
) -> None:
    found = given_by(
        mini,
        "SELECT ?expected ?computed ?tolerance ?claim { "
        f"{EXPORTS} . BIND(?expected + 500000.01 AS ?computed) "
        "BIND(?step / 2 AS ?tolerance) BIND(claim:s9-02 AS ?claim) }",
        marks,
    )

    assert found["verdict"] == [verdict]


def test_a_list_of_names_in_one_value_is_what_a_check_concerns(mini: Sources) -> None:
    found = given_by(
        mini,
        'SELECT ?expected ?computed ?tolerance (GROUP_CONCAT(STR(?c); separator=" ") '
        "AS ?claims) { VALUES ?c { claim:s9-02 observation:s9-01-exports } "
        "VALUES (?expected ?computed ?tolerance) { (1 1 0) } } "
        "GROUP BY ?expected ?computed ?tolerance",
    )

    assert found["concerns"] == ["claim/s9-01", "claim/s9-02"]
    assert found["computed"] == ["1.0"]


def test_the_verdict_follows_from_the_figures_as_published(mini: Sources) -> None:
    found = given_by(
        mini,
        "SELECT ?expected (2.0 / 3 AS ?computed) (0 AS ?tolerance) ?claim "
        "{ VALUES (?claim ?expected) { (claim:s9-01 0.666666666667) } }",
    )

    assert (found["computed"], found["verdict"]) == (
        ["0.666666666667"],
        ["verdict/holds"],
    )
