"""Collect ways to rows: for patterns that match nothing, and for what conflicts."""

from collections.abc import Iterator

from server.help import terms
from server.help.causes import Causes
from server.help.elsewhere import elsewhere, together
from server.help.findings import Offer, Suggestion
from server.help.literals import literals
from server.help.parts import Part, parts
from server.help.phrases import listed
from server.help.probing import UnansweredError
from server.help.variables import unbound
from server.help.vocabulary import Vocabulary
from server.query.tree.nodes import Filter, Pattern
from server.query.tree.walking import every_values


def suggest(causes: Causes, vocabulary: Vocabulary) -> None:
    """Add suggestions to an explanation.

    Args:
        causes: What was found so far.
        vocabulary: What the release knows.
    """
    found = causes.found.suggestions
    found += _names(causes)
    found += _data(causes, vocabulary)
    found += _compared(causes, vocabulary)
    for each in causes.matches:
        pattern = each.part.pattern
        empty = causes.counts.get(each.part.start) == 0
        if pattern is None or each.role == "excluded" or not empty:
            continue
        try:
            for suggestion in _ways(each.part, pattern, causes, vocabulary):
                found.append(suggestion)  # what came before a stop is kept
        except UnansweredError as problem:
            causes.note(f"what to write instead of {each.part.shown}", problem)
    conflict = causes.conflict
    if conflict and not found and len(conflict.parts) > 1:
        try:
            place = causes.place(conflict.parts[0])
            found += together(conflict.parts, place, causes.prober, causes.writer)
        except UnansweredError as problem:
            causes.note("whether other graphs have them together", problem)


def _ways(
    part: Part, pattern: Pattern, causes: Causes, vocabulary: Vocabulary
) -> Iterator[Suggestion]:
    """Yield suggestions for one pattern, the likeliest kind first."""
    place = causes.place(part)
    other = list(elsewhere(part, pattern, place, causes.prober, causes.writer))
    yield from other
    if other:
        return  # the pattern is right and the graph is not
    asking = terms.Asking(part, causes.prober, causes.writer)
    strangers = list(terms.unknown(pattern, place, vocabulary, asking))
    yield from strangers
    if strangers:
        return
    turned = list(asking.turned(pattern, place))
    literal = list(literals(pattern, place, asking))
    yield from turned + literal
    if not turned + literal:
        yield from asking.opened(pattern, place)


def _names(causes: Causes) -> Iterator[Suggestion]:
    """Yield the variables of filters that nothing binds."""
    where = causes.tree.where
    if where is None:
        return
    shown = {part.start: part for part in parts(where, causes.writer)}
    for element, name, near in unbound(where):
        part = shown.get(element.start)
        if part is None:
            text = element.line(causes.text)
            part = Part(element.start, element.end, "FILTER", text, text)
        said = f"Nothing binds ?{name} where this FILTER stands"
        offers = tuple(Offer(f"?{each}") for each in near)
        names = listed([each.text for each in offers])
        said += f"; near it: {names}." if offers else "."
        yield Suggestion("variable", causes.place(part), said, offers)


def _data(causes: Causes, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    """Yield the IRIs of VALUES that the release does not know."""
    for values in every_values(causes.tree):
        text = values.line(causes.text)
        place = causes.place(Part(values.start, values.end, "VALUES", text, text))
        for term in dict.fromkeys(cell for row in values.rows for cell in row):
            if term is not None and term.kind == "iri":
                yield from terms.stranger(term.value, "thing", place, vocabulary)


def _compared(causes: Causes, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    """Yield the IRIs of filters that the release does not know, where some are near."""
    where = causes.tree.where
    for element in where.elements if where else ():
        if isinstance(element, Filter):
            text = element.line(causes.text)
            place = causes.place(Part(element.start, element.end, "FILTER", text, text))
            for term in element.expression.terms:
                found = terms.stranger(term.value, "thing", place, vocabulary)
                yield from (each for each in found if each.offers)
