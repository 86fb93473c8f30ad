"""Put a release on its shelf: whole, alone, and where nobody's file is harmed.

What is written, and what a release says of itself, is for the caller to know. Until the
very last step, the turn of one link, readers get the release before.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from graph import folders, shelf
from graph.belongings import clear, foreign
from graph.drops import refuse_drops
from graph.release import Release, ReleaseError, open_release, read_manifest, release_id


class PublishError(ValueError):
    """A folder that a release cannot be written to."""


def put(
    folder: Path,
    sources_sha256: str,
    counts: Mapping[str, int],
    write: Callable[[Path], None],
    may_drop: Collection[str] = (),
) -> Release:
    """Make a release the current one, and write it where it is not there whole.

    Args:
        folder: The shelf; it is missing, empty, or holds releases and nothing else.
        sources_sha256: The hash of the sources it is made of.
        counts: What it will count.
        write: Writes its files into an empty folder.
        may_drop: The counts that may be much lower than those of the current release.

    Returns:
        The release.

    Raises:
        DropError: If another count is.
        PublishError: If the folder holds anything else, or cannot be written.
    """  # noqa: DOC502 - raised by what it calls
    with _writing(folder):
        _refuse_drops(folder, counts, may_drop)
        release = _standing(folder, sources_sha256)
        if release is None:
            name = release_id(version("borderkg"), sources_sha256)
            place = shelf.place(folder, name)
            with folders.filling(place) as staging:
                write(staging)
            release = Release(place, read_manifest(place))
        _turn_to(folder, release)
    return release


def put_again(
    folder: Path, sources_sha256: str, may_drop: Collection[str] = ()
) -> Release | None:
    """Make a release current that stands on the shelf already.

    Args:
        folder: The shelf, as for ``put``.
        sources_sha256: The hash of the sources it is made of.
        may_drop: The counts that may be much lower than those of the current release.

    Returns:
        The release; nothing where none is made of these sources and whole.

    Raises:
        DropError: If another count is.
        PublishError: If the folder holds anything else, or cannot be written; said
            before anybody has worked for it.
    """  # noqa: DOC502 - raised by what it calls
    with _writing(folder):
        release = _standing(folder, sources_sha256)
        if release:
            _refuse_drops(folder, release.manifest.counts, may_drop)
            _turn_to(folder, release)
    return release


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Be the only one who writes to a shelf.

    Raises:
        PublishError: If it holds a file of somebody else, or cannot be written.
    """
    try:
        _refuse_place(folder)
        with folders.alone(folder):
            _refuse_foreign(folder)
            shelf.sweep(folder)
            folders.probe(folder)
            yield
    except OSError as problem:
        message = f"the release cannot be written to {folder}: {problem.strerror}"
        raise PublishError(message) from problem


def _refuse_place(folder: Path) -> None:
    """Refuse what cannot become a shelf.

    Raises:
        PublishError: If it is a file, or a release on another shelf.
    """
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file; releases stand in a folder"
        raise PublishError(message)
    if around := shelf.within(folder):
        message = f"{folder} is a release and never changes; build into {around}"
        raise PublishError(message)


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder with files in it that no release has put there.

    Raises:
        PublishError: If there is such a file.
    """
    if name := foreign(folder):
        message = (
            f"{folder} holds {name}, which no release has put there; "
            "a build removes old releases, so name a folder of their own"
        )
        raise PublishError(message)


def _standing(folder: Path, sources_sha256: str) -> Release | None:
    """Return the whole release of some sources, if it stands on the shelf."""
    name = release_id(version("borderkg"), sources_sha256)
    with suppress(ReleaseError):
        release = open_release(shelf.place(folder, name))
        if release.manifest.sources_sha256 == sources_sha256:
            return release
    return None


def _refuse_drops(
    folder: Path, counts: Mapping[str, int], may_drop: Collection[str]
) -> None:
    # A current release that cannot be read tells nothing to compare with.
    with suppress(ReleaseError):
        refuse_drops(read_manifest(folder).counts, counts, may_drop)


def _turn_to(folder: Path, release: Release) -> None:
    shelf.publish(folder, release.manifest.id)
    clear(folder)
