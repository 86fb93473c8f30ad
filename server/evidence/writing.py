"""Rewrite a query's pattern so that its solutions tell which triples they are made of.

The rewritten pattern has the solutions of the old one. What is new: blank nodes and
the places inside paths have names, each OPTIONAL and branch of UNION binds a mark, and
what EXISTS asks for is asked for once more, as an OPTIONAL.

Source: SPARQL 1.1 Query Language, sections 4.1.4, 8, 9 and 18.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ontology.prefixes import PREFIXES
from server.evidence import paths
from server.evidence.cells import Cell
from server.evidence.plan import Edge, Gap, Inner, Place, Plan, Slot
from server.evidence.stepping import Stepper
from server.help.parts import UNWRITTEN
from server.help.variables import bound
from server.query.lexer import tokens
from server.query.tree.nodes import (
    Alternatives,
    Bind,
    Block,
    Element,
    Exists,
    Filter,
    Group,
    Nested,
    Pattern,
    Query,
    Term,
)
from server.query.tree.span import Span

ABSENT = "it asks for what is not there, and no triple shows an absence"
PERHAPS = "EXISTS stands in a condition that may hold without it"


@dataclass(frozen=True, slots=True)
class _Scope:
    """What holds for a group and what stands in it."""

    place: Place = field(default_factory=Place)
    seen: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)


class Writer:
    """Rewrites the pattern of one query."""

    def __init__(self, text: str, fresh: Iterator[str]) -> None:
        """Begin with nothing.

        Args:
            text: The text of the query.
            fresh: Names of variables that the query does not use.
        """
        self.text = text
        self.plan = Plan()
        self._fresh = fresh
        self._nodes: dict[str, str] = {}
        self._paths = Stepper(self.plan, fresh)

    def pattern(self, group: Group, graph: Cell | None = None) -> Plan:
        """Rewrite a query's pattern.

        Args:
            group: The pattern.
            graph: The graph it is asked in, where the query stands inside GRAPH.

        Returns:
            What its solutions say, with its new text.
        """
        self.plan.text = self._group(group, _Scope(Place(graph)))
        return self.plan

    def _group(self, group: Group, scope: _Scope) -> str:
        """Rewrite what stands between braces; conditions come last, as they may."""
        inside = replace(scope, seen=scope.seen | bound(group))
        written = [self._element(element, inside) for element in group.elements]
        for element in group.elements:
            if isinstance(element, Filter | Bind):
                written += self._conditions(element, inside)
        return " ".join(written)

    def _element(self, element: Element, scope: _Scope) -> str:
        match element:
            case Block():
                return " ".join(self._triple(p, scope) for p in element.patterns)
            case Nested():
                return self._nested(element, scope)
            case Alternatives(branches=branches):
                apart = replace(scope, seen=frozenset[str]())
                one = self._group if len(branches) == 1 else self._marked
                return " UNION ".join(f"{{ {one(each, apart)} }}" for each in branches)
            case Query():
                names = _projected(element)
                renamed = {name: scope.renamed.get(name, name) for name in names}
                self.plan.inner.append(Inner(element, names, renamed, scope.place))
                return f"{{ {self._cut(element, scope)} }}"
        return self._cut(element, scope)

    def _nested(self, element: Nested, scope: _Scope) -> str:
        if element.kind == "OPTIONAL":
            return f"OPTIONAL {{ {self._marked(element.group, scope)} }}"
        if element.name:
            slot, written = self._term(element.name, scope)
            place = replace(scope.place, graph=slot)
            inside = replace(scope, place=place, seen=frozenset[str]())
            return f"GRAPH {written} {{ {self._group(element.group, inside)} }}"
        self.plan.gaps.append(Gap(element, ABSENT, scope.place))
        return self._cut(element, scope)

    def _marked(self, group: Group, scope: _Scope) -> str:
        """Rewrite a group that may not match, with a mark that tells."""
        mark = next(self._fresh)
        place = replace(scope.place, marks=(*scope.place.marks, mark))
        written = self._group(group, replace(scope, place=place))
        return f"{written} BIND(true AS ?{mark})"

    def _conditions(self, element: Filter | Bind, scope: _Scope) -> Iterator[str]:
        """Ask for what EXISTS asks for, so that it can be shown."""
        held = element.expression
        for each in held.exists:
            if each.negated:
                self.plan.gaps.append(Gap(each, ABSENT, scope.place))
            elif "!" in self._around(element, held.exists):
                self.plan.gaps.append(Gap(each, PERHAPS, scope.place))
            else:
                own = bound(each.group) - scope.seen
                renamed = {name: next(self._fresh) for name in sorted(own)}
                inside = replace(scope, renamed={**scope.renamed, **renamed})
                yield f"OPTIONAL {{ {self._marked(each.group, inside)} }}"

    def _around(self, element: Span, exists: tuple[Exists, ...]) -> set[str]:
        """Return the tokens of a condition outside its groups."""
        return {
            token.text
            for token in tokens(element.of(self.text))
            if not any(
                each.start <= element.start + token.start < each.end for each in exists
            )
        }

    def _triple(self, pattern: Pattern, scope: _Scope) -> str:
        subject, obj = (
            self._term(pattern.subject, scope),
            self._term(pattern.object, scope),
        )
        verb = pattern.predicate
        if verb.kind == "path":
            return self._paths.write(
                paths.read(verb), subject, obj, scope.place, pattern
            )
        predicate = self._term(verb, scope)
        self.plan.edges.append(Edge(subject[0], predicate[0], obj[0], scope.place))
        return f"{subject[1]} {predicate[1]} {obj[1]} ."

    def _term(self, term: Term, scope: _Scope) -> tuple[Slot, str]:
        """Write a term, and say where a solution has it."""
        if term.kind == "blank":
            if term.value not in self._nodes:
                self._nodes[term.value] = next(self._fresh)
            name = self._nodes[term.value]
            return name, f"?{name}"
        if term.kind == "variable":
            name = scope.renamed.get(term.value, term.value)
            return name, f"?{name}"
        if term.kind == "iri":
            cell = Cell("uri", term.value)
            return cell, cell.written if term.value in UNWRITTEN else term.of(self.text)
        kind = "" if term.datatype == f"{PREFIXES['xsd']}string" else term.datatype
        cell = Cell("literal", term.value, term.language, kind)
        return cell, term.of(self.text)

    def _cut(self, element: Span, scope: _Scope) -> str:
        """Cut something out, with new names where names have changed."""
        cut = element.of(self.text)
        written, last = "", 0
        for token in tokens(cut):
            name = scope.renamed.get(token.text[1:])
            if token.kind == "variable" and name:
                written += cut[last : token.start] + f"?{name}"
                last = token.end
        return written + cut[last:]


def _projected(query: Query) -> tuple[str, ...]:
    """Name the columns of a query inside a query."""
    if query.columns:
        columns = [c.variable if isinstance(c, Bind) else c for c in query.columns]
        return tuple(column.value for column in columns)
    seen = bound(query.where) if query.where else frozenset[str]()
    own = query.values.variables if query.values else ()
    return tuple(sorted(seen | {each.value for each in own}))
