"""Brackets: which one closes which, and those without a partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from server.query.lexer import Token

PAIRS: Final = MappingProxyType({"{": "}", "(": ")", "[": "]"})
"""Those that people write; the others stand around triples within triples."""

OPENING: Final = frozenset({*PAIRS, "<<", "<<(", "{|"})
CLOSING: Final = frozenset({*PAIRS.values(), ">>", ")>>", "|}"})


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Brackets without a partner, in the order of the text."""

    open: tuple[Token, ...]
    closed: tuple[Token, ...]


def levels(token: Token) -> int:
    """Say how many levels a token leads down: one, none or, up again, minus one."""
    if token.kind != "mark":
        return 0
    return (token.text in OPENING) - (token.text in CLOSING)


def closing(found: Sequence[Token], opening: int) -> int:
    """Find the bracket that closes another.

    Args:
        found: The tokens of a query.
        opening: The index of the bracket that opens.

    Returns:
        The index of the one that closes; of the last token where there is none.
    """
    depth = 0
    for index in range(opening, len(found)):
        depth += levels(found[index])
        if not depth:
            return index
    return len(found) - 1


def unmatched(found: Sequence[Token]) -> Unmatched:
    """Match the brackets of a query.

    Args:
        found: Its tokens.

    Returns:
        Those that have no partner. Where an inner bracket is still open when an outer
        one closes, the inner one has none.
    """
    stack: list[Token] = []
    waiting = dict.fromkeys(PAIRS.values(), 0)
    never: list[Token] = []
    extra: list[Token] = []
    for token in found:
        if token.kind != "mark":
            continue
        if token.text in PAIRS:
            stack.append(token)
            waiting[PAIRS[token.text]] += 1
        elif token.text in waiting:
            if not waiting[token.text]:
                extra.append(token)
                continue
            while PAIRS[stack[-1].text] != token.text:
                waiting[PAIRS[stack[-1].text]] -= 1
                never.append(stack.pop())
            waiting[token.text] -= 1
            stack.pop()
    ordered = sorted([*never, *stack], key=lambda token: token.start)
    return Unmatched(tuple(ordered), tuple(extra))
