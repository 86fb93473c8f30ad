"""Which format an answer gets, for every kind of Accept header."""

import pytest

from server.negotiation import FORMATS, best, liked, offer, only
from server.refusals import MalformedError, UnacceptableError

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (XML, XML),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/json", "application/json"),
        ("application/xml", "application/xml"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        (BROWSER, "text/html"),
        (f"{JSON};q=0.5, {XML};q=0.9", XML),
        (f"{JSON};q=0.5, */*;q=0.1", JSON),
        (f"*/*, {JSON};q=0", XML),
        ("text/*;q=0.3, text/csv;q=0, */*;q=0.1", "text/tab-separated-values"),
        (f"{XML} ; q=1.000", XML),
        (f"{XML};charset=utf-8;q=0.9, {JSON};q=0.8", XML),
        (f"nonsense, {XML}", XML),
        (f"{JSON};q=x, {XML};q=0.1", XML),
        ("image/png, text/turtle, text/csv;q=0.1", "text/csv"),
    ],
)
def test_rows_come_in_the_format_liked_best(accept: str, expected: str) -> None:
    assert best("rows", accept).media_type == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/trig", "application/trig"),
        ("application/n-quads", "application/n-quads"),
        ("text/plain", "text/plain"),
        ("application/*", "application/n-triples"),
        (f"{JSON}, text/turtle;q=0.2", "text/turtle"),
    ],
)
def test_triples_come_in_the_format_liked_best(accept: str, expected: str) -> None:
    assert best("triples", accept).media_type == expected


@pytest.mark.parametrize(
    "accept",
    ["image/png", "text/turtle", "*/*;q=0", "text/*;q=0, application/*;q=0", "/"],
)
def test_where_nothing_fits_the_formats_are_listed(accept: str) -> None:
    with pytest.raises(UnacceptableError) as caught:
        best("rows", accept)

    assert caught.value.status == 406
    assert JSON in caught.value.extras["available"]
    assert "text/turtle" not in caught.value.extras["available"]


@pytest.mark.parametrize(
    ("named", "rows", "triples"),
    [
        ("json", JSON, "application/ld+json"),
        ("xml", XML, "application/rdf+xml"),
        ("html", "text/html", "text/html"),
        (JSON, JSON, None),
        ("turtle", None, "text/turtle"),
        ("../../etc/passwd", None, None),
    ],
)
def test_a_named_format_overrides_accept(
    named: str, rows: str | None, triples: str | None
) -> None:
    for family, expected in (("rows", rows), ("triples", triples)):
        if expected is None:
            with pytest.raises(UnacceptableError):
                best(family, "*/*", named)  # type: ignore[arg-type]
        else:
            chosen = best(family, "text/csv", named)  # type: ignore[arg-type]
            assert chosen.media_type == expected


def test_what_is_not_offered_is_not_chosen() -> None:
    offered = offer("rows", "text/csv", "application/xml")

    assert best(offered, BROWSER).media_type == "application/xml"
    assert liked(offered, JSON) is None
    assert liked(offered, "", "json") is None
    with pytest.raises(UnacceptableError) as refused:
        best(offered, JSON)
    assert refused.value.extras["available"] == ["text/csv", "application/xml"]


def test_two_named_formats_are_refused() -> None:
    assert only(["json", "json"]) == "json"
    with pytest.raises(MalformedError):
        only(["json", "xml"])


def test_an_accept_header_of_5000_entries_is_read() -> None:
    accept = ",".join(f"a/b{number}" for number in range(5_000)) + ",text/csv"

    assert best("rows", accept).media_type == "text/csv"


def test_every_word_names_one_format_of_a_family() -> None:
    for family in ("rows", "triples"):
        words = [w for row in FORMATS if row.family == family for w in row.names]
        assert len(words) == len(set(words))
