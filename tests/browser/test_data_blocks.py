"""What pages tell search engines is data to a browser: no policy is offended by it."""

import json
import shutil

import pytest
from playwright.sync_api import sync_playwright

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")


@pytest.mark.parametrize("path", ["/", "/dumps/"])
def test_the_block_is_there_and_the_browser_reports_no_violation(
    server: str, path: str
) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium here")
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{server}{path}")
        block = page.locator('script[type="application/ld+json"]').text_content()
        browser.close()

    assert said == []
    assert json.loads(block or "")["@type"] == "Dataset"
