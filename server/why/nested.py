"""An explanation as JSON.

``status``, ``sentence``, ``triple`` and ``statement`` say what is explained. Then:

- ``asserted``: a list of grounds. A ground has ``graph`` and ``said`` (what kind of
  ground it is, for a layer), and where a claim is behind it ``claim`` with ``iri``,
  ``paraphrase``, ``kind``, ``modality``, ``attributedTo``, ``statedIn`` (segments),
  ``cites`` (notes) and ``doubtedBy`` (checks); ``sources`` for background;
- ``proof``: for what is entailed, a step. A step has ``sentence``, ``triple``,
  ``statement``, ``step`` (its number), ``proof``, ``rule``, ``axioms`` and
  ``premises``; a premise is a step, or a leaf with ``asserted``, or, where ``again``
  is true, the step of that number elsewhere in the tree. Below ``DEEPEST`` levels a
  step has no premises but ``continued``, the address that explains it;
- ``otherReasons``: further steps to the same conclusion, their premises bare;
- ``anyway``: for what is asserted, a way in which it would follow too;
- ``missing``: for what does not hold, ways that lack one statement: ``missing``,
  ``premises``, ``axioms``, ``rule``.

A triple has ``subject``, ``predicate`` and ``object``: an IRI, or a literal in its
N-Triples form.
"""

from typing import Any, Final

from server.pages.names import Shown
from server.pages.proofs import Fact, why
from server.why.explaining import Explanation
from server.why.grounds import Ground
from server.why.missing import Way
from server.why.tree import Line

DEEPEST: Final = 100
"""Levels of nesting that every reader of JSON can be trusted with."""

Members = dict[str, Any]


def nested(found: Explanation) -> Members:
    """Turn an explanation into the members described above."""
    return {
        "status": found.status,
        "sentence": str(found.sentence),
        "triple": _triple(found.fact),
        "statement": found.statement or None,
        "asserted": [_ground(one) for one in found.grounds],
        "proof": _proof(found.lines),
        "otherReasons": [_proof(lines) for lines in found.others],
        "anyway": _way(found.anyway) if found.anyway else None,
        "missing": [_way(one) for one in found.ways],
    }


def missing(found: Explanation) -> list[Members]:
    """List only the ways that lack one statement."""
    return [_way(one) for one in found.ways]


def _triple(fact: Fact) -> Members:
    return dict(zip(("subject", "predicate", "object"), fact, strict=True))


def _proof(lines: tuple[Line, ...]) -> Members | None:
    """Nest the lines of a proof as their depths say."""
    above: list[Members] = []
    for line in lines:
        del above[line.depth :]
        made = _member(line)
        if line.depth < DEEPEST and above:
            above[-1]["premises"].append(made)
        if line.depth == DEEPEST - 1 and line.proof:
            del made["premises"]
            made["continued"] = why(line.fact)
        above.append(made)
    return above[0] if above else None


def _member(line: Line) -> Members:
    made: Members = {
        "sentence": str(line.sentence),
        "triple": _triple(line.fact),
        "statement": line.statement,
    }
    if not line.number:
        return made | {"asserted": [_ground(one) for one in line.grounds]}
    made |= {"step": line.number, "again": line.again}
    if line.again:
        return made
    return made | {
        "proof": line.proof,
        "rule": line.rule.iri if line.rule else None,
        "axioms": [{"statement": a.statement, "sentence": a.text} for a in line.axioms],
        "premises": [],
    }


def _ground(one: Ground) -> Members:
    made: Members = {"graph": one.graph.iri}
    if one.said:
        made["said"] = one.said
    if one.claim:
        made["claim"] = {
            "iri": one.claim.iri,
            "paraphrase": one.claim.paraphrase,
            "kind": one.claim.kind,
            "modality": one.claim.modality,
            "attributedTo": _iris(one.claim.sayers),
            "statedIn": _iris(one.segments),
            "cites": _iris(one.notes),
            "doubtedBy": _iris(one.doubts),
        }
    if one.sources:
        made["sources"] = [{"record": s.iri, "source": s.text} for s in one.sources]
    return made


def _way(one: Way) -> Members:
    made: Members = {
        "premises": [
            {"sentence": str(said), "triple": _triple(fact)}
            for said, fact in zip(one.premises, one.present, strict=True)
        ],
        "axioms": list(one.axioms),
        "rule": one.rule.iri,
    }
    if one.lacks:
        lacking = {"sentence": str(one.missing), "triple": _triple(one.lacks)}
        made = {"missing": lacking, **made}
    return made


def _iris(many: tuple[Shown, ...]) -> list[str]:
    return [one.iri for one in many]
