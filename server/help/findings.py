"""What an explanation says, as values that become JSON and a page."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the query.

    Attributes:
        kind: ``pattern``, or the keyword of the part.
        text: The part, on one line.
        line: Where it begins, counted from one.
        column: Where in the line, counted from one.
        graph: The graph it is asked in, as written; nothing for the default graph.
    """

    kind: str
    text: str
    line: int
    column: int
    graph: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """How often a triple pattern matches alone.

    Attributes:
        place: The pattern.
        role: What it does for the query, see ``parts.Placed``.
        matches: How often it matches; nothing if that was not examined.
        reason: Why it was not.
    """

    place: Place
    role: str
    matches: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Culprit:
    """What leaves the query without rows.

    Attributes:
        sentence: The same in words.
        parts: The parts that together have no solution.
        joined: The variables that more than one of them has.
        without: The solutions there would be without it, if it is one FILTER or MINUS
            or one of the query's modifiers.
        minimal: Whether none of them can be left out.
        inside: What is empty within it, if it is a group of its own.
    """

    sentence: str
    parts: tuple[Place, ...] = ()
    joined: tuple[str, ...] = ()
    without: int | None = None
    minimal: bool = True
    inside: tuple["Culprit", ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to write instead, or a graph to ask.

    Attributes:
        text: How it is written in a query.
        iri: Its IRI, nothing for what is none.
        matches: How often the pattern then matches, if that was examined.
    """

    text: str
    iri: str = ""
    matches: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to rows.

    Attributes:
        kind: ``graph``, ``form``, ``term``, ``direction``, ``literal``, ``value`` or
            ``variable``.
        place: The part it is about.
        sentence: The same in words.
        offers: What to write or ask, the best first.
    """

    kind: str
    place: Place
    sentence: str
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Unexamined:
    """What was not examined, and why."""

    what: str
    reason: str


@dataclass(slots=True)
class Explanation:
    """Why a query has no rows.

    Attributes:
        form: The form of the query.
        sentence: The answer in words.
        rows: How many rows it has; nothing if that was not found out.
        solutions: How many solutions its pattern has, likewise.
        patterns: How often each triple pattern matches alone.
        culprit: What leaves it without rows.
        suggestions: Ways to rows.
        unexamined: What was not examined.
        probes: How many questions were asked of the engine, and how many may be.
    """

    form: str
    sentence: str = ""
    rows: int | None = None
    solutions: int | None = None
    patterns: list[Match] = field(default_factory=list)
    culprit: Culprit | None = None
    suggestions: list[Suggestion] = field(default_factory=list)
    unexamined: list[Unexamined] = field(default_factory=list)
    probes: dict[str, int] = field(default_factory=dict)
