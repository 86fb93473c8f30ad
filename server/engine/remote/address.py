"""Where a store is: its URL without the password, and the password apart.

Nothing here is shown to a client; a person sees ``shown``, which holds no secret.

Source: RFC 3986, section 3.2.1 (user information); RFC 7617 (Basic).
"""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from server.settings import SettingsError


@dataclass(frozen=True, slots=True)
class Address:
    """The URL of an endpoint.

    Attributes:
        url: The URL, without user and password.
        user: The user, or nothing.
        password: The password; never printed.
    """

    url: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, text: str) -> "Address":
        """Read a URL as an operator writes it.

        Args:
            text: An absolute ``http:`` or ``https:`` URL, perhaps with
                ``user:password@`` before the host.

        Returns:
            The address.

        Raises:
            SettingsError: If it is no such URL.
        """
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError as problem:
            message = "the URL of a store has a host or port that cannot be"
            raise SettingsError(message) from problem
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            message = "a store is named by a URL that begins with http:// or https://"
            raise SettingsError(message)
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        place = f"{host}:{port}" if port else host
        url = urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))
        return cls(url, unquote(parts.username or ""), unquote(parts.password or ""))

    def at(self, url: str) -> "Address":
        """Return another address for the same user."""
        return Address(url, self.user, self.password)
