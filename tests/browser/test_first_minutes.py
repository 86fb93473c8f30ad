"""The first minutes of a researcher, in a real browser with JavaScript switched off."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

EXAMPLES = Path(__file__).parents[2] / "graph" / "examples"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def page(server: str) -> Iterator[Page]:
    """A page without scripts that fails the test when it asks another host."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium here")
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        page = browser.new_page(java_script_enabled=False)
        page.on("request", lambda request: asked.append(request.url))
        yield page
        browser.close()
    assert [url for url in asked if not url.startswith((server, "data:"))] == []


def test_the_first_query_leads_from_a_row_to_the_claim_and_its_segment(
    page: Page, server: str
) -> None:
    page.goto(server)

    page.get_by_role("button", name="Run").click()
    page.get_by_role("link", name="claim:s6-13").first.click()

    assert page.url == f"{server}/claim/s6-13"
    page.get_by_role("link", name="segment s6.p5.s1").first.click()
    assert page.url == f"{server}/segment/s6.p5.s1"


def test_a_mistake_in_a_query_is_shown_with_its_place(page: Page, server: str) -> None:
    page.goto(server)

    page.get_by_role("textbox").first.fill("SELECT ?s {\n  ?s ?p }")
    page.get_by_role("button", name="Run").click()

    assert "Line 2" in page.content()
    assert page.get_by_role("textbox").first.input_value().startswith("SELECT ?s {")


def test_every_example_of_the_home_page_answers_with_rows(
    page: Page, server: str
) -> None:
    page.goto(server)
    links = page.locator("ol a").all()
    addresses = [link.get_attribute("href") for link in links]

    assert len(addresses) == len(list(EXAMPLES.glob("*.rq")))
    for address in addresses:
        page.goto(f"{server}{address}")
        if page.get_by_role("button", name="Run").count():
            page.get_by_role("button", name="Run").first.click()
        assert page.locator("table tbody tr").count() > 0, address


def test_an_inferred_statement_leads_to_its_proof_and_that_to_the_article(
    page: Page, server: str
) -> None:
    page.goto(f"{server}/zone/bole-border-zone-of-economic-cooperation")

    page.get_by_role("link", name="Why: Western China").click()
    assert page.get_by_role("heading", level=1).inner_text() == (
        "Bole border zone of economic cooperation is within Western China"
    )
    leaf = page.get_by_role("listitem").filter(has_text="s5-98").last
    leaf.get_by_role("link", name="segment s5.p9.s2").click()

    assert page.url == f"{server}/segment/s5.p9.s2"


def test_a_proof_fits_a_telephone_and_is_a_list_of_lists(
    page: Page, server: str
) -> None:
    page.goto(f"{server}/zone/bole-border-zone-of-economic-cooperation")
    page.get_by_role("link", name="Why: Western China").click()
    before = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 740})

    boxes = [one.bounding_box() for one in page.locator("main li").all()]
    nested = page.locator("main li li li li li")
    page.set_viewport_size(before or {"width": 1280, "height": 720})

    assert nested.count() > 0
    assert max(box["x"] + box["width"] for box in boxes if box) <= 360
