"""The one stylesheet: what the theme cannot reach, and nothing else."""

from __future__ import annotations

import streamlit as st

STYLESHEET = """<style>
[data-testid=stMainBlockContainer]{padding:3.6rem 2rem 2rem!important;max-width:none!important}
[data-testid=stMainBlockContainer]>[data-testid=stVerticalBlock]{gap:.55rem}
.st-key-bar [data-testid=stWidgetLabel],.st-key-lead [data-testid=stWidgetLabel]{min-height:1.1rem;margin-bottom:0}
.st-key-bar [data-testid=stWidgetLabel] p,.st-key-lead [data-testid=stWidgetLabel] p{font-size:.78rem}
[data-testid=stMetricValue]{font-size:1.5rem;font-variant-numeric:tabular-nums}
[data-testid=stMetricValue] :is(div,p){white-space:normal!important;overflow:visible!important;text-overflow:clip!important;line-height:1.2}
[data-testid=stMetricLabel] p{font-size:.78rem}
[data-testid=stMultiSelectTagsContainer] [data-tag]{background:transparent!important;color:inherit!important;border:1px solid currentColor}
[data-testid=stCaptionContainer]{opacity:1!important;color:color-mix(in srgb,currentColor 78%,transparent)!important}
[data-testid=stDataFrame]{font-variant-numeric:tabular-nums}
.st-key-map *:has(canvas){height:clamp(340px,calc(100vh - 310px),900px)!important}
.st-key-answer h3{padding:.1rem 0 .2rem;font-size:1.15rem;line-height:1.35}
.st-key-change{flex-wrap:nowrap!important;border-left:4px solid var(--st-primary-color,#0f766e);padding:.1rem 0 .1rem .6rem}
.st-key-change p{font-size:.84rem;line-height:1.3}
.st-key-change>:has(button){flex:none}
.st-key-change button,[class*="st-key-receipt-"] button{min-height:1.4rem;padding-top:0;padding-bottom:0}
[class*="st-key-receipt-"] button p,[class*="st-key-receipt-"] button span{font-size:.78rem}
:has(.st-key-change) .st-key-map *:has(canvas){height:clamp(320px,calc(100vh - 350px),900px)!important;flex-basis:auto!important}
.st-key-notes [data-testid=stAlertContainer]{padding:.4rem .8rem;max-height:8.2rem;overflow:auto}
.st-key-notes :is(p,li){font-size:.8rem;line-height:1.35;margin:0}
.st-key-notes ul{margin:.1rem 0 0}
[class*="st-key-figure-"]{gap:.1rem!important}
.st-key-theme_watch,.st-key-menu_history,.st-key-table_asks{position:absolute!important}
.st-key-map_watch:has(figure[hidden]){position:absolute!important}
.st-key-map figure{margin:0}
.st-key-map figcaption{font-size:.84rem;padding:.1rem 0 .4rem}
.st-key-map figcaption a{color:inherit}
.st-key-map img{display:block;width:100%;height:auto}
.st-key-map img[hidden]{display:none}
.st-key-roster_editor{width:min(42rem,80vw)}
[data-testid=stPopoverBody]:has(.st-key-roster_editor){max-height:calc(100vh - 8rem)}
@media (max-width:1100px){
:is(.st-key-bar,.st-key-lead) [data-testid=stHorizontalBlock]{flex-wrap:wrap!important;gap:.6rem}
:is(.st-key-bar,.st-key-lead) [data-testid=stColumn]{flex:1 1 auto!important;width:auto!important;min-width:min(100%,9.5rem)!important}
[data-testid=stHorizontalBlock]:has(>[data-testid=stColumn] .st-key-answer){flex-wrap:wrap!important}
[data-testid=stHorizontalBlock]:has(>[data-testid=stColumn] .st-key-answer)>[data-testid=stColumn]{flex:1 1 100%!important;width:100%!important}
}
@media print{[data-testid=stHeader],[data-testid=stToolbar],.st-key-bar{display:none!important}}
</style>"""


def apply_style() -> None:
    """Put the stylesheet into the page."""
    st.html(STYLESHEET)
