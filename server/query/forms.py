"""The four forms of a query, and what an answer to each carries.

Source: SPARQL 1.1 Query Language, section 16.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from server.negotiation import Family

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {form: form for form in get_args(Form)}
)
"""The words a query may begin with, once its prologue is over."""

ANY: Final = "SELECT, ASK, CONSTRUCT or DESCRIBE"
"""The same in words."""


def carried(form: Form) -> Family:
    """Say what an answer carries: a truth value counts as rows."""
    return "rows" if form in {"SELECT", "ASK"} else "triples"
