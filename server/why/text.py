"""An explanation as indented text, for a terminal."""

from collections.abc import Iterator

from server.why.explaining import Explanation
from server.why.grounds import Ground
from server.why.missing import Way
from server.why.tree import Line

INDENT = "  "


def text(found: Explanation) -> str:
    """Write an explanation as text, each level of a proof further to the right."""
    return "\n".join(_text(found)) + "\n"


def _text(found: Explanation) -> Iterator[str]:
    said = str(found.sentence)
    if found.status == "asserted":
        yield f"{said}: asserted, not inferred."
        yield from (INDENT + row for one in found.grounds for row in _ground(one))
        if found.anyway:
            yield f"It would follow anyway, {_way(found.anyway)}."
    elif found.status == "entailed":
        yield from (row for line in found.lines for row in _line(line))
        for number, lines in enumerate(found.others, 1):
            yield f"Another reason ({number} of {len(found.others)}):"
            yield from (INDENT + row for line in lines for row in _line(line))
    else:
        yield f"{said}: not entailed, and nobody asserts it."
        for one in found.ways:
            yield f"{INDENT}It would follow if “{one.missing}” held, {_way(one)}."


def _line(line: Line) -> Iterator[str]:
    indent = INDENT * line.depth
    number = f"[{line.number}] " if line.number else ""
    if line.again:
        yield f"{indent}{number}{line.sentence} (shown above)"
    elif line.rule:
        axioms = "; ".join(axiom.text for axiom in line.axioms)
        yield f"{indent}{number}{line.sentence}, because: ({line.rule.text}: {axioms})"
    else:
        yield f"{indent}{line.sentence}"
        for one in line.grounds:
            yield from (f"{indent}{INDENT}{row}" for row in _ground(one))


def _ground(one: Ground) -> Iterator[str]:
    said = one.claim
    if one.said:
        sources = ", ".join(source.text for source in one.sources)
        of = f", of claim {said.name}: {said.paraphrase}" if said else ""
        yield f"- {one.said}{of}" + (f"; source: {sources}" if sources else "")
    elif said:
        yield f"- claim {said.name}: {said.paraphrase}"
    if said:
        sayers = ", ".join(sayer.text for sayer in said.sayers)
        places = ", ".join(place.text for place in one.segments)
        how = (said.kind, said.modality, sayers and f"said by {sayers}", f"in {places}")
        yield f"  {', '.join(part for part in how if part)}"
    if one.notes:
        yield f"  cites {', '.join(note.text for note in one.notes)}"
    for doubt in one.doubts:
        yield f"  doubted by the check “{doubt.text}”"


def _way(one: Way) -> str:
    held = [f"“{premise}” holds" for premise in one.premises]
    return f"since {', '.join([*held, *one.axioms])} ({one.rule.text})"
