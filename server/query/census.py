"""Count what makes a query dangerous: depth, patterns, blocks, paths, operators.

One pass over the tokens with a stack of open brackets. The counts follow the
grammar closely, and are a little off in odd corners: a lone
``[ :p ?o ]`` is two patterns here, a collection of one is none.

Source: SPARQL 1.1 Query Language, section 19.8, productions 52 to 111.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from server.query.brackets import CLOSING, OPENING
from server.query.lexer import Token

Count = Literal["nesting", "patterns", "blocks", "closures", "steps", "operators"]

SIGNS: Final = frozenset({"!", "^", "^^", "-", "+"})
"""Prefix operators; the engine's parser recurses on each."""

CLOSURES: Final = frozenset({"*", "+", "?"})
STEPS: Final = frozenset({"/", "|", "^"})
OPERATORS: Final = frozenset(
    {"||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "!"}
)
BLOCKS: Final = frozenset({"OPTIONAL", "MINUS", "UNION"})
EXPRESSIONS: Final = frozenset({"SELECT", "BY", "HAVING", "LIMIT", "OFFSET", "REDUCED"})
"""After these words a group holds expressions, until a brace opens."""

NOUNS: Final = frozenset({"A", "TRUE", "FALSE"})
"""Words that stand where a term may stand."""


@dataclass(slots=True)
class _Frame:
    """One open bracket, or the query itself."""

    mark: str
    expression: bool
    data: bool = False
    terms: int = 0
    steps: int = 0
    closures: int = 0
    calls: bool = False


@dataclass(slots=True)
class Census:
    """The counts of one query, and for each the token that brought it there."""

    counts: dict[Count, int] = field(default_factory=dict)
    tokens: dict[Count, list[Token]] = field(default_factory=dict)

    def add(self, name: Count, token: Token) -> None:
        """Count one more, and remember where it stands."""
        self.raise_to(name, self.counts.get(name, 0) + 1, token)

    def raise_to(self, name: Count, value: int, token: Token) -> None:
        """Note that a count reaches a value here, if it was lower before."""
        places = self.tokens.setdefault(name, [])
        places += [token] * (value - len(places))
        self.counts[name] = max(value, self.counts.get(name, 0))


def take(tokens: Iterable[Token]) -> Census:
    """Count one query.

    Args:
        tokens: All its tokens.

    Returns:
        The counts; what does not occur is absent.
    """
    walk = _Walk()
    for token in tokens:
        walk.step(token)
    return walk.census


class _Walk:
    """The state of the one pass."""

    def __init__(self) -> None:
        self.census = Census()
        self.stack = [_Frame("", expression=False)]
        self.signs = 0
        self.closed = 0  # closures inside the bracket that has just closed
        self.values = False  # VALUES was read, its block has not begun

    def step(self, token: Token) -> None:
        """Take one token into account."""
        word = token.text.upper() if token.kind == "word" else token.text
        if token.kind == "mark":
            self._mark(token)
        elif token.kind == "word" and word not in NOUNS:
            self._word(word, token)
        else:
            self._term(token)

    def _mark(self, token: Token) -> None:
        mark, frame = token.text, self.stack[-1]
        self._sign(token)
        if mark in OPENING:
            self._open(token)
        elif mark in CLOSING:
            self._close(token)
        elif mark in {".", ";", ","}:
            self._flush(token)
        elif frame.expression:
            if mark in OPERATORS:
                self.census.add("operators", token)
        elif mark in STEPS:
            frame.steps += 1
            frame.terms -= mark != "^"  # the next term belongs to the same path
            self.census.raise_to("steps", frame.steps, token)
        elif mark in CLOSURES:
            frame.closures = max(frame.closures, self.closed + 1)
            self.census.raise_to("closures", frame.closures, token)
        if mark not in CLOSING:
            self.closed = 0

    def _sign(self, token: Token) -> None:
        """Count a run of prefix operators as so many levels."""
        signs = len(token.text) if token.text in SIGNS else 0
        self.signs = self.signs + signs if signs else 0
        if self.signs > (token.text == "^^") * 2:  # alone it marks a datatype
            depth = len(self.stack) - 1 + self.signs
            self.census.raise_to("nesting", depth, token)

    def _open(self, token: Token) -> None:
        frame, mark = self.stack[-1], token.text
        data = frame.data or self.values
        expression = mark == "(" and (frame.expression or frame.calls)
        if mark == "{":
            self._flush(token, least=2)
            self.values = frame.calls = False
        self.stack.append(_Frame(mark, expression=expression, data=data))
        self.census.raise_to("nesting", len(self.stack) - 1, token)

    def _close(self, token: Token) -> None:
        frame = self.stack[-1]
        if frame.mark in {"{", "[", "{|"}:
            self._flush(token)
        elif frame.mark == "(" and not frame.expression and not frame.data:
            # A collection is two triples an item; a path in brackets is one term.
            for _ in range(0 if frame.steps else 2 * (frame.terms - 1)):
                self.census.add("patterns", token)
        if len(self.stack) > 1:
            self.stack.pop()
        self.closed = frame.closures
        outer = self.stack[-1]
        outer.terms += frame.mark != "{"
        if frame.expression and not outer.expression:
            outer.terms, outer.calls = 0, False
        outer.steps += frame.steps
        self.census.raise_to("steps", outer.steps, token)

    def _flush(self, token: Token, least: int = 1) -> None:
        """End a statement; it was one pattern if it held enough terms."""
        frame = self.stack[-1]
        counted = frame.mark in {"{", "[", "{|"} and not frame.data
        if counted and not frame.expression and frame.terms >= least:
            self.census.add("patterns", token)
        frame.terms = frame.steps = 0

    def _word(self, word: str, token: Token) -> None:
        frame = self.stack[-1]
        self._flush(token)
        self.signs = self.closed = 0
        self.values = self.values or word == "VALUES"
        # A bracket after a keyword or a function's name opens an expression.
        frame.calls = word not in {"VALUES", "GRAPH", "WHERE", "UNION"}
        if word in EXPRESSIONS and frame.mark in {"", "{"}:
            frame.expression = True
        if word in BLOCKS:
            self.census.add("blocks", token)

    def _term(self, token: Token) -> None:
        frame = self.stack[-1]
        frame.terms += 1
        self.signs = self.closed = 0
        # Brackets in an IRI may be an expression to the engine's parser.
        hidden = token.text.count("(") + token.text.count("!")
        if token.kind == "iri" and hidden:
            self.census.raise_to("nesting", len(self.stack) - 1 + hidden, token)
