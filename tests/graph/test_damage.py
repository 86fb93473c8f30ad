"""No harm to a file is overlooked: a small share of ``tests/stress/test_damage.py``."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph import pipeline
from graph.inventory import Sources
from graph.publish import publish
from graph.stages import Validated
from server.cli import main
from tests.stress.damage import Grounds, cut, flipped, harmed, survey
from tests.stress.dice import dice

ROOT = Path(__file__).parents[2]
MINI = Path(__file__).parent / "fixtures" / "mini"


@pytest.fixture
def grounds(judged: Validated, tmp_path: Path) -> Grounds:
    root = tmp_path / "sources"
    for room in ("ontology", "shapes"):
        shutil.copytree(ROOT / room, root / room)
    shutil.copytree(MINI, root / "graph")
    publish(judged, tmp_path / "build")
    return Grounds(tmp_path / "build", Sources.under(root))


def test_flipped_bits_and_cut_files_are_found(grounds: Grounds) -> None:
    places = ("sources", "dumps", "store")
    harms = [(where, harm, 3) for where in places for harm in (flipped, cut)]

    rows = list(survey(grounds, harms, dice("damage")))

    assert len(rows) == 18
    assert [row for row in rows if row[2]] == []


def test_what_is_not_harmed_is_not_called_harmed(grounds: Grounds) -> None:
    # With nothing harmed, every finder must say so: else it would find anything.
    assert pipeline.current(grounds.sources, grounds.shelf) is not None
    source, *_ = grounds.places("sources")
    assert grounds.overlooked("sources", source)
    assert grounds.overlooked("store", grounds.release / "dataset.nq")


def test_no_server_starts_over_a_harmed_store(grounds: Grounds) -> None:
    store = grounds.release / "dataset.nq"

    with harmed(store, flipped(store.read_bytes(), dice(1))):
        ran = CliRunner().invoke(main, ["serve", str(grounds.shelf), "--port", "0"])

    assert ran.exit_code == 1
    assert "is damaged: dataset.nq is not as it was published" in ran.output


def test_a_harmed_memory_of_the_reasoner_is_not_believed(
    judged: Validated, tmp_path: Path
) -> None:
    sources = Sources(ROOT / "ontology", ROOT / "shapes", MINI)
    pipeline.judge(sources, lambda _: None, tmp_path)
    (memory,) = tmp_path.glob("*.nq")

    with harmed(memory, flipped(memory.read_bytes(), dice(2))):
        again = pipeline.judge(sources, lambda _: None, tmp_path)

    assert again.graph.entailed.entailed == judged.graph.entailed.entailed


def test_a_harmed_list_of_sources_stops_the_comparison(grounds: Grounds) -> None:
    listed = grounds.release / "sources.sha256"

    with harmed(listed, b"\n"):
        ran = CliRunner().invoke(
            main, ["release", "verify", "--sources", str(grounds.shelf)]
        )

    assert ran.exit_code == 2
    assert "does not say what it was made of: line 1" in ran.output
