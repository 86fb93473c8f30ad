"""How Turtle and TriG sources read: format, prefixes, mirror."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ontology.prefixes import PREFIXES

ROOT = Path(__file__).parents[2]
ROOMS = ("ontology", "shapes", "graph", "tests/shapes")
TURTLE = sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.ttl"))
TRIG = sorted((ROOT / "graph").rglob("*.trig"))
TURTLEFMT = Path(sys.executable).parent / "turtlefmt"
BLOCK = re.compile(r"^\S+ \{\n(.*?)^\}$", re.MULTILINE | re.DOTALL)
PREFIX = re.compile(r"^(?:@prefix|PREFIX)\s+(\S*):\s+<([^>]*)>", re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_turtle_is_formatted() -> None:
    ran = subprocess.run(
        [TURTLEFMT, "--check", *TURTLE], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("path", TRIG, ids=name)
def test_the_inside_of_each_graph_block_is_formatted(
    path: Path, tmp_path: Path
) -> None:
    text = path.read_text(encoding="utf-8")
    head = "".join(f"@prefix {p}: <{n}> .\n" for p, n in sorted(PREFIXES.items()))
    for number, body in enumerate(BLOCK.findall(text)):
        dedented = "".join(
            line.removeprefix("    ") for line in body.splitlines(keepends=True)
        )
        (tmp_path / f"{number:04}.ttl").write_text(head + "\n" + dedented)

    ran = subprocess.run(
        [TURTLEFMT, "--check", tmp_path], capture_output=True, text=True, check=False
    )

    assert BLOCK.search(text)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("path", TURTLE + TRIG, ids=name)
def test_a_source_uses_prefixes_of_the_table_only(path: Path) -> None:
    used = PREFIX.findall(path.read_text(encoding="utf-8"))

    assert used
    assert {(p, n) for p, n in used if PREFIXES.get(p) != n} == set()


def test_each_ontology_module_has_its_shape_file() -> None:
    apart = {"all", "alignments", "house"}
    modules = {p.stem for p in (ROOT / "ontology").glob("*.ttl")} - apart
    shapes = {p.stem for p in (ROOT / "shapes").glob("*.ttl")} - apart

    assert modules == shapes
