"""Tell what releases stand on a shelf, and make an earlier one current again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph import folders, shelf
from graph.release import Release, ReleaseError, open_release


@dataclass(frozen=True, slots=True)
class Standing:
    """A release on a shelf.

    Attributes:
        name: Its identifier.
        published: When it was published.
        is_current: Whether it is the one that readers get.
        found: The release, or why it cannot be opened.
    """

    name: str
    published: datetime
    is_current: bool
    found: Release | ReleaseError


def standing(folder: Path) -> Iterator[Standing]:
    """Yield the releases on a shelf, the last published first.

    Args:
        folder: The shelf.

    Yields:
        Each release; all of its files are looked at.
    """
    current = shelf.current(folder)
    for name in _names(folder):
        found: Release | ReleaseError
        try:
            found = open_release(shelf.place(folder, name))
        except ReleaseError as problem:
            found = problem
        seconds = shelf.published(folder, name) // shelf.SECOND
        at = datetime.fromtimestamp(seconds, UTC)
        yield Standing(name, at, name == current, found)


def roll_back(folder: Path, name: str | None = None) -> Release:
    """Make another release of a shelf current, if it is whole.

    Args:
        folder: The shelf.
        name: The release; without one, that before the current one.

    Returns:
        The release that is current now.

    Raises:
        ReleaseError: If there is no such release, it is damaged, or the link cannot
            be moved. The current one stays current then.
    """
    names = _names(folder)
    try:
        with folders.alone(folder):
            chosen = name or _before(folder, names)
            if chosen not in names:
                message = f"{folder} has no release {chosen}, but {', '.join(names)}"
                raise ReleaseError(message)
            release = open_release(shelf.place(folder, chosen))
            shelf.turn(folder, chosen)
    except OSError as problem:
        message = f"`current` in {folder} cannot be moved: {problem.strerror}"
        raise ReleaseError(message) from problem
    return release


def _names(folder: Path) -> list[str]:
    """Return the identifiers of the releases on a shelf.

    Raises:
        ReleaseError: If there are none.
    """
    if found := shelf.names(folder):
        return found
    message = (
        f"{folder} has no shelf of releases ({shelf.RELEASES}/ is missing or empty); "
        f"make one: borderkg build --out {folder}"
    )
    raise ReleaseError(message)


def _before(folder: Path, names: list[str]) -> str:
    """Return the release that was published before the current one.

    Raises:
        ReleaseError: If there is none.
    """
    current = shelf.current(folder)
    older = names[names.index(current) + 1 :] if current in names else names
    if older:
        return older[0]
    message = f"there is no release before {current} in {folder}"
    raise ReleaseError(message)
