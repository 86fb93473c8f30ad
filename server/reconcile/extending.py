"""Hand out the values of properties for things that were found: data extension.

A property may be asked for as it is (numbers, dates, references), as text, or as the
claims that give its values, so that a spreadsheet can cite.

Source: Reconciliation Service API 0.2, data extension service.
"""

from dataclasses import dataclass
from typing import Any, Final

from ontology.prefixes import BASE
from server.reconcile import limits
from server.reconcile.parsing import known, listed, mapping, read, refuse, text
from server.reconcile.properties import Property
from server.reconcile.service import Service
from server.reconcile.spaces import thing
from server.reconcile.values import Value, cell, iri

CONTENTS: Final = {
    "value": "the value: a thing, a number, a date or a text",
    "text": "the value as text: of a thing its English label",
    "id": "the value as text: of a thing its whole IRI",
    "claim": "the claims that give the value",
}
"""What the setting ``content`` may be."""

SETTINGS: Final = (
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "The most values of one thing; 0 for all of them",
    },
    {
        "name": "content",
        "label": "Content",
        "type": "select",
        "default": "value",
        "help_text": "What stands in a cell",
        "choices": [{"value": name, "name": said} for name, said in CONTENTS.items()],
    },
)


@dataclass(frozen=True, slots=True)
class Column:
    """A property that is asked for, and how."""

    written: str
    property: Property
    limit: int
    content: str


def extend(service: Service, sent: str) -> dict[str, Any]:
    """Answer a data extension query.

    Args:
        service: What answers are made from.
        sent: The parameter ``extend``.

    Returns:
        The columns and the rows; a thing that is not known has no values.
    """
    members = read(sent, "extend")
    known(members, {"ids", "properties"}, "extend")
    ids = [text(each, "An id") for each in listed(members.get("ids"), "ids")]
    limits.ROWS.check(ids)
    asked = listed(members.get("properties"), "properties")
    limits.COLUMNS.check(asked)
    columns = [_column(service, each) for each in asked]
    return {
        "meta": [_meta(each) for each in columns],
        "rows": {row: _row(service, row, columns) for row in ids},
    }


def _column(service: Service, sent: object) -> Column:
    members = mapping(sent, "A property")
    known(members, {"id", "settings"}, "A property")
    written = text(members.get("id"), "The id of a property")
    found = service.properties.find(written)
    settings = mapping(members.get("settings") or {}, "settings")
    limit = _limit(settings.get("limit") or 0)
    content = settings.get("content") or "value"
    if content not in CONTENTS:
        refuse("The setting content", f"one of {', '.join(CONTENTS)}")
    return Column(written, found, limit, content)


def _limit(sent: object) -> int:
    """Read a limit; OpenRefine sends what was typed, as text."""
    if isinstance(sent, str) and sent.isascii() and sent.isdigit() and len(sent) < 10:  # noqa: PLR2004 - digits of any sensible limit
        sent = int(sent)
    if isinstance(sent, bool) or not isinstance(sent, int) or sent < 0:
        refuse("The setting limit", "a whole number, 0 or more")
    return sent


def _meta(column: Column) -> dict[str, Any]:
    return {"id": column.written, "name": column.property.name}


def _row(service: Service, row: str, columns: list[Column]) -> dict[str, Any]:
    iri_ = thing(row)
    there = iri_ in service.matching.mentions
    return {
        column.written: _cells(service, column, iri_) if there else []
        for column in columns
    }


def _cells(service: Service, column: Column, thing_: str) -> list[dict[str, Any]]:
    found = service.properties.values(column.property, thing_)
    if column.content == "claim":
        found = tuple(iri(claim) for value in found for claim in value.claims)
        found = tuple(dict.fromkeys(found))
    found = found[: column.limit] if column.limit else found
    if column.content in {"text", "id"}:
        return [{"str": _text(service, value, column.content)} for value in found]
    return [cell(value, service.names, BASE) for value in found]


def _text(service: Service, value: Value, content: str) -> str:
    if not value.iri:
        return value.text
    return value.iri if content == "id" else service.names.label(value.iri)
