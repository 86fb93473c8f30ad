"""SPARQLWrapper, with which most Python scripts ask an endpoint."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from SPARQLWrapper import GET, JSON, POST, XML, SPARQLWrapper

from tests.clients import rows

READ: dict[str, Callable[[Any], rows.Rows]] = {JSON: rows.of_json, XML: rows.of_xml}


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
