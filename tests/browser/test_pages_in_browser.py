"""What a visitor sees: pages come up, clicks select, links restore, keys suffice."""

from __future__ import annotations

import re
import urllib.request

import pytest
from playwright.sync_api import Browser, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.browser.conftest import running_server
from tests.browser.seen import PATIENCE_MS, choose_on_map, colours, map_picture, open_page, settled

pytestmark = pytest.mark.browser


def test_a_deep_link_on_a_cold_server_looks_like_any_other_visit(browser: Browser):
    with running_server() as address:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        open_page(page, address, "/near-shoring?mineral=lithium&region=asia-pacific")
        expect(page.get_by_role("combobox", name="Mineral")).to_have_value("Lithium", timeout=PATIENCE_MS)
        expect(page.get_by_role("link", name="Atlas", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="nearshoring")).to_have_count(0)
        expect(page.get_by_text("Page not found")).to_have_count(0)
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_shows_land_in_several_classes_in_both_themes(browser: Browser, server: str, scheme: str):
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)
    page = context.new_page()
    open_page(page, server, "/?mineral=copper&stage=refined&layers=none")
    found = colours(map_picture(page))
    assert len(found) >= 4, found
    sea = max(found, key=lambda colour: found[colour])
    assert (sum(sea) > 600) == (scheme == "light")
    context.close()


@pytest.mark.live_map
def test_a_click_on_a_country_opens_its_panel_and_enters_the_link(page: Page, server: str):
    open_page(page, server, "/?mineral=cobalt&stage=mined&layers=none")
    map_picture(page)
    choose_on_map(page, 134.0, -25.0, centre=(11.0, 24.0), link="country=AUS")
    expect(page.get_by_role("heading", name="Australia")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("Mined output of cobalt, 2025")).to_be_visible()


def test_a_link_restores_the_view_with_its_numbers(page: Page, server: str, blind: Browser):
    open_page(page, server, "/?mineral=cobalt&stage=mined&year=2025")
    headline = page.locator(".st-key-answer h3").first.inner_text()
    assert "DR Congo mined 74.2" in headline
    again = blind.new_page()
    open_page(again, page.url.removesuffix("/"), "")
    expect(again.locator(".st-key-answer h3").first).to_have_text(headline)
    again.close()


def test_changing_the_mineral_changes_the_answer_and_the_link(page: Page, server: str):
    open_page(page, server, "/?stage=refined")
    before = page.locator(".st-key-answer h3").first.inner_text()
    mineral = page.get_by_role("combobox", name="Mineral")
    mineral.fill("Gallium")
    mineral.press("Enter")
    expect(page).to_have_url(re.compile("mineral=gallium"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.locator(".st-key-answer h3").first).not_to_have_text(before)
    expect(page.locator(".st-key-answer h3").first).to_contain_text("China refined 99")


def test_the_main_control_is_within_ten_stops_of_the_keyboard(page: Page, server: str):
    open_page(page, server, "/")
    for _ in range(10):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        if "Mineral" in label:
            return
    pytest.fail("the mineral control was not reached in ten stops")


@pytest.mark.live_map
def test_a_bad_link_says_what_is_wrong_and_still_shows_a_map(page: Page, server: str):
    open_page(page, server, "/?mineral=unobtainium&year=20x4&roster=nobody&colour=red")
    alerts = page.get_by_test_id("stAlert")
    for word in ("unobtainium", "20x4", "nobody", "colour"):
        expect(alerts.filter(has_text=word).first).to_be_visible()
    expect(page.get_by_test_id("stDeckGlJsonChart")).to_be_visible()


@pytest.mark.live_map
@pytest.mark.parametrize("path", ["/", "/near-shoring"])
def test_map_and_answer_are_visible_without_scrolling(page: Page, server: str, path: str):
    open_page(page, server, path)
    for element in (page.get_by_test_id("stDeckGlJsonChart"), page.locator(".st-key-answer h3").first):
        box = element.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720
    wide = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide, "the page scrolls sideways"


def test_every_answer_carries_the_security_headers(server: str):
    with urllib.request.urlopen(server, timeout=10) as answer:
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("origin", ["http://localhost:9000", "https://evil.example"])
def test_a_page_of_another_site_cannot_connect(server: str, origin: str):
    address = f"{server.replace('http', 'ws')}/_stcore/stream"
    with pytest.raises(InvalidStatus, match="403"), connect(address, origin=Origin(origin)):
        pass
    with connect(address, origin=Origin(server), subprotocols=[Subprotocol("streamlit")]):
        pass
