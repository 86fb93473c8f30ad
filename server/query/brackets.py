"""Find brackets that are never closed, and those that close nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from server.query.lexer import Token

PAIRS: Final = MappingProxyType({"{": "}", "(": ")", "[": "]"})


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Brackets without a partner, in the order of the text."""

    open: tuple[Token, ...]
    closed: tuple[Token, ...]


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
