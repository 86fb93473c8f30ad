"""Two hundred clients that send a byte a second, and one that is in no hurry either.

The server drops who takes too long over a head or a body; they come back at once, so
that there are two hundred of them at every moment.
"""

import socket
import threading
import time
from contextlib import suppress

import pytest

from tests.stress.client import ask, crowd
from tests.stress.conftest import Figure
from tests.stress.running import Running

CONNECTIONS = 200
SECONDS = 60
HEAD = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n"
    b"Content-Type: application/sparql-query\r\n\r\n"
)


@pytest.mark.long
def test_slow_connections_keep_nobody_out(
    started: Running, figure: Figure, scale: float
) -> None:
    seconds, over = SECONDS * scale, threading.Event()
    query = "SELECT ?s { ?s ?p ?o FILTER(?o != 'salt') } LIMIT 5"

    slow = [opened(started.port, number) for number in range(CONNECTIONS)]
    dropped = 0

    def trickle() -> None:
        nonlocal dropped
        while not over.wait(1):
            for number in range(CONNECTIONS):
                if not is_open(slow[number]):
                    slow[number].close()
                    slow[number] = opened(started.port, number)
                    dropped += 1
                with suppress(OSError):
                    slow[number].sendall(b"a")

    trickling = threading.Thread(target=trickle)
    trickling.start()
    started_at = time.monotonic()
    replies = crowd(
        1, seconds, lambda n: ask(started.port, query.replace("salt", f"s{n}"))
    )
    took = time.monotonic() - started_at
    over.set()
    trickling.join()  # a connection that is refused would have ended it with an error
    for each in slow:
        each.close()

    served = sum(reply.status == 200 for reply in replies)
    slowest = max(reply.seconds for reply in replies)
    figure(
        f"slow connections open at any time of {took:.0f} s",
        f"{len(slow)}; {dropped} were dropped and came back",
        str(CONNECTIONS),
    )
    figure("a normal client beside them served", f"{served} of {len(replies)}", "all")
    figure("its longest wait", f"{slowest:.3f} s", "")
    assert served == len(replies)
    assert slowest < 5


def opened(port: int, number: int) -> socket.socket:
    """Open a slow connection: every other one is slow with its head."""
    connection = socket.create_connection(
        ("127.0.0.1", port), 5, source_address=("127.0.0.3", 0)
    )
    connection.sendall(HEAD if number % 2 else BODY)
    connection.settimeout(0)
    return connection


def is_open(connection: socket.socket) -> bool:
    """Whether the other side has neither closed nor answered."""
    try:
        connection.recv(1)
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
    return False
