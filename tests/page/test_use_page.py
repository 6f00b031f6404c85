"""The tab of use: both needs under their own names, bands, and what is not known."""

from __future__ import annotations

import pytest

from tests.page.visit import visit


def shown(app):
    return " ".join(line.value for line in (*app.subheader, *app.markdown, *app.caption, *app.warning, *app.info))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"mineral": "lithium"}, "Plants in Europe need 1.8 to 17"),
        ({"mineral": "lithium", "whose": "buyers"}, "Buyers in Europe need 17 to 19"),
        ({"mineral": "tin"}, "What plants in Europe need of tin is not known"),
        ({"mineral": "copper", "region": "americas"}, "a structure, not a year"),
        ({"mineral": "palladium"}, "different scopes"),
        ({"mineral": "lithium", "whose": "moon"}, "“moon”"),
    ],
)
def test_the_tab_says_what_is_needed(query, words):
    app = visit("dependence", tab="use", **query)
    assert not app.exception
    assert words in shown(app)
