"""Close the asserted graphs under the OWL 2 RL rules.

Everything the rules add goes into one named graph, ``g:entailed``, so that a reader
can always tell what the article says from what follows from it. A contradiction, or a
conclusion that two things of ours are one, stops the build. Nothing here reads
sources, checks shapes or knows about HTTP.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3.
"""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

import rdflib
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from graph.axioms import axioms, is_thing, premises, says_something
from graph.stages import Asserted, Entailed
from graph.terms import to_graph, to_oxigraph
from graph.whereabouts import Finder, fewest, short
from ontology import terms
from ontology.prefixes import BASE

_ERROR: Final = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
"""The property with which owlrl writes a contradiction into the graph."""

_ENTAILED: Final = NamedNode(terms.ENTAILED)


class InconsistencyError(ValueError):
    """Statements that contradict each other under the ontology.

    Attributes:
        reasons: What the reasoner found, in words.
        statements: The fewest statements that already lead there, with their places.
    """

    def __init__(self, reasons: Sequence[str], statements: Sequence[str]) -> None:
        """Keep both; the message lists them, one a line."""
        self.reasons, self.statements = tuple(reasons), tuple(statements)
        lines = [*self.reasons, "It follows from:", *self.statements]
        super().__init__("\n  ".join(lines))


def reason(asserted: Asserted, cache: Path | None = None) -> Entailed:
    """Add what follows.

    Args:
        asserted: Everything the sources say.
        cache: A folder in which the closure of an input is remembered by its hash; it
            may be missing. Without one the closure is computed.

    Returns:
        The same, with the entailed triples that say something: about things of ours,
        in classes and properties of ours, and asserted nowhere.

    Raises:
        InconsistencyError: If the statements contradict each other, or two of our
            names would be the same thing.
    """
    rules = axioms(asserted.quads)
    facts = premises(asserted.quads, rules)
    memory = cache and cache / f"{_digest(rules, facts)}.nq"
    if remembered := memory and _remembered(memory):
        return Entailed(asserted, remembered)
    closure = _closed((*rules, *facts))
    faults = tuple(_faults(closure))
    if faults:
        finder, files = Finder(asserted.origins), asserted.files
        grounds = _grounds(rules, facts, faults[0])
        raise InconsistencyError(
            [short(fault) for fault in faults],
            [
                f"{finder.statement(files.get(quad), quad)}: {short(str(quad.triple))}"
                for quad in grounds
            ],
        )
    entailed = tuple(_news(closure, asserted.quads))
    if memory:
        _remember(memory, entailed)
    return Entailed(asserted, entailed)


def _digest(rules: tuple[Quad, ...], facts: tuple[Quad, ...]) -> str:
    """Return a hash of everything the closure and its selection depend on."""
    total = hashlib.sha256(f"owlrl {version('owlrl')}\n".encode())
    for code in (Path(__file__), Path(axioms.__code__.co_filename)):
        total.update(code.read_bytes())
    for line in sorted(str(quad) for quad in (*rules, *facts)):
        total.update(f"{line}\n".encode())
    return total.hexdigest()


def _remembered(memory: Path) -> tuple[Quad, ...] | None:
    """Return a closure that was written under a name, if it is there unharmed."""
    try:
        checksum, _, data = memory.read_bytes().partition(b"\n")
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest().encode() != checksum:
        return None
    return tuple(parse(data, format=RdfFormat.N_QUADS))


def _remember(memory: Path, entailed: tuple[Quad, ...]) -> None:
    """Write a closure under its name, whole or not at all, and forget the others.

    Where that cannot be done, the next build computes it again.
    """
    target = io.BytesIO()
    serialize(entailed, target, RdfFormat.N_QUADS)
    data = target.getvalue()
    checksum = hashlib.sha256(data).hexdigest().encode()
    part = memory.with_name(f"{memory.name}.{os.getpid()}")
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        for other in memory.parent.glob("*.nq*"):
            other.unlink(missing_ok=True)
        try:
            part.write_bytes(checksum + b"\n" + data)
            part.replace(memory)
        finally:
            part.unlink(missing_ok=True)


def _closed(quads: Iterable[Quad]) -> rdflib.Graph:
    graph = to_graph(quads)
    DeductiveClosure(
        OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)
    return graph


def _faults(closure: rdflib.Graph) -> Iterator[str]:
    """Yield, in words, what a closure may not contain."""
    yield from sorted(str(message) for message in closure.objects(None, _ERROR))
    same = {(str(a), str(b)) for a, b in closure.subject_objects(rdflib.OWL.sameAs)}
    for one, other in sorted(same):
        if one < other and one.startswith(BASE) and other.startswith(BASE):
            yield f"{one} and {other} would be the same"


def _grounds(
    rules: tuple[Quad, ...], facts: tuple[Quad, ...], fault: str
) -> list[Quad]:
    """Return the fewest statements that lead to a fault.

    Those about what the fault names are tried first; only if they do not suffice are
    all of them.
    """

    def leads_there(some: list[Quad]) -> bool:
        return any(_faults(_closed((*rules, *some))))

    near = [
        quad
        for quad in facts
        if any(is_thing(t) and t.value in fault for t in (quad.subject, quad.object))
    ]
    return fewest(near if leads_there(near) else facts, leads_there)


def _news(closure: rdflib.Graph, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield what the closure adds and a reader would want to know, sorted."""
    known = {quad.triple for quad in quads}
    added: list[Quad] = []
    for subject, predicate, value in closure:
        if isinstance(subject, rdflib.Literal) or subject == value:
            continue
        quad = Quad(
            to_oxigraph(subject),  # type: ignore[arg-type] # a literal was sorted out
            NamedNode(str(predicate)),
            to_oxigraph(value),
            _ENTAILED,
        )
        if quad.triple not in known and says_something(quad):
            added.append(quad)
    yield from sorted(added, key=str)
