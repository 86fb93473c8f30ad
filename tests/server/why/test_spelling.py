"""A literal is explained in any spelling of its value, and told as it is published."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.release import Release
from ontology.prefixes import PREFIXES
from server import create_app
from server.settings import Settings
from tests.server.why.conftest import Silent, published

SUBJECT = NamedNode(f"{PREFIXES['place']}town")
XSD = PREFIXES["xsd"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A town with one value of each kind."""
    values = [
        Literal("14.0", datatype=NamedNode(f"{XSD}decimal")),
        Literal("007", datatype=NamedNode(f"{XSD}integer")),
        Literal("1.50E1", datatype=NamedNode(f"{XSD}double")),
        Literal("1", datatype=NamedNode(f"{XSD}boolean")),
        Literal("2013-09-07T08:00:00.0+00:00", datatype=NamedNode(f"{XSD}dateTime")),
        Literal("14.0"),
        Literal("Town", language="en-GB"),
    ]
    graph = NamedNode(f"{PREFIXES['g']}entities")
    says = NamedNode(f"{PREFIXES['rdfs']}comment")
    quads = [Quad(SUBJECT, says, value, graph) for value in values]
    return published(quads, tmp_path_factory.mktemp("spellings"))


@pytest.fixture(scope="module")
def client(written: Release) -> FlaskClient:
    return create_app(written, Silent(), Settings()).test_client()


def asked(client: FlaskClient, value: str) -> tuple[str | int, str]:
    """The status of a value of the town, and how it is told."""
    parts = {"s": SUBJECT.value, "p": "rdfs:comment", "o": value, "format": "json"}
    found = client.get("/explain", query_string=parts).get_json()
    return found["status"], found.get("triple", {}).get("object", "")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (f'"14"^^<{XSD}decimal>', f'"14.0"^^<{XSD}decimal>'),
        (f'"+14.00"^^<{XSD}decimal>', f'"14.0"^^<{XSD}decimal>'),
        (f'"7"^^<{XSD}integer>', f'"007"^^<{XSD}integer>'),
        (f'"15"^^<{XSD}double>', f'"1.50E1"^^<{XSD}double>'),
        (f'"true"^^<{XSD}boolean>', f'"1"^^<{XSD}boolean>'),
        (
            f'"2013-09-07T08:00:00Z"^^<{XSD}dateTime>',
            f'"2013-09-07T08:00:00.0+00:00"^^<{XSD}dateTime>',
        ),
        ('"Town"@EN-gb', '"Town"@en-gb'),
        ('"14.0"', '"14.0"'),
    ],
)
def test_another_spelling_of_a_value_is_the_value(
    client: FlaskClient, value: str, told: str
) -> None:
    assert asked(client, value) == ("asserted", told)


@pytest.mark.parametrize(
    "value",
    [
        '"14"',
        f'"14"^^<{XSD}integer>',
        f'"14"^^<{XSD}double>',
        f'"14.01"^^<{XSD}decimal>',
        f'"fourteen"^^<{XSD}decimal>',
        f'"0"^^<{XSD}boolean>',
        '"Town"@en',
        '"town"@en-GB',
    ],
)
def test_another_value_or_datatype_is_another_thing(
    client: FlaskClient, value: str
) -> None:
    assert asked(client, value)[0] == 404


def test_what_a_store_answers_is_explained(
    client: FlaskClient, written: Release
) -> None:
    store = Store()
    store.extend(written.quads())

    answered = [str(quad.object) for quad in store]

    assert f'"14"^^<{XSD}decimal>' in answered
    assert {asked(client, value)[0] for value in answered} == {"asserted"}
