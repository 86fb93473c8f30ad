"""curl, which is what a first try is made with."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients import rows


def curl(endpoint: str, query: Path, accept: str) -> bytes:
    if shutil.which("curl") is None:
        pytest.skip("there is no curl here")
    command = ["curl", "--silent", "--fail", "--header", f"Accept: {accept}"]
    ran = subprocess.run(
        [*command, endpoint, "--data-urlencode", f"query@{query}"],
        capture_output=True,
        check=True,
    )
    return ran.stdout


def test_curl_gets_the_csv_of_the_engine(
    endpoint: str, answer: Callable[[str, str], bytes], example: Path
) -> None:
    query = example.read_text(encoding="utf-8")

    assert curl(endpoint, example, "text/csv") == answer(query, "text/csv")


def test_curl_gets_the_rows_in_json(
    endpoint: str, expected: Callable[[str], rows.Rows], example: Path
) -> None:
    found = curl(endpoint, example, "application/sparql-results+json")

    assert rows.of_json(found) == expected(example.read_text(encoding="utf-8"))
