"""Refuse rows that do not go together, and things that no row speaks of."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from graph.links.mapping import EXACT, Standing
from graph.links.mapping import Mapping as Row
from graph.sources import SourceError
from graph.whereabouts import Finder, short
from ontology.prefixes import BASE


def look(path: Path, found: Iterable[Row]) -> None:
    """Look at all rows together.

    Args:
        path: The file they stand in.
        found: The rows.

    The errors are ``SourceError``: a record or a mapping stands twice, a mapping is
    made and denied, one name is exactly two things of ours, or a thing is both found
    in a system and not.
    """
    rows = tuple(found)
    _once(path, ((row.record, row.line) for row in rows), "record_id")
    _once(
        path,
        ((f"{row.subject} {row.predicate} {row.target} {row.source}", row.line)
         for row in rows if not row.negated),
        "mapping",
    )  # fmt: skip
    _once(
        path,
        ((f"{row.subject} {row.predicate} {row.target}", row.line)
         for row in rows if row.negated),
        "rejection",
    )  # fmt: skip
    _once(
        path,
        ((row.target, row.line) for row in rows
         if row.standing is Standing.PUBLISHED and row.predicate == EXACT),
        "exact match of",
    )  # fmt: skip
    _denied(path, rows)
    _found_and_not(path, rows)


def everything(
    things: Iterable[str], found: Iterable[Row], origins: Mapping[str, Path]
) -> None:
    """Look whether each thing that others may name has a row.

    Args:
        things: What may have a name elsewhere.
        found: The rows.
        origins: The file in which a thing is described.

    Raises:
        SourceError: If one has none; the file and line are those of the thing.
    """
    spoken = {row.subject for row in found if not row.negated}
    missing = sorted(
        set(things) - spoken, key=lambda thing: (not thing.startswith(BASE), thing)
    )
    if missing:
        file = origins[missing[0]]
        reason = (
            f"{short(missing[0])} is neither linked nor listed as sought and not found"
        )
        if more := len(missing) - 1:
            reason += f", nor are {more} more"
        raise SourceError(file, Finder(origins).line(file, missing[0]), None, reason)


def _once(path: Path, keys: Iterable[tuple[str, int]], what: str) -> None:
    """Let each key stand once.

    Raises:
        SourceError: If one stands twice.
    """
    lines: dict[str, int] = {}
    for key, line in keys:
        if key in lines:
            names = " ".join(short(part) for part in key.split(" "))
            reason = f"{what} {names} stands in line {lines[key]} already"
            raise SourceError(path, line, None, reason)
        lines[key] = line


def _denied(path: Path, rows: Iterable[Row]) -> None:
    """Let no row make what another denies.

    What is denied to be the same may still be close; what is denied to be even that
    is not linked at all.

    Raises:
        SourceError: If a row does.
    """
    denials = {
        (row.subject, row.target, row.predicate): row for row in rows if row.negated
    }
    for row in rows:
        if row.negated:
            continue
        for (subject, target, predicate), denial in denials.items():
            same = (subject, target) == (row.subject, row.target)
            if same and (predicate != EXACT or row.predicate == EXACT):
                reason = (
                    f"{short(row.subject)} is mapped to {short(row.target)}, which "
                )
                reason += f"line {denial.line} rejects"
                raise SourceError(path, row.line, None, reason)


def _found_and_not(path: Path, rows: Iterable[Row]) -> None:
    """Let no system both have a thing and not.

    Raises:
        SourceError: If one does.
    """
    found = {
        (row.subject, row.source): row.line
        for row in rows
        if row.standing is Standing.PUBLISHED
    }
    for row in rows:
        line = found.get((row.subject, row.source))
        if row.standing is Standing.NOT_FOUND and line:
            reason = f"{short(row.subject)} is said not to be found, but line {line} "
            reason += "maps it to the same system"
            raise SourceError(path, row.line, None, reason)
