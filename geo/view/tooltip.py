"""The box under the pointer.

Its text can only name fields of the object. Countries come from a file that never changes, so what a map says of each
travels as a rule per country in the box's own style: a few dozen short lines instead of the geometry.
"""

from __future__ import annotations

from collections.abc import Mapping

from geo.view.palette import Theme

NOT_LISTED = "no figure of its own"
_ESCAPES = {"\\": "\\5C ", '"': "\\22 ", "<": "\\3C ", ">": "\\3E ", "\n": "\\A ", "\r": "", "{": "(", "}": ")"}


def tooltip(tips: Mapping[str, str], theme: Theme, *, otherwise: str = NOT_LISTED) -> dict[str, object]:
    """Return what pydeck takes as a tooltip.

    Parameters
    ----------
    tips
        ISO3 to the words below the country's name.
    theme
        Colours.
    otherwise
        Words for a country without a tip; empty if the map shows nothing by country.
    """
    rules = [f'.atlas-{iso3}::after{{content:"{_css(words)}"}}' for iso3, words in sorted(tips.items())]
    # A flow or site has no iso3, so its class keeps the braces (7B) and no rule for countries meets it.
    rest = f'.atlas-more:where(:not([class*="\\7B "]))::after{{content:"{_css(otherwise)}"}}' if otherwise else ""
    style = f".atlas-head::first-line{{font-weight:600}}{rest}{''.join(rules)}"
    return {
        "html": f'<style>{style}</style><div class="atlas-head">{{tip}}</div><div class="atlas-more atlas-{{iso3}}"></div>',
        "style": {
            "backgroundColor": theme.panel,
            "color": theme.ink,
            "border": f"1px solid {theme.border}",
            "borderRadius": "4px",
            "padding": "6px 9px",
            "fontFamily": "Source Sans, sans-serif",
            "fontSize": "14px",
            "lineHeight": "1.35",
            "maxWidth": "320px",
            "whiteSpace": "pre-line",
        },
    }


def _css(words: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in words)
