"""Read source files strictly, and say file, line and column of what is wrong.

Each file is parsed once, by pyoxigraph; what its parser lets pass and this project
does not is found in the tokens. Which layer a file belongs to is not decided here.

Source: RDF 1.1 Turtle; RDF 1.1 TriG.
"""

import re
from bisect import bisect
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from graph import datatypes, tokens
from ontology.prefixes import PREFIXES
from ontology.terms import PROVENANCE

CLAIM: Final = re.compile(re.escape(PREFIXES["claim"]) + r"s\d+-\d{2,}")
"""The IRI of a claim, which is also the name of its graph."""

_PLACE: Final = re.compile(
    r"^(?:Parser error )?at line \d+ (?:column \d+|between columns \d+ and \d+): "
    r"|^Parser error (?:at|between) .*?: "
)


class Mention(NamedTuple):
    """A place where a file speaks of an IRI, and whether a statement begins there."""

    iri: str
    line: int
    begins: bool


class SourceError(ValueError):
    """A source file that cannot be taken as it is.

    Attributes:
        file: The file.
        line: The line, counted from 1; None where there is none.
        column: The column, counted from 1; None where there is none.
        reason: What is wrong, in words.
    """

    def __init__(
        self, file: Path, line: int | None, column: int | None, reason: str
    ) -> None:
        """Keep place and reason; the message is ``file:line:column: reason``."""
        self.file, self.line, self.column, self.reason = file, line, column, reason
        place = ":".join(str(p) for p in (shown(file), line, column) if p is not None)
        super().__init__(f"{place}: {reason}")


def read(path: Path, *, blank_nodes: bool = False) -> tuple[Quad, ...]:
    """Return the quads of one source file.

    Args:
        path: A ``.ttl`` or ``.trig`` file; the suffix decides the syntax. Turtle goes
            to the default graph, TriG holds claims and their provenance.
        blank_nodes: Whether blank nodes may stand in it; they get labels that no
            other file has.

    Returns:
        The quads, in the order of the file.

    Raises:
        SourceError: If the file cannot be read, breaks the grammar, or holds what
            sources may not hold: an undeclared or redefined prefix, an ill-typed
            literal, an upper-case language tag, a blank node, a triple outside a
            graph block, a graph that is no claim, an empty graph.

    Source:
        RDF 1.1 Turtle, section 6; RDF 1.1 TriG, section 4.
    """
    text = text_of(path)
    syntax = RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE
    try:
        quads = tuple(parse(text, syntax, rename_blank_nodes=blank_nodes))
    except SyntaxError as problem:
        reason = _PLACE.sub("", problem.msg)
        raise SourceError(path, problem.lineno, problem.offset, reason) from problem
    found = tokens.scan(text)
    faults = [
        *_faults(found),
        *(_graph_faults(found) if path.suffix == ".trig" else ()),
    ]
    if not blank_nodes and any(
        isinstance(term, BlankNode) for quad in quads for term in (quad[0], quad[2])
    ):
        blank = next(token for token in found if token.is_blank())
        faults.append((blank, "a blank node; here everything has an IRI"))
    if faults:
        token, reason = min(faults, key=lambda fault: fault[0].start)
        raise SourceError(path, *tokens.position(text, token.start), reason)
    return quads


def text_of(path: Path) -> str:
    """Return the text of a file.

    Raises:
        SourceError: If it cannot be read, is not UTF-8, or begins with a byte order
            mark.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        reason = f"cannot be read ({problem.strerror})"
        raise SourceError(path, None, None, reason) from problem
    try:
        text = data.decode()
    except UnicodeDecodeError as problem:
        start = len(data[: problem.start].decode())
        place = tokens.position(data[: problem.start].decode(), start)
        raise SourceError(path, *place, "is not UTF-8") from problem
    if text.startswith("\ufeff"):
        raise SourceError(path, 1, 1, "begins with a byte order mark; save it without")
    return text


def mentions(path: Path) -> tuple[Mention, ...]:
    """Return every IRI of a file with its line, in the order of the file."""
    text = text_of(path)
    if path.suffix == ".tsv":
        return tuple(_cells(text))
    found = tokens.scan(text)
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    return tuple(
        Mention(name, bisect(starts, token.start), found[at - 1].is_mark(".{}"))
        for at, token in enumerate(found)
        if (name := tokens.iri(token, PREFIXES))
    )


def _cells(text: str) -> Iterator[Mention]:
    """Yield the prefixed names in a table, one a cell; a row is about its first."""
    for number, line in enumerate(text.splitlines(), 1):
        for at, cell in enumerate(line.split("\t")):
            prefix, _, local = cell.partition(":")
            if prefix in PREFIXES:
                yield Mention(PREFIXES[prefix] + local, number, at == 0)


def shown(path: Path) -> str:
    """Return a path as a reader finds it: relative to where they stand, if below."""
    with suppress(ValueError):
        return path.absolute().relative_to(Path.cwd()).as_posix()
    return str(path)


def _faults(found: tuple[tokens.Token, ...]) -> Iterator[tuple[tokens.Token, str]]:
    """Yield what no source may hold, whatever its syntax."""
    for declared in tokens.declarations(found):
        expected = PREFIXES.get(declared.prefix)
        name = declared.prefix if declared.prefix == "@base" else f"{declared.prefix}:"
        if declared.prefix == "@base":
            yield declared.token, "@base; sources write names in full or with a prefix"
        elif expected is None:
            yield declared.token, f"prefix {name} is not in ontology/prefixes.py"
        elif expected != declared.namespace:
            reason = f"is bound to <{declared.namespace}>, but means <{expected}>"
            yield declared.token, f"prefix {name} {reason} in ontology/prefixes.py"
    for at, token in enumerate(found):
        if token.kind == "at" and found[at - 1].kind == "string":
            if token.text != token.text.lower():
                yield token, f"language tag {token.text} is not lower case"
        elif token.kind == "type":
            value, datatype = found[at - 1], tokens.iri(found[at + 1], PREFIXES)
            if fault := datatypes.fault(tokens.unquoted(value), datatype or ""):
                yield value, fault


def _graph_faults(
    found: tuple[tokens.Token, ...],
) -> Iterator[tuple[tokens.Token, str]]:
    """Yield what a file of claims may not hold besides."""
    opened: set[str] = set()
    for block in tokens.blocks(found):
        if isinstance(block, tokens.Token):
            yield block, "a triple outside a graph block"
            continue
        name = tokens.iri(block.name, PREFIXES) or ""
        if name != PROVENANCE and not CLAIM.fullmatch(name):
            yield (
                block.name,
                f"graph {block.name.text} is neither a claim nor g:provenance",
            )
        elif block.is_empty:
            yield block.name, f"graph {block.name.text} is empty"
        elif name != PROVENANCE and name in opened:
            yield block.name, f"graph {block.name.text} is opened twice"
        opened.add(name)
