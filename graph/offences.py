"""How offences against shapes and rules are told: all of them, in the files' order.

Source: SHACL, section 3.6 (validation report).
"""

import re
from collections.abc import Sequence
from typing import Final

from graph.stages import Offence

_NUMBER: Final = re.compile(r"(\d+)")
_SHOWN: Final = 50
"""How many violations an error prints; nobody reads more before fixing these."""


class ValidationError(ValueError):
    """A graph that breaks rules.

    Attributes:
        offences: Every violation that was found.
    """

    def __init__(self, offences: Sequence[Offence]) -> None:
        """Keep all; the message lists the first of them, one a line."""
        self.offences = tuple(offences)
        lines = [f"{len(offences)} violations of shapes and rules"]
        lines += map(str, offences[:_SHOWN])
        if offences[_SHOWN:]:
            lines.append(f"… and {len(offences) - _SHOWN} more")
        super().__init__("\n  ".join(lines))

    def __reduce__(self) -> tuple[type["ValidationError"], tuple[tuple[Offence, ...]]]:
        """Travel between processes by the offences, not by the message."""
        return ValidationError, (self.offences,)


def by_place(offence: Offence) -> list[tuple[int, str]]:
    """Order offences as a reader goes through the files, line 9 before line 10."""
    return [
        (int(part) if part.isdecimal() else 0, part)
        for part in _NUMBER.split(str(offence))
    ]
