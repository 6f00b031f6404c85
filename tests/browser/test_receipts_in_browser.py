"""A figure of a table opens its receipt at a click or with Enter; the box before the row still chooses the row."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.seen import PATIENCE_MS, column_of, open_page, settled

pytestmark = pytest.mark.browser

OUTSIDE = "Outside the roster, %"
ROW_Y, BOX_X = 52, 17
"""Where the first row of a table and its box are drawn, in pixels from its upper left corner."""


def members(page: Page, server: str) -> Locator:
    open_page(page, server, "/dependence?mineral=cobalt&stage=refined&tab=exposure")
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    return table


def opened(page: Page) -> Locator:
    """Wait for the receipt that was asked for."""
    receipt = page.get_by_role("dialog")
    expect(receipt).to_contain_text("The page prints", timeout=PATIENCE_MS)
    return receipt


def closed(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE_MS)
    settled(page)


def test_a_click_on_a_figure_opens_its_receipt_each_time(page: Page, server: str):
    table = members(page, server)
    _, x = column_of(table, OUTSIDE)
    for _ in range(2):
        table.click(position={"x": x, "y": ROW_Y})
        expect(opened(page)).to_contain_text("cepii-baci", timeout=PATIENCE_MS)
        closed(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_keyboard_walks_a_table_and_a_receipt_opens_on_enter_only(page: Page, server: str):
    table = members(page, server)
    place, _ = column_of(table, OUTSIDE)
    table.get_by_test_id("data-grid-canvas").focus()
    # The first cell is selected with the table itself.
    for key in ["Tab"] * (place - 1) + ["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"]:
        page.keyboard.press(key)
        settled(page)
        expect(page.get_by_role("dialog")).to_have_count(0)
    expect(table.locator(f"#glide-cell-{place}-0")).to_be_focused(timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    expect(opened(page)).to_contain_text("cepii-baci", timeout=PATIENCE_MS)
    closed(page)
    # What the keyboard passed has reached the server long before this row was chosen.
    table.click(position={"x": BOX_X, "y": ROW_Y})
    expect(page).to_have_url(re.compile("importer=EU27"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_box_before_a_row_chooses_the_importer_and_opens_no_receipt(page: Page, server: str):
    table = members(page, server)
    table.click(position={"x": BOX_X, "y": ROW_Y})
    expect(page).to_have_url(re.compile("importer=EU27"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
