"""Say whether a lexical form belongs to its XML Schema datatype.

pyoxigraph reads ``"abc"^^xsd:decimal`` without a word, and a query then finds
nothing. Datatypes outside XML Schema are not judged here; those of XML Schema that
no source needs are refused, so that a typing error in a datatype's name is found.

Source: W3C XML Schema Definition Language 1.1 Part 2: Datatypes, section 3.
"""

import re
from datetime import date
from types import MappingProxyType
from typing import Final

from ontology.prefixes import PREFIXES

_ZONE: Final = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DAY: Final = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME: Final = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_FORMS: Final = MappingProxyType(
    {
        name: re.compile(pattern, re.ASCII)
        for name, pattern in {
            "string": r"(?s:.*)",
            "boolean": r"true|false|1|0",
            "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
            "integer": r"[+-]?\d+",
            "nonNegativeInteger": r"\+?\d+|-0+",
            "positiveInteger": r"\+?0*[1-9]\d*",
            "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
            "date": _DAY + _ZONE,
            "dateTime": f"{_DAY}T{_TIME}{_ZONE}",
            "gYear": r"-?\d{4}" + _ZONE,
            "gYearMonth": r"-?\d{4}-(?:0[1-9]|1[0-2])" + _ZONE,
            "anyURI": r"[^\s<>\"{}|\\^`]+",
            "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
            "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
        }.items()
    }
)


def fault(lexical: str, datatype: str) -> str | None:
    """Say what is wrong with a typed literal.

    Args:
        lexical: The text between the quotes, escapes resolved.
        datatype: The IRI behind ``^^``.

    Returns:
        The reason in words, or None where nothing is wrong.
    """
    name = datatype.removeprefix(PREFIXES["xsd"])
    if name == datatype:
        return None
    form = _FORMS.get(name)
    if form is None:
        return f"xsd:{name} is not a datatype that sources use"
    found = form.fullmatch(lexical)
    if found is None or not _is_a_day(found):
        return f'"{lexical}" is not a valid xsd:{name}'
    return None


def _is_a_day(found: re.Match[str]) -> bool:
    """Say whether year, month and day, where there are any, make a date."""
    parts = found.groupdict()
    if not parts:
        return True
    try:
        date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        return False
    return True
