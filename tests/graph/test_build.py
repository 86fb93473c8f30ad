"""Collecting the sources: layers, what is computed, and what a hash covers."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from graph.build import build
from graph.inventory import Sources
from graph.samples import samples
from graph.sources import SourceError
from graph.stages import Sample
from ontology.prefixes import PREFIXES
from ontology.terms import (
    IS_GIVEN_BY,
    MENTIONS,
    MODALITY,
    ONTOLOGY,
    PROVENANCE,
    SHAPES,
)


def name(short: str) -> NamedNode:
    prefix, local = short.split(":")
    return NamedNode(PREFIXES[prefix] + local)


def test_a_claim_mentions_what_its_graph_names_and_nothing_it_is_made_of(
    mini: Sources,
) -> None:
    quads = build(mini).quads

    mentioned = {
        q.object
        for q in quads
        if q.predicate == NamedNode(MENTIONS) and q.subject == name("claim:s9-01")
    }
    assert mentioned == {
        name("measure:exports"),
        name("place:land"),
        name("place:other-land"),
    }


def test_an_observation_is_given_by_its_claim_with_its_modality(mini: Sources) -> None:
    quads = build(mini).quads

    said = {
        (q.predicate, q.object)
        for q in quads
        if q.subject == name("observation:s9-01-exports")
        and q.graph_name == NamedNode(PROVENANCE)
    }
    assert said == {
        (NamedNode(IS_GIVEN_BY), name("claim:s9-01")),
        (NamedNode(MODALITY), name("modality:stated")),
    }


def test_every_file_goes_to_its_layer(mini: Sources) -> None:
    asserted = build(mini)

    graphs = {str(q.graph_name).strip("<>") for q in asserted.quads}
    assert graphs == {
        ONTOLOGY,
        SHAPES,
        f"{PREFIXES['g']}article",
        f"{PREFIXES['g']}entities",
        PROVENANCE,
        f"{PREFIXES['claim']}s9-01",
        f"{PREFIXES['claim']}s9-02",
    }


def test_figures_keep_the_form_in_which_they_are_written(mini: Sources) -> None:
    values = {q.object for q in build(mini).quads if isinstance(q.object, Literal)}

    decimal = NamedNode(f"{PREFIXES['xsd']}decimal")
    assert Literal("205000000.0", datatype=decimal) in values


def test_two_builds_give_blank_nodes_the_same_labels(mini: Sources) -> None:
    one, other = build(mini).quads, build(mini).quads

    with_blank_nodes = {ONTOLOGY, SHAPES}
    blank = [q for q in one if "_:" in str(q)]
    assert blank
    assert {str(q.graph_name).strip("<>") for q in blank} <= with_blank_nodes
    assert sorted(map(str, one)) == sorted(map(str, other))


def test_each_rule_comes_with_the_sentence_that_states_it(mini: Sources) -> None:
    rules = {rule.name: rule.statement for rule in build(mini).rules}

    assert rules["observation-in-two-claims"] == (
        "An observation is written by one claim only."
    )


def test_the_hash_changes_with_a_byte_of_a_source(mini: Sources) -> None:
    before = mini.sha256()

    with (mini.graph / "article.ttl").open("a", encoding="utf-8") as file:
        file.write("# a comment\n")

    assert mini.sha256() != before


def test_the_hash_changes_with_the_name_of_a_source(mini: Sources) -> None:
    before = mini.sha256()

    path = mini.graph / "entities" / "all.ttl"
    path.rename(path.with_name("every.ttl"))

    assert mini.sha256() != before


def test_the_hash_knows_nothing_of_the_folder(mini: Sources, tmp_path: Path) -> None:
    before = mini.sha256()

    moved = mini.graph.rename(tmp_path / "elsewhere")

    assert Sources(mini.ontology, mini.shapes, moved).sha256() == before


def test_the_packed_sources_are_found_without_the_working_directory() -> None:
    names = [name for name, _ in Sources.installed().files()]

    assert "ontology/claim.ttl" in names
    assert "graph/claims/s6-border-trade.trig" in names
    assert "shapes/rules/observation-in-two-claims.rq" in names


def test_an_example_of_a_shape_says_in_its_name_what_comes_of_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "shapes" / "examples" / "Place-label"
    folder.mkdir(parents=True)
    (folder / "pass.ttl").write_text("# Good.\n", encoding="utf-8")
    (folder / "fail-none.ttl").write_text("# Bad.\n", encoding="utf-8")

    found = list(samples(Sources.under(tmp_path)))

    assert found == [
        Sample("Place-label", "fail-none", "# Bad.\n", passes=False),
        Sample("Place-label", "pass", "# Good.\n", passes=True),
    ]
    (folder / "other.ttl").write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="an example of a shape is called"):
        list(samples(Sources.under(tmp_path)))
