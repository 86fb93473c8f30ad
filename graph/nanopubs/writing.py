"""Write the nanopublications of a release as files, and what the dataset says of them.

The files hold one nanopublication after the other, so that each can be cut out. In
TriG each opens with its own two prefixes, ``this:`` and ``sub:``, as is the habit:
who signs one under another name has those two lines to change.

The links from nanopublications to claims stand in ``g:metadata`` and not with the
claims, whose statements a nanopublication holds: its name cannot be among them.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph import formats
from graph.nanopubs.content import GRAPHS, THIS
from graph.nanopubs.making import CURATORS, Nanopub
from graph.nanopubs.trusty import PLACE
from graph.stages import Published
from graph.statements import iri
from ontology import terms
from ontology.prefixes import PREFIXES

NAME: Final = "nanopubs"


def links(made: Iterable[Nanopub]) -> Iterator[Quad]:
    """Yield what the layer ``g:metadata`` says of each nanopublication."""
    for one in made:
        row = one.row
        yield iri(row.nanopub, terms.RDF_TYPE, f"{PREFIXES['np']}Nanopublication")
        if row.retracts:
            yield iri(CURATORS, f"{PREFIXES['npx']}retracts", row.retracts)
        elif row.about.startswith(PREFIXES["claim"]):
            yield iri(row.nanopub, terms.DESCRIBES, row.about)
        else:
            yield iri(row.nanopub, terms.RDF_TYPE, f"{PREFIXES['npx']}NanopubIndex")
            yield iri(row.about, f"{PREFIXES['dcterms']}hasPart", row.nanopub)


def files(made: Sequence[Nanopub]) -> Iterator[tuple[str, bytes, int | None]]:
    """Yield the name of each file, what is in it, and how many triples."""
    triples = sum(len(set(one.draft)) for one in made)
    yield f"{NAME}.csv", _listed(made), None
    for suffix, data in (("nq", _nquads(made)), ("trig", _trig(made))):
        yield f"{NAME}.{suffix}", data, triples
        yield f"{NAME}.{suffix}.gz", formats.packed(data), None


def _listed(made: Iterable[Nanopub]) -> bytes:
    target = io.StringIO()
    table = csv.writer(target, lineterminator="\n")
    table.writerow(field.name for field in fields(Published))
    table.writerows(astuple(one.row) for one in made)
    return target.getvalue().encode()


def _nquads(made: Iterable[Nanopub]) -> bytes:
    place = PLACE.encode()
    return b"".join(
        formats.nquads(one.draft).replace(place, one.code.encode()) for one in made
    )


def _trig(made: Iterable[Nanopub]) -> bytes:
    heads: set[str] = set()
    bodies: list[str] = []
    for one in made:
        own = {"this": one.row.nanopub, "sub": f"{one.row.nanopub}#"}
        head, body = formats.blocks(_in_order(one), {"this": THIS, "sub": f"{THIS}#"})
        heads.update(line for line in head if PLACE not in line)
        bodies += ["", *(f"@prefix {name}: <{own[name]}> ." for name in own), *body]
    return "\n".join([*sorted(heads), *bodies, ""]).encode()


def _in_order(one: Nanopub) -> list[Quad]:
    """Return the head first, and each graph as it is best read."""
    places = {NamedNode(name): place for place, name in enumerate(GRAPHS)}
    return sorted(
        set(one.draft),
        key=lambda quad: (places[quad.graph_name], formats.order(quad.triple)),  # type: ignore[index]
    )
