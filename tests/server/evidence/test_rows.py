"""Evidence of our own queries stands a trial by force: see ``judging``."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.release import open_release
from server.evidence.tracing import Wanted
from tests.server.evidence.brute import Asked, World
from tests.server.evidence.engines import Direct, evidence
from tests.server.evidence.judging import Judge

if TYPE_CHECKING:
    from server.evidence.findings import Traced

ROOT = Path(__file__).parents[3]
QUERIES = sorted((ROOT / "graph" / "examples").glob("*.rq")) + sorted(
    (ROOT / "graph" / "questions").glob("*.rq")
)
SOLUTIONS = 1
"""Of each row; the long test has no limit."""


@pytest.fixture(scope="session")
def world(built: Path) -> World:
    """The real release."""
    return World(open_release(built).quads())


def test_the_judge_infers_what_the_build_has_inferred(world: World) -> None:
    assert world.proofs.keys() == world.entailed


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_first_and_the_last_row_rest_on_what_is_named_and_on_nothing_else(
    real: Direct, world: World, path: Path
) -> None:
    text = path.read_text(encoding="utf-8")
    asked = Asked.of(text)
    rows = world.rows(text)

    traced: list[Traced] = []
    faults: list[str] = []
    for number in sorted({0, len(rows) - 1} & set(range(len(rows)))):
        found = evidence(real, text, Wanted(index=number))
        traced += found.rows
        faults += Judge(world, asked, found, found.rows[0], SOLUTIONS).faults()

    assert not faults
    # What must not be there has no triples to show, and is named instead.
    negated = any(word in text for word in ("MINUS", "NOT EXISTS"))
    assert {row.traceable for row in traced} <= {"partly" if negated else "whole"}
    assert all(bool(row.untraced) == negated for row in traced)
    assert len(traced) == min(len(rows), 2)
