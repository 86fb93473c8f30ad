"""What is recorded of a request, and what is not.

A client is recorded as its network, never as its address, and nothing that it says of
itself (agent, referrer, cookies) at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_network
from typing import Final

from server import clients

PREFIXES: Final = {4: 24, 6: 48}
"""How much of an address is recorded, in bits, by its version."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one request.

    Attributes:
        time: When it came.
        seconds: How long its answer took, without what the network needs.
        method: Its method.
        path: Its path, without the query string.
        route: The template of the route that answers there; nothing where none does.
        client: The network it came from.
        query: The SPARQL query it asks, where it asks one.
        status: The status of the answer.
        headers: The headers of the answer, names in lower case.
        problem: The type of the problem it ran into, if it did.
        limit: The limit that it exceeds, if it does.
    """

    time: datetime
    seconds: float
    method: str
    path: str
    route: str
    client: str
    query: str | None
    status: int
    headers: dict[str, str]
    problem: str
    limit: str


Sink = Callable[[Record], object]
"""Who gets records; it must not wait for anything."""


@lru_cache(1_024)
def network(address: str) -> str:
    """Tell where a client is, without telling who it is.

    Args:
        address: An IP address, or whatever a server gives for one.

    Returns:
        Its network; nothing for what is no address.
    """
    found = clients.address(address)
    if found is None:
        return ""
    return str(ip_network((found, PREFIXES[found.version]), strict=False))
