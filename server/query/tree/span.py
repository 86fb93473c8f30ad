"""A stretch of a query's text; whatever a query is made of has one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the query's text, up to the character before ``end``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Cut it out of the text."""
        return text[self.start : self.end]

    def line(self, text: str) -> str:
        """Cut it out for people: on one line, each gap a space."""
        return " ".join(self.of(text).split())
