"""Walk the RDF lists of a release: from head to members, and from a member to heads.

Source: RDF Schema 1.1, section 5.2 (collections).
"""

from collections.abc import Iterator
from typing import Final

from ontology.prefixes import PREFIXES
from server.pages.index import Index, Statement, Term, key

FIRST: Final = f"{PREFIXES['rdf']}first"
REST: Final = f"{PREFIXES['rdf']}rest"
NIL: Final = f"{PREFIXES['rdf']}nil"


def is_list(index: Index, head: str) -> bool:
    """Tell the head of a list, the empty one too, from anything else."""
    return head == NIL or bool(index.objects(head, FIRST))


def members(index: Index, head: str) -> Iterator[Term]:
    """Yield the members of a list, each cell once however the list is tied.

    Args:
        index: The release.
        head: The first cell, named as in the index.

    Yields:
        The members, in order.
    """
    seen: set[str] = set()
    while head != NIL and head not in seen:
        seen.add(head)
        yield from index.objects(head, FIRST)
        head = next((key(term) for term in index.objects(head, REST)), NIL)


def holders(index: Index, member: str, predicate: str) -> Iterator[str]:
    """Find who has, for a predicate, a list with this member.

    Args:
        index: The release.
        member: The member.
        predicate: What leads to the list.

    Yields:
        The subjects, named as in the index.
    """
    waiting = [key(s.subject) for s in _pointing(index, member, FIRST)]
    seen: set[str] = set()
    while waiting:
        cell = waiting.pop()
        if cell not in seen:
            seen.add(cell)
            yield from (key(s.subject) for s in _pointing(index, cell, predicate))
            waiting += [key(s.subject) for s in _pointing(index, cell, REST)]


def _pointing(index: Index, target: str, predicate: str) -> Iterator[Statement]:
    return (s for s in index.naming.get(target, ()) if s.predicate == predicate)
