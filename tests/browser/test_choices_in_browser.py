"""What a click changes on the Near-shoring and Dependence pages: options, cells, dots, members, receipts, links."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.seen import PATIENCE_MS, choose_on_map, column_of, map_picture, open_page, settled

pytestmark = pytest.mark.browser

LOOK_MS = 8000
FIRST_ROW_Y = 52
ANSWER = ".st-key-answer h3"
CANADA = (-105.0, 57.0)
AROUND_EUROPE = (12.0, 24.0)
"""Middle of the map that is framed for Europe."""


def answer(page: Page) -> str:
    return page.locator(ANSWER).first.inner_text()


@pytest.mark.live_map
def test_a_click_on_the_map_opens_the_panel_of_an_option(page: Page, server: str):
    open_page(page, server, "/near-shoring?mineral=silicon&stage=refined&region=europe")
    map_picture(page)
    choose_on_map(page, *CANADA, centre=AROUND_EUROPE, link="option=CAN")
    expect(page.get_by_role("heading", name="Canada")).to_be_visible(timeout=PATIENCE_MS)


def mark(page: Page, words: str) -> Locator:
    """Return the mark of a chart whose description holds `words`: what a screen reader says of it."""
    return page.locator(f'[data-testid="stVegaLiteChart"] path[aria-label*="{words}"]').first


@pytest.mark.live_map
def test_a_cell_of_the_overview_opens_its_options_with_its_own_figures(page: Page, server: str):
    open_page(page, server, "/near-shoring?tab=overview&stage=refined&region=europe&mineral=cobalt")
    cell = mark(page, "% or more (refined), Asia-Pacific")
    said = cell.get_attribute("aria-label") or ""
    need, reached = re.findall(r"need ([^,]+), covered ([^,]+), open", said)[0]
    cell.click(force=True)
    expect(page).to_have_url(re.compile("region=asia-pacific"), timeout=PATIENCE_MS)
    settled(page)
    heading = page.locator(ANSWER).first
    expect(heading).to_contain_text("Asia-Pacific", timeout=PATIENCE_MS)
    for figure in (need, reached):
        expect(heading).to_contain_text(figure)
    expect(page.get_by_role("combobox", name="Mineral")).to_have_value("Magnesium")
    expect(page.get_by_test_id("stDeckGlJsonChart")).to_be_visible(timeout=PATIENCE_MS)


def test_a_dot_of_the_scatter_becomes_the_mineral(page: Page, server: str):
    open_page(page, server, "/dependence?tab=minerals&stage=refined&mineral=cobalt")
    mark(page, "Zinc 20").click(force=True)
    expect(page).to_have_url(re.compile("mineral=zinc"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.get_by_role("combobox", name="Mineral")).to_have_value("Zinc")
    expect(page.locator(".st-key-answer")).to_contain_text("Zinc, place")


def test_a_member_added_and_taken_back_leaves_the_identical_answer(page: Page, server: str):
    open_page(page, server, "/dependence?mineral=nickel&stage=refined&region=americas")
    # The editor is opened after another change only: what it shows then must be the roster, not an empty one.
    page.get_by_role("radio", name="Asia-Pacific").check(force=True)
    expect(page).to_have_url(re.compile("region=asia-pacific"), timeout=PATIENCE_MS)
    settled(page)
    before, address = page.locator(".st-key-answer").inner_text(), page.url
    page.get_by_role("button", name="Edit").click()
    page.get_by_test_id("stPopoverBody").get_by_text("Canada", exact=True).click()
    expect(page).to_have_url(re.compile("roster=washington-six-can"), timeout=PATIENCE_MS)
    page.keyboard.press("Escape")
    settled(page)
    chip = page.locator(".st-key-change")
    expect(chip).to_contain_text("Canada", timeout=PATIENCE_MS)
    expect(chip).to_contain_text("Refined nickel from inside the roster")
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
def test_a_copied_link_restores_the_very_same_figures(page: Page, blind: Browser, server: str, path: str):
    open_page(page, server, path)
    expect(page.locator(ANSWER).first).to_be_visible(timeout=PATIENCE_MS)
    said = page.locator(".st-key-answer").first.inner_text()
    again = blind.new_page(viewport={"width": 1280, "height": 720})
    open_page(again, page.url, "")
    expect(again.locator(ANSWER).first).to_have_text(answer(page), timeout=PATIENCE_MS)
    assert again.locator(".st-key-answer").first.inner_text() == said
    assert again.url == page.url
    again.close()


def test_a_click_on_a_figure_of_a_list_opens_its_receipt(page: Page, server: str):
    open_page(page, server, "/near-shoring?mineral=silicon&stage=refined&region=europe")
    grid, dialog = page.get_by_test_id("stDataFrame").first, page.get_by_role("dialog")
    _, x = column_of(grid, "Tonnes")
    grid.click(position={"x": x, "y": FIRST_ROW_Y})
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


def test_back_and_forward_keep_the_roster_and_each_page_its_tab(page: Page, server: str):
    joined = re.compile(r"/near-shoring\?.*roster=washington-six-can")
    open_page(page, server, "/near-shoring?mineral=nickel&tab=overview")
    page.get_by_role("button", name="Edit").click()
    page.get_by_test_id("stPopoverBody").get_by_text("Canada", exact=True).click()
    expect(page).to_have_url(joined, timeout=PATIENCE_MS)
    page.keyboard.press("Escape")
    settled(page)
    chip, address = page.locator(".st-key-change"), page.url
    expect(chip).to_contain_text("Canada joined", timeout=PATIENCE_MS)
    page.get_by_role("link", name="Sources and method").click()
    expect(page).to_have_url(re.compile(r"/sources-and-method\?.*roster=washington-six-can"), timeout=PATIENCE_MS)
    settled(page)
    sources = page.url
    assert "tab=" not in sources
    page.go_back()
    expect(page).to_have_url(address, timeout=PATIENCE_MS)
    settled(page)
    expect(chip).to_contain_text("Canada joined", timeout=PATIENCE_MS)
    expect(page.get_by_role("radio", name="Overview")).to_be_checked(timeout=PATIENCE_MS)
    page.go_forward()
    expect(page).to_have_url(sources, timeout=PATIENCE_MS)
    settled(page)
    expect(chip).to_contain_text("Canada joined", timeout=PATIENCE_MS)
    again = page.context.new_page()
    open_page(again, address, "")
    assert again.url == address
    open_page(again, server, "/sources-and-method")
    expect(again.get_by_role("combobox", name="Mineral")).to_have_value("Cobalt", timeout=PATIENCE_MS)
    again.close()


def test_a_need_typed_for_gallium_is_not_said_of_nickel(page: Page, server: str):
    open_page(page, server, "/near-shoring?mineral=gallium&region=asia-pacific&need=150")
    expect(page.locator(ANSWER).first).to_contain_text("150 t", timeout=PATIENCE_MS)
    page.get_by_role("combobox", name="Mineral").fill("Nickel")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("mineral=nickel"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.locator(".st-key-notes")).to_contain_text("“need 150” was made for Gallium, Refined, Asia-Pacific")
    page.get_by_role("radio", name="Europe").check(force=True)
    expect(page).to_have_url(re.compile("mineral=nickel$"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.locator(ANSWER).first).to_contain_text("Europe", timeout=PATIENCE_MS)
    assert "150 t" not in answer(page)
    assert "(assumption)" not in answer(page)
