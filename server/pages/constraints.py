"""What the constraints of a shape demand, in words with links.

Source: SHACL, section 4 (core constraint components).
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology.prefixes import PREFIXES
from server.pages import lists
from server.pages.axioms import Words
from server.pages.index import Term, key
from server.pages.names import Names, Shown

SH: Final = PREFIXES["sh"]

_WORDS: Final = MappingProxyType(
    {
        "class": "each value is a",
        "datatype": "each value is of the datatype",
        "nodeKind": "each value is of the kind",
        "minCount": "values at least",
        "maxCount": "values at most",
        "minInclusive": "each value is at least",
        "maxInclusive": "each value is at most",
        "minExclusive": "each value is above",
        "maxExclusive": "each value is below",
        "minLength": "characters at least",
        "maxLength": "characters at most",
        "pattern": "each value fits the pattern",
        "languageIn": "each value is in one of the languages",
        "uniqueLang": "one value a language",
        "in": "each value is one of",
        "hasValue": "one value is",
        "equals": "the values are those of",
        "disjoint": "no value is one of",
        "lessThan": "each value is below that of",
        "lessThanOrEquals": "each value is not above that of",
        "node": "each value conforms to",
        "not": "it is not so that",
        "or": "at least one holds:",
        "and": "all hold:",
        "xone": "exactly one holds:",
        "qualifiedValueShape": "counted are values so that",
        "qualifiedMinCount": "such values at least",
        "qualifiedMaxCount": "such values at most",
        "closed": "nothing else is said of it",
        "sparql": "a query finds no offence",
    }
)
"""Local name of a constraint's parameter -> words, in the order they are told."""

_PATHS: Final = MappingProxyType(
    {
        "inversePath": ("what points here by ", ""),
        "zeroOrMorePath": ("", " any number of times"),
        "oneOrMorePath": ("", " once or more"),
        "zeroOrOnePath": ("", " at most once"),
    }
)
DEEPEST: Final = 6


def constraints(names: Names, shape: str, depth: int = 0) -> Iterator[Words]:
    """Yield each constraint of a shape as a phrase.

    Args:
        names: The names of the release.
        shape: The shape, named as in the index.
        depth: How many shapes this one is inside of.

    Yields:
        The phrases, in the order of the table above.
    """
    if depth > DEEPEST:
        return
    for parameter, text in _WORDS.items():
        for value in names.index.objects(shape, SH + parameter):
            if parameter in {"closed", "uniqueLang", "sparql"}:
                yield (Shown(text),)
            else:
                yield (Shown(f"{text} "), *_value(names, value, depth))


def path(names: Names, shape: str) -> Words:
    """Say by what way a shape reaches its values.

    Args:
        names: The names of the release.
        shape: The shape.

    Returns:
        The path; nothing for a shape of nodes.
    """
    return tuple(
        word
        for term in names.index.objects(shape, f"{SH}path")
        for word in _path(names, term, 0)
    )


def _path(names: Names, term: Term, depth: int) -> Words:
    index = names.index
    if isinstance(term, NamedNode) or depth > DEEPEST:
        return (names.shown(term),)
    if lists.is_list(index, key(term)):
        return _joined(names, list(lists.members(index, key(term))), " then ", depth)
    for way, (before, after) in _PATHS.items():
        for inner in index.objects(key(term), SH + way):
            return (Shown(before), *_path(names, inner, depth + 1), Shown(after))
    for head in index.objects(key(term), f"{SH}alternativePath"):
        return _joined(names, list(lists.members(index, key(head))), " or ", depth)
    return (names.shown(term),)


def _joined(names: Names, terms: list[Term], between: str, depth: int) -> Words:
    words: list[Shown] = []
    for term in terms:
        words += [Shown(between)] if words else []
        words += _path(names, term, depth + 1)
    return tuple(words)


def _value(names: Names, term: Term, depth: int) -> Words:
    index = names.index
    if isinstance(term, Literal):
        return (Shown(term.value),)
    if not isinstance(term, BlankNode):
        return (names.shown(term),)
    if lists.is_list(index, key(term)):
        words: list[Shown] = []
        for member in lists.members(index, key(term)):
            words += [Shown(", ")] if words else []
            words += _value(names, member, depth + 1)
        return tuple(words)
    inner = [Shown("(")]
    if reached := path(names, key(term)):
        inner += [*reached, Shown(": ")]
    for number, phrase in enumerate(constraints(names, key(term), depth + 1)):
        inner += [Shown("; ")] if number else []
        inner += phrase
    return (*inner, Shown(")"))
