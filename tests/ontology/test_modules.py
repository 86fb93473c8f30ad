"""Each module is complete, says what it needs, and has the version of the package."""

import re
import tomllib
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from ontology.prefixes import BASE, PREFIXES

ROOT = Path(__file__).parents[2]
ORDER = (
    "core", "source", "claim", "place", "actor", "policy", "period", "measure",
    "transport", "trade", "audit",
)  # fmt: skip
NAMES = (*ORDER, "all", "alignments")


def iri(name: str) -> URIRef:
    return URIRef(PREFIXES["module"] + name)


def terms_of(module: Graph) -> set[str]:
    kinds = (
        OWL.AnnotationProperty, OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty,
        SKOS.Concept,
    )  # fmt: skip
    found = {str(term) for kind in kinds for term in module.subjects(RDF.type, kind)}
    return {term for term in found if term.startswith(BASE)}


def test_the_modules_are_the_files(modules: dict[str, Graph]) -> None:
    assert set(modules) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_module_has_a_whole_header(name: str, modules: dict[str, Graph]) -> None:
    module = modules[name]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert list(module.subjects(RDF.type, OWL.Ontology)) == [iri(name)]
    assert module.value(iri(name), OWL.versionInfo) == Literal(version)
    assert module.value(iri(name), OWL.versionIRI) == iri(f"{name}/{version}")
    assert module.value(iri(name), DCTERMS.title)
    assert module.value(iri(name), DCTERMS.description)
    assert module.value(iri(name), DCTERMS.license) == URIRef(
        "https://creativecommons.org/licenses/by/4.0/"
    )


@pytest.mark.parametrize("name", ORDER)
def test_a_term_is_defined_by_the_module_it_stands_in(
    name: str, modules: dict[str, Graph]
) -> None:
    homes = {
        term: set(modules[name].objects(URIRef(term), RDFS.isDefinedBy))
        for term in terms_of(modules[name])
    }

    assert homes
    assert {t: h for t, h in homes.items() if h != {iri(name)}} == {}


@pytest.mark.parametrize("name", ["all", "alignments"])
def test_only_modules_bring_terms(name: str, modules: dict[str, Graph]) -> None:
    assert terms_of(modules[name]) == set()


@pytest.mark.parametrize("place", range(len(ORDER)), ids=ORDER)
def test_a_module_imports_the_earlier_ones_it_mentions_and_no_later_one(
    place: int, modules: dict[str, Graph]
) -> None:
    module = modules[ORDER[place]]
    earlier = ORDER[:place]
    mentioned = {str(node) for triple in module for node in triple}
    needed = {iri(n) for n in earlier if terms_of(modules[n]) & mentioned}
    imports = set(module.objects(iri(ORDER[place]), OWL.imports))

    assert imports - {iri(n) for n in earlier} == set()
    assert needed - imports == set()


def test_no_axiom_points_forward(modules: dict[str, Graph]) -> None:
    known: set[str] = set()

    for name in ORDER:
        known |= terms_of(modules[name])
        for axiom in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.disjointWith, RDF.first):
            targets = {str(term) for term in modules[name].objects(None, axiom)}
            assert {t for t in targets if t.startswith(BASE)} - known == set()


def test_all_imports_every_module(modules: dict[str, Graph]) -> None:
    imports = set(modules["all"].objects(iri("all"), OWL.imports))

    assert imports == {iri(name) for name in ORDER}


def test_the_alignments_import_the_ontology_and_are_imported_by_nothing(
    modules: dict[str, Graph],
) -> None:
    alignments = modules["alignments"]

    assert set(alignments.objects(None, OWL.imports)) == {iri("all")}
    assert not any(
        (None, OWL.imports, iri("alignments")) in m for m in modules.values()
    )


def test_a_version_names_the_one_before_it(modules: dict[str, Graph]) -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", text, re.MULTILINE)
    prior = [str(iri(f"all/{version}")) for version in versions[1:2]]

    assert versions
    assert [str(o) for o in modules["all"].objects(None, OWL.priorVersion)] == prior


def test_the_ontology_says_how_terms_are_given_up(modules: dict[str, Graph]) -> None:
    policy = str(modules["all"].value(iri("all"), SKOS.editorialNote))

    assert "owl:deprecated" in policy
    assert "dcterms:isReplacedBy" in policy
