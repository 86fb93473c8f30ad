"""Publish a second release over a first, and die at each step that changes the disk.

Run by test_crashes.py in a process of its own, since it forks: ``crash.py FOLDER``.
Prints a line for each step: how the process ended, whose release is current, and what
the next build leaves lying about.
"""

import os
import shutil
import sys
from pathlib import Path

from graph.release import open_release
from tests.graph.interrupting import die, interrupted
from tests.graph.shelves import add, litter


def main(folder: Path) -> None:
    at, ended = 0, -1
    while ended:
        shutil.rmtree(folder, ignore_errors=True)
        for before in ("oldest", "older", "first"):
            add(folder, before)
        if not (child := os.fork()):
            with interrupted(at, die):
                add(folder, "second")
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        current = open_release(folder).manifest.sources_sha256
        again = add(folder, "second")
        assert open_release(folder) == again
        print(ended, current, *litter(folder))  # noqa: T201 - the test reads it
        at += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
