"""Find the fewest parts of a group that together have no solution already.

First among what binds variables: the shortest beginning of the query that is empty,
then whatever of it can be left out. If all that has solutions, among FILTER and MINUS:
the one without which there would be rows, or the fewest that need each other.

Leaving a part out can only add solutions, so halving finds the shortest beginning
(OPTIONAL and BIND can break that rule in odd queries; then the result is still empty,
but perhaps not the smallest).

Source: U. Junker, QuickXplain (AAAI 2004), for the idea of minimal conflicts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.help.parts import CONSTRAINTS, Part, group
from server.help.probing import Prober, UnansweredError


@dataclass(frozen=True, slots=True)
class Conflict:
    """Parts that have no solution together.

    Attributes:
        parts: The parts.
        without: The solutions there would be without the one part, if it is one and
            they could be counted in time.
        minimal: Whether none of them can be left out.
    """

    parts: tuple[Part, ...]
    without: int | None = None
    minimal: bool = True


def conflict(
    parts: Sequence[Part], counts: Mapping[int, int], prober: Prober
) -> Conflict | None:
    """Find what leaves a group without solutions.

    Args:
        parts: The parts of a group that has none.
        counts: How often patterns match alone, by where they begin, if that is known.
        prober: Who asks the engine.

    Returns:
        The conflict; nothing if the parts together have solutions.
    """
    for part in parts:
        if part.pattern is not None and counts.get(part.start) == 0:
            return Conflict((part,))
    binders = [part for part in parts if part.kind not in CONSTRAINTS]
    constraints = [part for part in parts if part.kind in CONSTRAINTS]
    if binders and not prober.holds(group(binders)):
        return _fewest(binders, [], prober)
    for part in constraints:
        rest = [each for each in parts if each is not part]
        if prober.holds(group(rest)):
            return Conflict((part,), _counted(rest, prober))
    if constraints and not prober.holds(group(parts)):
        return _fewest(constraints, binders, prober)
    return None


def _counted(parts: Sequence[Part], prober: Prober) -> int | None:
    """Count solutions, where there is at least one."""
    try:
        return prober.count(group(parts))
    except UnansweredError:
        return None


def _fewest(
    candidates: Sequence[Part], fixed: Sequence[Part], prober: Prober
) -> Conflict:
    """Shorten a list of parts that is empty beside others that stay."""
    low, high = 1, len(candidates)
    while low < high:
        middle = (low + high) // 2
        if prober.holds(group([*fixed, *candidates[:middle]])):
            low = middle + 1
        else:
            high = middle
    kept = list(candidates[:high])
    try:
        for part in kept[-2::-1]:
            rest = [each for each in kept if each is not part]
            if not prober.holds(group([*fixed, *rest])):
                kept = rest
    except UnansweredError:
        return Conflict(tuple(kept), minimal=False)
    return Conflict(tuple(kept))
