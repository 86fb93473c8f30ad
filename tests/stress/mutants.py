"""Make mutants of requests: the same seed makes the same ones.

Half of what a mutant changes breaks the message itself; the other half is put into a
message that is whole again, so that what lies behind the HTTP parser is reached.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

END: Final = b"\r\n\r\n"
TOKENS: Final = re.compile(rb"\w+|\s+|[^\w\s]")
HEADERS: Final = (
    b"Accept: */*;q=2", b"Accept:", b"Accept: text/html", b"Accept-Encoding: gzip",
    b"Content-Encoding: gzip", b"Content-Length: 0", b"Content-Length: -1",
    b"Content-Type: application/sparql-query", b"Content-Type: \xff",
    b"Expect: 100-continue", b"Host: evil.invalid", b"If-None-Match: *",
    b"Range: bytes=0-1", b"Transfer-Encoding: chunked", b"X-Forwarded-For: 192.0.2.1",
)  # fmt: skip

Mutation = Callable[[bytes, bytes, random.Random], bytes]


def mutants(
    messages: Sequence[bytes], number: int, chance: random.Random
) -> Iterator[bytes]:
    """Yield so many mutants of some requests."""
    for _ in range(number):
        message, other = chance.choice(messages), chance.choice(messages)
        for _ in range(chance.choice((1, 1, 2, 4))):
            message = chance.choice(MUTATIONS)(message, other, chance)
        yield fitted(message) if chance.random() < 0.5 else message


def fitted(message: bytes) -> bytes:
    """Give a message the length that its body has, and an end to its connection."""
    head, _, body = message.partition(END)
    kept = [
        line
        for line in head.split(b"\r\n")
        if not line.lower().startswith((b"content-length", b"connection"))
    ]
    length = b"Content-Length: %d" % len(body)
    return b"\r\n".join([*kept, length, b"Connection: close"]) + END + body


def flipped(message: bytes, _: bytes, chance: random.Random) -> bytes:
    """Flip some bits."""
    changed = bytearray(message)
    for _flip in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def shortened(message: bytes, _: bytes, chance: random.Random) -> bytes:
    """Leave a stretch out."""
    start, end = _stretch(message, chance)
    return message[:start] + message[end:] or message


def doubled(message: bytes, _: bytes, chance: random.Random) -> bytes:
    """Repeat a stretch."""
    start, end = _stretch(message, chance)
    return message[:end] + message[start:end] * chance.randint(1, 5) + message[end:]


def spliced(message: bytes, other: bytes, chance: random.Random) -> bytes:
    """Put the end of another request behind the beginning of this one."""
    return (
        message[: chance.randrange(1, len(message) + 1)]
        + other[chance.randrange(len(other)) :]
    )


def headed(message: bytes, _: bytes, chance: random.Random) -> bytes:
    """Add, repeat or replace a header."""
    head, end, body = message.partition(END)
    lines = head.split(b"\r\n")
    place = chance.randint(1, len(lines))
    lines[place : place + chance.randint(0, 1)] = [
        chance.choice((*HEADERS, *lines[1:]))
    ]
    return b"\r\n".join(lines) + end + body


def reworded(message: bytes, other: bytes, chance: random.Random) -> bytes:
    """Exchange, repeat or drop words of the query, in the address or in the body."""
    head, end, body = message.partition(END)
    address = re.search(rb"query=([^& ]*)", head)
    if address:
        words = _reworded(unquote_to_bytes(address[1]), other, chance)
        changed = quote_from_bytes(words).encode()
        return head[: address.start(1)] + changed + head[address.end(1) :] + end + body
    return head + end + _reworded(body, other, chance) if body else message


def _reworded(text: bytes, other: bytes, chance: random.Random) -> bytes:
    words = TOKENS.findall(text) or [b"ASK"]
    foreign = TOKENS.findall(unquote_to_bytes(other)) or [b"{"]
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(words))
        one = chance.choice((*words[:99], *foreign[:99]))
        words[place : place + chance.randint(0, 1)] = [one] * chance.randint(0, 3)
        words = words or [one]
    return b"".join(words)


def _stretch(message: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(message))
    return start, start + chance.randint(1, min(64, len(message)))


MUTATIONS: Final[tuple[Mutation, ...]] = (
    flipped, shortened, doubled, spliced, headed, reworded, reworded,
)  # fmt: skip
