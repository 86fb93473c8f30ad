"""Write a cell of a result as it is written in a query.

Source: SPARQL 1.1 Query Results JSON Format, section 3.2.2.
"""

from collections.abc import Mapping
from typing import Any, Final

from pyoxigraph import Literal

from ontology.prefixes import PREFIXES, curie
from server.help.findings import Offer

_BARE: Final = frozenset({"integer", "boolean", "decimal"})


def offer(cell: Mapping[str, Any]) -> Offer:
    """Write a term of a result as it is written in a query.

    Args:
        cell: A term, as SPARQL 1.1 Query Results JSON has it.

    Returns:
        A prefixed name, or a literal with its language or datatype.
    """
    value = str(cell["value"])
    if cell["type"] == "uri":
        return Offer(curie(value), value)
    language, datatype = cell.get("xml:lang"), str(cell.get("datatype", ""))
    kind = datatype.removeprefix(PREFIXES["xsd"])
    if kind in _BARE:
        # A decimal without its dot would be an integer, which is another term.
        return Offer(f"{value}.0" if kind == "decimal" and "." not in value else value)
    quoted = str(Literal(value))
    if language:
        return Offer(f"{quoted}@{language}")
    is_text = kind in {"", "string"}
    return Offer(quoted if is_text else f"{quoted}^^{curie(datatype)}")
