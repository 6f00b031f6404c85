"""What a person sees of a page: waiting for it, and looking at its pixels."""

from __future__ import annotations

import contextlib
import io
import math
import re

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

PATIENCE_MS = 300_000
"""Ends a test whose page hangs; software WebGL on two busy cores may take its time."""
LOOK_MS, MOST_CLICKS = 4000, 4
PAGES = ("/", "/near-shoring", "/dependence", "/sources-and-method")


def open_page(page: Page, address: str, path: str) -> None:
    """Open a page and wait until its last element stands and nothing runs."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address + path, timeout=PATIENCE_MS)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the script has finished."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE_MS)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE_MS)


def map_picture(page: Page) -> Image.Image:
    """Return the map as drawn, once its countries are on it."""
    chart = page.get_by_test_id("stDeckGlJsonChart")
    expect(chart).to_be_visible(timeout=PATIENCE_MS)
    picture = Image.new("RGB", (1, 1))
    for _ in range(40):
        picture = Image.open(io.BytesIO(chart.screenshot(timeout=PATIENCE_MS))).convert("RGB")
        if len(colours(picture)) > 3:
            return picture
        page.wait_for_timeout(500)
    return picture


def still_picture(page: Page) -> Image.Image:
    """Return the still map that stands in the live map's place, once it is loaded."""
    image = page.locator(".st-key-map figure img[src]")
    expect(image).to_be_visible(timeout=PATIENCE_MS)
    image.evaluate("image => image.decode()")
    return Image.open(io.BytesIO(image.screenshot(timeout=PATIENCE_MS))).convert("RGB")


def lose_the_map(page: Page) -> None:
    """Take the graphics context from the live map, as sleep, a driver reset or a projector does."""
    taken = page.evaluate(
        """() => {
          const canvas = document.querySelector('[data-testid=stDeckGlJsonChart] canvas');
          const extension = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
          extension?.loseContext();
          return Boolean(extension);
        }"""
    )
    assert taken, "there is no live map"


def colours(picture: Image.Image) -> dict[tuple[int, int, int], int]:
    """Return the colours that cover at least a thousandth of the picture, with their pixels."""
    total = picture.width * picture.height
    counted = picture.getcolors(maxcolors=total) or []
    return {colour: count for count, colour in counted if count >= total / 1000}


def choose_on_map(page: Page, lon: float, lat: float, *, centre: tuple[float, float], link: str) -> None:
    """Click a place of the map until the address has `link`; a click that the map lost is made again, at rest."""
    for _ in range(MOST_CLICKS):
        click_map(page, lon, lat, centre=centre)
        with contextlib.suppress(AssertionError):
            expect(page).to_have_url(re.compile(link), timeout=LOOK_MS)
        # However slow the machine, what the click asked for has been answered after this.
        settled(page)
        if re.search(link, page.url):
            return
    pytest.fail(f"no click on the map at {lon}, {lat} led to {link}")


def click_map(page: Page, lon: float, lat: float, *, centre: tuple[float, float]) -> None:
    """Click the place (lon, lat) of a flat map that shows one world around `centre`."""
    box = page.get_by_test_id("stDeckGlJsonChart").bounding_box()
    assert box is not None

    def height(latitude: float) -> float:
        return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))

    scale = box["width"] / 360.0
    x = box["x"] + box["width"] / 2 + (lon - centre[0]) * scale
    y = box["y"] + box["height"] / 2 - (height(lat) - height(centre[1])) * scale
    # A click held longer than 250 ms is lost, and the first pointer move starts a slow pick; hence the pause.
    page.mouse.move(x, y)
    page.wait_for_timeout(900)
    page.mouse.down()
    page.mouse.up()


GRID_OF = """
const gridOf = canvas => {
  let node = canvas[Object.keys(canvas).find(key => key.startsWith('__reactFiber'))];
  while (!(node.memoizedProps?.columns && node.memoizedProps?.getCellContent)) node = node.return;
  return node.memoizedProps;
};
"""
"""The table that is painted on a canvas, as the page holds it: its columns with their widths, and its cells."""


def column_of(table: Locator, title: str) -> tuple[int, float]:
    """Return the place of a column and the middle of its heading, in pixels from the left edge of the table."""
    canvas = table.get_by_test_id("data-grid-canvas")
    found = canvas.evaluate(f"canvas => {{ {GRID_OF} return gridOf(canvas).columns.map(c => [c.title, c.width]); }}")
    place = [name for name, _ in found].index(title)
    return place, sum(width for _, width in found[:place]) + found[place][1] / 2
