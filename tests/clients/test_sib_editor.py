"""The editor of the Swiss Institute of Bioinformatics finds what it asks us for.

The queries are sent as that editor sends them; one that comes back empty sends it to
the service description, and to public hosts for prefixes and classes.
"""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

from ontology.prefixes import PREFIXES
from tests.clients import rows
from tests.clients.conftest import EXAMPLES

SIB = Path(__file__).with_name("sib")
OURS = "SELECT DISTINCT ?c { [] a ?c FILTER STRSTARTS(STR(?c), '%s') }"


def editor(endpoint: str, name: str) -> list[dict[str, str]]:
    query = (SIB / f"{name}.rq").read_text(encoding="utf-8")
    request = Request(  # noqa: S310 - our own server
        f"{endpoint}?ac=1&query={quote(query)}",
        headers={"Accept": "application/sparql-results+json"},
    )
    with urlopen(request, timeout=5) as answer:  # noqa: S310 - the editor's timeout
        found = json.load(answer)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def test_it_finds_every_prefix(endpoint: str) -> None:
    found = editor(endpoint, "prefixes")

    assert {row["prefix"]: row["namespace"] for row in found} == PREFIXES


def test_it_finds_every_example_with_its_question(endpoint: str) -> None:
    found = editor(endpoint, "examples")

    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    questions = [text.partition("\n")[0].removeprefix("# ") for text in texts]
    assert [row["query"] for row in found] == texts
    assert [row["comment"] for row in found] == questions


def test_it_finds_every_class_that_has_instances(
    endpoint: str, expected: Callable[[str], rows.Rows]
) -> None:
    found = editor(endpoint, "classes")

    bk = PREFIXES["bk"]
    classes = {row["subjectClass"] for row in found}
    wanted = {value for row in expected(OURS % bk) for _, (_, value, _) in row}
    assert {iri for iri in classes if iri.startswith(bk)} == wanted


def test_it_finds_what_the_values_of_a_property_are(endpoint: str) -> None:
    found = editor(endpoint, "classes")

    bk, xsd = PREFIXES["bk"], PREFIXES["xsd"]
    names = ("subjectClass", "prop", "objectClass", "objectDatatype")
    told = {tuple(row.get(name, "") for name in names) for row in found}
    assert (f"{bk}Observation", f"{bk}value", "", f"{xsd}decimal") in told
    assert (f"{bk}Claim", f"{bk}isStatedIn", f"{bk}Segment", "") in told
