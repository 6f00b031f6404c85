"""Nearshore Atlas: the entry point; pages, shared style, and the one border where errors become sentences."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.errors import AtlasError
from geo.topics import TOPICS
from geo.ui import prose
from geo.ui.platform import join_steps, watch_tables, watch_theme
from geo.ui.state import enrol, load_link, store_link
from geo.ui.style import apply_style
from pages.topic import page_of

ICON = Path(__file__).parent / "geo" / "ui" / "icon.png"

st.set_page_config(page_title="Nearshore Atlas", page_icon=str(ICON), layout="wide")
page = st.navigation(
    [st.Page(page_of(topic), title=topic.title, url_path=topic.address, default=not topic.address) for topic in TOPICS],
    position="top",
)
apply_style()
watch_theme()
join_steps()
watch_tables()
for topic in TOPICS:
    enrol(topic.address, *topic.settings)
load_link(page.url_path, st.query_params, st.session_state)
try:
    page.run()
    store_link(page.url_path, st.query_params, st.session_state)
except AtlasError as error:
    st.error(prose.text(error), icon=":material/error:")
