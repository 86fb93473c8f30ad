"""Read a property path, which a query's tree keeps as text.

Source: SPARQL 1.1 Query Language, sections 9.1 and 19.8 (productions 88 to 96).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Union

from server.query.lexer import Token, tokens
from server.query.tree.nodes import Term

_SIGNS: Final = frozenset({"*", "+", "?"})


@dataclass(frozen=True, slots=True)
class Step:
    """One IRI."""

    iri: str

    def __str__(self) -> str:
        """Write it."""
        return f"<{self.iri}>"


@dataclass(frozen=True, slots=True)
class Inverse:
    """``^``: the other way round."""

    path: "Path"

    def __str__(self) -> str:
        """Write it."""
        return f"^({self.path})"


@dataclass(frozen=True, slots=True)
class Sequence:
    """``/``: one after the other."""

    paths: tuple["Path", ...]

    def __str__(self) -> str:
        """Write it."""
        return "/".join(f"({path})" for path in self.paths)


@dataclass(frozen=True, slots=True)
class Choice:
    """``|``: one of several."""

    paths: tuple["Path", ...]

    def __str__(self) -> str:
        """Write it."""
        return "|".join(f"({path})" for path in self.paths)


@dataclass(frozen=True, slots=True)
class Closure:
    """``*``, ``+`` or ``?``: so many steps as there are."""

    path: "Path"
    sign: str

    def __str__(self) -> str:
        """Write it."""
        return f"({self.path}){self.sign}"


@dataclass(frozen=True, slots=True)
class Other:
    """``!``: any step but these, forwards and backwards."""

    forward: tuple[str, ...]
    backward: tuple[str, ...]

    def __str__(self) -> str:
        """Write it."""
        ways = [f"<{iri}>" for iri in self.forward]
        return f"!({'|'.join(ways + [f'^<{iri}>' for iri in self.backward])})"


Path = Union[Step, Inverse, Sequence, Choice, Closure, Other]  # noqa: UP007 - the members name it as text


def read(term: Term) -> Path:
    """Read the path of a triple pattern.

    Args:
        term: A predicate of the kind ``path``, whose grammar the tree has checked.

    Returns:
        The path.
    """
    return _Reading(term).choice()


class _Reading:
    """A place among the tokens of a path."""

    def __init__(self, term: Term) -> None:
        self._tokens = list(tokens(term.value))
        self._index = 0
        # The tree has resolved the names, in their order.
        self._iris = iter([part.value for part in term.parts])

    def choice(self) -> Path:
        paths = self._several(self._sequence, "|")
        return paths[0] if len(paths) == 1 else Choice(paths)

    def _sequence(self) -> Path:
        paths = self._several(self._element, "/")
        return paths[0] if len(paths) == 1 else Sequence(paths)

    def _several(self, one: Callable[[], Path], sign: str) -> tuple[Path, ...]:
        paths = [one()]
        while self._skip(sign):
            paths.append(one())
        return tuple(paths)

    def _element(self) -> Path:
        if self._skip("^"):
            return Inverse(self._element())
        path = self._primary()
        while (token := self._next()) and token.text in _SIGNS:
            self._index += 1
            path = Closure(path, token.text)
        return path

    def _primary(self) -> Path:
        if self._skip("!"):
            return self._other()
        if self._skip("("):
            path = self.choice()
            self._skip(")")
            return path
        self._index += 1
        return Step(next(self._iris))

    def _other(self) -> Path:
        ways: dict[bool, list[str]] = {False: [], True: []}
        bracketed = self._skip("(")
        while not (bracketed and self._skip(")")):
            backward = self._skip("^")
            self._index += 1
            ways[backward].append(next(self._iris))
            if not bracketed:
                break
            self._skip("|")
        return Other(tuple(ways[False]), tuple(ways[True]))

    def _next(self) -> Token | None:
        return self._tokens[self._index] if self._index < len(self._tokens) else None

    def _skip(self, mark: str) -> bool:
        token = self._next()
        found = token is not None and token.text == mark
        self._index += found
        return found
