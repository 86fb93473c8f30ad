"""The rules of OWL 2 RL that can fire here, read from one table, and made ready.

``rules.tsv`` writes each as the specification does: patterns of triples, for all
members of a list ``EACH ?l ?ci`` and for one of them ``ANY ?l ?ci``; a variable that
ends in ``i`` stands for one a member, with ``j`` for the next and ``n`` for the last.

What tables 8 and 9 of the specification add (datatypes, statements about the schema) is
left out: whatever they lead to for a thing, these reach without them. So are the rules
that conclude ``owl:sameAs``, which stops a build, and those that conclude ``false``.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, tables 4-9.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple, Variable

from ontology.prefixes import PREFIXES
from ontology.terms import RDF_TYPE

Node: TypeAlias = NamedNode | BlankNode
Part: TypeAlias = NamedNode | BlankNode | Variable
Binding: TypeAlias = Mapping[Variable, Node]
Links: TypeAlias = Mapping[Node | Triple, Node | Literal | Triple]
"""Node of a list -> what stands there, or where it goes on."""

_SCHEMA: Final = tuple(PREFIXES[prefix] for prefix in ("owl", "rdfs"))
_FIRST: Final = NamedNode(f"{PREFIXES['rdf']}first")
_REST: Final = NamedNode(f"{PREFIXES['rdf']}rest")


class Pattern(NamedTuple):
    """A triple some of whose parts are variables."""

    subject: Part
    predicate: Part
    object: Part


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the table.

    Attributes:
        name: What the specification calls it.
        table: The number of the table it stands in.
        body: What must hold, as written.
        head: What follows, as written.
        meaning: The rule in a sentence.
    """

    name: str
    table: int
    body: str
    head: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule whose schema part is filled in from the ontology.

    Attributes:
        name: The rule's name.
        axioms: The statements of the ontology that were filled in.
        body: What must hold besides.
        head: What follows.
    """

    name: str
    axioms: tuple[Triple, ...]
    body: tuple[Pattern, ...]
    head: Pattern


def rules() -> tuple[Rule, ...]:
    """Read the table.

    Returns:
        Its rows.
    """
    text = (files("graph") / "rules.tsv").read_text(encoding="utf-8")
    return tuple(
        Rule(row["rule"], int(row["table"]), row["if"], row["then"], row["meaning"])
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    )


def ready(table: Iterable[Rule], axioms: Iterable[Quad]) -> Iterator[Ready]:
    """Fill the ontology's axioms into the rules, once for each way there is.

    Args:
        table: The rules.
        axioms: The statements of the ontology, lists among them.

    Yields:
        Rules that speak of things only, in the order of the table.
    """
    triples = sorted({quad.triple for quad in axioms}, key=str)
    lists = {quad.subject: quad.object for quad in triples if quad.predicate == _FIRST}
    rests = {quad.subject: quad.object for quad in triples if quad.predicate == _REST}
    for rule in table:
        schema, listed, body = _parts(rule.body)
        (head,) = _patterns(rule.head)
        for binding, used in _matches(schema, triples):
            if not listed:
                yield _filled(rule.name, used, body, head, binding)
                continue
            how, name, item = listed
            start = binding[Variable(name)]
            found = tuple(members(start, lists, rests))
            if how == "ANY":
                for member in found:
                    more = {**binding, Variable(item): member}
                    yield _filled(rule.name, used, body, head, more)
            else:
                each, last = _unrolled(body, head, item, found)
                yield _filled(rule.name, used, each, last, binding)


def _parts(
    body: str,
) -> tuple[list[Pattern], tuple[str, str, str] | None, list[Pattern]]:
    """Split a body into its schema part, its list and what speaks of things."""
    schema, listed, others = list[Pattern](), None, list[Pattern]()
    for text in body.split(" . "):
        words = text.split()
        if words[0] in {"EACH", "ANY"}:
            listed = (words[0], words[1][1:], words[2][1:])
            continue
        (pattern,) = _patterns(text)
        (schema if _is_schema(pattern) else others).append(pattern)
    return schema, listed, others


def _patterns(text: str) -> list[Pattern]:
    return [Pattern(*map(_part, item.split())) for item in text.split(" . ")]


def _part(word: str) -> Part:
    if word.startswith("?"):
        return Variable(word[1:])
    prefix, _, local = word.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _is_schema(pattern: Pattern) -> bool:
    """Say whether a pattern speaks of classes and properties themselves."""
    _, predicate, value = pattern
    if predicate == NamedNode(RDF_TYPE):
        return isinstance(value, NamedNode) and value.value.startswith(_SCHEMA)
    return isinstance(predicate, NamedNode) and predicate.value.startswith(_SCHEMA)


def _matches(
    patterns: list[Pattern], triples: list[Triple]
) -> Iterator[tuple[Binding, tuple[Triple, ...]]]:
    """Yield each way to match the patterns, and the triples that do."""
    if not patterns:
        yield {}, ()
        return
    for binding, used in _matches(patterns[:-1], triples):
        for triple in triples:
            found = _bound(patterns[-1], triple, binding)
            if found is not None:
                yield found, (*used, triple)


def _bound(pattern: Pattern, triple: Triple, binding: Binding) -> Binding | None:
    """Extend a binding so that a pattern is a triple, if that can be."""
    found = dict(binding)
    for part, term in zip(pattern, triple, strict=True):
        if not isinstance(term, NamedNode | BlankNode):
            return None
        wanted = found.setdefault(part, term) if isinstance(part, Variable) else part
        if wanted != term:
            return None
    return found


def members(node: Node, firsts: Links, rests: Links) -> Iterator[Node]:
    """Walk a list.

    Args:
        node: Where it begins.
        firsts: Node of a list -> what stands there.
        rests: Node of a list -> the next one.

    Yields:
        What is on it, as far as it is a list of names.
    """
    while node in firsts:
        first, rest = firsts[node], rests.get(node)
        if isinstance(first, NamedNode | BlankNode):
            yield first
        if not isinstance(rest, NamedNode | BlankNode):
            return
        node = rest


def _unrolled(
    body: list[Pattern], head: Pattern, item: str, members: tuple[Node, ...]
) -> tuple[list[Pattern], Pattern]:
    """Write a pattern once for each member of a list."""

    def at(pattern: Pattern, number: int) -> Pattern:
        steps = {"i": number, "j": number + 1, "n": len(members) + 1}

        def renamed(part: Part) -> Part:
            if not isinstance(part, Variable) or len(part.value) == 1:
                return part
            if part.value == item:
                return members[number - 1]
            stem, step = part.value[:-1], part.value[-1]
            return Variable(f"{stem}{steps.get(step, step)}")

        return Pattern(*map(renamed, pattern))

    numbers = range(1, len(members) + 1)
    return [at(p, number) for number in numbers for p in body], at(head, 1)


def _filled(
    name: str,
    used: tuple[Triple, ...],
    body: Iterable[Pattern],
    head: Pattern,
    binding: Binding,
) -> Ready:
    def filled(pattern: Pattern) -> Pattern:
        return Pattern(
            *(binding.get(p, p) if isinstance(p, Variable) else p for p in pattern)
        )

    return Ready(name, used, tuple(map(filled, body)), filled(head))
