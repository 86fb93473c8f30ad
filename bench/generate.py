"""Make a graph many times the size of the real one, in its image.

Every thing of ours that is no part of the schema is repeated under new names, with all
that is said of it and among its copies; the ontology is shared. The same number gives
the same graph.

    python bench/generate.py 10 build > ten.nq
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from graph.axioms import is_thing
from graph.release import open_release
from ontology import terms

_Term = TypeVar("_Term")

_COMPUTED: Final = frozenset({terms.ENTAILED, terms.PROOFS, terms.METADATA})
_SHARED: Final = (terms.ONTOLOGY, terms.SHAPES)
_CONCEPTS: Final = tuple(f"{scheme}/" for scheme in terms.SCHEMES)


def repeated(quads: Iterable[Quad], times: int) -> Iterator[Quad]:
    """Repeat a graph.

    Args:
        quads: What is asserted.
        times: How often; 1 gives the graph itself.

    Yields:
        The quads of the schema once, all others so many times.
    """
    own = tuple(quads)
    yield from own
    for number in range(2, times + 1):
        for quad in own:
            if getattr(quad.graph_name, "value", "") not in _SHARED:
                yield Quad(
                    _copy(quad.subject, number),
                    quad.predicate,
                    _copy(quad.object, number),
                    _copy(quad.graph_name, number),
                )


def asserted(folder: Path) -> list[Quad]:
    """Read what is asserted in a release.

    Args:
        folder: Where it was published.

    Returns:
        All quads that were not computed from others.
    """
    quads = open_release(folder).quads()
    return [q for q in quads if getattr(q.graph_name, "value", "") not in _COMPUTED]


def _copy(term: _Term, number: int) -> _Term:
    """Rename a thing; layers, concepts and what is not ours keep their names."""
    if is_thing(term) and not term.value.startswith((*_CONCEPTS, *terms.LAYERS)):
        return NamedNode(f"{term.value}--{number}")  # type: ignore[return-value]
    return term


if __name__ == "__main__":
    copies = repeated(asserted(Path(sys.argv[2])), int(sys.argv[1]))
    serialize(copies, sys.stdout.buffer, RdfFormat.N_QUADS)
