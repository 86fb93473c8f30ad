import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.importer import listing
from ontology.prefixes import PREFIXES

ROOT = Path(__file__).parents[2]
PATTERNS = (ROOT / "graph" / "PATTERNS.md").read_text(encoding="utf-8")
RULES, LISTED = PATTERNS.split("\n## Entities\n")
EXAMPLES = dict(
    re.findall(r"^\*\*([^*]+)\.\*\*[^`*]+(?:`[^`]+`[^`*]+)*^```turtle\n(.*?)^```$",
               RULES, re.MULTILINE | re.DOTALL)
)  # fmt: skip
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def quads(example: str) -> list[ox.Quad]:
    return list(ox.parse(HEAD + example, ox.RdfFormat.TRIG))


def shown(predicate: str) -> set[str]:
    return {
        quad.object.value.rpartition("/")[2]
        for example in EXAMPLES.values()
        for quad in quads(example)
        if quad.predicate.value == PREFIXES["bk"] + predicate
        and isinstance(quad.object, ox.NamedNode)
    }


def names(text: str) -> Iterator[tuple[str, str]]:
    """Yield each class of the list with each name below it."""
    for paragraph in text.split("\n\n"):
        kind, _, things = paragraph.strip().removeprefix("**").partition("** ")
        for thing in filter(None, re.split(r" ·\s", things)):
            yield kind, thing


def in_full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def test_every_block_is_an_example_with_a_sentence_before_it() -> None:
    assert len(EXAMPLES) == PATTERNS.count("```turtle\n") == PATTERNS.count("```") / 2


@pytest.mark.parametrize("case", EXAMPLES)
def test_an_example_is_cut_from_the_claims(case: str, sources: list[ox.Quad]) -> None:
    found = set(quads(EXAMPLES[case]))
    claims = {quad for quad in sources if isinstance(quad.graph_name, ox.NamedNode)}

    assert found
    assert found - claims == set()


def test_there_is_an_example_of_each_kind_of_claim() -> None:
    assert shown("kind") == {
        "causal", "evaluation", "event", "fact", "plan", "policy", "recommendation",
        "statistic",
    }  # fmt: skip


def test_there_is_an_example_of_each_modality_that_a_claim_has(
    sources: list[ox.Quad],
) -> None:
    used = {
        quad.object.value.rpartition("/")[2]
        for quad in sources
        if quad.predicate.value == PREFIXES["bk"] + "modality"
        and isinstance(quad.object, ox.NamedNode)
    }

    assert shown("modality") == used


@pytest.mark.parametrize(
    "case",
    [
        "A range", "A share of a whole", "A growth against a base", "A multiple",
        "Planned against achieved", "A period without dates", "Two datings",
        "A plan", "An evaluation", "A reported speaker", "A quotation",
        "A list that is one claim", "A list that is many",
        "A crossing with two sides", "An agreement",
        "A repetition in the abstract", "A thing named only",
    ],
)  # fmt: skip
def test_there_is_an_example_of_each_hard_case(case: str) -> None:
    assert case in EXAMPLES


def test_the_list_names_every_entity_under_its_class() -> None:
    typed = {
        (quad.object.value, quad.subject.value)
        for path in (ROOT / "graph" / "entities").glob("*.ttl")
        for quad in ox.parse(path=path)
        if quad.predicate.value == PREFIXES["rdf"] + "type"
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
    }
    listed = list(names(LISTED))

    assert {(in_full(kind), in_full(thing)) for kind, thing in listed} == typed
    assert listed == sorted(set(listed))


def test_writing_the_list_anew_changes_nothing() -> None:
    found = listing.entities(ROOT / "graph" / "entities")

    assert listing.section(found) == LISTED
