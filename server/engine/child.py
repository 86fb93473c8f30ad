"""The dispatcher as the web process sees it: started, watched, started again, ended."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from graph.checksums import sha256
from graph.release import DATASET
from server.settings import Settings

PAUSE: Final = 0.5
"""Seconds between the end of a dispatcher and the start of the next."""

ROOM: Final = 70
"""The longest name of a folder for temporary files that is used."""

PROC: Final = Path("/proc/self")
"""What Linux tells a process of itself."""
QUERIES: Final = "server.engine.process"
"""The module that answers queries."""

LONGEST: Final = 30.0
"""Seconds between two attempts when one fails after the other."""


class EngineError(ValueError):
    """The process that answers queries cannot be started."""

    def __init__(self, folder: Path, reason: str = "") -> None:
        """Say so in one sentence."""
        said = f"the query service over {folder} did not start"
        super().__init__(f"{said}: {reason}" if reason else said)


def edition(folder: Path) -> str:
    """Tell one release from the next in the same folder; nothing where there is none.

    Args:
        folder: The release.

    Returns:
        The checksum of its data.
    """
    try:
        return sha256(folder / DATASET)
    except OSError:
        return ""


class Child:
    """A dispatcher that is there, unless it is just being replaced."""

    def __init__(self, folder: Path, settings: Settings, module: str = QUERIES) -> None:
        """Start it; it can be asked when ``ready`` has returned.

        Args:
            folder: The release.
            settings: The limits.
            module: What the process runs, with folder, address and edition.

        Raises:
            EngineError: If it cannot be started on this machine.
        """
        self._module = module
        self._folder = folder
        self._settings = settings
        if not PROC.is_dir():  # workers read there what they hold
            raise EngineError(folder, f"it needs Linux, and there is no {PROC} here")
        self._edition = edition(folder)
        self._closing = threading.Event()
        self._process, self._address = self._spawn()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def ready(self) -> None:
        """Wait until it can be asked, and see to it from then on.

        Raises:
            EngineError: If it ends instead.
        """  # noqa: DOC502 - raised by the waiting
        self._await(self._process, self._address)
        self._watcher.start()

    @property
    def process_id(self) -> int:
        """The dispatcher's process id."""
        return self._process.pid

    @property
    def address(self) -> str:
        """Where the dispatcher listens."""
        return self._address

    def connect(self) -> socket.socket:
        """Return a connection for one query.

        Raises:
            OSError: If there is no dispatcher just now.
        """
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(self._address)
        except OSError:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Let it answer what has come and end it."""
        self._closing.set()
        self._hang_up(self._process)
        try:
            self._process.wait(self._settings.deadline + 2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._watcher.is_alive():
            self._watcher.join()

    def abandon(self) -> None:
        """End it at once, whatever it is asked; ``close`` must follow."""
        self._closing.set()
        self._process.kill()

    def _spawn(self) -> tuple[subprocess.Popen[bytes], str]:
        try:
            # The address of a socket may have some hundred bytes, no more.
            near = tempfile.gettempdir()
            near = near if len(near) < ROOM else "/tmp"  # noqa: S108 - mkdtemp is safe
            address = Path(tempfile.mkdtemp(prefix="borderkg-", dir=near)) / "queries"
        except OSError as problem:
            raise EngineError(self._folder) from problem
        with ExitStack() as undone:  # also when Ctrl-C comes in between
            undone.callback(shutil.rmtree, address.parent, ignore_errors=True)
            process = subprocess.Popen(  # noqa: S603 - our own program
                [
                    *(sys.executable, "-m", self._module),
                    *(str(self._folder), str(address), self._edition),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # A worker that dies shall die at once, not write a trace at its limit.
                # Everybody on a machine sees arguments; a store's password is none.
                env=os.environ | self._settings.environ() | {"RUST_BACKTRACE": "0"},
                # Ctrl-C in a terminal is for the web process, which ends this one.
                start_new_session=True,
            )
            undone.pop_all()
        return process, str(address)

    def _await(self, process: subprocess.Popen[bytes], address: str) -> None:
        """Wait for the word of a new dispatcher; clear away one that ends without.

        Raises:
            EngineError: If it does.
        """
        with ExitStack() as undone:  # also when Ctrl-C comes in between
            undone.callback(shutil.rmtree, Path(address).parent, ignore_errors=True)
            undone.callback(process.wait)
            undone.callback(process.kill)
            undone.callback(self._hang_up, process)
            said = process.stdout.readline() if process.stdout else b""
            if process.stdout:
                process.stdout.close()
            if not said:
                raise EngineError(self._folder)
            undone.pop_all()

    def _watch(self) -> None:
        """Start another dispatcher whenever one ends by itself."""
        pause = PAUSE
        while True:
            self._process.wait()
            shutil.rmtree(Path(self._address).parent, ignore_errors=True)
            if self._closing.wait(pause):
                return
            self._hang_up(self._process)
            try:
                following = self._spawn()
                self._await(*following)
            except EngineError:
                pause = min(2 * pause, LONGEST)
                continue
            self._process, self._address = following
            pause = PAUSE
            if self._closing.is_set():  # it was asked to end in the meantime
                self._hang_up(self._process)

    @staticmethod
    def _hang_up(process: subprocess.Popen[bytes]) -> None:
        if process.stdin:
            process.stdin.close()
