"""Dependence facts as committed, and our figures of them: publishers' own values, and failures that must stay failures."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from geo.evidence.agreement import Agreement, agreement
from geo.evidence.geography import load_geography
from geo.evidence.series import newest_series
from geo.facts.deviation import LIMIT_PCT
from geo.facts.mineral_words import mineral_words
from geo.model.agreement import Family, Verdict
from geo.model.exposure import Goods, exposure, import_matrix
from geo.model.gain import gain_matrix
from geo.model.interval import Interval
from geo.model.supply import Flow, region_supply
from geo.model.supply_risk import SupplierShare, reliance_proxy, supply_risk
from geo.model.transit import TradeView, find_hubs, own_supply, trace_origins
from geo.schema.codes import GovernanceIndicator, Region
from geo.store.database import Atlas
from geo.store.queries_dependence import (
    complete_flows,
    eu_supply_shares,
    leading_producers,
    newest_production,
    printed_output,
    published_distances,
    recycling_rates,
    upstream_imports,
    us_balance,
    us_import_reliance,
    us_matched_sources,
    us_salient,
    us_trade_matches,
)
from geo.store.queries_reference import governance, governance_years
from geo.store.queries_source import table
from geo.units import nautical_miles_to_km

COBALT_OXIDES = Goods("282200", "cobalt", is_pure=True)


@pytest.fixture(scope="module")
def agreed(real_atlas: Atlas) -> Agreement:
    return agreement(real_atlas)


def flows_of(frame: pd.DataFrame) -> list[Flow]:
    return [
        Flow(
            row["exporter_iso3"],
            row["importer_iso3"],
            row["value_usd"],
            None if pd.isna(row["quantity_t"]) else row["quantity_t"],
        )
        for row in frame.to_dict("records")
    ]


@pytest.fixture(scope="module")
def cobalt(real_atlas: Atlas) -> list[Flow]:
    frame = complete_flows(real_atlas)
    return flows_of(frame[frame["hs6"] == COBALT_OXIDES.hs6])


# Published figures, read in the files of the data release


@pytest.mark.parametrize(
    ("commodity", "detail", "year", "raw"),
    [
        ("Cobalt", "Net import reliance as a percentage of apparent consumption", 2025, "79"),
        ("Lithium", "Net import reliance as a percentage of apparent consumption", 2025, ">50"),
        ("Beryllium", "Net import reliance as a percentage of apparent consumption", 2025, "E"),
        (
            "Rare Earths",
            "Net import reliance as a percentage of apparent consumption: Compounds and metals",
            2025,
            "67",
        ),
    ],
)
def test_printed_import_reliance(real_atlas: Atlas, commodity: str, detail: str, year: int, raw: str) -> None:
    rows = us_import_reliance(real_atlas).query("commodity == @commodity and detail == @detail and year == @year")
    assert rows["raw_value"].tolist() == [raw]
    assert bool(rows["is_net_exporter"].iloc[0]) is (raw == "E")


def test_figure_2_repeats_the_salient_tables(real_atlas: Atlas) -> None:
    """All but two headline figures of figure 2 stand among the salient statistics of 2025 of the same mineral."""
    table_ = us_import_reliance(real_atlas)
    figure = table_[table_["printed_table"] == "figure 2"]
    salient = table_[(table_["printed_table"] != "figure 2") & (table_["year"] == 2025)]
    by_mineral = salient.groupby("mineral")["raw_value"].agg(set)
    odd = [row["commodity"] for row in figure.to_dict("records") if row["raw_value"] not in by_mineral[row["mineral"]]]
    assert odd == []
    assert len(figure) == 33


def test_figure_3_repeats_the_import_sources_but_for_titanium_minerals_and_a_bound(real_atlas: Atlas) -> None:
    rows = table(real_atlas, "us_import_source")
    forms = Counter(
        (row["mineral"], row["area"], row["raw_value"])
        for row in rows[rows["printed_table"] == "import sources"].to_dict("records")
    )
    figure = rows[rows["printed_table"] == "figure 3"]
    odd = {
        row["commodity"]
        for row in figure.to_dict("records")
        if not forms[(row["mineral"], row["area"], row["raw_value"])]
    }
    assert odd == {"Phosphate, rock", "Titanium, mineral concentrates"}


def test_printed_sources_of_a_form_sum_to_a_hundred(real_atlas: Atlas) -> None:
    rows = table(real_atlas, "us_import_source")
    rows = rows[rows["printed_table"] == "import sources"]
    plain = rows.groupby(["commodity", "detail"]).filter(lambda group: group["percent"].notna().all())
    sums = plain.groupby(["commodity", "detail"])["percent"].sum()
    assert sums.between(99, 101).all(), sums[~sums.between(99, 101)]
    assert len(sums) > 60


def test_leading_producers_are_those_of_table_t7(real_atlas: Atlas) -> None:
    leaders = leading_producers(real_atlas).set_index("mineral")
    assert leaders.loc["cobalt", ["iso3", "percent"]].tolist() == ["COD", 74]
    assert leaders.loc["bauxite", "quantity_t"] == 150_000_000
    assert pd.isna(leaders.loc["germanium", "percent"])
    assert leaders.loc["germanium", "raw_value"] == "NA"
    assert len(leaders) == 31


def test_withheld_statistics_have_no_figure(real_atlas: Atlas) -> None:
    rows = us_salient(real_atlas)
    assert rows.loc[rows["raw_value"] == "W", ["quantity_t", "low_t", "high_t"]].isna().all(axis=None)
    assert (rows.loc[rows["raw_value"] == "—", "quantity_t"] == 0).all()
    assert (rows["raw_value"] == "W").sum() == 109


def test_rates_are_the_printed_ones_and_the_doubtful_ones_are_marked(real_atlas: Atlas) -> None:
    rates = recycling_rates(real_atlas).set_index("material")
    assert len(rates) == len(mineral_words("eu-rates", {}).mapped())
    assert rates.loc[["Copper", "Tungsten", "Cobalt", "Nickel"], "rate_share"].tolist() == [0.55, 0.42, 0.22, 0.16]
    assert rates.loc["Titanium", "status"] == "unverified"
    zero = rates[rates["rate_share"] == 0]
    # Zero beside the factsheet of the material is its rate; gallium is printed without one.
    assert set(zero.loc[zero["reference"].notna(), "status"]) == {"assessed"}
    assert zero.index[zero["status"] == "zero_unclear"].tolist() == ["Gallium"]
    assert {"Lithium", "Gallium", "Niobium"} <= set(zero.index)


def test_eu_shares_carry_the_printed_t(real_atlas: Atlas) -> None:
    rows = eu_supply_shares(real_atlas)
    assert set(rows["trade_factor"]) == {0.8, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5}
    cell = rows.query("scope == 'global_supply' and material == 'Nickel' and stage == 'mined' and iso3 == 'IDN'")
    assert cell["trade_factor"].tolist() == [1.3]
    chile = rows.query("scope == 'eu_sourcing' and material == 'Lithium' and iso3 == 'CHL'")
    assert chile["share"].tolist() == [0.79]
    eu = load_geography(real_atlas).eu
    assert set(rows.loc[rows["trade_factor"] == 0.8, "iso3"]) <= eu


def test_every_published_distance_is_met_within_five_percent(real_atlas: Atlas) -> None:
    rows = published_distances(real_atlas)
    error = rows["modelled_km"] / rows["published_nm"].map(nautical_miles_to_km) - 1
    assert len(rows) == 25
    assert error.abs().max() < 0.05
    assert error.abs().mean() == pytest.approx(0.012, abs=0.004)


# Reviewed decisions meet rows that exist


def test_every_row_of_a_balance_is_printed_in_every_year(real_atlas: Atlas) -> None:
    terms = table(real_atlas, "us_balance_term")
    held = us_balance(real_atlas).groupby(["commodity", "term", "detail"])["year"].nunique()
    wanted = pd.MultiIndex.from_frame(terms[["commodity", "term", "detail"]])
    assert held.reindex(wanted).eq(5).all()
    per_commodity = terms.groupby("commodity")["term"].agg(Counter)
    assert all(terms["consumption"] == terms["reliance"] == 1 for terms in per_commodity)


def test_every_matched_code_is_pure_and_finds_both_sides(real_atlas: Atlas) -> None:
    matches = us_trade_matches(real_atlas)
    reviewed = table(real_atlas, "us_trade_match")
    assert set(matches["hs6"]) == set(reviewed["hs6"])
    named = matches["hs6"].isin(reviewed.loc[reviewed["import_detail"].notna(), "hs6"])
    assert matches.loc[named, "published_raw"].notna().all()
    assert set(us_matched_sources(real_atlas)["hs6"]) == set(reviewed["hs6"])
    assert set(reviewed["hs6"]) <= set(table(real_atlas, "trade_code")["hs6"])


# Transit is not origin


def hubs_of(atlas: Atlas, flows: list[Flow]) -> tuple[str, ...]:
    output = printed_output(atlas, "cobalt", since=2018)
    upstream = upstream_imports(atlas, "cobalt", "refined", 2024)
    supply = own_supply(
        dict(zip(output["area"], output["quantity_t"], strict=True)),
        dict(zip(upstream["area"], upstream["quantity_t"], strict=True)),
    )
    return find_hubs(flows, COBALT_OXIDES, supply)


def test_namibia_is_europes_cobalt_in_trade_and_congo_behind_it(real_atlas: Atlas, cobalt: list[Flow]) -> None:
    europe = load_geography(real_atlas).region(Region.EUROPE)
    reported = region_supply(cobalt, europe)
    assert reported.suppliers[0].area == "NAM"
    assert reported.suppliers[0].share == pytest.approx(0.70, abs=0.005)
    assert "NAM" not in set(printed_output(real_atlas, "cobalt", since=1960)["area"])
    hubs = hubs_of(real_atlas, cobalt)
    (namibia,) = [hub for hub in hubs if hub.area == "NAM"]
    assert namibia.own_supply_t == 0
    assert namibia.suppliers[0] == ("COD", pytest.approx(0.989, abs=0.001))
    view = trace_origins(cobalt, COBALT_OXIDES, hubs)
    assert view.view is TradeView.ORIGIN_ADJUSTED
    traced = region_supply(view.flows, europe)
    assert traced.suppliers[0].area == "COD"
    assert traced.suppliers[0].share == pytest.approx(0.69, abs=0.01)
    assert "NAM" not in {supplier.area for supplier in traced.suppliers}


def test_makers_are_no_hubs(real_atlas: Atlas, cobalt: list[Flow]) -> None:
    assert not {"COD", "CHN", "FIN", "BEL"} & {hub.area for hub in hubs_of(real_atlas, cobalt)}


# Risk, exposure, gains on real data


def test_eu_supply_risk_of_magnesium_is_an_interval_above_the_threshold(real_atlas: Atlas) -> None:
    """China 97 % of EU sourcing: critical whatever import reliance and substitution are."""
    rows = eu_supply_shares(real_atlas, mineral="magnesium").query("material == 'Magnesium' and stage == 'refined'")
    mean = (
        governance(real_atlas, governance_years(real_atlas)[0]).set_index("iso3")[[*GovernanceIndicator]].mean(axis=1)
    )
    shares = {
        scope: [
            SupplierShare(
                row["iso3"],
                Interval(*((row["share"],) * 2 if not pd.isna(row["share"]) else (0.0, row["high_share"]))),
                row["trade_factor"],
            )
            for row in group.to_dict("records")
        ]
        for scope, group in rows.groupby("scope")
    }
    eu = load_geography(real_atlas).eu
    proxy = reliance_proxy(shares["eu_sourcing"], eu)
    result = supply_risk(
        shares["global_supply"],
        shares["eu_sourcing"],
        mean.to_dict(),
        Interval(0.0, 0.13),
        import_reliance=proxy,
        is_proxy=True,
    )
    assert result.is_critical is True
    assert 2.5 < result.risk.low < result.risk.high < 6.5
    assert len(result.notes) >= 3


def test_every_pure_code_gives_scores_between_nought_and_one(real_atlas: Atlas) -> None:
    stability = governance(real_atlas, governance_years(real_atlas)[0]).set_index("iso3")["pv"].dropna().to_dict()
    frame = complete_flows(real_atlas)
    assert set(frame["is_pure"]) == {True}
    for hs6, rows in frame.groupby("hs6"):
        matrix = import_matrix(flows_of(rows), Goods(str(hs6), str(rows["mineral"].iloc[0]), is_pure=True))
        result = exposure(matrix, stability, Interval(0.3, 0.4))
        held = matrix.totals > 0
        assert ((result.low[held] >= 0) & (result.low[held] <= result.high[held]) & (result.high[held] <= 0.4)).all()


def test_canada_adds_its_printed_share_and_the_eu_nothing_to_a_roster_that_holds_it(real_atlas: Atlas) -> None:
    geography = load_geography(real_atlas)
    series = newest_series(real_atlas)
    matrix = gain_matrix(series, {"CAN": {"CAN"}, "EU27": geography.eu}, geography.roster("washington-six").members)
    rows = {(entry.mineral, entry.stage): place for place, entry in enumerate(series)}
    assert matrix.gain_low[rows[("palladium", "mined")], 0] == pytest.approx(16_000 / 194_100, abs=0.003)
    assert (matrix.gain_low[:, 1] == 0).all()


def test_series_are_of_one_publisher_year_and_basis(real_atlas: Atlas) -> None:
    rows = newest_production(real_atlas)
    assert not rows[["mineral", "stage", "year", "source_id"]].drop_duplicates().duplicated(["mineral", "stage"]).any()
    found = {(entry.mineral, entry.stage) for entry in newest_series(real_atlas)}
    assert ("germanium", "refined") in found
    assert len(found) >= 50


# The agreement table


def test_the_agreement_table_is_long_and_says_what_fails(agreed: Agreement) -> None:
    assert len(agreed.rows) >= 200
    assert {family: counts[Verdict.PASS] > 0 for family, counts in agreed.counts.items()} == dict.fromkeys(Family, True)
    assert sum(sum(counts.values()) for counts in agreed.counts.values()) == len(agreed.rows)
    assert all(row.verdict is Verdict.FAIL for row in agreed.failures)
    assert {source.source_id for source in agreed.sources} >= {"usgs-mcs-2026", "cepii-baci-hs17-v202601"}


@pytest.mark.parametrize(("hs6", "difference"), [("280469", 43), ("252922", -25), ("711011", -23)])
def test_known_failures_of_imports_stay_failures(agreed: Agreement, hs6: str, difference: int) -> None:
    (row,) = [row for row in agreed.rows if row.family is Family.IMPORT_TONNES and hs6 in row.subject]
    assert row.verdict is Verdict.FAIL
    assert round(row.difference) == difference


@pytest.mark.parametrize(
    ("hs6", "difference"),
    [
        ("740311", -1),
        ("260600", 0),
        ("811010", -5),
        ("280480", 1),
        ("810820", 2),
        ("283691", -3),
        ("251010", -8),
        ("251110", 7),
    ],
)
def test_imports_agree_as_noted(agreed: Agreement, hs6: str, difference: int) -> None:
    (row,) = [row for row in agreed.rows if row.family is Family.IMPORT_TONNES and hs6 in row.subject]
    assert row.verdict is Verdict.PASS
    assert round(row.difference) == difference


def test_leading_shares_agree_for_every_mineral_that_has_one(agreed: Agreement) -> None:
    rows = [row for row in agreed.rows if row.family is Family.LEADING_SHARE]
    assert Counter(row.verdict for row in rows) == {Verdict.PASS: 30, Verdict.NOT_COMPARABLE: 1}


def test_reported_import_reliances_are_reproduced(agreed: Agreement) -> None:
    """Every balance of 2024 that can be struck agrees; three of the publisher's estimates of 2025 do not."""
    rows = [row for row in agreed.rows if row.family is Family.IMPORT_RELIANCE]
    failed = sorted(row.subject for row in rows if row.verdict is Verdict.FAIL)
    assert failed == [f"United States, {name} 2025" for name in ("Phosphate Rock", "Tin", "Vanadium")]
    withheld = [row for row in rows if row.verdict is Verdict.NOT_COMPARABLE]
    assert all("'W'" in row.note for row in withheld)


def test_world_sums_agree_with_their_printed_totals(agreed: Agreement) -> None:
    rows = [row for row in agreed.rows if row.family is Family.WORLD_SUM]
    assert {row.verdict for row in rows} == {Verdict.PASS}
    assert all(row.tolerance.size >= LIMIT_PCT for row in rows)
