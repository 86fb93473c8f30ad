"""Strict reading: what is taken, and where a finding is said to stand."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal

from graph import tokens
from graph.datatypes import fault
from graph.sources import SourceError, read
from graph.whereabouts import Finder
from ontology.prefixes import PREFIXES

TRICKY = Path(__file__).parent / "fixtures" / "tricky.ttl"
XSD = PREFIXES["xsd"]


def test_what_only_looks_wrong_is_taken() -> None:
    quads = read(TRICKY)

    assert len(quads) == 9


def test_literals_keep_the_form_in_which_they_are_written() -> None:
    values = {q.object.value for q in read(TRICKY) if isinstance(q.object, Literal)}

    assert {"1.50", "+3", 'She said "no", {then} @EN.', "a\n# no comment\n"} <= values


def test_a_name_is_found_in_the_line_where_it_is_a_subject() -> None:
    assert Finder({}).line(TRICKY, f"{PREFIXES['place']}b.c") == 13


def test_a_name_that_is_no_subject_is_found_where_it_is_used() -> None:
    assert Finder({}).line(TRICKY, f"{PREFIXES['place']}d") == 10


def test_a_name_that_does_not_occur_is_found_nowhere() -> None:
    assert Finder({}).line(TRICKY, f"{PREFIXES['place']}nowhere") is None


def test_blank_nodes_of_two_readings_are_different() -> None:
    path = Path(__file__).parent / "broken" / "blank-node" / "entities" / "more.ttl"

    one, other = (
        {
            q.object
            for q in read(path, blank_nodes=True)
            if isinstance(q.object, BlankNode)
        }
        for _ in range(2)
    )

    assert one
    assert one.isdisjoint(other)


def test_an_error_keeps_file_line_column_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("# fine\n  <no iri> <http://e/p> 1 .\n", encoding="utf-8")

    with pytest.raises(SourceError) as refusal:
        read(path)

    error = refusal.value
    assert (error.file, error.line, error.column) == (path, 2, 3)
    assert error.reason == "Invalid IRI code point ' '"


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        ("1.50", "decimal"),
        ("-0.5", "decimal"),
        ("12", "integer"),
        ("2012-02-29", "date"),
        ("2012-02-29+06:00", "date"),
        ("2012-02-29T23:59:59Z", "dateTime"),
        ("1992", "gYear"),
        ("true", "boolean"),
        ("1e6", "double"),
        ("https://example.org/a", "anyURI"),
        ("anything\nat all", "string"),
    ],
)
def test_a_valid_lexical_form_has_no_fault(lexical: str, datatype: str) -> None:
    assert fault(lexical, XSD + datatype) is None


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        ("1,5", "decimal"),
        ("1e6", "decimal"),
        ("", "decimal"),
        ("1.0", "integer"),
        ("-1", "nonNegativeInteger"),
        ("2011-02-29", "date"),
        ("2011-2-9", "date"),
        ("11-02-09", "date"),
        ("2012-02-29T24:00:01", "dateTime"),
        ("1992-13", "gYearMonth"),
        ("yes", "boolean"),
        ("a b", "anyURI"),
        ("1", "int"),
    ],
)
def test_an_invalid_lexical_form_has_a_fault(lexical: str, datatype: str) -> None:
    assert fault(lexical, XSD + datatype) is not None


def test_a_datatype_outside_xml_schema_is_not_judged() -> None:
    assert fault("POINT(1 2)", f"{PREFIXES['geo']}wktLiteral") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a:b.c .", ["a:b.c", "."], id="a dot inside a name"),
        pytest.param("a:b.", ["a:b", "."], id="a dot behind a name"),
        pytest.param("1.5 .", ["1.5", "."], id="a decimal"),
        pytest.param("1.", ["1", "."], id="an integer and a dot"),
        pytest.param('"\\"" ""', ['"\\""', '""'], id="an escaped quote"),
        pytest.param('"""a"b""c"""', ['"""a"b""c"""'], id="quotes in a long string"),
        pytest.param("<a#b>#c", ["<a#b>"], id="a hash in an IRI and a comment"),
        pytest.param("a:b\\#c", ["a:b\\#c"], id="an escaped hash"),
        pytest.param('"x"@en-gb,', ['"x"', "@en-gb", ","], id="a language tag"),
        pytest.param('"1"^^x:y', ['"1"', "^^", "x:y"], id="a datatype"),
        pytest.param("_:a [ ]", ["_:a", "[", "]"], id="blank nodes"),
    ],
)
def test_text_is_cut_where_the_grammar_cuts_it(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens.scan(text)] == expected
