"""What the evidence of an answer says, as values that become JSON and a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from server.evidence.cells import Binding, Fact

Standing = Literal["solution", "group", "triple", "truth"]
"""What a row is: a solution, a group of them, a triple made of one, or a yes."""


@dataclass(frozen=True, slots=True)
class Untraced:
    """A part of the query that has no triples to show.

    Attributes:
        part: The part, on one line.
        line: Where it begins, counted from one.
        column: Where in the line, counted from one.
        reason: Why.
    """

    part: str
    line: int
    column: int
    reason: str


@dataclass(slots=True)
class Traced:
    """A row and what it rests on.

    Attributes:
        binding: Its values.
        standing: What it is.
        witnesses: The solutions behind it: of a group all together are, else each
            would do alone.
        more: Whether there are more than these.
        untraced: What has no triples to show.
        index: The number of the row in its answer, from 0; nothing within a row.
    """

    binding: Binding
    standing: Standing
    witnesses: list["Witness"] = field(default_factory=list)
    more: bool = False
    untraced: list[Untraced] = field(default_factory=list)
    index: int | None = None

    @property
    def traceable(self) -> Literal["whole", "partly", "not"]:
        """How far the row was traced."""
        inner = [each for witness in self.witnesses for each in witness.inner]
        if not self.witnesses:
            return "not"
        partly = self.untraced or any(each.traceable != "whole" for each in inner)
        return "partly" if partly else "whole"


@dataclass(slots=True)
class Witness:
    """One solution behind a row.

    Attributes:
        binding: The values of all variables of the query.
        facts: The triples it is made of, in the order of the query.
        inner: The rows of queries inside the query that it is made of.
    """

    binding: Binding
    facts: list[Fact] = field(default_factory=list)
    inner: list[Traced] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a triple is entailed.

    Attributes:
        iri: The last step of a shortest proof.
        length: How many steps that has.
        graphs: The graphs it is drawn from.
        others: Further proofs of one step each, which may rest on the triple itself.
    """

    iri: str
    length: int
    graphs: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Support:
    """What holds a triple.

    Attributes:
        graphs: The graphs of the query's dataset that hold it.
        proof: Why it is entailed, if it is.
        known: Whether this was found out.
    """

    graphs: tuple[str, ...] = ()
    proof: Proof | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Doubt:
    """A check that does not hold."""

    check: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, as it is known to the provenance layer.

    Attributes:
        kind: What kind of claim it is.
        modality: How it is said.
        sayers: Who says it.
        paraphrase: What it says, in our words.
        segments: Where it is said.
        doubts: The checks that doubt it.
    """

    kind: str = ""
    modality: str = ""
    sayers: tuple[str, ...] = ()
    paraphrase: str = ""
    segments: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class Evidence:
    """The evidence of rows of one answer.

    Attributes:
        form: The form of the query.
        total: How many rows the answer has.
        rows: Those that were asked for.
        support: What holds each triple.
        claims: What is known of each claim that does.
        unexamined: What was not found out, and why.
        questions: How many questions the engine was asked.
    """

    form: str
    total: int
    rows: list[Traced] = field(default_factory=list)
    support: Mapping[Fact, Support] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    unexamined: list[str] = field(default_factory=list)
    questions: int = 0
