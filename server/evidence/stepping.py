"""Write a property path as triple patterns that a solution tells apart.

Source: SPARQL 1.1 Query Language, sections 9 and 18.2.2 (translation of paths).
"""

from collections.abc import Iterator
from dataclasses import replace

from server.evidence import paths
from server.evidence.cells import Cell
from server.evidence.plan import Edge, Place, Plan, Slot, Way
from server.query.tree.span import Span

End = tuple[Slot, str]
"""An end of a path: where a solution has it, and how it is written."""


class Stepper:
    """Writes the paths of one pattern."""

    def __init__(self, plan: Plan, fresh: Iterator[str]) -> None:
        """Begin.

        Args:
            plan: What is added to.
            fresh: Names of variables that the query does not use.
        """
        self._plan = plan
        self._fresh = fresh

    def write(
        self,
        path: paths.Path,
        subject: End,
        obj: End,
        place: Place,
        span: Span,
    ) -> str:
        """Write a path as triple patterns with names for what lies on the way.

        Args:
            path: The path.
            subject: Where it begins: in a solution, and in the pattern.
            obj: Where it ends.
            place: Where it stands.
            span: The triple pattern that has it.

        Returns:
            The patterns.
        """
        match path:
            case paths.Step(iri=iri):
                verb = Cell("uri", iri)
                self._plan.edges.append(Edge(subject[0], verb, obj[0], place))
                return f"{subject[1]} <{iri}> {obj[1]} ."
            case paths.Inverse(path=inner):
                return self.write(inner, obj, subject, place, span)
            case paths.Sequence(paths=steps):
                stops = [self._new() for _ in steps[1:]]
                ends = zip([subject, *stops], [*stops, obj], strict=True)
                return " ".join(
                    self.write(step, begin, end, place, span)
                    for step, (begin, end) in zip(steps, ends, strict=True)
                )
            case paths.Choice(paths=choices):
                return self._choice(choices, subject, obj, place, span)
            case paths.Closure(path=inner, sign=sign):
                way = Way(inner, sign, subject[0], obj[0], place, span)
                self._plan.ways.append(way)
                return f"{subject[1]} {path} {obj[1]} ."
        return self._other(path, subject, obj, place)

    def _choice(
        self,
        choices: tuple[paths.Path, ...],
        subject: End,
        obj: End,
        place: Place,
        span: Span,
    ) -> str:
        written = []
        for choice in choices:
            mark = next(self._fresh)
            own = replace(place, marks=(*place.marks, mark))
            one = self.write(choice, subject, obj, own, span)
            written.append(f"{{ {one} BIND(true AS ?{mark}) }}")
        return " UNION ".join(written)

    def _other(
        self,
        path: paths.Other,
        subject: End,
        obj: End,
        place: Place,
    ) -> str:
        """Write ``!``: a step with any predicate but these, each way that it names."""
        written = []
        ways = [(path.forward, subject, obj), (path.backward, obj, subject)]
        for names, begin, end in ways:
            # What names only steps of one way means no other; ``!()`` is forwards.
            if names or (begin is subject and not path.backward):
                verb, mark = self._new(), next(self._fresh)
                own = replace(place, marks=(*place.marks, mark))
                self._plan.edges.append(Edge(begin[0], verb[0], end[0], own))
                listed = ", ".join(f"<{iri}>" for iri in names)
                written.append(
                    f"{{ {begin[1]} {verb[1]} {end[1]} FILTER({verb[1]} NOT IN "
                    f"({listed})) BIND(true AS ?{mark}) }}"
                )
        return " UNION ".join(written)

    def _new(self) -> tuple[str, str]:
        name = next(self._fresh)
        return name, f"?{name}"
