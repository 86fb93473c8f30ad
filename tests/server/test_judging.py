"""A stranger's data are judged by our shapes, and whatever they hold does no harm."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.release import open_release
from ontology.prefixes import PREFIXES
from server import create_app
from server.engine.interface import stays
from server.engine.local import Local
from server.judge.judging import Judging
from server.problems import Problem
from server.settings import Settings

if TYPE_CHECKING:
    from server.turns import Turns

PATH = "/validation"
HEAD = "".join(
    f"@prefix {p}: <{PREFIXES[p]}> .\n"
    for p in ("bk", "owl", "place", "rdf", "rdfs", "sh", "xsd")
)
GOOD = f"{HEAD}<x:a> a bk:City ; rdfs:label 'A'@en ; bk:isPartOf place:xinjiang ."
BAD = f"{HEAD}<x:b> a bk:Observation ; bk:value 'x' ."
SH = PREFIXES["sh"]


@pytest.fixture(scope="module")
def client(built: Path, toy_engine: Local) -> Iterator[FlaskClient]:
    """A client of the app over the real release, whose judge really judges."""
    app = create_app(open_release(built), toy_engine, Settings())
    yield app.test_client()
    app.extensions["borderkg.judge"].close()


def post(
    client: FlaskClient, data: str, accept: str = "", kind: str = "text/turtle"
) -> TestResponse:
    headers = {"Accept": accept} if accept else {}
    return client.post(PATH, data=data, content_type=kind, headers=headers)


def shapes(answer: TestResponse) -> set[str]:
    """Return the shapes that a report in Turtle says are broken."""
    quads = ox.parse(answer.data, format=ox.RdfFormat.TURTLE)
    return {
        q.object.value.rpartition("/")[2]
        for q in quads
        if q.predicate.value == f"{SH}sourceShape"
    }


def test_data_that_break_nothing_get_200(client: FlaskClient) -> None:
    answer = post(client, GOOD)

    assert answer.status_code == 200
    assert answer.mimetype == "text/turtle"
    assert "sh:conforms true" in answer.text
    assert shapes(answer) == set()


def test_data_that_break_a_shape_get_422_and_the_shapes(client: FlaskClient) -> None:
    answer = post(client, BAD)

    assert answer.status_code == 422
    assert "sh:conforms false" in answer.text
    assert {"Observation-value", "Observation-measures"} <= shapes(answer)


def test_the_hierarchy_of_classes_is_known(client: FlaskClient) -> None:
    kept = f"{HEAD}<x:a> a bk:City ; bk:borders <x:c> . <x:c> a bk:County ."
    broken = f"{HEAD}<x:a> a bk:City ; bk:borders <x:c> . <x:c> a bk:Person ."

    assert "Area-borders" not in shapes(post(client, kept))
    assert "Area-borders" in shapes(post(client, broken))


def test_our_own_things_are_known_and_not_judged(client: FlaskClient) -> None:
    kept = f"{HEAD}<x:a> a bk:City ; bk:borders place:kazakhstan ."
    report = post(client, kept)

    assert "Area-borders" not in shapes(report)
    assert "place/kazakhstan" not in report.text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        pytest.param("application/ld+json", "application/ld+json", id="JSON-LD"),
        pytest.param("application/rdf+xml", "application/rdf+xml", id="RDF/XML"),
        pytest.param("text/html", "text/html", id="a page"),
        pytest.param("*/*", "text/turtle", id="no wish"),
    ],
)
def test_the_report_comes_in_the_format_asked_for(
    client: FlaskClient, accept: str, kind: str
) -> None:
    answer = post(client, BAD, accept)

    assert answer.status_code == 422
    assert answer.mimetype == kind
    assert "Accept" in answer.vary


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("application/n-triples", f"<x:b> <{PREFIXES['bk']}value> 'x' ."),
        ("application/trig", HEAD + "<x:g> { <x:b> bk:value 'x' }"),
        (
            "application/ld+json",
            json.dumps({"@id": "x:b", f"{PREFIXES['bk']}value": "x"}),
        ),
    ],
)
def test_other_formats_are_read_too(client: FlaskClient, kind: str, data: str) -> None:
    answer = post(client, data.replace("'x'", '"x"'), "text/turtle", kind)

    assert answer.status_code == 422
    assert "Value-precision" in shapes(answer)


def test_the_box_shows_the_report_and_the_data_again(client: FlaskClient) -> None:
    data = f"{BAD}\n# </textarea><script>alert(1)</script>"
    answer = client.post(
        PATH, data={"data": data, "syntax": "text/turtle"}, headers={"Accept": "*/*"}
    )

    assert answer.status_code == 422
    assert answer.mimetype == "text/html"
    assert 'href="/shapes/Observation-value"' in answer.text
    assert 'href="/ontology/value"' in answer.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in answer.text
    assert "<script" not in answer.text


def test_a_mistake_is_told_with_line_and_column(client: FlaskClient) -> None:
    answer = post(client, "@prefix ex: <http://example.org/> .\nex:a ex:b nothing .")

    assert answer.status_code == 400
    assert answer.json
    assert answer.json["type"].endswith("/problem/data-syntax-error")
    assert (answer.json["line"], answer.json["column"]) == (2, 11)
    assert client.get("/problem/data-syntax-error").status_code == 200


def test_a_mistake_in_the_box_leaves_the_data_in_it(client: FlaskClient) -> None:
    answer = client.post(
        PATH, data={"data": "one two three"}, headers={"Accept": "text/html"}
    )

    assert answer.status_code == 400
    assert "one two three</textarea>" in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    ("arguments", "status", "name"),
    [
        pytest.param(
            {"data": b"#" * 65_537, "content_type": "text/turtle"},
            413,
            "limit-exceeded",
            id="too long",
        ),
        pytest.param(
            {"data": b"{}", "content_type": "application/json"},
            415,
            "unsupported-media-type",
            id="another kind",
        ),
        pytest.param(
            {
                "data": b"",
                "content_type": "text/turtle",
                "headers": {"Content-Encoding": "gzip"},
            },
            415,
            "unsupported-media-type",
            id="compressed",
        ),
        pytest.param({"data": {"x": "y"}}, 400, "bad-request", id="no data"),
        pytest.param(
            {"data": {"data": "", "syntax": "x/y"}}, 400, "bad-request", id="no syntax"
        ),
    ],
)
def test_what_cannot_be_judged_is_refused(
    client: FlaskClient, arguments: dict[str, object], status: int, name: str
) -> None:
    answer = client.post(PATH, **arguments)

    assert answer.status_code == status
    assert answer.json
    assert answer.json["type"].endswith(f"/problem/{name}")


def test_one_client_may_not_have_all_of_it(client: FlaskClient) -> None:
    turns: Turns = client.application.extensions["borderkg.turns"]
    share = client.application.extensions["borderkg.settings"].share
    places = [turns.turn("127.0.0.1", stays) for _ in range(share)]
    for place in places:
        place.__enter__()
    try:
        answer = post(client, GOOD)
    finally:
        for place in places:
            place.__exit__(None, None, None)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"]


MANY = HEAD + "".join(f"<x:{n}> a bk:Observation .\n" for n in range(2_000))


@pytest.mark.parametrize(
    ("settings", "limit"),
    [
        pytest.param(Settings(deadline=0.5), "deadline", id="time"),
        pytest.param(Settings(memory=2**20), "memory", id="memory"),
    ],
)
def test_what_takes_too_much_is_ended_and_the_next_is_judged(
    built: Path, settings: Settings, limit: str
) -> None:
    judging = Judging(built, settings)
    try:
        with pytest.raises(Problem) as ended:
            judging.report(MANY.encode(), "text/turtle", stays)
        with pytest.raises(Problem) as next_one:
            judging.report(b"one two", "text/turtle", stays)
    finally:
        judging.close()

    assert ended.value.status == 503
    assert ended.value.type == "validation-ended"
    assert ended.value.extras["limit"] == limit
    assert next_one.value.type == "data-syntax-error"


EVIL = "a" * 15_000 + "!"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><x>&i;</x>"
)
HOSTILE = {
    "deep blank nodes": "<x:a> <x:b> " + "[ <x:b> " * 4_000 + "1" + " ]" * 4_000 + " .",
    "deep lists": "<x:a> <x:b> " + "( " * 10_000 + ")" * 10_000 + " .",
    "a huge number": f"<x:a> a bk:Observation ; bk:value {'9' * 60_000} .",
    "a huge literal": f"<x:a> a bk:City ; rdfs:label '{'x' * 60_000}'@en .",
    "a runaway pattern of theirs": (
        "<x:s> a sh:NodeShape ; sh:targetNode <x:a> ; "
        "sh:property [ sh:path <x:p> ; sh:pattern '^(a+)+$' ] . "
        f"<x:a> <x:p> '{EVIL}' ."
    ),
    "runaway text for patterns of ours": (
        f"<x:a> a bk:Segment ; bk:sha256 '{EVIL}' ; bk:section '{EVIL}' ; "
        f"bk:normalisedSha256 '{EVIL}' ."
    ),
    "a query of theirs": (
        "<x:s> a sh:NodeShape ; sh:targetNode <x:a> ; sh:sparql "
        "[ sh:message 'theirs' ; sh:select 'SELECT $this WHERE { $this ?p ?o }' ] . "
        "<x:a> <x:p> 1 ."
    ),
    "a class above itself": (
        "<x:A> rdfs:subClassOf <x:B> . <x:B> rdfs:subClassOf <x:A> . "
        "<x:a> a <x:A> ; bk:borders <x:a> ."
    ),
    "a list that is its own rest": (
        "_:l rdf:first 1 ; rdf:rest _:l . <x:a> bk:value _:l ."
    ),
    "an entity bomb in a literal": f"<x:a> bk:value '''{BOMB}'''^^rdf:XMLLiteral .",
    "HTML in a literal": "<x:a> bk:value '<b>'^^rdf:HTML .",
    "odd dates": "<x:a> bk:from '99999999999-13-77'^^xsd:date , '--'^^xsd:gYear .",
    "a huge exponent": "<x:a> bk:value '1e999999999'^^xsd:double .",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_data_are_judged_or_ended_and_harm_nobody(
    client: FlaskClient, data: str
) -> None:
    answer = post(client, HEAD + data)

    assert answer.status_code in {200, 400, 422, 503}
    if answer.status_code in {200, 422}:
        assert "theirs" not in answer.text
        assert all(name[0].isupper() for name in shapes(answer))  # all are ours
    assert post(client, GOOD).status_code == 200


def test_an_entity_bomb_in_xml_is_refused(client: FlaskClient) -> None:
    answer = post(client, BOMB, kind="application/rdf+xml")

    assert answer.status_code in {400, 503}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param(
            "text/turtle",
            "<x:o> a owl:Ontology ; owl:imports <{there}> .",
            id="imports",
        ),
        pytest.param(
            "text/turtle", "<x:o> sh:shapesGraph <{there}> .", id="a graph of shapes"
        ),
        pytest.param(
            "application/ld+json",
            '{{"@context": "{there}", "@id": "x:a"}}',
            id="a context",
        ),
    ],
)
def test_nothing_is_fetched(client: FlaskClient, kind: str, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)  # noqa: FBT003 - its one argument
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        head = HEAD if kind == "text/turtle" else ""
        answer = post(client, head + text.format(there=there), kind=kind)

        assert answer.status_code in {200, 400}
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_the_web_process_holds_no_judge() -> None:
    code = "import server.run, sys; print({'pyshacl', 'rdflib'} & set(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert said.stdout == "set()\n"


def test_the_report_of_the_release_says_what_was_looked_at(client: FlaskClient) -> None:
    page = client.get(PATH, headers={"Accept": "text/html"})
    turtle = client.get(f"{PATH}.ttl")

    assert "conforms" in page.text
    assert 'href="/shapes/Claim"' in page.text
    assert "sh:conforms true" in turtle.text
    assert "A claim asserts something: its graph is not empty." in page.text
    assert client.get(PATH, headers={"Accept": "text/turtle"}).data == turtle.data


def test_a_release_without_a_report_still_has_the_box(toy_client: FlaskClient) -> None:
    page = toy_client.get(PATH, headers={"Accept": "text/html"})

    assert page.status_code == 200
    assert "carries no report" in page.text
    assert "<textarea" in page.text
