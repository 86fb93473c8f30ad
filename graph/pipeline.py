"""From the sources to a release: the one module that knows the order of the stages."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final, ParamSpec, TypeVar

from graph.build import build
from graph.check import CheckError, check
from graph.drops import DropError
from graph.inventory import Sources
from graph.offences import ValidationError
from graph.prove import ProofError, prove
from graph.publish import publish
from graph.reason import InconsistencyError, reason
from graph.release import Release, ReleaseError, open_release, read_manifest
from graph.shelf import CACHE
from graph.shelving import PublishError, put_again
from graph.sources import SourceError
from graph.stages import Asserted, Entailed, Proved, Validated
from graph.validate import validate
from ontology import terms

_Given = ParamSpec("_Given")
_State = TypeVar("_State")


REFUSALS: Final = (
    SourceError, CheckError, InconsistencyError, ProofError, ValidationError,
    DropError, PublishError, ReleaseError,
)  # fmt: skip
"""What a stage raises where sources or a folder are at fault; the text is for them."""


_SLOW: Final = {
    "reason": "closing the graph under OWL 2 RL",
    "validate": "judging the graph by shapes and rules, as written and as entailed",
}
"""Stages that take some seconds say so before they begin."""


def run(
    sources: Sources,
    folder: Path,
    report: Callable[[str], None],
    may_drop: Collection[str] = (),
) -> Release:
    """Turn the sources into a release, unless the current one is theirs already.

    Args:
        sources: The folders to read.
        folder: The shelf where the release goes.
        report: Takes one line for each stage, and one for each warning.
        may_drop: The counts that may be much lower than those of the current release.

    Returns:
        The current release of the folder.

    The errors are those of the stages, see ``REFUSALS``.
    """
    if release := current(sources, folder):
        report(f"nothing to do: the release in {folder} is made of these sources")
        return release
    if release := put_again(folder, sources.sha256(), may_drop):
        report(f"current again: {release.folder} is made of these sources")
        return release
    judged = judge(sources, report, folder / CACHE)
    return _Clock(report)(publish)(judged, folder, may_drop)


def judge(
    sources: Sources, report: Callable[[str], None], cache: Path | None = None
) -> Validated:
    """Go the same way up to the judgement, and write no release.

    Args:
        sources: The folders to read.
        report: Takes one line for each stage, and one for each warning.
        cache: Where the reasoner remembers its last closure, if anywhere.

    Returns:
        What could be published.

    The errors are those of the stages, see ``REFUSALS``.
    """
    timed = _Clock(report)
    asserted = timed(check)(timed(build)(sources))
    return timed(validate)(timed(prove)(timed(reason)(asserted, cache)))


def current(sources: Sources, folder: Path) -> Release | None:
    """Return the current release if these sources would make it again."""
    try:
        if read_manifest(folder).sources_sha256 == sources.sha256():
            return open_release(folder)
    except ReleaseError:
        return None
    return None


@dataclass(frozen=True, slots=True)
class _Clock:
    """Makes of a stage one that reports its name, its time and what came of it."""

    report: Callable[[str], None]

    def __call__(self, stage: Callable[_Given, _State]) -> Callable[_Given, _State]:
        def timed(*args: _Given.args, **kwargs: _Given.kwargs) -> _State:
            if what := _SLOW.get(stage.__name__):
                self.report(f"{stage.__name__:9}  …    {what}")
            start = perf_counter()
            state = stage(*args, **kwargs)
            seconds = perf_counter() - start
            first, *more = _outcome(state)
            self.report(f"{stage.__name__:9}{seconds:5.1f} s  {first}")
            for line in more:
                self.report(line)
            return state

        return timed


def _outcome(state: object) -> list[str]:
    """Say in a line what a stage has reached; the warnings of validation follow."""
    match state:
        case Asserted(quads=quads):
            return [f"{len(quads):,} quads"]
        case Entailed(entailed=quads):
            return [f"{len(quads):,} triples entailed"]
        case Proved(proofs=quads):
            concluded = sum(q.predicate.value == terms.CONCLUDES for q in quads)
            return [f"{concluded:,} proofs, each looked at twice"]
        case Validated(warnings=warnings):
            lines = [f"  warning: {warning}" for warning in warnings]
            return [f"no violations, {len(warnings)} warnings", *lines]
        case Release(folder=folder, manifest=manifest):
            return [f"{len(manifest.files)} files in {folder}"]
        case _:
            return [""]
