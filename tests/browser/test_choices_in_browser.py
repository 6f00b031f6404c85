"""What a click changes on the Near-shoring and Dependence pages: options, cells, dots, members, receipts, links."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.seen import PATIENCE_MS, click_map, map_picture, open_page, settled

pytestmark = pytest.mark.browser

LOOK_MS = 8000
ANSWER = ".st-key-answer h3"
CANADA = (-105.0, 57.0)
AROUND_EUROPE = (12.0, 24.0)
"""Middle of the map that is framed for Europe."""


def answer(page: Page) -> str:
    return page.locator(ANSWER).first.inner_text()


def clicked_until(page: Page, places: list[tuple[float, float]], expected: re.Pattern[str]) -> None:
    """Click `places` of the window one after the other until the address fits; fail if it never does."""
    for x, y in places:
        page.mouse.click(x, y)
        try:
            expect(page).to_have_url(expected, timeout=LOOK_MS)
        except AssertionError:
            continue
        settled(page)
        return
    pytest.fail(f"{len(places)} clicks, and the address is still {page.url}")


def box_of(element: Locator) -> dict[str, float]:
    element.scroll_into_view_if_needed(timeout=PATIENCE_MS)
    box = element.bounding_box()
    assert box is not None
    return dict(box)


def test_a_click_on_the_map_opens_the_panel_of_an_option(page: Page, server: str):
    open_page(page, server, "/near-shoring?mineral=silicon&stage=refined&region=europe")
    map_picture(page)
    for _ in range(4):
        click_map(page, *CANADA, centre=AROUND_EUROPE)
        try:
            expect(page).to_have_url(re.compile("option=CAN"), timeout=LOOK_MS)
            break
        except AssertionError:
            continue
    expect(page.get_by_role("heading", name="Canada")).to_be_visible(timeout=PATIENCE_MS)


def test_a_cell_of_the_overview_opens_its_options_with_its_own_figures(page: Page, server: str):
    open_page(page, server, "/near-shoring?tab=overview&stage=refined&region=europe&mineral=cobalt")
    chart = page.get_by_test_id("stVegaLiteChart").first.locator("canvas")
    box = box_of(chart)
    across = box["x"] + box["width"] * 0.9
    places = [(across, box["y"] + box["height"] * part) for part in (0.3, 0.4, 0.5)]
    clicked_until(page, places, re.compile("region=asia-pacific"))
    expect(page.locator(ANSWER).first).to_contain_text("Asia-Pacific", timeout=PATIENCE_MS)
    expect(page.get_by_test_id("stDeckGlJsonChart")).to_be_visible(timeout=PATIENCE_MS)
    assert "tab=overview" not in page.url


def test_a_dot_of_the_scatter_becomes_the_mineral(page: Page, server: str):
    open_page(page, server, "/dependence?tab=minerals&stage=refined&mineral=cobalt")
    chart = page.get_by_test_id("stVegaLiteChart").first.locator("canvas")
    box = box_of(chart)
    steps = [part / 14 for part in range(2, 13)]
    places = [
        (box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        for across, down in dots(page, chart) or [(a, d) for a in steps for d in steps]
    ]
    before = page.url
    for x, y in places[:12]:
        page.mouse.click(x, y)
        try:
            expect(page).not_to_have_url(before, timeout=3000)
        except AssertionError:
            continue
        break
    settled(page)
    assert "mineral=" in page.url.replace("mineral=cobalt", "")


def dots(page: Page, chart: Locator) -> list[tuple[float, float]]:
    """Return the middles of solid blots of one strong colour, as parts of the chart's width and height."""
    picture = Image.open(io.BytesIO(chart.screenshot(timeout=PATIENCE_MS))).convert("RGB")
    found = []
    for y in range(12, picture.height - 30, 5):
        for x in range(60, picture.width - 12, 5):
            block = {picture.getpixel((x + dx, y + dy)) for dx in (-3, 0, 3) for dy in (-3, 0, 3)}
            colour = next(iter(block))
            if len(block) == 1 and max(colour) - min(colour) > 60:
                found.append((x / picture.width, y / picture.height))
    return found


def test_a_member_added_and_taken_back_leaves_the_identical_answer(page: Page, server: str):
    open_page(page, server, "/dependence?mineral=nickel&stage=refined")
    before, address = page.locator(".st-key-answer").inner_text(), page.url
    page.get_by_role("button", name="Edit").click()
    page.get_by_role("button", name="Canada", exact=True).click()
    expect(page).to_have_url(re.compile("roster=washington-six-can"), timeout=PATIENCE_MS)
    page.keyboard.press("Escape")
    settled(page)
    chip = page.locator(".st-key-change")
    expect(chip).to_contain_text("Canada", timeout=PATIENCE_MS)
    expect(chip).to_contain_text("refined nickel from inside the roster")
    assert page.locator(".st-key-answer").inner_text() != before
    chip.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(address, timeout=PATIENCE_MS)
    settled(page)
    assert page.locator(".st-key-answer").inner_text() == before


@pytest.mark.parametrize(
    "path",
    [
        "/near-shoring?mineral=lithium&region=asia-pacific&roster=washington-six-can&ceiling=2&horizon=2035&outside-max=0.4",
        "/dependence?mineral=cobalt&stage=refined&importer=DEU&view=traced&tab=exposure",
    ],
)
def test_a_copied_link_restores_the_very_same_figures(page: Page, browser: Browser, server: str, path: str):
    open_page(page, server, path)
    expect(page.locator(ANSWER).first).to_be_visible(timeout=PATIENCE_MS)
    again = browser.new_page(viewport={"width": 1280, "height": 720})
    open_page(again, page.url, "")
    expect(again.locator(".st-key-answer").first).to_have_text(page.locator(".st-key-answer").first.inner_text())
    assert again.url == page.url
    again.close()


@pytest.mark.parametrize(
    "path",
    [
        "/near-shoring?mineral=silicon&stage=refined&region=europe",
        "/dependence?mineral=cobalt&stage=refined&tab=exposure",
    ],
)
def test_a_click_on_a_figure_of_a_table_opens_its_receipt(page: Page, server: str, path: str):
    open_page(page, server, path)
    grid = page.get_by_test_id("stDataFrame").first
    box = box_of(grid)
    dialog = page.get_by_role("dialog")
    for part in (0.3, 0.42, 0.54, 0.66, 0.78, 0.9):
        page.mouse.click(box["x"] + box["width"] * part, box["y"] + 52)
        try:
            expect(dialog).to_be_visible(timeout=LOOK_MS)
        except AssertionError:
            continue
        break
    expect(dialog).to_contain_text("Inputs", timeout=PATIENCE_MS)
    expect(dialog).to_contain_text("Citation")
    assert "=" in dialog.get_by_test_id("stCode").first.inner_text()


def test_back_and_forward_show_what_the_address_says(page: Page, server: str):
    open_page(page, server, "/near-shoring?mineral=silicon&stage=refined&region=europe")
    first = answer(page)
    page.get_by_role("link", name="Dependence").click()
    expect(page).to_have_url(re.compile("/dependence"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.get_by_role("combobox", name="Mineral")).to_have_value("Silicon")
    page.go_back()
    expect(page).to_have_url(re.compile("/near-shoring"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.locator(ANSWER).first).to_have_text(first, timeout=PATIENCE_MS)
