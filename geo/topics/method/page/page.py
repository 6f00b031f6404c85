"""Sources and method: where each number comes from, how it is worked out, and every table as a download."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from geo.evidence.sources import whole_csv
from geo.schema.codes import Mineral, Region
from geo.schema.doubt import RULES
from geo.schema.policy_codes import Release
from geo.store.queries_source import dictionary
from geo.topics.method.page.agreement import FAMILIES, agreement_tab
from geo.topics.method.view import SourcesTab
from geo.ui import cache, frame, prose
from geo.ui.selection import shared_bar, show_notes
from geo.view.words import BOUNDARIES

TABS = "sources.tabs"

METHOD = f"""
**Shares.** A share is a country's figure over the world total of the same publisher, edition, year, stage and basis.
The published total is used unless it is missing, only a lower bound (printed with >), or rounded below the sum of the
countries listed; then that sum is used, and the page says so. Example: gallium 2025, USGS prints China 900 t of a
world of 900 t; the countries listed sum to 909 t, so China has 99.0 %.

**Concentration.** HHI = Σ sᵢ², on the scale 0 to 1. Where a publisher lumps producers together (weight r), the true
index is unknown: Σ sᵢ² ≤ HHI ≤ Σ sᵢ² + r². The top three are the three largest *named* countries; where more than the
third's share is unnamed, the figure is a lower bound.

**Which publisher.** One publisher and edition for each mineral, stage and year; the choice is a reviewed table
(`primary_series`). Years are never chained across publishers without saying so. Withheld (W), not available (NA),
bounds and ranges stay as printed. Missing is "no data", never zero.

**Trade.** Only pure customs codes stand for a mineral; a basket code such as 811292 (gallium with germanium, indium
and others) yields no figure for one metal. Totals come from years that hold the whole world. Tonnes are gross weight.
An exporter is not a producer: origin comes from production data, exposure from trade data, never both in one number.

**Tonnes that are not believed.** {RULES}

**Region's suppliers.** Imports of the region's countries from countries outside it; trade inside the region is stated
apart. Shares are in tonnes if flows that carry tonnes hold at least 90 % of the value, else in value.

**Without the largest supplier.** Two measures that never share a name. Demand unchanged: 1 - s₁, the part of today's
supply that is left; the low end supposes that all output which no named country holds comes from one country. N-1 as
the IEA uses it, (S - S₁) / (D - D₁), also takes out the supplier's own demand; demand by country is in no open file, so
it has no data. From a share of 90 % on the chain is called held by one country.

**Exposure score.** GeoPolRisk-style (doi 10.21105/joss.09600): HHI × Σ gᵢ fᵢ / F, with imports fᵢ under one pure code, F
their sum, the HHI of world output, and g = (2.5 - political stability) / 5 cut at 0 and 1, a scale of this app. Domestic
output is not published in the unit of the trade, so it is the score of imports alone, an upper end. A supplier without
an estimate makes it an interval.

**Transit hubs.** A hub exports at least 1 % of the world's exports of a code, more than twice what it could supply
itself (the largest output printed for it, and its imports of earlier goods), and imports at least half of the
difference. The view "traced one step back" puts what a hub passes on to the hub's own suppliers, in proportion to its
imports, and takes it off what they ship to the hub; every other country keeps its imports and exports. It is an
estimate of this app, labelled, and never mixed with the trade as reported.

**Near-shoring: need and options.** The need is what the suppliers that fall away send to the buyers: countries of the
region that are in the roster or a partner, or all of them. A supplier's ceiling is its own exports times the stretch
(an assumption), less what the buyers get already; own exports are exports less imports of the same goods, so that what
passes through a port is nobody's capacity. The low end counts tonnes that nobody gets today, the high end also those
that others would give up. Growth that a publisher expects (IEA base case of announced projects) is a ratio on own
exports and counts from its year on, never before. Tonnes that are not believed count neither as need nor as ceiling,
and are named. Filters come first and say what they removed.

**Near-shoring: ranking and mix.** The score is a weighted sum of values scaled 0 to 1, with TOPSIS beside it and 10,000
random weightings that say how often a country comes first. The mix is the cheapest by kilometres or freight carbon
(DEFRA 2025) within ceilings, with limits on one third country and on all from outside the roster (HiGHS); money only
with unit costs of your own. Mix and open part sum to the need.

