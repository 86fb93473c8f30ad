"""What the pages of rules, proofs, statements and terms show of proofs."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ontology import terms
from ontology.prefixes import PREFIXES
from server.pages.names import Names, Shown, local
from server.pages.proofs import Proofs, Reason, asserting, why
from server.why.explaining import Explanation, Why
from server.why.grounds import Ground, grounds
from server.why.tree import Line, step
from server.why.wording import axiom, sentence

SHOWN: Final = 10
"""Examples of a rule at work."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule of the table: its names, what it says and where it is specified."""

    link: Shown
    name: str
    meaning: str
    body: str
    head: str
    table: str
    sources: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """What a page shows besides the page of any thing.

    Attributes:
        title: What a statement or a proof says.
        rule: For a rule, its entry.
        fired: How often it is applied.
        examples: Conclusions of it, each with the address that explains it.
        lines: For a proof, its step.
        grounds: For a statement, who asserts it.
        href: Where the triple is explained.
        rules: For a term, the rules that apply its axioms.
    """

    title: str = ""
    rule: Entry | None = None
    fired: int = 0
    examples: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    grounds: tuple[Ground, ...] = ()
    href: str = ""
    rules: tuple[Shown, ...] = ()


def entry(names: Names, iri: str) -> Entry:
    """Gather what the release says of a rule."""
    index = names.index
    return Entry(
        link=names.link(iri),
        name=local(iri),
        meaning=index.text(iri, terms.DEFINITION),
        body=index.text(iri, terms.BODY),
        head=index.text(iri, terms.HEAD),
        table=index.text(iri, terms.TABLE),
        sources=names.links(index.iris(iri, f"{PREFIXES['dcterms']}source")),
    )


def applied(of: Why, found: Explanation) -> tuple[Entry, ...]:
    """List the rules that an explanation applies, each once."""
    lines = (line for proof in (found.lines, *found.others) for line in proof)
    rules = dict.fromkeys(line.rule.iri for line in lines if line.rule)
    return tuple(entry(of.names, iri) for iri in rules)


def proved(of: Why, iri: str) -> Proved | None:
    """Gather what the page of an IRI shows of proofs.

    Args:
        of: What the release says.
        iri: Any IRI.

    Returns:
        What there is, or nothing where proofs have nothing to do with it.
    """
    known, index = of.proofs, of.names.index
    if iri in known.facts:
        return _statement(of, iri)
    if iri.startswith(PREFIXES["bk"]):
        rules = _applying(known, iri, index.subjects(terms.SUBJECT, iri))
        return Proved(rules=of.names.links(rules)) if rules else None
    if conclusions := index.iris(iri, terms.CONCLUDES):
        (reason,) = (r for r in known.reasons[conclusions[0]] if r.proof == iri)
        return _proof(of, reason, conclusions[0])
    if terms.INFERENCE_RULE in index.iris(iri, terms.RDF_TYPE):
        return _rule(of, iri)
    return None


def _rule(of: Why, iri: str) -> Proved:
    proofs, known = of.proofs.fired.get(iri, ()), of.proofs
    concluded = dict.fromkeys(
        conclusion
        for proof in proofs
        for conclusion in of.names.index.iris(proof, terms.CONCLUDES)
    )
    facts = [known.facts[conclusion] for conclusion in islice(concluded, SHOWN)]
    return Proved(
        rule=entry(of.names, iri),
        fired=len(proofs),
        examples=tuple((str(sentence(of.names, fact)), why(fact)) for fact in facts),
    )


def _proof(of: Why, reason: Reason, conclusion: str) -> Proved:
    fact = of.proofs.facts[conclusion]
    return Proved(
        title=str(sentence(of.names, fact)),
        lines=step(of.names, of.proofs, reason, conclusion),
        href=why(fact),
    )


def _statement(of: Why, iri: str) -> Proved:
    fact, names = of.proofs.facts[iri], of.names
    schema = any(s.graph == terms.ONTOLOGY for s in asserting(names.index, fact))
    if schema or _is_listed(names, iri):
        return Proved(
            title=axiom(names, fact),
            rules=names.links(_applying(of.proofs, fact.subject, [iri])),
        )
    return Proved(
        title=str(sentence(names, fact)), grounds=grounds(names, fact), href=why(fact)
    )


def _is_listed(names: Names, iri: str) -> bool:
    return bool(names.index.texts(iri, terms.VALUE))


def _applying(known: Proofs, term: str, statements: Iterable[str]) -> list[str]:
    """List the rules that conclude something by an axiom about a term."""
    return sorted(
        {
            reason.rule
            for axiom in statements
            if axiom in known.facts and known.facts[axiom].subject == term
            for conclusion in known.used.get(axiom, ())
            for reason in known.reasons[conclusion]
            if axiom in reason.axioms
        }
    )
