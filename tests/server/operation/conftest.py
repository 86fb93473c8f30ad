"""An app over the toy release whose engine answers, and a pipe to log into."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.release import Release
from server import create_app
from server.engine.local import Local
from server.settings import Settings

Lines = Callable[[], list[dict[str, Any]]]
Apps = Callable[..., Flask]


class Client(FlaskClient):
    """One that reads every answer to its end, as clients do."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - its signature
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def apps(toy_release: Release, toy_engine: Local) -> Apps:
    """How to make an app with settings of the test's own."""

    def make(**settings: str) -> Flask:
        app = create_app(toy_release, toy_engine, Settings(**settings))  # type: ignore[arg-type]
        app.test_client_class = Client
        return app

    return make


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """The reading and the writing end."""
    ends = os.pipe()
    yield ends
    for end in ends:
        with suppress(OSError):
            os.close(end)


@pytest.fixture
def lines(pipe: tuple[int, int]) -> Lines:
    """What has been logged since the last look, read as a log shipper reads it."""

    def read() -> list[dict[str, Any]]:
        os.set_blocking(pipe[0], False)
        text = b""
        with suppress(BlockingIOError):
            while more := os.read(pipe[0], 65_536):
                text += more
        assert all(32 <= byte < 127 or byte == 10 for byte in text)
        return [json.loads(line) for line in text.decode("ascii").split("\n") if line]

    return read
