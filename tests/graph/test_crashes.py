"""Whatever ends a build, and whenever: the release before or the new one, whole."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.release import open_release
from graph.shelving import PublishError
from tests.graph.interrupting import CREATING, fail, full, interrupted
from tests.graph.shelves import add, litter

HERE = Path(__file__).parent


def whose(folder: Path) -> str:
    return open_release(folder).manifest.sources_sha256


def test_a_crash_at_any_step_leaves_the_old_or_the_new_release_whole(
    tmp_path: Path, root: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, HERE / "crash.py", tmp_path / "build"],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )

    *died, lived = ran.stdout.splitlines()
    assert lived == "0 second"
    old = [line for line in died if line == f"{-signal.SIGKILL} first"]
    new = [line for line in died if line == f"{-signal.SIGKILL} second"]
    assert len(old) > 20
    assert new
    assert died == old + new


def test_a_disk_that_is_full_at_any_step_leaves_the_old_release_current(
    tmp_path: Path,
) -> None:
    steps, survivor = 0, "first"

    while survivor == "first":
        folder = tmp_path / str(steps)
        add(folder, "first")
        with (
            interrupted(steps, full, CREATING) as seen,
            pytest.raises(PublishError, match="No space left on device"),
        ):
            add(folder, "second")
        survivor = whose(folder)
        assert seen.seen > steps
        assert litter(folder) == []
        assert add(folder, "second") == open_release(folder)
        steps += 1

    # The last step only asks whether the disk has the link that has already turned.
    assert steps > 20


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_a_folder_that_takes_nothing_is_refused_in_one_sentence(
    tmp_path: Path, number: int
) -> None:
    folder = tmp_path / "build"
    add(folder, "first")

    with (
        interrupted(0, fail(number)),
        pytest.raises(PublishError, match=r"cannot be written to .*build: \w+.*"),
    ):
        add(folder, "second")

    assert whose(folder) == "first"
