"""Read what a client prefers, from headers whose parts may have weights.

Source: RFC 9110, sections 12.4.2 (weights), 12.5.1 (Accept), 12.5.3 (Accept-Encoding).
"""

import re
from collections.abc import Sequence
from typing import Final

HTML: Final = "text/html"
JSON: Final = "application/json"

_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PART: Final = re.compile(rf"\s*({_NAME}(?:/{_NAME})?)\s*((?:;[^;]*)*)")
_WEIGHT: Final = re.compile(r"[01](?:\.[0-9]*)?")


def weights(header: str) -> dict[str, float]:
    """Read one header.

    Args:
        header: Its value.

    Returns:
        What it names, in lower case and with its parameters, each with a weight from
        0 (refused) to 1. A malformed part says nothing; of two the first counts.
    """
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        read = _PART.fullmatch(part)
        if read is None:
            continue
        name, weight = read[1], "1"
        for parameter in filter(None, map(str.strip, read[2].split(";"))):
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                weight = value.strip()
            else:
                name += f";{parameter}"
        if _WEIGHT.fullmatch(weight):
            found.setdefault(name, min(float(weight), 1.0))
    return found


def weigh(accept: str, offered: Sequence[str]) -> dict[str, float]:
    """Weigh media types by an ``Accept`` header.

    Args:
        accept: The header; empty accepts anything.
        offered: Media types.

    Returns:
        A weight for each; the most specific range decides, whatever its parameters.
    """
    ranges: dict[str, float] = {}
    for name, weight in weights(accept or "*/*").items():
        ranges.setdefault(name.partition(";")[0], weight)
    found = {}
    for media_type in offered:
        order = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
        found[media_type] = next((ranges[r] for r in order if r in ranges), 0.0)
    return found
