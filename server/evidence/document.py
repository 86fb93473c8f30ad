"""Write evidence as JSON; terms are those of SPARQL 1.1 Query Results JSON.

Source: SPARQL 1.1 Query Results JSON Format, section 3.2.2.
"""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from server.evidence.cells import Binding, Fact
from server.evidence.findings import Evidence, Support, Traced, Witness
from server.evidence.solving import BEHIND, WITNESSES
from server.evidence.tracing import QUESTIONS, ROWS
from server.settings import Settings


def document(found: Evidence, settings: Settings) -> dict[str, Any]:
    """Write evidence as JSON.

    Args:
        found: The evidence.
        settings: The limits of the server.

    Returns:
        What ``json.dumps`` takes.
    """
    return {
        "form": found.form,
        "total": found.total,
        "rows": [_row(row, found) for row in found.rows],
        "claims": {iri: asdict(claim) for iri, claim in found.claims.items()},
        "unexamined": found.unexamined,
        "limits": {
            "rows": ROWS,
            "witnesses": WITNESSES,
            "behind": BEHIND,
            "questions": {"used": found.questions, "allowed": QUESTIONS},
            "seconds": settings.deadline,
        },
    }


def explanation(fact: Fact) -> str:
    """Return the path of the page that explains a triple."""
    names = ("s", "p", "o")
    terms = [cell.address for cell in fact.triple]
    return "/explain?" + urlencode(dict(zip(names, terms, strict=True)))


def _row(row: Traced, found: Evidence) -> dict[str, Any]:
    number = {} if row.index is None else {"row": row.index}
    return {
        **number,
        "binding": _binding(row.binding),
        "standing": row.standing,
        "traceable": row.traceable,
        "witnesses": [_witness(each, found) for each in row.witnesses],
        "more": row.more,
        "untraced": [asdict(each) for each in row.untraced],
    }


def _witness(witness: Witness, found: Evidence) -> dict[str, Any]:
    return {
        "binding": _binding(witness.binding),
        "triples": [_triple(f, found.support[f]) for f in witness.facts],
        "inner": [_row(each, found) for each in witness.inner],
    }


def _triple(fact: Fact, support: Support) -> dict[str, Any]:
    names = ("subject", "predicate", "object")
    written: dict[str, Any] = {
        name: cell.json() for name, cell in zip(names, fact.triple, strict=True)
    }
    if fact.graph:
        written["graph"] = fact.graph
    written["heldBy"] = list(support.graphs) if support.known else None
    if support.proof:
        written["proof"] = {**asdict(support.proof), "explanation": explanation(fact)}
    return written


def _binding(binding: Binding) -> dict[str, Any]:
    return {name: cell.json() for name, cell in binding.items()}
