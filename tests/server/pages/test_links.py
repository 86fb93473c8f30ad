"""The set of mappings has a page, and each thing shows what it is called elsewhere."""

import re

import pyoxigraph as ox
from flask.testing import FlaskClient

from ontology.prefixes import PREFIXES

PAGE = {"Accept": "text/html"}


def section(page: str, name: str) -> str:
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def test_a_release_without_mappings_says_so(client: FlaskClient) -> None:
    page = client.get("/links", headers=PAGE).text

    assert "This release has no mappings." in page
    assert 'id="published"' not in page


def test_a_bare_link_is_still_shown(client: FlaskClient) -> None:
    page = client.get("/place/toy-hill", headers=PAGE).text

    assert "Names elsewhere" in page
    assert "http://www.wikidata.org/entity/Q54050" in page


def test_the_page_tells_links_candidates_look_alikes_and_what_was_not_found(
    real_client: FlaskClient,
) -> None:
    page = real_client.get("/links", headers=PAGE).text

    assert "wd:Q34800" in section(page, "published")
    assert "wd:Q447897" in section(page, "candidates")
    assert "wd:Q447897" not in section(page, "published")
    assert "wd:Q192567" in section(page, "rejected")
    assert "Stanley Toops" in section(page, "sought")
    assert "/dumps/mappings.sssom.tsv" in page


def test_the_kinds_on_the_page_add_up(real_client: FlaskClient) -> None:
    page = real_client.get("/links", headers=PAGE).text
    rows = re.findall(
        r'<td class="value">(\d+)</td>' * 3, section(page, "reach").replace("\n", "")
    )

    assert len(rows) > 30
    assert all(int(things) == int(yes) + int(no) for things, yes, no in rows)


def test_the_set_is_served_as_rdf_without_the_candidates(
    real_client: FlaskClient,
) -> None:
    reply = real_client.get("/links.nt")
    objects = {
        quad.object.value
        for quad in ox.parse(reply.data, format=ox.RdfFormat.N_TRIPLES)
        if isinstance(quad.object, ox.NamedNode)
    }

    assert f"{PREFIXES['wd']}Q34800" in objects
    assert f"{PREFIXES['wd']}Q447897" not in objects


def test_the_table_itself_is_among_the_dumps(real_client: FlaskClient) -> None:
    with real_client.get("/dumps/mappings.sssom.tsv") as reply:
        text = reply.get_data(as_text=True)

    assert reply.mimetype == "text/tab-separated-values"
    assert "wd:Q447897" in text


def test_a_thing_shows_its_names_elsewhere_with_relation_confidence_and_evidence(
    real_client: FlaskClient,
) -> None:
    page = real_client.get("/place/altay-prefecture", headers=PAGE).text
    box = page.partition("Names elsewhere")[2].partition("</section>")[0]

    assert "wd:Q776550" in box
    assert "datacommonsorg/website @9b48f34d" in box
    assert "not the same as" in box
    assert box.index("wd:Q776550") < box.index("wd:Q434924")
    assert 'href="/dataset/wikidata"' in box


def test_a_thing_that_was_sought_says_where_and_when(real_client: FlaskClient) -> None:
    page = real_client.get("/person/stanley-toops", headers=PAGE).text
    box = page.partition("Names elsewhere")[2].partition("</section>")[0]

    assert "not found" in box
    assert "2026-11-25" in box


def test_the_page_of_a_mapping_says_what_it_says(real_client: FlaskClient) -> None:
    listed = real_client.get("/links", headers=PAGE).text
    path = re.findall(r'href="(/mapping/\d{4})"', section(listed, "rejected"))[0]

    page = real_client.get(path, headers=PAGE).text

    assert "What it says" in page
    assert "not the same as" in page
    assert "On record" not in page


def test_the_front_page_tells_how_far_the_links_reach(
    real_client: FlaskClient,
) -> None:
    page = real_client.get("/", headers=PAGE).text

    found = re.search(
        r"(\d+) of (\d+) things that others may name are linked; (\d+) were sought",
        page,
    )
    assert found
    assert int(found[1]) + int(found[3]) == int(found[2])
