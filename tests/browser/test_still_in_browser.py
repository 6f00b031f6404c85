"""For every page with a map: the live map is drawn, or a still map and a sentence stand in its place; never neither."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.seen import PATIENCE_MS, colours, lose_the_map, map_picture, open_page, settled, still_picture

pytestmark = pytest.mark.browser

SENTENCE = "This browser cannot draw the live map: WebGL is off or was lost."
CHART = "stDeckGlJsonChart"
WITH_MAP = {
    "Atlas": "/?mineral=copper&stage=mined",
    "flows": "/?mineral=lithium&stage=refined&show=trade",
    "globe": "/?mineral=copper&stage=mined&view=globe&frame=europe",
    "options": "/near-shoring?mineral=lithium&stage=refined&region=europe",
    "today": "/near-shoring?mineral=nickel&region=asia-pacific&supply=old",
    "Dependence": "/dependence?mineral=lithium&stage=refined",
}


def stands_in(page: Page) -> Image.Image:
    """Return the still, once it and its sentence stand where the live map was."""
    expect(page.get_by_text(SENTENCE)).to_be_visible(timeout=PATIENCE_MS)
    picture = still_picture(page)
    expect(page.get_by_test_id(CHART)).to_have_count(0, timeout=PATIENCE_MS)
    return picture


@pytest.mark.parametrize("path", WITH_MAP.values(), ids=WITH_MAP)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_webgl_a_still_map_and_a_sentence_stand_in_its_place(
    blind: Browser, server: str, path: str, scheme: str
):
    page = blind.new_page(viewport={"width": 1280, "height": 720}, color_scheme=scheme)
    open_page(page, server, path)
    picture = stands_in(page)
    assert len(colours(picture)) > 3
    assert picture.width > 700
    assert picture.height > 330
    box = page.locator(".st-key-map figure").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 720
    expect(page.get_by_role("group", name="Legend")).to_be_visible()
    assert len(page.locator(".st-key-map img").get_attribute("alt") or "") > 40
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.close()


def test_without_webgl_controls_links_and_pages_still_work(blind: Browser, server: str):
    page = blind.new_page(viewport={"width": 1280, "height": 720})
    open_page(page, server, WITH_MAP["Atlas"])
    before = stands_in(page)
    mineral = page.get_by_role("combobox", name="Mineral")
    mineral.fill("Cobalt")
    mineral.press("Enter")
    expect(page).to_have_url(re.compile("mineral=cobalt"), timeout=PATIENCE_MS)
    expect(page.locator(".st-key-map img")).to_have_attribute("alt", re.compile("cobalt"), timeout=PATIENCE_MS)
    assert still_picture(page).tobytes() != before.tobytes()
    page.get_by_role("link", name="Dependence").click()
    expect(page).to_have_url(re.compile("/dependence"), timeout=PATIENCE_MS)
    stands_in(page)
    page.get_by_role("link", name="This is a still map; the same figures are in the table below.").click()
    expect(page.get_by_test_id("stDataFrame").first).to_be_in_viewport(timeout=PATIENCE_MS)
    page.close()


def test_without_webgl_a_cell_of_the_overview_opens_its_options(page: Page, server: str):
    open_page(page, server, "/near-shoring?tab=overview&stage=refined&region=europe&mineral=cobalt")
    cell = page.locator('[data-testid="stVegaLiteChart"] path[aria-label*="% or more (refined), Asia-Pacific"]').first
    cell.click(force=True)
    expect(page).to_have_url(re.compile("region=asia-pacific"), timeout=PATIENCE_MS)
    stands_in(page)
    expect(page.locator(".st-key-answer h3").first).to_contain_text("Asia-Pacific", timeout=PATIENCE_MS)
    expect(page).to_have_url(re.compile("mineral=magnesium"))


def test_on_a_phone_the_still_map_is_as_wide_as_the_page(blind: Browser, server: str):
    context = blind.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    open_page(page, server, WITH_MAP["Atlas"])
    image = page.locator(".st-key-map figure img[src]")
    stands_in(page)
    box = image.bounding_box()
    assert box is not None
    assert 300 < box["width"] <= 390
    assert image.evaluate("image => image.naturalWidth") == pytest.approx(2 * box["width"], abs=40)
    context.close()


@pytest.mark.live_map
def test_a_lost_map_comes_back_by_itself_where_it_was(page: Page, server: str):
    open_page(page, server, "/?mineral=copper&stage=mined&layers=none")
    map_picture(page)
    box = page.get_by_test_id(CHART).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(3000)
    live = map_picture(page)
    lose_the_map(page)
    expect(page.get_by_text(SENTENCE)).to_be_visible(timeout=PATIENCE_MS)
    still = still_picture(page)
    expect(page.get_by_test_id(CHART)).to_be_visible(timeout=PATIENCE_MS)
    again = map_picture(page)
    expect(page.get_by_text(SENTENCE)).to_be_hidden(timeout=PATIENCE_MS)
    assert unlike(live, still) < 0.05
    assert unlike(live, again) < 0.02


@pytest.mark.live_map
def test_what_was_chosen_stays_chosen_when_the_map_comes_back(page: Page, server: str):
    open_page(page, server, "/?mineral=cobalt&stage=mined&country=AUS")
    map_picture(page)
    lose_the_map(page)
    still_picture(page)
    expect(page.get_by_test_id(CHART)).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    expect(page.get_by_role("heading", name="Australia")).to_be_visible(timeout=PATIENCE_MS)
    expect(page).to_have_url(re.compile("country=AUS"))


@pytest.mark.live_map
def test_a_region_under_centre_fills_the_map(page: Page, server: str):
    pictures = []
    for frame in ("world", "europe", "americas", "asia-pacific"):
        open_page(page, server, f"/?mineral=copper&stage=mined&layers=none&frame={frame}")
        pictures.append(map_picture(page))
    for k, one in enumerate(pictures):
        for other in pictures[k + 1 :]:
            assert unlike(one, other) > 0.15


@pytest.mark.live_map
@pytest.mark.stress
def test_however_often_the_map_is_lost_it_is_live_or_a_still_stands_there(page: Page, server: str, tries):
    open_page(page, server, "/?mineral=copper&stage=mined&layers=none")
    first = map_picture(page)
    times = tries.count(2, 20)
    for _ in range(times):
        lose_the_map(page)
        expect(page.get_by_text(SENTENCE)).to_be_visible(timeout=PATIENCE_MS)
        still_picture(page)
        expect(page.get_by_test_id(CHART)).to_be_visible(timeout=PATIENCE_MS)
        assert unlike(first, map_picture(page)) < 0.02
    tries.counted(f"{times} lost contexts: each time a still and its sentence, then the live map at the same view")


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Return the part of two maps that differs by more than a shade."""
    size = (min(one.width, other.width), min(one.height, other.height))
    first, second = (np.asarray(each.resize(size), dtype=float) for each in (one, other))
    return float(np.mean(np.abs(first - second).max(axis=2) > 40))
