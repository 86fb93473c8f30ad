"""What a query is made of: terms, triple patterns, groups, and what may stand in one.

Every node has a span, ``start`` and ``end`` in the text, so a new query is made by
cutting text out and putting it together, never by writing terms anew. Nothing is
evaluated or rewritten here: the tree has the order of the text, not of the algebra.

Source: SPARQL 1.1 Query Language, sections 5 to 12 and 19.8.
"""

from dataclasses import dataclass
from typing import Literal, Union

from server.query.forms import Form
from server.query.tree.span import Span

Kind = Literal["iri", "variable", "literal", "blank", "path"]


@dataclass(frozen=True, slots=True)
class Term(Span):
    """One term, or what stands for one.

    Attributes:
        kind: What it is.
        value: An IRI in full, a variable's name, a literal's lexical form, a path's
            text, a blank node's label, or a bracket and its position for a label.
        datatype: The IRI of a literal's datatype, nothing for a text.
        language: A literal's language tag, as written.
        parts: The IRIs in a path.
    """

    kind: Kind
    value: str
    datatype: str = ""
    language: str = ""
    parts: tuple["Term", ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern(Span):
    """A triple pattern; of ``?s :p ?o ; :q ?r`` the second begins at ``:q``."""

    subject: Term
    predicate: Term
    object: Term

    @property
    def terms(self) -> tuple[Term, Term, Term]:
        """Subject, predicate and object."""
        return self.subject, self.predicate, self.object


@dataclass(frozen=True, slots=True)
class Exists(Span):
    """``EXISTS { … }`` or ``NOT EXISTS { … }`` in an expression."""

    group: "Group"
    negated: bool


@dataclass(frozen=True, slots=True)
class Expression(Span):
    """An expression, kept as text.

    Attributes:
        variables: The names of its variables, those inside EXISTS apart.
        exists: The groups it asks for.
        aggregate: Whether it holds an aggregate, such as COUNT.
        terms: Its IRIs, functions and datatypes apart.
    """

    variables: tuple[str, ...] = ()
    exists: tuple[Exists, ...] = ()
    aggregate: bool = False
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Block(Span):
    """Triple patterns that follow each other; a basic graph pattern."""

    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Filter(Span):
    """``FILTER``."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Bind(Span):
    """``BIND(… AS ?v)``; also a column of SELECT, a key of GROUP BY."""

    expression: Expression
    variable: Term


@dataclass(frozen=True, slots=True)
class Values(Span):
    """``VALUES``.

    Attributes:
        variables: Its columns.
        rows: Its rows; nothing where a cell is UNDEF.
    """

    variables: tuple[Term, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Nested(Span):
    """A group behind a keyword.

    Attributes:
        kind: The keyword.
        group: The group.
        name: The graph or service; nothing for the other keywords.
    """

    kind: Literal["OPTIONAL", "MINUS", "GRAPH", "SERVICE"]
    group: "Group"
    name: Term | None = None


@dataclass(frozen=True, slots=True)
class Alternatives(Span):
    """Groups joined by UNION; a group that merely stands in another has no second."""

    branches: tuple["Group", ...]


@dataclass(frozen=True, slots=True)
class Group(Span):
    """What stands between braces; the braces are part of the span."""

    elements: tuple["Element", ...]


@dataclass(frozen=True, slots=True)
class Query(Span):
    """A query, or one inside another; its span begins at SELECT and the like.

    Attributes:
        form: Its form.
        distinct: ``DISTINCT`` or ``REDUCED``, or nothing.
        columns: What SELECT names; none for ``*``.
        resources: What DESCRIBE names.
        template: The triples of CONSTRUCT.
        where: Its pattern; only DESCRIBE can do without.
        group_by: The keys of GROUP BY.
        having: The conditions of HAVING.
        order_by: The keys of ORDER BY, with ASC and DESC.
        limit: LIMIT.
        offset: OFFSET.
        values: The VALUES behind all that.
    """

    form: Form
    distinct: str = ""
    columns: tuple[Term | Bind, ...] = ()
    resources: tuple[Term, ...] = ()
    template: tuple[Pattern, ...] = ()
    where: Group | None = None
    group_by: tuple[Term | Bind | Expression, ...] = ()
    having: tuple[Expression, ...] = ()
    order_by: tuple[Expression, ...] = ()
    limit: int | None = None
    offset: int | None = None
    values: Values | None = None

    @property
    def conditions(self) -> tuple[Expression, ...]:
        """The expressions outside its pattern, keys of GROUP BY apart."""
        binds = [each.expression for each in self.columns if isinstance(each, Bind)]
        return (*binds, *self.having, *self.order_by)

    @property
    def aggregates(self) -> bool:
        """Whether rows of the answer stand for groups of solutions."""
        return bool(self.group_by) or any(each.aggregate for each in self.conditions)


Element = Union[  # noqa: UP007 - the members are named as text, for they recur
    Block, Filter, Bind, Values, Nested, Alternatives, Query
]
