"""SPARQLWrapper, with which most Python scripts ask an endpoint."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from SPARQLWrapper import GET, JSON, POST, XML, SPARQLWrapper

from tests.clients import rows

READ: dict[str, Callable[[Any], rows.Rows]] = {JSON: rows.of_json, XML: rows.of_xml}


def bindings(client: SPARQLWrapper) -> list[dict[str, dict[str, str]]]:
    found: Any = client.queryAndConvert()
    rows_: list[dict[str, dict[str, str]]] = found["results"]["bindings"]
    return rows_


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper_gets_the_rows(
    endpoint: str,
    expected: Callable[[str], rows.Rows],
    example: Path,
    form: str,
    method: str,
) -> None:
    query = example.read_text(encoding="utf-8")
    client = SPARQLWrapper(endpoint)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)

    found = client.query().convert()

    assert READ[form](found) == expected(query)


def test_sparqlwrapper_finds_a_thing_by_its_wikidata_item_as_the_prefixes_say(
    endpoint: str,
) -> None:
    client = SPARQLWrapper(endpoint, returnFormat=JSON)
    client.setQuery("""
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?prefix ?namespace {
          ?declared sh:prefix ?prefix ; sh:namespace ?namespace
          FILTER (?prefix IN ("skos", "wd"))
        }""")
    declared = bindings(client)
    head = "".join(
        f"PREFIX {row['prefix']['value']}: <{row['namespace']['value']}>\n"
        for row in declared
    )
    client.setQuery(f"{head}SELECT ?x {{ ?x skos:exactMatch wd:Q34800 }}")

    found = bindings(client)

    assert [row["x"]["value"] for row in found] == [
        "https://w3id.org/borderkg/place/xinjiang"
    ]
