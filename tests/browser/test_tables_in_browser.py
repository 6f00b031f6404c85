"""What a person reads in tables and key figures: every digit, whatever stood there before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seen import GRID_OF, PATIENCE_MS, open_page, settled

pytestmark = pytest.mark.browser

SIZES = [(1280, 720), (1920, 1080)]
PADDING_PX = 8
GRIDS = f"""
() => {{
  {GRID_OF}
  return Array.from(document.querySelectorAll('[data-testid=data-grid-canvas]')).map(canvas => {{
    const {{columns, rows, getCellContent}} = gridOf(canvas);
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = getComputedStyle(canvas.closest('.stDataFrameGlideDataEditor'))
      .getPropertyValue('--gdg-base-font-style') + ' "Source Sans", sans-serif';
    return columns.flatMap((column, place) => Array.from({{length: Math.min(rows, 60)}}, (_, row) => {{
      const cell = getCellContent([place, row]);
      const text = cell.displayData ?? cell.data?.label ?? '';
      return {{column: column.title, text, needs: pen.measureText(text).width, has: column.width}};
    }}));
  }});
}}
"""
"""Every cell of every table: what is drawn in it, the width of that, and the width of the column, as the grid has them."""


def cells(page: Page) -> list[dict[str, Any]]:
    found = [cell for grid in page.evaluate(GRIDS) for cell in grid if cell["text"]]
    assert found
    return found


def cut(page: Page) -> list[str]:
    """Return the cells with a digit that a person cannot read whole; long notes may end at the edge."""
    return [
        f"{cell['column']}: {cell['text']}"
        for cell in cells(page)
        if re.search(r"\d", cell["text"]) and cell["needs"] + 2 * PADDING_PX > cell["has"] and cell["needs"] < 450
    ]


def test_no_digit_of_a_table_is_cut_after_a_change_of_content(page: Page, server: str):
    open_page(page, server, "/near-shoring?mineral=gallium&region=asia-pacific&need=150")
    page.get_by_role("combobox", name="Mineral").fill("Nickel")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("mineral=nickel"), timeout=PATIENCE_MS)
    settled(page)
    assert cut(page) == []
    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_role("spinbutton", name="Distance of at most, km").fill("3000")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("distance-max=3000"), timeout=PATIENCE_MS)
    settled(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert cut(page) == []
    words = [cell for cell in cells(page) if cell["text"] == "United Kingdom"]
    assert all(cell["needs"] + 2 * PADDING_PX <= cell["has"] for cell in words)


@pytest.mark.parametrize(
    "path",
    [
        "/near-shoring?mineral=lithium&tab=overview",
        "/dependence?mineral=cobalt&tab=exposure",
        "/sources-and-method?tab=agreement",
    ],
)
def test_no_digit_of_a_table_is_cut_on_a_first_visit(page: Page, server: str, path: str):
    open_page(page, server, path)
    assert cut(page) == []


def test_no_key_figure_and_no_digit_is_cut_on_a_cold_link(page: Page, server: str):
    open_page(page, server, "/?mineral=lithium&show=trade")
    values = page.get_by_test_id("stMetricValue")
    expect(values.first).to_contain_text("billion", timeout=PATIENCE_MS)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        hidden = values.locator("p").evaluate_all(
            "found => found.filter(each => each.scrollWidth > each.clientWidth).map(each => each.textContent)"
        )
        assert hidden == []
        assert cut(page) == []
