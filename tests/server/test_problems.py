"""Every error of the app is a problem, for programs and for browsers."""

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from jinja2 import DictLoader

from server import problems
from server.refusals import QuerySyntaxError


def client(templates: dict[str, str] | None = None) -> FlaskClient:
    app = Flask("problems")
    app.jinja_loader = DictLoader(templates or {})
    problems.register(app)

    @app.get("/syntax")
    def syntax() -> str:
        raise QuerySyntaxError(detail="<script> is not expected here", where=(2, 3))

    @app.get("/broken")
    def broken() -> str:
        return render_template_string("{{ 1 // 0 }}")

    return app.test_client()


def test_a_problem_has_the_members_of_the_standard() -> None:
    answer = client().get("/syntax")

    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.get_json() == {
        "type": "https://w3id.org/borderkg/problem/syntax-error",
        "title": "The query does not parse",
        "status": 400,
        "detail": "Line 2, column 3: <script> is not expected here",
        "line": 2,
        "column": 3,
    }


def test_an_unknown_address_and_a_wrong_method_are_problems() -> None:
    missing = client().get("/nothing/<script>")
    wrong = client().post("/syntax")

    assert missing.status_code == 404
    assert missing.get_json()["title"] == "Not found"
    assert "script" not in missing.text
    assert wrong.status_code == 405
    assert wrong.content_type == "application/problem+json"
    assert wrong.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_unexpected_error_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    answer = client().get("/broken")

    assert answer.status_code == 500
    assert answer.get_json()["type"].endswith("/problem/internal-error")
    assert "ZeroDivisionError" not in answer.text
    assert "Traceback" not in answer.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/html", True),
        ("text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("*/*", False),
        ("application/problem+json, text/html;q=0.5", False),
        ("application/json", False),
        ("image/png", False),
    ],
)
def test_a_page_is_for_those_who_prefer_one(accept: str, *, page: bool) -> None:
    shown = client({"problem.html": "<p>{{ problem.detail }}</p>"})

    answer = shown.get("/syntax", headers={"Accept": accept})

    assert answer.status_code == 400
    assert answer.headers["Vary"] == "Accept"
    assert answer.mimetype == ("text/html" if page else "application/problem+json")
    assert ("&lt;script&gt;" in answer.text) == page
