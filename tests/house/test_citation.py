"""The file for who cites is valid, and has the version and the day of all the rest."""

import json
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology.prefixes import PREFIXES

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "ontology").glob("*.ttl"))


@pytest.fixture(scope="module")
def citation() -> dict[str, Any]:
    # Dates stay text, as the schema wants them.
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    said: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return said


@pytest.fixture(scope="module")
def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def schema() -> dict[str, Any]:
    """Read the schema of the format from the package that has a copy of it."""
    package = find_spec("check_jsonschema")
    assert package
    assert package.origin
    folder = Path(package.origin).parent / "builtin_schemas" / "vendor"
    text = (folder / "citation-file-format.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def values(path: Path, prefix: str, name: str) -> set[str]:
    predicate = NamedNode(PREFIXES[prefix] + name)
    return {
        quad.object.value
        for quad in parse(path=path, format=RdfFormat.TURTLE)
        if quad.predicate == predicate and isinstance(quad.object, Literal | NamedNode)
    }


def test_the_citation_is_valid_by_the_published_schema(
    citation: dict[str, Any],
) -> None:
    jsonschema.validate(citation, schema())


def test_a_citation_without_a_title_is_not_valid(citation: dict[str, Any]) -> None:
    less = {name: value for name, value in citation.items() if name != "title"}

    with pytest.raises(jsonschema.ValidationError, match="title"):
        jsonschema.validate(less, schema())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_module_of_the_ontology_has_the_version(path: Path, version: str) -> None:
    found = values(path, "owl", "versionInfo")
    iris = values(path, "owl", "versionIRI")

    assert found <= {version}
    assert all(iri.endswith(f"/{version}") for iri in iris)


def test_version_and_day_are_those_of_the_ontology_and_the_changelog(
    citation: dict[str, Any], version: str
) -> None:
    record = ROOT / "ontology" / "all.ttl"
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = re.search(r"^## \[(.+)\] - (.+)$", changelog, re.MULTILINE)

    assert heading
    assert values(record, "owl", "versionInfo") == {version}
    assert citation["version"] == heading[1] == version
    assert {citation["date-released"], heading[2]} == values(
        record, "dcterms", "issued"
    )