**Next members.** What a candidate adds is the sum of its printed shares of world supply, newest year of each mineral.
Candidates are the countries outside the roster that share a published minerals partnership or trade agreement with the
United States, the European Union or Japan, or sent a delegation to the Washington ministerial of 4 February 2026; all
countries on demand. Arithmetic, no recommendation.

**Limits of the EU Act.** Regulation (EU) 2024/1252, Article 5: 10 % extracted, 40 % processed, 25 % recycled of yearly
consumption, at most 65 % from one third country. For the United States alone output and consumption are those that USGS
prints, where both rows count the same goods; one less the net import reliance is no extraction, since it counts scrap.
For any other set consumption is worked out (output + imports - exports) where output and trade were tested to count the
same goods: refined copper and phosphate rock. Else the gauge has no data, and a stand-in shows beside it, never met or
missed: the EU's own part in EU sourcing for the EU, the part in world output for others. The EU's end-of-life recycling
input rate stands in for recycling of the EU alone, the members' imports for consumption in the single-country limit.

**EU supply risk.** [GS × IR/2 + EUS × (1 - IR/2)] × (1 - EoL-RIR) × SI, each term Σ S² × WGI × t with the shares and t
that the study of 2023 prints (doi 10.2873/725585). What is not published is an interval: substitution 0.8 to 1.0, a
recycling rate that the list lacks, half of the last digit of each share, and the import reliance, which is at most one
less the EU's own part in its sourcing and lower by exports that nobody prints. What is printed for no supplier is
suppliers below 1 % each, since the annex prints all from there on; a list that prints less than half of the EU's sourcing
tells nothing. Which single source the study took for a material, where its result shows that it did not take both, is a
reviewed table (`eu_supply_option`), as are bounds of rates that the list leaves open (`eu_settled_rate`).

**How sure.** Shares of several publishers stand side by side for one year and product, each of its own world. Bands hold
90 of 100 Dirichlet draws around the published shares, with a standard error of a share of one half that the user
states.

**Distances.** Modelled sea routes between gateway ports (searoute 1.6.0), with land legs of landlocked countries; not
for navigation. Mean error against 25 published distances about 1 %. Great-circle distance overland where ore travels
overland.

**Sites.** Points are known facilities in open data, not a census; country shares never come from counting points.
Sources are merged by place, type and mineral; every source row is kept and shown in the site's panel.

**Roster.** The presets are scenario sets of this app, not published memberships. Published groups carry the date at
which their list is known; attendance at a meeting is not membership. The European Union counts once in headlines and
as its 27 states in sums. Part of the world inside the roster: the low end counts named members only; the high end adds
all that no named country holds.

