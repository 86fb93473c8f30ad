"""Every name of ours answers, as a page or as RDF."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def paths() -> list[str]:
    return [
        "/place/toy-hill",
        "/claim/s6-9",
        "/segment/s6.p18.s2",
        "/note/40",
        "/work/W01",
        "/observation/s6-9-height",
        "/content/s6-10",
        "/ontology/Hill",
        "/ontology/isPartOf",
        "/shapes/Hill",
        "/module/place",
        "/kind/statistic",
        "/background/hill-is-part-of-range",
        "/graph/provenance",
        "/graph/default",
        "/graph/proofs",
        "/ontology",
        "/claim",
    ]


@pytest.mark.parametrize("path", paths())
@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("", "text/html"),
        (".html", "text/html"),
        (".ttl", "text/turtle"),
        (".nt", "application/n-triples"),
        (".jsonld", "application/ld+json"),
        (".rdf", "application/rdf+xml"),
        (".nq", "application/n-quads"),
        (".trig", "application/trig"),
    ],
)
def test_every_name_answers_in_every_format(
    client: FlaskClient, path: str, suffix: str, media_type: str
) -> None:
    answer = client.get(path + suffix)

    assert answer.status_code == 200
    assert answer.mimetype == media_type


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        pytest.param("", "text/html", id="no wish"),
        pytest.param("*/*", "text/html", id="curl"),
        pytest.param(BROWSER, "text/html", id="a browser"),
        pytest.param("text/turtle", "text/turtle", id="turtle"),
        pytest.param(
            "application/ld+json;q=0.9, text/turtle;q=0.2",
            "application/ld+json",
            id="weights",
        ),
        pytest.param("text/turtle, */*;q=0.1", "text/turtle", id="the rest last"),
        pytest.param("application/trig", "application/trig", id="trig"),
        pytest.param("image/png", "text/html", id="what we have not"),
    ],
)
def test_the_address_of_a_thing_is_negotiated(
    client: FlaskClient, accept: str, media_type: str
) -> None:
    answer = client.get("/place/toy-hill", headers={"Accept": accept})

    assert answer.mimetype == media_type
    assert "Accept" in answer.headers["Vary"]


def test_a_suffix_is_no_part_of_a_segments_name(client: FlaskClient) -> None:
    answer = client.get("/segment/s6.p18.s2.ttl", headers={"Accept": "text/html"})

    assert answer.mimetype == "text/turtle"
    assert "segment/s6.p18.s2" in answer.text or "seg:s6.p18.s2" in answer.text
    assert "Accept" not in answer.vary


def test_lexical_forms_survive(client: FlaskClient) -> None:
    assert "1.50" in client.get("/observation/s6-9-height.nt").text
    assert "1.50" in client.get("/claim/s6-9").text


def test_rdf_holds_statements_labels_incoming_links_and_claims(
    client: FlaskClient,
) -> None:
    data = client.get("/place/toy-hill.nq").data

    quads = {str(q) for q in parse(input=data, format=RdfFormat.N_QUADS)}
    base = "https://w3id.org/borderkg"
    hill, plain = f"<{base}/place/toy-hill>", f"<{base}/place/plain>"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    claim, within = f"<{base}/claim/s6-9>", f"<{base}/ontology/isWithin>"
    about = f"<{base}/ontology/isAbout>"
    printed = f"<{base}/ontology/asPrinted>"
    assert {
        f"{hill} <{base}/ontology/isPartOf> {plain} {claim}",
        f"{hill} {within} {plain} <{base}/graph/entailed>",
        f'{plain} {label} "Plain"@en <{base}/graph/entities>',
        f"<{base}/observation/s6-9-height> {about} {hill} {claim}",
        f'{claim} {printed} "about 1.50 km high" <{base}/graph/provenance>',
    } <= quads


def test_triples_that_stand_in_two_graphs_come_once(client: FlaskClient) -> None:
    lines = client.get("/graph/default.nt").text.splitlines()

    assert len(lines) == len(set(lines))
    assert len(lines) > 100


def test_the_asserted_view_leaves_out_what_was_inferred(client: FlaskClient) -> None:
    assert "ontology/isWithin" in client.get("/graph/default.nt").text
    assert "ontology/isWithin" not in client.get("/graph/asserted.nt").text


def test_turtle_is_the_same_every_time(client: FlaskClient) -> None:
    texts = {client.get("/place/toy-hill.ttl").text for _ in range(8)}

    assert len(texts) == 1


def test_the_rdf_of_a_shape_reaches_the_end_of_its_lists(client: FlaskClient) -> None:
    text = client.get("/shapes/Hill.nt").text

    assert "<https://w3id.org/borderkg/place/range>" in text
    assert "rdf-syntax-ns#nil" in text


def test_the_rdf_of_the_ontology_is_all_of_it(client: FlaskClient) -> None:
    text = client.get("/ontology.nt").text

    assert "A place that is higher than what surrounds it." in text
    assert client.get("/ontology/", headers={"Accept": "text/turtle"}).data


def test_an_unknown_name_gets_the_nearest_ones(client: FlaskClient) -> None:
    answer = client.get("/place/toyhill", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["nearest"][0] == (
        "https://w3id.org/borderkg/place/toy-hill"
    )


def test_an_unknown_name_gets_a_page_with_links(client: FlaskClient) -> None:
    answer = client.get("/place/toyhill", headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert '<a href="/place/toy-hill">place:toy-hill</a>' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/place/toy-hill.pdf", "/place//toy-hill", "/place/../etc", "/%00"],
)
def test_what_is_no_name_of_ours_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_page_names_its_other_formats(client: FlaskClient) -> None:
    links = client.get("/place/toy-hill").headers.getlist("Link")

    assert '</place/toy-hill.ttl>; rel="alternate"; type="text/turtle"' in links
    assert '</place/toy-hill.ttl>; rel="describedby"; type="text/turtle"' in links


def test_a_page_asked_for_again_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/place/toy-hill")
    second = client.get(
        "/place/toy-hill", headers={"If-None-Match": first.headers["ETag"]}
    )
    other = client.get(
        "/place/toy-hill.ttl", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (second.status_code, second.data) == (304, b"")
    assert second.headers["Vary"] == "Accept, Accept-Encoding"
    assert other.status_code == 200
