"""Refuse to publish much less than before, unless that was meant.

A source that was lost, or a rule that went wrong, breaks no shape: what is not there
offends nobody. So the counts of a release are held against those of the one before.
"""

from collections.abc import Collection, Mapping
from typing import Final

TOLERATED: Final = 0.05
"""The share of a count that may go without a word."""


class DropError(ValueError):
    """A release that has much less of something than the one before.

    Attributes:
        fallen: What there is less of, with its number before and now.
    """

    def __init__(self, fallen: Mapping[str, tuple[int, int]]) -> None:
        """Say all numbers, and how to go on where they are right."""
        self.fallen = fallen
        told = "; ".join(
            f"{name} from {before:,} to {now:,} ({now / before - 1:.1%})"
            for name, (before, now) in fallen.items()
        )
        flags = " ".join(f"--allow-drop {name}" for name in fallen)
        super().__init__(
            f"nothing was published, for counts fell by more than {TOLERATED:.0%} "
            f"since the current release: {told}; if that is meant: {flags}"
        )


def refuse_drops(
    before: Mapping[str, int], now: Mapping[str, int], allowed: Collection[str]
) -> None:
    """Compare the counts of two releases.

    Args:
        before: Those of the current one.
        now: Those of the one that is to take its place.
        allowed: The names of the counts that may fall.

    Raises:
        DropError: If another one has fallen by more than ``TOLERATED``.
    """
    fallen = {
        name: (count, now.get(name, 0))
        for name, count in before.items()
        if name not in allowed and now.get(name, 0) < count * (1 - TOLERATED)
    }
    if fallen:
        raise DropError(fallen)
