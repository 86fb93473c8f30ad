"""Statements as numbers, found by whatever is known of them.

Source: none; three dictionaries.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

Fact: TypeAlias = tuple[int, int, int]
"""Subject, predicate and object by number; below zero in a pattern: not known."""


class Facts:
    """A set of statements that only grows."""

    def __init__(self) -> None:
        """Begin with none."""
        self._all: set[Fact] = set()
        self._objects = defaultdict[tuple[int, int], list[Fact]](list)
        self._subjects = defaultdict[tuple[int, int], list[Fact]](list)
        self._pairs = defaultdict[int, list[Fact]](list)

    def add(self, fact: Fact) -> None:
        """Take one that is not there yet."""
        subject, predicate, value = fact
        self._all.add(fact)
        self._objects[subject, predicate].append(fact)
        self._subjects[predicate, value].append(fact)
        self._pairs[predicate].append(fact)

    def matching(self, pattern: Fact) -> Iterator[Fact]:
        """Yield the statements of a pattern whose predicate is known.

        Args:
            pattern: What is known; a variable that occurs twice counts as two.

        Yields:
            Each that fits, in the order they came.
        """
        subject, predicate, value = pattern
        if subject >= 0 and value >= 0:
            if pattern in self._all:
                yield pattern
        elif subject >= 0:
            yield from self._objects.get((subject, predicate), ())
        elif value >= 0:
            yield from self._subjects.get((predicate, value), ())
        else:
            yield from self._pairs.get(predicate, ())
