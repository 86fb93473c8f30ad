"""Two hundred flipped bits and fifty cut files: each is found before it goes live."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from graph import pipeline
from graph.build import build
from graph.check import check
from graph.inventory import Sources
from graph.release import open_release
from tests.stress.conftest import Figure
from tests.stress.damage import Grounds, cut, flipped, survey
from tests.stress.dice import dice

HARMS = (
    *(("sources", flipped, 80), ("sources", cut, 20)),
    *(("dumps", flipped, 80), ("dumps", cut, 20)),
    *(("store", flipped, 40), ("store", cut, 10)),
)
EACH = 5
"""Every fifth harmed source is also given to the build, which takes seconds."""


@pytest.fixture
def grounds(tmp_path: Path, root: Path, release: Path) -> Grounds:
    """A release on a shelf of its own, and a copy of what it was made of."""
    for room in ("ontology", "shapes", "graph"):
        shutil.copytree(root / room, tmp_path / "sources" / room)
    shelf = tmp_path / "build"
    name = open_release(release).manifest.id
    shutil.copytree(release, shelf / "releases" / name)
    (shelf / "current").symlink_to(f"releases/{name}")
    return Grounds(shelf, Sources.under(tmp_path / "sources"))


def refusal(sources: Sources) -> str:
    """What the first two stages say of sources, if they refuse them."""
    try:
        check(build(sources))
    except pipeline.REFUSALS as problem:
        return type(problem).__name__
    return ""


@pytest.mark.long
def test_every_harm_is_found(
    grounds: Grounds, figure: Figure, scale: float, seed: int
) -> None:
    harms = [(where, harm, max(1, round(n * scale))) for where, harm, n in HARMS]
    assert pipeline.current(grounds.sources, grounds.shelf)
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    overlooked = []

    for where, path, fault in survey(grounds, harms, dice("damage", seed)):
        done[where] += 1
        if fault:
            overlooked.append((where, path.name, fault))
        if where == "sources" and done[where] % EACH == 0:
            refused[refusal(grounds.sources)] += 1

    for where, number in done.items():
        missed = sum(row[0] == where for row in overlooked)
        figure(f"harms to {where} that were found", number - missed, f"{number}")
    stopped = f"{refused.total() - refused['']} of {refused.total()} tried"
    figure("of these, what the first two stages refuse", stopped, "")
    assert overlooked == []
