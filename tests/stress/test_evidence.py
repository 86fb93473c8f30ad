"""Evidence of every row of our queries stands the trial that CI gives to a few."""

from collections import Counter
from pathlib import Path

import pytest

from graph.release import open_release
from server.engine.views import load
from server.evidence.tracing import Wanted
from tests.server.evidence.brute import Asked, World
from tests.server.evidence.engines import Direct, evidence
from tests.server.evidence.judging import Judge
from tests.server.evidence.test_rows import QUERIES
from tests.stress.conftest import Figure

pytestmark = pytest.mark.long


def test_every_row_rests_on_what_is_named_and_on_nothing_else(
    release: Path, figure: Figure
) -> None:
    engine = Direct(load(open_release(release)))
    world = World(open_release(release).quads())
    traceable = Counter[str]()
    faults: list[str] = []
    for path in QUERIES:
        text = path.read_text(encoding="utf-8")
        asked = Asked.of(text)
        for number in range(len(world.rows(text))):
            found = evidence(engine, text, Wanted(index=number))
            (row,) = found.rows
            traceable[row.traceable] += 1
            judge = Judge(world, asked, found, row, len(row.witnesses))
            faults += [f"{path.stem}, row {number}: {each}" for each in judge.faults()]

    rows = traceable.total()
    for way in ("whole", "partly", "not"):
        share = f"{traceable[way]} of {rows} ({traceable[way] / rows:.0%})"
        figure(f"rows traceable: {way}", share, "")
    figure("faults of their evidence", len(faults), "0")
    assert not faults
