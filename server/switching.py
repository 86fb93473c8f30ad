"""Notice that another release is the current one of a shelf, and go over to it.

The link is looked at every second, and at once on SIGHUP; nothing depends on what a
file system tells of its changes. A release that cannot be served is told of in the log,
and the one before goes on. It is tried again after some minutes, in case the machine
was to blame, or on SIGHUP.

Where queries are answered by a store elsewhere, nothing is followed: the store has data
of its own, and the pages must be of the same release.
"""

import logging
import os
import signal
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Final

from graph.release import ReleaseError, open_release
from graph.shelf import current, located
from server.course import Course, EndedError
from server.engine.child import EngineError
from server.lasting import give_back
from server.settings import Settings
from server.trial import TrialError

EVERY: Final = 1.0
"""Seconds between two looks."""

AGAIN: Final = 300.0
"""Seconds after which a release that was refused is tried again."""

FORESEEN: Final = (EngineError, ReleaseError, TrialError)
"""Refusals that say in one sentence what is wrong."""

_log = logging.getLogger(__name__)


class Switching:
    """Whoever follows a shelf, in a thread of its own."""

    def __init__(self, course: Course, shelf: Path | None, settings: Settings) -> None:
        """Begin to follow.

        Args:
            course: What is served.
            shelf: What to follow; without one, nothing is done, ever.
            settings: Say whether a store answers; then nothing is done either.
        """
        self._course = course
        self._calls: SimpleQueue[str] = SimpleQueue()  # may be filled by a handler
        self._refused: tuple[object, float] = (None, 0.0)
        self._thread: threading.Thread | None = None
        _log.setLevel(logging.INFO)  # that it went well is worth a line, too
        if shelf and settings.remote:
            _log.info("%s is not followed: a store answers, with its own data", shelf)
        elif shelf:
            self._thread = threading.Thread(target=self._follow, args=(shelf,))
            self._thread.start()

    def on_signal(self) -> None:
        """Look at once on SIGHUP, if called in the main thread.

        In a terminal it goes on meaning that the terminal is gone.
        """
        in_main = threading.current_thread() is threading.main_thread()
        if self._thread and in_main and not os.isatty(0):
            signal.signal(signal.SIGHUP, lambda *_: self._calls.put("look"))

    def close(self) -> None:
        """Follow no longer; waits for what cannot be interrupted."""
        self._calls.put("end")
        if self._thread:
            self._thread.join()

    def _follow(self, shelf: Path) -> None:
        said = ""
        while said != "end":
            self._look(shelf, asked=said == "look")
            try:
                said = self._calls.get(timeout=EVERY)
            except Empty:
                said = ""

    def _look(self, shelf: Path, *, asked: bool) -> None:
        """Go over to the current release, unless it is served or was refused."""
        folder = _current(shelf)
        served = self._course.now.release.folder
        if folder == served:
            self._course.common.refused = ""
            self._refused = None, 0.0
        if folder is None or folder == served:
            return
        found = _identity(folder)
        refused, since = self._refused
        if found == refused and not asked and monotonic() < since + AGAIN:
            return
        if self._try(folder):
            _log.info("release %s is served in place of %s", folder.name, served.name)
            self._refused = None, 0.0
        else:
            self._refused = found, monotonic()
        give_back()

    def _try(self, folder: Path) -> bool:
        """Serve a release, or say why not."""
        course = self._course
        try:
            course.go_over(open_release(folder))
        except EndedError:
            return False
        except FORESEEN as problem:
            reason = str(problem)
        except Exception as problem:  # noqa: BLE001 - whatever it is, the old one goes on
            reason = f"{type(problem).__name__}: {problem}"
        else:
            return True
        if course.ended:
            return False
        served, said = course.now.release.folder.name, " ".join(reason.split())
        _log.error("release %s refused, %s goes on: %s", folder.name, served, said)
        course.common.refused = folder.name
        return False


def _current(shelf: Path) -> Path | None:
    """Return where the current release stands, unless nobody can tell just now."""
    with suppress(OSError):
        return located(shelf) if current(shelf) else None
    return None


def _identity(folder: Path) -> tuple[Path, int, int]:
    """Tell a release from one that is put in its place under the same name."""
    with suppress(OSError):
        told = folder.stat()
        return folder, told.st_ino, told.st_mtime_ns
    return folder, 0, 0