**Receipts.** Every computed figure opens its receipt: the formula with the actual numbers in it, the published cells
behind them with unit, stage, year, edition and source, a text to copy and a file. The arithmetic can be done again by
hand; a test does it for every mineral, stage and year.
"""


TRADE_OF_YOUR_OWN = (
    "**Trade that is not held.** The bundle has the rows of BACI that could be redistributed. The full archive is free of "
    "charge at CEPII: `nearshore facts baci BACI_HS17_V202601.zip` reads it as published and takes the place of the bundle."
)


def show() -> None:
    """Draw the whole page."""
    shared_bar()
    show_notes()
    held = cache.about()
    meta = cache.database_meta()
    st.title("Sources and method", anchor=False)
    st.caption(
        f"Database {prose.text(str(meta['input_hash'])[:12])}, built {prose.text(meta['built_at'])} from the files listed under Inputs. "
        f"Nearshore Atlas {prose.text(meta['atlas_version'])}."
    )
    _tabs(held)


def _tabs(held: dict[str, pd.DataFrame]) -> None:
    """Draw the tab that is open; the others are not worked out."""
    session = st.session_state
    draw: dict[SourcesTab, Callable[[], None]] = {
        SourcesTab.SOURCES: partial(_sources, held),
        SourcesTab.METHOD: _method,
        SourcesTab.AGREEMENT: agreement_tab,
        SourcesTab.COVERAGE: partial(_coverage, held),
        SourcesTab.REGIONS: _groups,
        SourcesTab.DICTIONARY: partial(_plain, dictionary(), "dictionary", "Data dictionary"),
        SourcesTab.DOWNLOADS: partial(_downloads, held),
        SourcesTab.INPUTS: partial(_inputs, held),
    }
    session[TABS] = SourcesTab(session["tab"]).label
    places = st.tabs([tab.label for tab in draw], key=TABS, on_change=_follow_tab)
    for place, (tab, draw_tab) in zip(places, draw.items(), strict=True):
        if session["tab"] == tab:
            with place:
                draw_tab()


def _follow_tab() -> None:
    opened = st.session_state[TABS]
    st.session_state["tab"] = next(tab.value for tab in SourcesTab if tab.label == opened)


def _method() -> None:
    st.markdown(METHOD)
    st.markdown(FAMILIES)
    st.caption(BOUNDARIES)


def _inputs(held: dict[str, pd.DataFrame]) -> None:
    st.markdown("Every publisher's file behind the facts, with its SHA-256, so that anybody can check the bytes.")
    _plain(held["inputs"], "inputs", "Input files")


def _sources(held: dict[str, pd.DataFrame]) -> None:
    table = held["sources"]
    st.markdown(
        f"{len(table)} editions. Licences marked “to be confirmed” need a look before commercial redistribution."
    )
    frame.show_table(
        table,
        key="sources.editions",
        title="Sources, editions and licences",
        sources=[],
        columns={
            "url": st.column_config.LinkColumn("url"),
            "rows": st.column_config.NumberColumn("rows used", format="localized"),
        },
        height_px=460,
    )
    _licences()


def _licences() -> None:
    """Print what each licence lets leave in a file."""
    st.markdown("##### Licences: what may leave in a file")
    st.markdown(
        "Everything is shown with its credit. Rows under terms that are not confirmed, that forbid derivatives or want the "
        "same terms of a whole file are left out of every download, and the file says so."
    )
    table = cache.licences_decided()
    table = table.assign(release=[Release(code).label for code in table["release"]])
    frame.show_table(table, key="sources.licences", title="Licences", sources=[], height_px=360)


def _coverage(held: dict[str, pd.DataFrame]) -> None:
    st.markdown(
        "What is held for each mineral: years and number of countries with a figure in the newest year, customs codes "
        "with open trade data, and known sites. Zero means that nothing is held, not that nothing exists."
    )
    st.markdown(TRADE_OF_YOUR_OWN)
    table = held["coverage"].copy()
    table["mineral"] = [Mineral(code).label for code in table["mineral"]]
    _plain(table, "coverage", "Coverage by mineral")


def _groups() -> None:
    geography = cache.geography()
    st.markdown(
        "Regions are those of this project: UN M49 sub-regions with the exceptions below, each with its reason."
    )
    _plain(cache.whole_table("region_rule"), "regions", "Rules of the regions")
    for region in Region:
        members = sorted(geography.names[iso3] for iso3 in geography.region(region))
        with st.expander(f"{region.label}: {len(members)} countries and areas"):
            st.markdown(prose.text(", ".join(members)))
    st.markdown("Published groups and their dates")
    _plain(cache.whole_table("country_group"), "groups", "Country groups")


def _downloads(held: dict[str, pd.DataFrame]) -> None:
    st.markdown("Every table as CSV, each row with its `source_id`; the same as `nearshore export --table NAME`.")
    table = held["tables"]
    for row in table.to_dict("records"):
        name = str(row["table_name"])
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(
            f"**{prose.text(name)}** ({prose.text(row['kind'])}, {row['rows']:,} rows): {prose.text(row['description'])}"
        )
        right.download_button(
            "CSV",
            data=partial(_whole, name),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"download.{name}",
            on_click="ignore",
            icon=":material/download:",
        )


def _whole(name: str) -> bytes:
    return whole_csv(cache.atlas(), name)


def _plain(table: pd.DataFrame, key: str, title: str) -> None:
    frame.show_table(table, key=f"sources.{key}", title=title, sources=[], height_px=460)
