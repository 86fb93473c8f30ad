"""Find the spelling that the release has for a literal.

A release keeps the lexical form of its sources and a store its own: what is written
``14.0`` is answered as ``14``. An explanation is asked for in either spelling, and
proofs know only the first.

Source: XML Schema Datatypes 1.1, part 2, section 2.3.1 (canonical mapping).
"""

from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from server.pages.index import Index, key

_ANY: Final = NamedNode("a:a")


def spelled(index: Index, subject: str, predicate: str, literal: Literal) -> str:
    """Spell a literal as the release does.

    Args:
        index: The release.
        subject: What the literal is said of.
        predicate: How it is said.
        literal: The literal, in any spelling.

    Returns:
        Its key in the index; where nobody says it, in the spelling that was given.
    """
    said = [
        s.object
        for s in index.about.get(subject, ())
        if s.predicate == predicate and isinstance(s.object, Literal)
    ]
    if literal not in said:
        # A store has one spelling for each value, so it finds the value in any.
        store = Store()
        store.add(Quad(_ANY, _ANY, literal))
        literal = next((o for o in said if Quad(_ANY, _ANY, o) in store), literal)
    return key(literal)
