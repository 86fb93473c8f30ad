"""Disks that are full, that only read, or that somebody may not write to.

Where nobody may mount a disk, files may not grow instead, and ``test_crashes`` has all
kinds of refusals at every step.
"""

import os
import sys
from pathlib import Path

import pytest

from graph.release import open_release
from tests.graph.full import POINTS
from tests.graph.mounting import program, read_only, run, small, way
from tests.graph.shelves import add

ANYBODY = ["setpriv", "--bounding-set=-all"] if os.geteuid() == 0 else []
"""Makes of root somebody who may write only where anybody may."""

OPEN = "import sys; from pathlib import Path; from tests.graph.shelves import add; "
WRITE = f"""{OPEN}
from graph.release import open_release
from graph.shelving import PublishError
before = open_release(Path(sys.argv[1]))
try:
    add(Path(sys.argv[1]), "second")
except PublishError as problem:
    print(problem)
assert open_release(Path(sys.argv[1])) == before
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return add(tmp_path / "build", "first").folder.parents[1]


def test_a_folder_that_one_may_not_write_to_is_one_sentence(folder: Path) -> None:
    for each in (folder, folder / "releases"):
        each.chmod(0o555)

    said = run([*ANYBODY, sys.executable, "-c", WRITE, str(folder)])

    for each in (folder, folder / "releases"):
        each.chmod(0o755)
    assert said == f"the release cannot be written to {folder}: Permission denied\n"
    assert open_release(folder).manifest.sources_sha256 == "first"


def test_a_full_disk_leaves_the_old_release_whole_and_served(tmp_path: Path) -> None:
    said = run(small("64m", tmp_path, *program("full.py"), tmp_path))

    why = "No space left on device" if way() else "File too large"
    assert said.splitlines() == [f"{why}\tfirst\t3/3"] * POINTS


if way():

    def test_a_disk_that_only_reads_is_one_sentence(folder: Path) -> None:
        said = run(read_only(folder, sys.executable, "-c", WRITE, folder))

        why = "Read-only file system"
        assert said == f"the release cannot be written to {folder}: {why}\n"
