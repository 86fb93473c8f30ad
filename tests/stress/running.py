"""Start a server as a user does, and look at its processes from outside.

Everything here reads ``/proc``: nothing is asked of the server but over HTTP.

Source: proc(5).
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.server.processes import alive, descendants

BORDERKG = Path(sys.executable).with_name("borderkg")


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs.

    Attributes:
        process: Its main process.
        port: Where it answers.
        release: The folder it serves; every one of its processes names it.
        errors: The file with what it says of errors.
    """

    process: subprocess.Popen[bytes]
    port: int
    release: Path
    errors: Path

    def family(self) -> set[int]:
        """The main process and all that descend from it."""
        return {self.process.pid} | descendants(self.process.pid)

    def workers(self) -> set[int]:
        """The processes that evaluate queries: children of the main one's child."""
        (dispatcher,) = children(self.process.pid)
        return children(dispatcher)

    def orphans(self) -> set[int]:
        """Processes that serve this release and belong to no server that runs."""
        return kin(self.release) - self.family()

    def memory(self) -> int:
        """Bytes of the whole family, shared ones counted once."""
        return sum(map(proportional, self.family()))

    def descriptors(self) -> int:
        """Open descriptors of the main process and of the dispatcher."""
        both = {self.process.pid} | children(self.process.pid)
        return sum(len(list(Path(f"/proc/{each}/fd").iterdir())) for each in both)

    def zombies(self) -> int:
        """Descendants that are dead and not buried."""
        return sum(not alive(each) for each in descendants(self.process.pid))


@contextmanager
def running(release: Path, errors: Path, port: int = 0) -> Iterator[Running]:
    """Serve a release until the block ends; whatever happens, nothing stays behind."""
    with (
        errors.open("ab") as log,
        subprocess.Popen(
            [BORDERKG, "serve", release, "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=log,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as process,
    ):
        assert process.stdout
        told = re.search(rb":(\d+)/", process.stdout.readline())
        assert told, errors.read_text()
        try:
            yield Running(process, int(told[1]), release, errors)
        finally:
            process.terminate()


def children(process: int) -> set[int]:
    """The children of a process, whichever of its threads they are of."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return {int(child) for path in threads for child in path.read_text().split()}


def kin(release: Path) -> set[int]:
    """Every living process whose command line names a release."""
    name, found = os.fsencode(release), set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if name in line.split(b"\0") and int(folder.name) != os.getpid():
            found.add(int(folder.name))
    return found


def proportional(process: int) -> int:
    """The proportional set size of a process in bytes; 0 if it has just ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
