"""From the sources to a release: the one module that knows the order of the stages.

Source: DESIGN, section 1 (one way); STYLE, part 3.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import ParamSpec, TypeVar

from graph.build import build
from graph.inventory import Sources
from graph.publish import publish
from graph.reason import reason
from graph.release import CACHE, Release, ReleaseError, open_release, read_manifest
from graph.stages import Asserted, Entailed, Validated
from graph.validate import validate

_Given = ParamSpec("_Given")
_State = TypeVar("_State")


def run(sources: Sources, folder: Path, report: Callable[[str], None]) -> Release:
    """Turn the sources into a release, unless the one in place is theirs already.

    Args:
        sources: The folders to read.
        folder: Where the release goes.
        report: Takes one line for each stage, and one for each warning.

    Returns:
        The release in the folder.

    Raises:
        SourceError: If a source cannot be taken as it is.
        InconsistencyError: If what the sources say contradicts itself.
        ValidationError: If a shape or a rule is broken.
        PublishError: If the folder cannot take a release.
    """
    if release := current(sources, folder):
        report(f"nothing to do: the release in {folder} is made of these sources")
        return release

    def timed(stage: Callable[_Given, _State]) -> Callable[_Given, _State]:
        return partial(_timed, report, stage)

    return timed(publish)(
        timed(validate)(timed(reason)(timed(build)(sources), folder / CACHE)), folder
    )


def current(sources: Sources, folder: Path) -> Release | None:
    """Return the release in a folder if these sources would make it again."""
    try:
        if read_manifest(folder).sources_sha256 == sources.sha256():
            return open_release(folder)
    except ReleaseError:
        return None
    return None


def _timed(
    report: Callable[[str], None],
    stage: Callable[_Given, _State],
    *args: _Given.args,
    **kwargs: _Given.kwargs,
) -> _State:
    """Run one stage and report its name, its time and what came of it."""
    start = perf_counter()
    state = stage(*args, **kwargs)
    seconds = perf_counter() - start
    first, *more = _outcome(state)
    report(f"{stage.__name__:9}{seconds:5.1f} s  {first}")
    for line in more:
        report(line)
    return state


def _outcome(state: object) -> list[str]:
    """Say in a line what a stage has reached; the warnings of validation follow."""
    match state:
        case Asserted(quads=quads):
            return [f"{len(quads):,} quads"]
        case Entailed(entailed=quads):
            return [f"{len(quads):,} triples entailed"]
        case Validated(warnings=warnings):
            return [
                f"no violations, {len(warnings)} warnings",
                *(f"  warning: {warning}" for warning in warnings),
            ]
        case Release(folder=folder, manifest=manifest):
            return [f"{len(manifest.files)} files in {folder}"]
    raise TypeError(state)
