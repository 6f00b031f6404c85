"""Settings of each page by its address, in one place above all pages; the link keeps them."""

from __future__ import annotations

from geo.answer.dependence_question import Question as DependenceQuestion
from geo.answer.question import Question
from geo.ui import atlas_codes, dependence_codes, nearshoring_codes, sources_codes
from geo.ui.state import enrol

PAGES = {
    "": (atlas_codes.View,),
    "near-shoring": (Question, nearshoring_codes.View),
    "dependence": (DependenceQuestion, dependence_codes.View),
    "sources-and-method": (sources_codes.View,),
}


def enrol_pages() -> None:
    """Have the link know the settings of every page."""
    for page, asked in PAGES.items():
        enrol(page, *asked)
