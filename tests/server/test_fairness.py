"""A greedy client over HTTP: it is refused, the others are served."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from urllib.parse import quote

import pytest

from graph.release import Release
from server.engine.local import Local
from server.settings import Settings

Serving = Callable[[Settings], AbstractContextManager[tuple[int, Local]]]

TRIPLES = "".join(f"?a{n}?b{n}?c{n}." for n in range(9))
START = "from server.cli import main; main()"
ENDLESS = "SELECT (COUNT(*) AS ?n) {" + TRIPLES + "}"


def test_a_flood_is_refused_and_another_client_served(serving: Serving) -> None:
    settings = Settings(deadline=2.0, workers=4, share=4)

    def ask(source: str, query: str) -> tuple[int, str | None]:
        connection = HTTPConnection(
            "127.0.0.1", port, timeout=30, source_address=(source, 0)
        )
        connection.request("GET", f"/sparql?query={quote(query)}")
        with connection.getresponse() as answer:
            status, again = answer.status, answer.headers["Retry-After"]
        connection.close()
        return status, again

    with serving(settings) as (port, _), ThreadPoolExecutor(12) as pool:
        flood = [pool.submit(ask, "127.0.0.1", ENDLESS) for _ in range(12)]
        time.sleep(0.3)
        others = [ask("127.0.0.2", "ASK {}") for _ in range(20)]
        refused = [each.result() for each in flood]

    assert {status for status, _ in others} == {200}
    assert {status for status, _ in refused} == {429, 503}
    assert {again for status, again in refused if status == 429} == {"1"}


def test_who_obeys_retry_after_gets_every_answer(serving: Serving) -> None:
    settings = Settings(deadline=2.0, workers=2, share=2)

    def ask(_: int) -> int:
        for _ in range(60):
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/sparql?query=ASK%7B%7D")
            with connection.getresponse() as answer:
                status, again = answer.status, answer.headers["Retry-After"]
            connection.close()
            if status != 429:
                return status
            time.sleep(float(again) / 10)
        return status

    with serving(settings) as (port, _), ThreadPoolExecutor(10) as pool:
        assert list(pool.map(ask, range(30))) == [200] * 30


@pytest.mark.parametrize(
    ("proxy", "status"), [("127.0.0.1", 200), ("", 429), ("192.0.2.1", 429)]
)
def test_only_the_operator_s_proxy_says_who_a_client_is(
    toy_release: Release, proxy: str, status: int
) -> None:
    limits = {"DEADLINE": "2", "WORKERS": "2", "SHARE": "1", "PROXY": proxy}

    def ask(client: str, query: str) -> int:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        path, headers = f"/sparql?query={quote(query)}", {"X-Forwarded-For": client}
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as answer:
            found = answer.status
        connection.close()
        return found

    with subprocess.Popen(
        [sys.executable, "-c", START, "serve", toy_release.folder, "--port", "0"],
        env=os.environ | {f"BORDERKG_{name}": value for name, value in limits.items()},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        told = re.search(r":(\d+)/", process.stdout.readline())
        assert told
        port = int(told[1])
        greedy = threading.Thread(target=ask, args=("198.51.100.1", ENDLESS))
        greedy.start()
        time.sleep(0.5)
        found = ask("198.51.100.1", "ASK {}"), ask("198.51.100.2", "ASK {}")
        greedy.join()
        process.terminate()

    assert found == (429, status)
