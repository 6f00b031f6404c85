"""The one stylesheet: what the theme cannot reach, and nothing else."""

from __future__ import annotations

import streamlit as st

STYLESHEET = """<style>
[data-testid=stMainBlockContainer]{padding:3.6rem 2rem 2rem!important;max-width:none!important}
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]{gap:.55rem}
.st-key-bar [data-testid=stWidgetLabel],.st-key-lead [data-testid=stWidgetLabel]{min-height:1.1rem;margin-bottom:0}
.st-key-bar [data-testid=stWidgetLabel] p,.st-key-lead [data-testid=stWidgetLabel] p{font-size:.78rem}
[data-testid=stMetricValue]{font-size:1.5rem;font-variant-numeric:tabular-nums}
[data-testid=stMetricLabel] p{font-size:.78rem}
[data-testid=stDataFrame]{font-variant-numeric:tabular-nums}
.st-key-map *:has(canvas){height:clamp(340px,calc(100vh - 310px),900px)!important}
.st-key-answer h3{padding:.1rem 0 .2rem;font-size:1.15rem;line-height:1.35}
@media print{[data-testid=stHeader],[data-testid=stToolbar],.st-key-bar{display:none!important}}
</style>"""


def apply_style() -> None:
    """Put the stylesheet into the page."""
    st.html(STYLESHEET)
