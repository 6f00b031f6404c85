"""A button that opens the receipt of a figure: formula with its numbers, input rows, text to copy, file, citation.

For a page with a figure of its own: make a ``geo.figure.receipt.Receipt`` (its docstring says how) and call

``receipt_button("Need", lambda: need_receipt(answer, cells), key="need", printed=words.tonnes(need))``

next to the figure, or ``figure`` to print label, value and button as one. `make` runs only when the button is pressed,
so that a page with many figures costs nothing until somebody asks. `key` must be unique on the page.

A table of figures is drawn by `geo.ui.tables`: a click on a figure, or Enter, opens its receipt.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from geo.figure.receipt import Receipt, input_rows, receipt_text, steps_text
from geo.ui import cache, prose
from geo.ui.frame import csv_with_sources, draw_table
from geo.view import words

ICON = ":material/receipt_long:"
FEW_ROWS = 6
TABLE_HEIGHT_PX = 240


def receipt_button(label: str, make: Callable[[], Receipt], *, key: str, printed: str, help: str = "") -> None:  # noqa: A002
    """Draw a small button that opens the receipt.

    Parameters
    ----------
    label
        Words on the button: the name of the figure, or the figure itself.
    make
        Makes the receipt; called when the button is pressed.
    key
        Name of the figure, unique on the page.
    printed
        The figure as the page prints it.
    help
        What the figure means; shown on hover before the invitation to open the receipt.
    """
    hint = f"{help} Click for the receipt: how this figure is worked out.".strip()
    if st.button(prose.text(label), key=f"receipt.{key}", type="tertiary", icon=ICON, help=prose.text(hint)):
        open_receipt(make(), printed)


def figure(label: str, printed: str, make: Callable[[], Receipt] | None, *, key: str, help: str = "") -> None:  # noqa: A002
    """Print a figure under its name, which opens the receipt; a plain figure where there is none."""
    if make is None:
        st.metric(prose.text(label), prose.text(printed), help=prose.text(help) or None)
        return
    with st.container(key=f"figure.{key}"):
        receipt_button(label, make, key=key, printed=printed, help=help)
        st.metric(prose.text(label), prose.text(printed), label_visibility="collapsed")


def open_receipt(receipt: Receipt, printed: str) -> None:
    """Open a receipt; `printed` is the figure as the page prints it."""
    st.dialog(prose.text(receipt.title), width="medium", icon=ICON)(_body)(receipt, printed)


def _body(receipt: Receipt, printed: str) -> None:
    with st.container(key="receipt_body"):
        st.metric("The page prints", prose.text(printed))
        st.code(steps_text(receipt), language=None, wrap_lines=True)
        st.caption(prose.text(" ".join(receipt.notes)))
        rows = input_rows(receipt.inputs)
        st.markdown(f"**Inputs**, {prose.text(words.count(len(rows)))} rows")
        draw_table(
            rows,
            {
                "Value": st.column_config.NumberColumn(format="localized"),
                "Year": st.column_config.NumberColumn(format="%d"),
                "Code": None,
            },
            height="auto" if len(rows) <= FEW_ROWS else TABLE_HEIGHT_PX,
            alt=f"Inputs of {receipt.title}",
        )
        st.download_button(
            "Download CSV",
            data=lambda: csv_with_sources(rows, _heading(receipt), receipt.sources),
            file_name=f"receipt-{_slug(receipt.title)}.csv",
            mime="text/csv",
            key="receipt.csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.caption("**Citation.** " + " · ".join(prose.link(source.line, source.url) for source in receipt.sources))
        st.markdown("**All of it as text, to copy**")
        st.code(receipt_text(receipt, cache.atlas().hash[:12]), language=None, wrap_lines=True, height=TABLE_HEIGHT_PX)


def _heading(receipt: Receipt) -> str:
    """Return title and arithmetic, so that the file explains itself."""
    return "\n# ".join([receipt.title, *(f"{step.label}: {step.line}" for step in receipt.steps)])


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:80]
