"""Walk over a query's tokens, one at a time; refuse what is not expected, with reason.

Source: SPARQL 1.1 Query Language, section 19.8.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NoReturn

from server.query.lexer import Token, at
from server.query.prologue import Prologue, resolve
from server.query.tree.nodes import Term
from server.refusals import QuerySyntaxError

DEPTH: Final = 64
"""Groups, brackets and collections in one another; Python's own stack bears more."""


class Cursor:
    """A place among the tokens of a query.

    Attributes:
        text: The query.
        end: The position after the token that was taken last.
    """

    def __init__(self, text: str, found: Sequence[Token], prologue: Prologue) -> None:
        """Begin behind the prologue."""
        self.text = text
        self.end = 0
        self._found = found
        self._prologue = prologue
        self._index = prologue.end
        self._depth = 0

    @property
    def next(self) -> Token:
        """The token that comes next; an empty mark at the end."""
        if self._index < len(self._found):
            return self._found[self._index]
        return Token("mark", "", len(self.text))

    @property
    def done(self) -> bool:
        """Whether no token is left."""
        return self._index >= len(self._found)

    @property
    def word(self) -> str:
        """The next token in capitals if it is a word, else nothing."""
        return self.next.text.upper() if self.next.kind == "word" else ""

    @property
    def mark(self) -> str:
        """The next token if it is a mark, else nothing."""
        return self.next.text if self.next.kind == "mark" else ""

    def take(self) -> Token:
        """Go on to the token after the next."""
        taken = self.next
        self._index += 1
        self.end = taken.end
        return taken

    def skip(self, *expected: str) -> bool:
        """Take the next token if it is one of these words or marks."""
        found = (self.word or self.mark) in expected
        if found:
            self.take()
        return found

    def expect(self, expected: str) -> Token:
        """Take a word or mark that must come next."""
        if (self.word or self.mark) != expected:
            self.fail(expected)
        return self.take()

    def fail(self, expected: str) -> NoReturn:
        """Say what was expected instead of the token that comes next.

        Raises:
            QuerySyntaxError: Always.
        """
        raise QuerySyntaxError(
            detail=f"{expected} is expected here",
            where=at(self.text, self.next.start),
            expected=expected,
        )

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Go one level down for a while."""
        if self._depth >= DEPTH:
            self.fail(f"an end of {DEPTH} levels of nesting")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def iri(self) -> Term:
        """Take an IRI or a prefixed name."""
        if self.next.kind not in {"iri", "name"}:
            self.fail("an IRI")
        token = self.take()
        value = resolve(self.text, token, self._prologue)
        return Term(token.start, token.end, "iri", value)

    def variable(self) -> Term:
        """Take a variable."""
        if self.next.kind != "variable":
            self.fail("a variable")
        token = self.take()
        return Term(token.start, token.end, "variable", token.text[1:])
