"""Chance that can be had again: the same seed throws the same."""

import random


def dice(*seed: object) -> random.Random:
    """Make dice of their own for whatever the seed says."""
    return random.Random(" ".join(map(str, seed)))  # noqa: S311 - nothing secret
