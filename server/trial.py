"""What a release must do before it takes the place of another: answer.

A release may be whole and still be of no use to this program. So its own example
queries are asked, and two of its pages drawn, by the engine and the app that would
answer for it; nothing of that is recorded or counted as somebody's request.
"""

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus

from flask import Flask
from werkzeug.test import Client

from ontology.prefixes import BASE
from server.engine.interface import Answer, DatasetSpec, Engine
from server.pages.examples import examples
from server.pages.index import Index
from server.pages.names import address
from server.problems import Problem


class TrialError(ValueError):
    """A release that does not answer as it should."""


def passes(app: Flask, engine: Engine) -> None:
    """Try a release.

    Args:
        app: What would draw its pages.
        engine: What would answer queries.

    Raises:
        TrialError: If a query fails or finds nothing, or a page cannot be drawn.
    """
    index: Index = app.extensions["borderkg.pages"].index
    for example in examples(index):
        asked = f"its example query “{example.title}”"
        try:
            answer = engine.run(example.query, DatasetSpec.default())
        except Problem as problem:
            message = f"{asked} fails: {problem.title}"
            raise TrialError(message) from problem
        if not _found(answer):
            message = f"{asked} finds nothing"
            raise TrialError(message)
    # What the app is wrapped in counts requests, and this is none.
    client = Client(partial(Flask.wsgi_app, app))
    for path in _pages(index):
        status = client.get(path, headers={"Accept": "text/html"}).status_code
        if status != HTTPStatus.OK:
            message = f"its page {path} is answered with {status}"
            raise TrialError(message)


def _found(answer: Answer) -> bool:
    """Whether an answer says yes, or has a row or a triple."""
    lines = answer.body.splitlines()
    if answer.form == "ASK":
        return lines == [b"true"]
    return len(lines) > (answer.form == "SELECT")


def _pages(index: Index) -> Iterator[str]:
    """Yield the front page and that of the first claim, where there is one."""
    yield "/"
    yield from (address(iri) for iri in index.members.get(f"{BASE}claim", ())[:1])
