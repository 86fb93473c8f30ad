"""Suggest things, types and properties while somebody is typing, and show one of them.

What begins so comes first; a name that nothing begins with is looked for as one that
may be misspelt.

Source: Reconciliation Service API 0.2, suggest services and flyout services.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

from server.naming.folding import plain
from server.naming.scripts import latin
from server.reconcile import limits
from server.reconcile.properties import Property
from server.reconcile.service import Service
from server.reconcile.spaces import TERMS, identifier, term, thing
from server.reconcile.types import Type

WAYS: Final = ("entity", "property", "type")


def suggest(service: Service, way: str, prefix: str, cursor: int) -> dict[str, Any]:
    """Answer a suggest query.

    Args:
        service: What answers are made from.
        way: What is wanted, one of ``WAYS``.
        prefix: What has been typed.
        cursor: How many suggestions to skip.

    Returns:
        The suggestions.
    """
    page = slice(cursor, cursor + limits.SUGGESTED)
    if way == "entity":
        things = list(_things(service, prefix))[page]
        return {"result": [_thing(service, each) for each in things]}
    terms = list(_terms(_known(service, way), prefix))[page]
    return {"result": [_term(each) for each in terms]}


def flyout(service: Service, way: str, written: str) -> dict[str, Any] | None:
    """Say in a line of HTML what an identifier stands for; nothing if it does not."""
    if way == "entity":
        iri = thing(written)
        said = service.about(iri) if iri in service.matching.mentions else None
    else:
        every = _known(service, way)
        found = every.get(written) or every.get(term(TERMS + written))
        said = None if found is None else found.description or found.name
    return None if said is None else {"id": written, "html": f"<p>{escape(said)}</p>"}


def _known(service: Service, way: str) -> Mapping[str, Type | Property]:
    return service.types.every if way == "type" else service.properties.every


def _things(service: Service, prefix: str) -> Iterable[str]:
    exact = [found.entity for found in service.identifiers.find(prefix)]
    begun = [name.entity for name in service.catalogue.begin(prefix)]
    found = dict.fromkeys([*exact, *begun])
    return found or [each.entity for each in service.catalogue.find(prefix)]


def _thing(service: Service, iri: str) -> dict[str, Any]:
    return {
        "id": identifier(iri),
        "name": service.names.label(iri),
        "description": service.about(iri),
        "notable": [each.brief() for each in service.types.direct(iri)],
    }


def _terms(
    known: Mapping[str, Type | Property], prefix: str
) -> Iterable[Type | Property]:
    wanted = latin(plain(prefix)).strip()
    ranked = []
    for each in known.values():
        written = (latin(plain(each.name)), each.id.lower())
        starts = [text.startswith(wanted) for text in written]
        if any(starts) or any(f" {wanted}" in text for text in written):
            ranked.append((not any(starts), each.name, each.id))
    return [known[identifier] for *_, identifier in sorted(ranked)]


def _term(each: Type | Property) -> dict[str, Any]:
    about = {"id": each.id, "name": each.name, "description": each.description}
    return {member: said for member, said in about.items() if said}
