"""Phrases that several sentences of an explanation share."""

from collections.abc import Sequence


def listed(names: Sequence[str]) -> str:
    """Write names as a list in a sentence: ``a, b and c``."""
    if len(names) < 2:  # noqa: PLR2004 - two are the fewest that need an "and"
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def times(number: int) -> str:
    """Write how often something matches."""
    return "once" if number == 1 else f"{number:,} times"


def counted(number: int, noun: str = "solution") -> str:
    """Write how many there are of something: ``1 row``, ``1,200 rows``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
