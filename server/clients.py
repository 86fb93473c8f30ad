"""Read the address of a client, as a server gives it.

Source: RFC 4291, section 2.5.5.2 (addresses of version 4 within those of version 6);
RFC 4007, section 11 (zones).
"""

from ipaddress import IPv4Address, IPv6Address, ip_address


def address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address.

    Args:
        text: An IP address, or whatever a server gives for one.

    Returns:
        The address, of version 4 wherever it is one; nothing for what is no address.
    """
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
