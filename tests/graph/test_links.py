"""What our things are called elsewhere: nothing is linked without evidence."""

import csv
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pyoxigraph import NamedNode, Quad
from sssom_pydantic import Record, read

from graph.build import build
from graph.inventory import Sources
from graph.links import table
from graph.links.linkable import coverage
from graph.links.mapping import NO_TERM_FOUND, PREDICATES
from ontology.prefixes import PREFIXES
from ontology.terms import LINKS, RDFS_COMMENT

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "graph" / "links" / "mappings.sssom.tsv"
OWL, SSSOM = PREFIXES["owl"], PREFIXES["sssom"]
STORED = re.compile(
    r"repo [\w.-]+/[\w.-]+ @[0-9a-f]{8}|(npm|PyPI) @?[\w./-]+ \d|file index id \d+"
    r"|stored page"
)
"""What a source looks like that can be looked up again: a commit, a version, an id."""

Node = dict[str, str]


@pytest.fixture(scope="module")
def quads() -> tuple[Quad, ...]:
    """Everything that the sources say."""
    return build(Sources.installed()).quads


@pytest.fixture(scope="module")
def links(quads: tuple[Quad, ...]) -> set[tuple[str, str, str]]:
    """The published links."""
    return {
        (str(q.subject.value), q.predicate.value, str(q.object.value))
        for q in quads
        if q.graph_name == NamedNode(LINKS)
        and q.predicate.value in PREDICATES
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, NamedNode)
    }


@pytest.fixture(scope="module")
def nodes(quads: tuple[Quad, ...]) -> list[Node]:
    """The nodes of mappings, each by property; of several values one."""
    found: dict[str, Node] = {}
    for quad in quads:
        if quad.graph_name == NamedNode(LINKS) and not isinstance(quad.object, Quad):
            value = getattr(quad.object, "value", "")
            found.setdefault(str(quad.subject), {})[quad.predicate.value] = value
    return [node for node in found.values() if f"{OWL}annotatedSource" in node]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The rows of the table."""
    return [dict(cells) for _, cells in table.read(TABLE).lines]


def triple(node: Node) -> tuple[str, str, str]:
    ends = ("annotatedSource", "annotatedProperty", "annotatedTarget")
    subject, predicate, target = (node[f"{OWL}{end}"] for end in ends)
    return subject, predicate, target


def is_rejected(node: Node) -> bool:
    return f"{SSSOM}predicate_modifier" in node


def test_every_link_has_justification_confidence_and_evidence_from_a_stored_source(
    links: set[tuple[str, str, str]], nodes: list[Node]
) -> None:
    made = {triple(node): node for node in nodes if not is_rejected(node)}

    assert len(links) > 200
    assert links - set(made) == set()
    for link in links:
        node = made[link]
        assert node[f"{SSSOM}mapping_justification"].startswith(PREFIXES["semapv"])
        assert 0.5 <= float(node[f"{SSSOM}confidence"]) <= 1
        assert STORED.search(node[RDFS_COMMENT]), node


def test_a_candidate_is_in_the_table_and_in_no_rdf(
    rows: list[dict[str, str]], nodes: list[Node], links: set[tuple[str, str, str]]
) -> None:
    wd = PREFIXES["wd"]
    candidates = {
        (row["subject_id"], row["object_id"].replace("wd:", wd))
        for row in rows
        if not row["predicate_modifier"] and float(row["confidence"]) < 0.5
    }
    said = {target for _, _, target in (*links, *map(triple, nodes))}

    assert ("place:bole", f"{wd}Q447897") in candidates
    assert ("place:kuytun", f"{wd}Q991171") in candidates
    # One of them is rejected for a namesake, and said so.
    assert {item for _, item in candidates} & said == {f"{wd}Q10565907"}


@pytest.mark.parametrize(
    ("thing", "item"),
    [
        ("place/ili-kazakh-autonomous-prefecture", "wd:Q192567"),
        ("place/altay-prefecture", "wd:Q434924"),
        ("place/tacheng-prefecture", "wd:Q648696"),
        ("place/kokdala", "gn:11895425/"),
        ("place/yining", "gn:1529013/"),
        ("place/khorgos-kazakhstan", "wd:Q10565907"),
        ("crossing/khorgos", "unlcd:RSHGO"),
        ("place/almaty", "wd:Q186466"),
        ("place/huocheng-county", "wd:Q128674"),
        ("place/middle-east", "wd:Q48214"),
        ("actor/state-planning-commission-of-china", "wd:Q1186190"),
        ("actor/armed-forces-of-the-kuomintang", "wd:Q31113"),
        ("actor/government-of-china", "wd:Q59261"),
        ("person/sergei-tereshchenko", "wd:Q4429772"),
        ("event/financial-crisis-of-2008", "wd:Q114380"),
        ("policy/first-five-year-plan", "wd:Q1661958"),
        ("policy/twelfth-five-year-plan", "wd:Q161226"),
        ("zone/karamay-oil-field", "wd:Q658240"),
    ],
)
def test_a_look_alike_is_rejected_and_published_as_such(
    thing: str, item: str, nodes: list[Node], links: set[tuple[str, str, str]]
) -> None:
    prefix, _, local = item.partition(":")
    pair = (
        f"https://w3id.org/borderkg/{thing}",
        f"{PREFIXES['skos']}exactMatch",
        PREFIXES[prefix] + local,
    )

    assert pair in {triple(node) for node in nodes if is_rejected(node)}
    assert pair not in links


def test_every_thing_that_others_may_name_is_linked_or_was_sought_on_a_day(
    quads: tuple[Quad, ...], nodes: list[Node]
) -> None:
    reached = coverage(quads)
    days = {
        node[f"{OWL}annotatedSource"]: node[f"{PREFIXES['dcterms']}created"]
        for node in nodes
        if node[f"{OWL}annotatedTarget"] == NO_TERM_FOUND
    }

    assert len(reached.linkable) > 300
    assert set(reached.linkable) == reached.linked | reached.sought
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", days[it]) for it in reached.sought)


def test_another_reader_of_sssom_takes_every_row(rows: list[dict[str, str]]) -> None:
    mappings, _, _, errors = read(TABLE, return_errors=True)

    assert errors == []
    assert len(mappings) == len(rows) > 400


def test_every_row_satisfies_the_schema_of_a_record(rows: list[dict[str, str]]) -> None:
    schema = Record.model_json_schema()
    validator = Draft202012Validator(schema)

    assert set(table.COLUMNS) <= set(schema["properties"])
    for row in rows:
        filled: dict[str, object] = {name: cell for name, cell in row.items() if cell}
        filled["confidence"] = float(row["confidence"])
        if row["see_also"]:
            filled["see_also"] = row["see_also"].split("|")
        assert list(validator.iter_errors(filled)) == []


def test_no_item_is_published_that_the_tables_leave_unverified(
    links: set[tuple[str, str, str]],
) -> None:
    path = ROOT.parent / "shared" / "identifiers" / "identifiers.tsv"
    if not path.is_file():
        pytest.skip("the tables lie outside the repository and are not here")
    with path.open(encoding="utf-8", newline="") as lines:
        unverified = {
            PREFIXES["wd"] + row["wikidata_qid"]
            for row in csv.DictReader(lines, delimiter="\t")
            if row["status"] == "unverified"
        }

    published = unverified & {target for _, _, target in links}

    # A second source has named Tacheng Prefecture since.
    assert published == {f"{PREFIXES['wd']}Q644863"}
