"""What one stage of the pipeline hands to the next.

Each type is a state that was reached; a stage takes the type of the one before and
cannot be called with another. Nothing here computes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over graphs: a SELECT of ``?graph ?node ?detail``, one row an offence.

    Attributes:
        name: What an offence calls it.
        statement: What it demands, in one sentence.
        query: The SELECT.
        warns: Whether an offence is only a warning.
    """

    name: str
    statement: str
    query: str
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A relation between figures, put as a SELECT that gives exactly one row.

    The row has ``?expected``, ``?computed`` and ``?tolerance``, and in its other
    variables what the check concerns.
    """

    name: str
    path: Path
    query: str


@dataclass(frozen=True, slots=True)
class Example:
    """A query that shows what can be asked.

    Attributes:
        name: The stem of its file.
        title: What it asks, in one line.
        form: ``select``, ``ask`` or ``construct``.
        query: The whole file.
        services: The endpoints that it asks besides, in a user's own engine.
        twin: The name of the example that asks the same of the snapshot instead.
    """

    name: str
    title: str
    form: str
    query: str
    services: tuple[str, ...] = ()
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question: what the graph shall be able to answer.

    Attributes:
        name: The stem of its file.
        number: What it is called for short, ``Q010``.
        title: What it asks, in words.
        query: The whole file.
        expected: The rows that the article gives for it, as CSV.
        others: The same in other languages: the tag of each, and the words.
    """

    name: str
    number: str
    title: str
    query: str
    expected: str
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """An example that passes a shape, or breaks it.

    Attributes:
        shape: The local name of the shape.
        name: The stem of its file.
        turtle: The whole file.
        passes: Whether it conforms to all shapes, or breaks this one and no other.
    """

    shape: str
    name: str
    turtle: str
    passes: bool


@dataclass(frozen=True, slots=True)
class Published:
    """A nanopublication that a release has published, as its list has it.

    Attributes:
        about: The claim; the dataset for the index of all.
        nanopub: Its IRI.
        created: The date it bears, or nothing.
        supersedes: The IRI of the one it replaces, or nothing.
        retracts: The IRI of the one it takes back, or nothing.
    """

    about: str
    nanopub: str
    created: str = ""
    supersedes: str = ""
    retracts: str = ""


@dataclass(frozen=True, slots=True)
class Asserted:
    """Everything the sources say, each quad in its layer, and what follows by counting.

    Attributes:
        quads: All quads, without doubles; blank nodes have canonical labels.
        rules: The rules over graphs that the quads must obey.
        checks: The relations between figures that are to be worked out.
        examples: The queries that are published with the data.
        origins: The file in which a thing is first described, by its IRI; a claim's
            graph is found under the claim.
        files: The file in which a statement first stands; not for what was computed.
        sources_sha256: The hash of the sources and of the code.
        questions: The questions that are asked of the finished graph.
        samples: The examples that show what each shape stops.
        mappings: The table of mappings as it was written, if there is one.
        checksums: The hash of each source and of each part of the code, by name.
    """

    quads: tuple[Quad, ...]
    rules: tuple[Rule, ...]
    checks: tuple[Check, ...]
    examples: tuple[Example, ...]
    origins: Mapping[str, Path]
    files: Mapping[Quad, Path]
    sources_sha256: str
    questions: tuple[Question, ...] = ()
    published: tuple[Published, ...] = ()
    samples: tuple[Sample, ...] = ()
    mappings: str = ""
    checksums: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entailed:
    """What was asserted, and in ``g:entailed`` what follows from it by OWL 2 RL."""

    asserted: Asserted
    entailed: tuple[Quad, ...]

    def quads(self) -> Iterator[Quad]:
        """Yield every quad, asserted and entailed."""
        yield from self.asserted.quads
        yield from self.entailed


@dataclass(frozen=True, slots=True)
class Proved:
    """What follows, and in ``g:proofs`` why: every conclusion has its proof."""

    entailed: Entailed
    proofs: tuple[Quad, ...]

    def quads(self) -> Iterator[Quad]:
        """Yield every quad, asserted, entailed or of a proof."""
        yield from self.entailed.quads()
        yield from self.proofs


@dataclass(frozen=True, slots=True)
class Result:
    """What SHACL calls a validation result, term by term.

    Attributes:
        node: The focus node.
        shape: The shape that is broken; for a rule over graphs, its name.
        severity: ``sh:Violation`` or ``sh:Warning``.
        message: What is demanded.
        component: The kind of constraint, where SHACL has one.
        path: The property in question, where there is one.
        value: Its value, where there is one.
        hanging: What the path is made of, where it is more than a property.
    """

    node: NamedNode | BlankNode | Literal
    shape: NamedNode | BlankNode
    severity: NamedNode
    message: str
    component: NamedNode | None = None
    path: NamedNode | BlankNode | None = None
    value: NamedNode | BlankNode | Literal | None = None
    hanging: tuple[Triple, ...] = ()


@dataclass(frozen=True, slots=True)
class Offence:
    """One result of validation.

    Attributes:
        rule: The shape or rule that is broken, as a short name.
        node: What breaks it, as a short name.
        message: What the rule demands.
        path: The property in question, where there is one.
        value: Its value, or what else a rule says of the node, where there is any.
        place: The file and line where the node is described, where known.
        result: The same as SHACL says it; two that read alike are one.
    """

    rule: str
    node: str
    message: str
    path: str | None = None
    value: str | None = None
    place: str | None = None
    result: Result | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return one line that begins with the place, as compilers write it."""
        what = " ".join(filter(None, (self.node, self.path, self.value)))
        return f"{self.place or 'no file'}: {what}: {self.message} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Validated:
    """A graph that breaks no rule, and what the shapes warn of."""

    graph: Proved
    warnings: tuple[Offence, ...]


def in_graph(quads: tuple[Quad, ...], name: str) -> Iterator[Quad]:
    """Yield the quads of one named graph."""
    graph = NamedNode(name)
    return (quad for quad in quads if quad.graph_name == graph)
