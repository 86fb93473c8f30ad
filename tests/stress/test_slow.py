"""Two hundred clients that send a byte a second, and one that is in no hurry either."""

import socket
import threading
import time
from contextlib import ExitStack, suppress

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

    with ExitStack() as held:
        slow = []
        for number in range(CONNECTIONS):
            connection = socket.create_connection(
                ("127.0.0.1", started.port), 5, source_address=("127.0.0.3", 0)
            )
            held.enter_context(connection)
            connection.sendall(HEAD if number % 2 else BODY)
            slow.append(connection)

        def trickle() -> None:
            while not over.wait(1):
                for each in slow:
                    with suppress(OSError):
                        each.sendall(b"a")

        trickling = threading.Thread(target=trickle)
        trickling.start()
        started_at = time.monotonic()
        replies = crowd(
            1, seconds, lambda n: ask(started.port, query.replace("salt", f"s{n}"))
        )
        took = time.monotonic() - started_at
        still = sum(is_open(each) for each in slow)
        over.set()
        trickling.join()

    served = sum(reply.status == 200 for reply in replies)
    slowest = max(reply.seconds for reply in replies)
    figure(f"slow connections held for {took:.0f} s", f"{still} of {len(slow)}", "all")
    figure("a normal client beside them served", f"{served} of {len(replies)}", "all")
    figure("its longest wait", f"{slowest:.3f} s", "")
    assert still == len(slow)
    assert served == len(replies)
    assert slowest < 5


def is_open(connection: socket.socket) -> bool:
    """Whether the other side has neither closed nor answered."""
    try:
        connection.recv(1, socket.MSG_DONTWAIT)
    except (BlockingIOError, TimeoutError):
        return True
    except ConnectionError:
        return False
    return False
