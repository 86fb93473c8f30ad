"""Write the query that finds what a row rests on: its own pattern, with its values.

Values go in front where the pattern binds their variables in any case, so that the
engine begins with them; others are compared at the end, for an OPTIONAL or a MINUS
could go another way if they were known before.

Source: SPARQL 1.1 Query Language, sections 10.2, 18.2.4 and 18.5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from server.evidence.cells import Binding, Cell
from server.evidence.plan import Gap, Place, Plan
from server.evidence.writing import Writer
from server.help.variables import bound
from server.query.tree.nodes import Bind, Block, Group, Nested, Query, Term

NAMELESS = "it has a blank node, which no other query can name"
KEYLESS = "the row does not say which group it stands for: this key is no column"


@dataclass(frozen=True, slots=True)
class Question:
    """A query for the solutions behind a row.

    Attributes:
        text: The query, without prologue.
        names: The variables of the pattern itself.
        plan: What its solutions say.
    """

    text: str
    names: tuple[str, ...]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Told:
    """What a row tells of the solutions behind it.

    Attributes:
        known: Variables of the pattern and their values; nothing where one has none.
        binds: Columns whose values are computed from a solution.
        gaps: What it does not tell.
    """

    known: dict[str, Cell | None]
    binds: tuple[Bind, ...] = ()
    gaps: tuple[Gap, ...] = ()


def told(query: Query, row: Binding, *, volatile: bool = False) -> Told:
    """Say what a row of SELECT tells of the solutions behind it.

    Args:
        query: The query that has the row, or one inside another.
        row: The row.
        volatile: Whether its expressions may have another value each time.

    Returns:
        The values of columns that are variables, and of computed ones.
    """
    names = [c.value for c in query.columns if isinstance(c, Term)]
    if query.aggregates:
        return _group(query, row, names)
    if not query.columns:
        names = sorted(bound(query.where)) if query.where else []
    binds = tuple(c for c in query.columns if isinstance(c, Bind) and not volatile)
    names += [each.variable.value for each in binds]
    known = {name: row.get(name) for name in names}
    gaps = [
        Gap(column, NAMELESS, Place())
        for column in query.columns
        if isinstance(column, Term)
        and (cell := row.get(column.value))
        and not cell.named
    ]
    return Told(known, binds, tuple(gaps))


def _group(query: Query, row: Binding, names: list[str]) -> Told:
    """Say what a row tells of its group: its keys."""
    known: dict[str, Cell | None] = {}
    binds: list[Bind] = []
    gaps: list[Gap] = []
    for key in query.group_by:
        name = key.variable.value if isinstance(key, Bind) else ""
        name = key.value if isinstance(key, Term) else name
        if name not in names:
            gaps.append(Gap(key, KEYLESS, Place()))
            continue
        known[name] = row.get(name)
        if isinstance(key, Bind):
            binds.append(key)
    return Told(known, tuple(binds), tuple(gaps))


def question(  # noqa: PLR0913 - the row, and what surrounds it
    text: str,
    query: Query,
    where: Group,
    row: Told,
    *,
    fresh: Iterator[str],
    graph: Cell | None = None,
    most: int,
) -> Question:
    """Write the query for the solutions behind a row.

    Args:
        text: The text of the whole query.
        query: The query that has the row, or one inside another.
        where: Its pattern.
        row: What the row tells.
        fresh: Names of variables that the query does not use.
        graph: The graph it is asked in, where it stands inside GRAPH.
        most: How many solutions are wanted; one more is asked for.

    Returns:
        The query.
    """
    plan = Writer(text, fresh).pattern(where, graph)
    plan.gaps += row.gaps
    certain = _certain(where)
    first = {n: c for n, c in row.known.items() if c and c.named and n in certain}
    parts = [f"{{ {_values(first)} {plan.text} }}"]
    if graph:
        parts = [f"GRAPH {graph.written} {{ {parts[0]} }}"]
    if query.values is not None and not query.aggregates:
        parts.append(query.values.of(text))
    parts += [
        f"BIND({each.expression.of(text)} AS ?{each.variable.value})"
        for each in row.binds
    ]
    parts += [
        f"FILTER(sameTerm(?{name}, {cell.written}))"
        if cell
        else f"FILTER(!BOUND(?{name}))"
        for name, cell in row.known.items()
        if name not in first and not (cell and not cell.named)
    ]
    own = bound(where) | {each.variable.value for each in row.binds}
    names = tuple(dict.fromkeys([*sorted(own), *plan.names()]))
    columns = " ".join(f"?{name}" for name in names) or "*"
    asked = f"SELECT DISTINCT {columns} {{ {' '.join(parts)} }} LIMIT {most + 1}"
    return Question(asked, tuple(sorted(own)), plan)


def _certain(group: Group) -> frozenset[str]:
    """Name the variables that every solution of a group has, and no BIND gives."""
    found: set[str] = set()
    given: set[str] = set()
    for element in group.elements:
        match element:
            case Block(patterns=patterns):
                terms = [term for each in patterns for term in each.terms]
                found.update(t.value for t in terms if t.kind == "variable")
            case Nested(kind="GRAPH", group=inner):
                found |= _certain(inner)
            case Bind(variable=variable):
                given.add(variable.value)
    return frozenset(found - given)


def _values(known: Mapping[str, Cell]) -> str:
    if not known:
        return ""
    columns = " ".join(f"?{name}" for name in known)
    return f"VALUES ({columns}) {{ ({' '.join(c.written for c in known.values())}) }}"
