import csv
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, parse

ROOT = Path(__file__).parents[2]
ENTITIES = sorted((ROOT / "graph" / "entities").glob("*.ttl"))
BACKGROUND = ROOT / "graph" / "background.ttl"
BASE = "https://w3id.org/borderkg/"
BK = f"{BASE}ontology/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
LABEL, ALTERNATIVE, DEFINITION = (
    f"{RDFS}label", f"{SKOS}altLabel", f"{SKOS}definition"
)  # fmt: skip
NEEDS_DEFINITION = {"event", "function", "measure", "policy", "sector", "stage"}
FILES = {"people": "peoples", "policy": "policies"}
OF_ONE_KIND = [
    file
    for file in ENTITIES
    if not file.name.startswith(("claims-extra", "identities"))
]


def quads_of(*files: Path) -> list[Quad]:
    return [quad for file in files for quad in parse(path=file)]


def iri(term: object) -> str:
    return str(term).strip("<>")


def kind(name: str) -> str:
    return name.removeprefix(BASE).partition("/")[0]


def kebab(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).replace("'", "")
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")


def table(path: Path, *, quoted: bool) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        if quoted:
            return list(csv.DictReader(lines, delimiter="\t"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def entities() -> list[Quad]:
    return quads_of(*ENTITIES)


@pytest.fixture(scope="module")
def shared() -> Path:
    """Return the folder with article and tables, which are not redistributed."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("article and tables lie outside the repository and are not here")
    return folder


def test_an_entity_stands_in_one_file_only() -> None:
    files = defaultdict(set)
    for file in ENTITIES:
        for quad in quads_of(file):
            files[iri(quad.subject)].add(file.name)

    assert {name: found for name, found in files.items() if len(found) > 1} == {}


def test_an_entity_stands_in_the_file_of_its_kind() -> None:
    strays = {
        (file.name, iri(quad.subject))
        for file in OF_ONE_KIND
        for quad in quads_of(file)
        for own in [kind(iri(quad.subject))]
        if file.stem != FILES.get(own, f"{own}s")
    }

    assert strays == set()


def test_the_entities_of_a_file_are_in_alphabetical_order() -> None:
    for file in ENTITIES:
        found = list(dict.fromkeys(iri(quad.subject) for quad in quads_of(file)))

        assert found == sorted(found), file.name


def test_entities_have_names_and_kinds_and_no_facts(entities: list[Quad]) -> None:
    allowed = {
        f"{RDF}type", LABEL, ALTERNATIVE, DEFINITION,
        f"{SKOS}scopeNote", f"{BK}hasQuantityKind",
    }  # fmt: skip

    stated = [quad for quad in entities if kind(iri(quad.subject)) != "identity"]
    assert {iri(quad.predicate) for quad in stated} == allowed


def test_a_decision_about_names_states_nothing_but_itself(
    entities: list[Quad],
) -> None:
    decided = [quad for quad in entities if kind(iri(quad.subject)) == "identity"]

    assert len({quad.subject for quad in decided}) >= 9
    assert {iri(quad.predicate) for quad in decided} == {
        f"{RDF}type", LABEL, f"{BK}identifies", f"{BK}decision", f"{BK}ground",
        "http://purl.org/dc/terms/source",
    }  # fmt: skip


def test_every_entity_has_one_kind_and_one_label_a_language(
    entities: list[Quad],
) -> None:
    kinds = Counter(
        iri(q.subject) for q in entities if iri(q.predicate) == f"{RDF}type"
    )
    labels = Counter(
        (iri(q.subject), q.object.language)
        for q in entities
        if iri(q.predicate) == LABEL and isinstance(q.object, Literal)
    )

    assert set(kinds.values()) == {1}
    assert set(labels.values()) == {1}
    assert {name for name, language in labels if language == "en"} == set(kinds)


def test_a_local_name_is_the_english_label_in_kebab_case(entities: list[Quad]) -> None:
    odd = []
    for quad in entities:
        label = quad.object
        if iri(quad.predicate) != LABEL or not isinstance(label, Literal):
            continue
        local = iri(quad.subject).rpartition("/")[2]
        # A crossing is called a crossing by its prefix already.
        name = kebab(label.value).removesuffix("-border-crossing")
        if label.language == "en" and local not in {name, kebab(label.value)}:
            odd.append((local, label.value))

    assert odd == []


def test_what_has_no_proper_name_has_a_definition() -> None:
    entities = quads_of(*OF_ONE_KIND)
    names = {iri(quad.subject) for quad in entities}
    defined = {iri(q.subject) for q in entities if iri(q.predicate) == DEFINITION}
    scaled = {
        iri(q.subject) for q in entities if iri(q.predicate) == f"{BK}hasQuantityKind"
    }

    assert {n for n in names if kind(n) in NEEDS_DEFINITION} - defined == set()
    assert {n for n in names if kind(n) == "measure"} == scaled


@pytest.mark.parametrize("file", [*ENTITIES, BACKGROUND], ids=lambda path: path.stem)
def test_a_source_is_formatted(file: Path) -> None:
    turtlefmt = Path(sys.executable).with_name("turtlefmt")

    subprocess.run([turtlefmt, "--check", file], check=True)


def test_every_other_name_in_english_is_printed_in_the_article(
    entities: list[Quad], shared: Path
) -> None:
    text = (shared / "article" / "article.txt").read_text(encoding="utf-8")
    names = {
        q.object.value
        for q in entities
        if iri(q.predicate) == ALTERNATIVE
        and isinstance(q.object, Literal)
        and q.object.language == "en"
    }

    assert len(names) > 50
    assert {name for name in names if name not in text} == set()


def test_every_name_in_another_language_is_on_record(
    entities: list[Quad], shared: Path
) -> None:
    folder = shared / "identifiers"
    recorded = {row["label"] for row in table(folder / "labels.tsv", quoted=True)}
    for row in table(folder / "identifiers.tsv", quoted=True):
        recorded |= {row[f"label_{code}"] for code in ("zh", "kk", "ru", "ug")}
    text = (shared / "article" / "article.txt").read_text(encoding="utf-8")

    foreign = {
        q.object.value
        for q in entities
        if isinstance(q.object, Literal) and q.object.language not in {None, "en"}
    }

    assert len(foreign) > 250
    assert {n for n in foreign if n not in recorded and n not in text} == set()


def test_every_background_fact_says_where_it_comes_from(entities: list[Quad]) -> None:
    quads = quads_of(BACKGROUND)
    statements: dict[str, dict[str, str]] = defaultdict(dict)
    facts = []
    for quad in quads:
        if kind(iri(quad.subject)) == "background":
            local = re.split("[/#]", iri(quad.predicate))[-1]
            statements[iri(quad.subject)][local] = iri(quad.object)
        else:
            facts.append(
                (iri(quad.subject), iri(quad.predicate), iri(quad.object)),
            )

    described = [
        (s["subject"], s["predicate"], s["object"]) for s in statements.values()
    ]

    assert sorted(described) == sorted(facts)
    assert len(facts) > 60
    assert all(s["source"] and s["label"] for s in statements.values())
    named = {iri(quad.subject) for quad in entities}
    assert {thing for s, _, o in facts for thing in (s, o)} <= named
