"""Read the examples that show each shape bite, and publish them beside the shapes.

A folder of ``shapes/examples`` is named after a shape and holds small files of Turtle:
those that conform, ``pass….ttl``, and those that break this shape and no other,
``fail-….ttl``. What they say is nobody's statement, so it is published as text. The
tests judge them, no build does; the message that a bad one gets is the shape's.

Source: SHACL Test Suite and Status, section 3; RDF 1.1 Test Cases, test manifests.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad, Store, Triple

from graph import sources
from graph.inventory import Sources, is_like
from graph.outcome import Outcome
from graph.queried import offenders
from graph.stages import Sample
from graph.statements import iri, plain
from ontology import terms
from ontology.prefixes import BASE, PREFIXES

LIKE: Final = "shapes/examples/*/*.ttl"

_TEST: Final = "http://www.w3.org/ns/shacl-test#Validate"
_EARL: Final = PREFIXES["earl"]
_SUBJECT: Final = f"{PREFIXES['dcterms']}subject"
_RESULT: Final = f"{PREFIXES['mf']}result"

_JUDGES: Final = """
  ?term sh:message ?said FILTER isIRI(?term)
  FILTER EXISTS { ?term sh:path|sh:targetClass|sh:targetNode|sh:targetSubjectsOf ?x }"""
"""A shape that can be broken itself; one of others' terms only helps such shapes."""

_TESTS: Final = {
    "without_passing_example": ("Every shape has an example that passes it", "passed"),
    "without_failing_example": ("Every shape has an example that breaks it", "failed"),
}


def samples(inventory: Sources) -> Iterator[Sample]:
    """Yield the examples of all shapes.

    Args:
        inventory: The folders to read.

    Yields:
        An example each, in the order of their names.

    Raises:
        SourceError: If a file cannot be read, or its name says neither of the two.
    """
    for name, path in inventory.files():
        if not is_like(name, LIKE):
            continue
        verdict = path.stem.partition("-")[0]
        if verdict not in {"pass", "fail"}:
            reason = "an example of a shape is called pass….ttl or fail-….ttl"
            raise sources.SourceError(path, None, None, reason)
        passes = verdict == "pass"
        yield Sample(path.parent.name, path.stem, sources.text_of(path), passes=passes)


def describe(found: Iterable[Sample]) -> Iterator[Quad]:
    """Yield the examples as statements of the metadata.

    Args:
        found: The examples.

    Yields:
        For each its shape, its name, what must come of it, and its text.
    """
    for sample in found:
        shape = PREFIXES["bks"] + sample.shape
        node = f"{shape}#{sample.name}"
        verdict = "passed" if sample.passes else "failed"
        yield iri(node, terms.RDF_TYPE, _TEST)
        yield plain(node, f"{PREFIXES['mf']}name", sample.name)
        yield iri(node, _SUBJECT, shape)
        yield iri(node, _RESULT, _EARL + verdict)
        yield plain(node, terms.VALUE, sample.turtle)


def outcomes(quads: Iterable[Quad]) -> Iterator[Outcome]:
    """Find the shapes that lack an example.

    Args:
        quads: The dataset.

    Yields:
        An outcome for good examples, and one for bad ones.
    """
    store = _asked(quads)
    for name, (title, verdict) in _TESTS.items():
        some = f"?y <{_SUBJECT}> ?term ; <{_RESULT}> <{_EARL}{verdict}>"
        found = offenders(store, f"{_JUDGES} FILTER NOT EXISTS {{ {some} }}")
        outcome = "failed" if found else "passed"
        test = f"{BASE}quality#check-{name}"
        yield Outcome("shapes", name, title, test, outcome, offenders=found)


def counts(quads: Iterable[Quad]) -> dict[str, int]:
    """Count the shapes that can be broken, those with good and bad examples, and these.

    Args:
        quads: The dataset.

    Returns:
        Numbers, by what is counted.
    """
    store = _asked(quads)
    both = "".join(
        f"?{verdict} <{_SUBJECT}> ?term ; <{_RESULT}> <{_EARL}{verdict}> . "
        for _, verdict in _TESTS.values()
    )
    examples = store.quads_for_pattern(None, NamedNode(_RESULT), None)
    return {
        "shapes": len(offenders(store, _JUDGES)),
        "shapes with examples": len(offenders(store, f"{_JUDGES} . {both}")),
        "examples of shapes": sum(1 for _ in examples),
    }


def _asked(quads: Iterable[Quad]) -> Store:
    """Put what must be asked into a store: the shapes, and whose the examples are."""
    store, shapes = Store(), NamedNode(terms.SHAPES)
    kept = {NamedNode(_SUBJECT), NamedNode(_RESULT)}
    metadata = NamedNode(terms.METADATA)
    store.extend(
        _bare(quad.triple)
        for quad in quads
        if quad.graph_name == shapes
        or (quad.graph_name == metadata and quad.predicate in kept)
    )
    return store


def _bare(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)
