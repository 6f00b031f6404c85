"""A figure of a table opens its receipt at a click; the box before the row still chooses the row."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.seen import PATIENCE_MS, open_page, settled

pytestmark = pytest.mark.browser

ROW_Y, BOX_X = 52, 17
"""Where the first row of a table and its box are drawn, in pixels from its upper left corner."""
STEP_PX = 60


def members(page: Page, server: str) -> Locator:
    open_page(page, server, "/dependence?mineral=cobalt&stage=refined&tab=exposure")
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    return table


def opens(page: Page, table: Locator, x: int) -> bool:
    """Click into the first row and return whether a receipt opened."""
    table.click(position={"x": x, "y": ROW_Y})
    try:
        expect(page.get_by_role("dialog")).to_be_visible(timeout=4000)
    except AssertionError:
        return False
    return True


def test_a_click_on_a_figure_opens_its_receipt(page: Page, server: str):
    table = members(page, server)
    box = table.bounding_box()
    assert box is not None
    assert any(opens(page, table, x) for x in range(120, int(box["width"]), STEP_PX))
    receipt = page.get_by_role("dialog")
    expect(receipt).to_contain_text("The page prints")
    expect(receipt).to_contain_text("cepii-baci")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_box_before_a_row_chooses_the_importer_and_opens_no_receipt(page: Page, server: str):
    table = members(page, server)
    table.click(position={"x": BOX_X, "y": ROW_Y})
    expect(page).to_have_url(re.compile("importer=EU27"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_keyboard_walks_a_table_and_a_receipt_opens_on_enter_only(page: Page, server: str):
    table = members(page, server)
    dialog, runs = page.get_by_role("dialog"), page.get_by_test_id("stApp")
    canvas = table.get_by_test_id("data-grid-canvas")
    canvas.focus()
    for key in ["Tab"] * 4 + ["ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp"] + ["ArrowLeft"] * 9:
        page.keyboard.press(key)
        settled(page)
        expect(dialog).to_have_count(0)
    opened = 0
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        try:
            expect(dialog).to_be_visible(timeout=6000)
        except AssertionError:
            settled(page)
            continue
        opened += 1
        expect(dialog).to_contain_text("The page prints")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0, timeout=PATIENCE_MS)
        break
    assert opened
    expect(runs).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE_MS)
    expect(dialog).to_have_count(0)


def test_a_second_click_on_a_figure_opens_its_receipt_again(page: Page, server: str):
    table = members(page, server)
    box = table.bounding_box()
    assert box is not None
    place = next(x for x in range(120, int(box["width"]), STEP_PX) if opens(page, table, x))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE_MS)
    settled(page)
    assert opens(page, table, place)
