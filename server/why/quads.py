"""An explanation as RDF that leads from the triple to the article by itself.

It holds the triple, each step of the shortest proof and of the further reasons, the
statements they rest on, with the triples themselves in their graphs, the rules, what is
recorded of every claim behind them, the segments and notes of these, the works the
notes name, the records of background, and the labels of whatever is named.
"""

from collections.abc import Iterable, Iterator

from ontology import terms
from ontology.prefixes import PREFIXES
from server.pages import description
from server.pages.index import Index, Statement
from server.pages.marks import is_claim
from server.pages.proofs import Fact
from server.why.explaining import Explanation
from server.why.grounds import Ground

_FRAME = (terms.IS_STATED_IN, terms.CITES, f"{PREFIXES['bk']}isReportedVia")
"""From a claim to the article and its sources."""


def statements(index: Index, found: Explanation) -> list[Statement]:
    """Gather the statements described above.

    Args:
        index: The release.
        found: The explanation.

    Returns:
        Its statements, each once.
    """
    return description.labelled(index, _core(index, found))


def _core(index: Index, found: Explanation) -> Iterator[Statement]:
    yield from _asserting(index, found.fact)
    yield from _proofs(index, found.statement)
    grounds = list(found.grounds)
    for lines in (found.lines, *found.others):
        for line in lines:
            yield from _asserting(index, line.fact)
            names = (line.proof, line.statement, line.rule.iri if line.rule else "")
            for name in (*names, *(axiom.statement for axiom in line.axioms)):
                yield from _proofs(index, name)
            grounds += line.grounds
    for ground in grounds:
        yield from _grounds(index, ground)


def _asserting(index: Index, fact: Fact) -> Iterable[Statement]:
    found = index.about.get(fact.subject, ())
    return (s for s in found if Fact.of(s) == fact)


def _proofs(index: Index, name: str) -> Iterable[Statement]:
    return (s for s in index.about.get(name, ()) if s.graph == terms.PROOFS)


def _grounds(index: Index, ground: Ground) -> Iterator[Statement]:
    for source in ground.sources:
        yield from index.about.get(source.iri, ())
    claim = ground.claim.iri if ground.claim else ""
    if not is_claim(claim):
        return
    recorded = [s for s in index.about.get(claim, ()) if s.graph == terms.PROVENANCE]
    # What a claim mentions is on its own page; here it would bury the way down.
    yield from (s for s in recorded if s.predicate != terms.MENTIONS)
    for way in _FRAME:
        for place in index.iris(claim, way):
            yield from _recorded(index, place)
            for work in index.iris(place, terms.CITES_WORK):
                yield from _recorded(index, work)


def _recorded(index: Index, name: str) -> Iterable[Statement]:
    """Yield what is asserted of a segment, a note or a work."""
    found = index.about.get(name, ())
    return (s for s in found if s.graph == terms.ARTICLE_FRAME)
