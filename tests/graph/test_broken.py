"""Each bad source stops the build with file, line and reason.

A case is a folder of files that are laid over the small graph, and the fragments that
the message must hold.
"""

import shutil
from pathlib import Path

import pytest

from graph import pipeline
from graph.inventory import Sources

CASES = sorted(p.parent for p in (Path(__file__).parent / "broken").glob("*/*.txt"))


def test_fifty_ways_to_break_a_build_are_tried() -> None:
    assert len(CASES) >= 50


def test_the_small_graph_itself_is_sound(mini: Sources) -> None:
    judged = pipeline.judge(mini, lambda _: None)

    assert judged.warnings == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_source_stops_the_build_and_says_where(case: Path, mini: Sources) -> None:
    shutil.copytree(case, mini.graph, dirs_exist_ok=True)
    expected = (case / "expected.txt").read_text(encoding="utf-8").splitlines()

    with pytest.raises(pipeline.REFUSALS) as refusal:
        pipeline.judge(mini, lambda _: None)

    message = str(refusal.value)
    assert [part for part in expected if part not in message] == [], message


def test_a_file_that_cannot_be_read_stops_the_build(mini: Sources) -> None:
    (mini.graph / "background.ttl").symlink_to(mini.graph / "nowhere.ttl")

    with pytest.raises(
        pipeline.REFUSALS, match=r"background\.ttl: cannot be read \(No such"
    ):
        pipeline.judge(mini, lambda _: None)
