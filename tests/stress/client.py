"""Ask a server over HTTP, alone or in a crowd, and see whether answers are whole.

Source: RFC 9112, section 8 (incomplete messages).
"""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from itertools import count
from typing import TypeVar
from urllib.parse import quote
from xml.parsers import expat

import pyoxigraph as ox

T = TypeVar("T")

PATIENCE = 45
"""Seconds after which an answer will not come."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Attributes:
        status: The status; 0 if the connection was closed without an answer, -1 if
            the answer was cut off, -2 if none came in time.
        media_type: The media type, without parameters.
        body: The body.
        seconds: How long it took.
    """

    status: int
    media_type: str
    body: bytes
    seconds: float

    @property
    def problem(self) -> str:
        """The last part of a problem's type; nothing if it is none."""
        if self.media_type != "application/problem+json":
            return ""
        return str(json.loads(self.body)["type"]).rpartition("/")[2]


def exchange(port: int, message: bytes, source: str = "127.0.0.1") -> Reply:
    """Send bytes over a connection of their own and read one answer."""
    started = time.monotonic()
    media_type, body = "", b""
    here = ("127.0.0.1", port)
    with socket.create_connection(here, 5, source_address=(source, 0)) as connection:
        connection.settimeout(PATIENCE)
        answer = HTTPResponse(
            connection, method=message.partition(b" ")[0].decode("latin-1")
        )
        try:
            _send(connection, message)
            answer.begin()
            status = answer.status
            media_type = answer.headers.get_content_type()
            body = answer.read()
            if answer.headers["Content-Encoding"] == "gzip":  # as a mutant may ask for
                body = gzip.decompress(body)
        except (IncompleteRead, EOFError):
            status = -1
        except TimeoutError:
            status = -2
        except (ConnectionError, HTTPException):
            status = 0
        finally:
            answer.close()
    return Reply(status, media_type, body, time.monotonic() - started)


def ask(port: int, query: str, source: str = "127.0.0.1", accept: str = "*/*") -> Reply:
    """Ask one query by GET."""
    return get(port, f"/sparql?query={quote(query)}", source, accept)


def get(port: int, path: str, source: str = "127.0.0.1", accept: str = "*/*") -> Reply:
    """Get one page."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n"
    return exchange(port, f"{head}Connection: close\r\n\r\n".encode(), source)


def crowd(size: int, seconds: float, work: Callable[[int], T]) -> list[T]:
    """Do one piece of work after the other, so many at a time, for so long."""
    latest, numbers = time.monotonic() + seconds, count()
    done: list[T] = []

    def member() -> None:
        while time.monotonic() < latest:
            done.append(work(next(numbers)))

    members = [threading.Thread(target=member) for _ in range(size)]
    for each in members:
        each.start()
    for each in members:
        each.join()
    return done


def whole(reply: Reply) -> bool:
    """Whether a body is complete in its format, as far as the format can tell."""
    kind, body = reply.media_type, reply.body
    if not body:
        return True  # HEAD, OPTIONS
    try:
        if kind.endswith("json"):
            json.loads(body)
        elif kind.endswith("results+xml"):
            expat.ParserCreate().Parse(body, True)  # noqa: FBT003 - its one argument
        elif syntax := ox.RdfFormat.from_media_type(kind):
            for _ in ox.parse(body, syntax, base_iri="http://e/"):
                pass
        elif kind == "text/html":
            return body.rstrip().lower().endswith(b"</html>")
        else:
            body.decode("utf-8")
    except (ValueError, SyntaxError, expat.ExpatError):
        return False
    return True


def _send(connection: socket.socket, message: bytes) -> None:
    with suppress(ConnectionError):  # refused before it was all sent; a reason follows
        connection.sendall(message)
