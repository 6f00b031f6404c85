"""Nearshore Atlas: the entry point; pages, shared style, and the one border where errors become sentences."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.errors import AtlasError
from geo.ui.menu_history import join_steps
from geo.ui.state import load_link, store_link
from geo.ui.style import apply_style
from geo.ui.theme_watch import watch_theme

ICON = Path(__file__).parent / "geo" / "ui" / "icon.png"

st.set_page_config(page_title="Nearshore Atlas", page_icon=str(ICON), layout="wide")
page = st.navigation(
    [
        st.Page("pages/atlas.py", title="Atlas", default=True),
        st.Page("pages/nearshoring.py", title="Near-shoring", url_path="near-shoring"),
        st.Page("pages/dependence.py", title="Dependence", url_path="dependence"),
        st.Page("pages/sources.py", title="Sources and method", url_path="sources-and-method"),
    ],
    position="top",
)
apply_style()
watch_theme()
join_steps()
load_link(page.url_path, st.query_params, st.session_state)
try:
    page.run()
    store_link(page.url_path, st.query_params, st.session_state)
except AtlasError as error:
    st.error(str(error), icon=":material/error:")
