"""The W3C's syntax tests over HTTP: what is a query and what is none."""

import json

import pytest

from tests.server.w3c.service import Service
from tests.server.w3c.suite import Suite

UNEVALUATED = "https://w3id.org/borderkg/problem/evaluation-failed"
"""A query of the suite calls a function of no engine; that it parses is the test."""

WRONG = "https://w3id.org/borderkg/problem/syntax-error"


@pytest.mark.parametrize(
    ("kind", "number"), [("PositiveSyntaxTest11", 63), ("NegativeSyntaxTest11", 40)]
)
def test_exactly_the_queries_of_the_suite_parse(
    service: Service, query_suite: Suite, kind: str, number: int
) -> None:
    cases = [
        case
        for case in query_suite.cases("manifest-sparql11-query.ttl")
        if case.kind == kind
    ]

    parsed = {}
    for case in cases:
        base = f"BASE <{query_suite.iri(case.query)}>\n"
        reply = service.query(base + case.query.read_text(), "*/*")
        problem = json.loads(reply.body)["type"] if reply.status != 200 else None
        assert problem in {None, UNEVALUATED, WRONG}, case.name
        parsed[case.name] = problem != WRONG

    assert len(parsed) == number
    assert set(parsed.values()) == {kind == "PositiveSyntaxTest11"}
