"""A switch between light and dark while a page is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geo.view.palette import DARK, LIGHT, Theme, rgb
from tests.browser.seen import PATIENCE_MS, map_picture, open_page, settled

pytestmark = pytest.mark.browser


def css(colour: str) -> str:
    return f"rgb({', '.join(map(str, rgb(colour)))})"


@pytest.mark.live_map
def test_map_and_legend_follow_a_switch_of_the_theme_and_back(page: Page, server: str):
    page.emulate_media(color_scheme="light")
    open_page(page, server, "/near-shoring?tab=options")
    legend = page.get_by_role("group", name="Legend")

    def shown_in(theme: Theme) -> None:
        # The picture makes the browser draw a frame, which it may put off without a graphics chip.
        map_picture(page)
        expect(legend).to_have_css("color", css(theme.ink), timeout=PATIENCE_MS)
        settled(page)

    shown_in(LIGHT)
    for scheme, theme in (("dark", DARK), ("light", LIGHT)):
        page.emulate_media(color_scheme=scheme)
        shown_in(theme)
