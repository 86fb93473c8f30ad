"""Comunica, the JavaScript engine, with our endpoint as its one source."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients import rows
from tests.clients.conftest import EXAMPLES

SCRIPT = Path(__file__).with_name("comunica.mjs")


def node(root: Path) -> str:
    """Return where Node is, or skip a test that needs it or what it runs."""
    # Where the machine has no Node, .ci/node puts one beside this Python.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    found = shutil.which("node", path=path)
    if found is None:
        pytest.skip("there is no node here; .ci/node installs one")
    if not (root / "node_modules" / ".borderkg").is_file():
        pytest.skip("what package.json names is not installed; .ci/node does it")
    return found


@pytest.fixture(scope="module")
def comunica(root: Path, endpoint: str) -> dict[str, dict[str, Any]]:
    """Comunica's answers to every example: by way of asking, by file."""
    ran = subprocess.run(
        [node(root), SCRIPT, endpoint, *EXAMPLES],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    answers: dict[str, dict[str, Any]] = json.loads(ran.stdout)
    return answers


@pytest.mark.parametrize("way", ["sparql", "auto"])
def test_comunica_gets_the_rows(
    comunica: dict[str, dict[str, Any]],
    expected: Callable[[str], rows.Rows],
    example: Path,
    way: str,
) -> None:
    found = comunica[way][str(example)]

    assert rows.of_json(found) == expected(example.read_text(encoding="utf-8"))
