"""Keep what the API answered on disk, each answer a file of its own with its age.

An answer is on disk before the next one is asked for, so a run that is ended at any
moment loses at most one. A run notes when it began: what was answered since then it
never asks again, however old answers may otherwise be, and so goes on where it stopped.

Source: rename(2), flock(2).
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from graph.wikidata.failures import SetError

STATE: Final = "run.json"
LOCK: Final = "lock"
STALE: Final = timedelta(days=1)
"""A run that was interrupted longer ago than this, and than answers last, is over."""


@dataclass(slots=True)
class Shelf:
    """The answers of one API.

    Attributes:
        folder: Where they are.
        since: Answers from before this moment count as unasked.
        resumed: When the interrupted run began that this one goes on with.
        hits: How many answers were taken from here.
        finished: Whether all was answered, so that the next run begins anew.
    """

    folder: Path
    since: datetime
    resumed: datetime | None = None
    hits: int = 0
    finished: bool = False

    @classmethod
    @contextmanager
    def opened(
        cls, folder: Path, api: str, now: datetime, age: timedelta | None
    ) -> Iterator[Self]:
        """Open the shelf for one run; the run's note goes when all was answered.

        Args:
            folder: Where all shelves are.
            api: Whose answers are wanted.
            now: The time.
            age: How old an answer may be; any age if nothing is said.

        Yields:
            The shelf.

        Raises:
            SetError: If the folder cannot be used, or another run uses it.
        """
        own = folder / hashlib.sha256(api.encode()).hexdigest()[:16]
        try:
            own.mkdir(parents=True, exist_ok=True)
            lock = (own / LOCK).open("w", encoding="utf-8")
        except OSError as problem:
            message = f"answers cannot be kept in {folder}: {problem.strerror}"
            raise SetError(message) from problem
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as problem:
                message = f"another run asks the same API (it holds {own / LOCK})"
                raise SetError(message) from problem
            begun = _begun(own / STATE)
            lasts = max(age, STALE) if age is not None else STALE
            resumed = begun if begun and now - lasts <= begun <= now else None
            if not resumed:
                _replace(own / STATE, {"api": api, "begun": now.isoformat()})
            oldest = datetime.min.replace(tzinfo=UTC) if age is None else now - age
            since = min(oldest, resumed) if resumed else oldest
            shelf = cls(own, since, resumed)
            yield shelf
            if shelf.finished:
                (own / STATE).unlink(missing_ok=True)

    def find(self, kind: str, key: str) -> object:
        """Return what was answered.

        Args:
            kind: ``entity`` or ``search``.
            key: What was asked for.

        Returns:
            The value that was put; None if there is none, or it is too old or broken.
        """
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            found = json.loads(self._path(kind, key).read_bytes())
            asked = datetime.fromisoformat(found["asked"])
            if found["key"] == key and asked >= self.since:
                self.hits += 1
                value: object = found["value"]
                return value
        return None

    def put(self, kind: str, key: str, value: object, now: datetime) -> None:
        """Keep an answer.

        Raises:
            SetError: If it cannot be written.
        """  # noqa: DOC502 - raised by the helper
        told = {"asked": now.isoformat(), "key": key, "value": value}
        _replace(self._path(kind, key), told)

    def _path(self, kind: str, key: str) -> Path:
        """Return where an answer lies; a key is a stranger's and never a file name."""
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self.folder / f"{kind}-{name}.json"


def _begun(path: Path) -> datetime | None:
    """Return when a run began that did not end."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return datetime.fromisoformat(json.loads(path.read_bytes())["begun"])
    return None


def _replace(path: Path, value: object) -> None:
    """Write a file so that it is the old or the new one at every moment.

    Raises:
        SetError: If it cannot be written.
    """
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        beside.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        beside.replace(path)
    except OSError as problem:
        message = f"{path} cannot be written: {problem.strerror}"
        raise SetError(message) from problem
