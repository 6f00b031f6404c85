"""Bundled trade: bilateral flows, and what each source covers for a code and year; editions stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError
from geo.facts.dataset import Dataset, Inputs, Tables
from geo.facts.hs_code import HS_SOURCE_ID, hs_code_table
from geo.facts.places import CountryIndex
from geo.facts.trade_area import SYSTEM, place_flows
from geo.facts.trade_flow import Remarks, coverage_table, flow_table, usd_from_thousands
from geo.schema.codes import TradeScope
from geo.sources import baci_asean, baci_hs92, baci_sample

PRUNED_YEARS = (2018, 2019, 2020, 2021, 2023)
"""Years that exist only as the six largest partners a side; 2022 and 2024 are whole elsewhere."""

WHOLE_YEARS = (2022, 2024)

SAME_CODE_LABELS = ("gallium", "germanium", "hafnium")
"""Labels of the partner series that are one code (811292) three times; the first is taken."""

REMARK_2022 = "Complete in value; this copy has no tonnes."
REMARK_2024 = "Complete. The newest year is provisional: the publisher revises it in later editions."
REMARK_ASEAN = (
    "Not the world: flows between an ASEAN member and one of 15 partners; trade inside ASEAN and with India, Taiwan, "
    "Switzerland, Norway or Finland is missing. Unit values are not checked, for want of a world mean."
)


def trade_facts(inputs: Inputs) -> Tables:
    """Return the tables ``hs_code``, ``trade_flow`` and ``trade_coverage`` of the bundled sources.

    Raises
    ------
    SourceError
        If a publisher's file is missing or altered.
    DataContractError
        If an area is unknown, or the pruned series does not agree with the whole years.
    """
    raw, known = inputs.raw, inputs.known
    whole = {
        2022: baci_sample.read_world_2022_values(raw).assign(year=2022, quantity_t=float("nan")),
        2024: _in_usd(baci_sample.read_world_2024(raw)),
    }
    world = pd.concat(whole.values(), ignore_index=True)
    parts = [
        _source_tables(
            frame, known, source_id=baci_sample.SOURCE_ID, nomenclature=baci_sample.NOMENCLATURE, remark=remark
        )
        for frame, remark in ((whole[2022], REMARK_2022), (whole[2024], REMARK_2024))
    ]
    kept = _kept_share(raw, known, world)
    parts.append(
        _source_tables(
            pd.concat([_partner_series(raw, year, known) for year in PRUNED_YEARS], ignore_index=True),
            known,
            source_id=baci_sample.SOURCE_ID,
            nomenclature=baci_sample.NOMENCLATURE,
            remark=lambda rows: rows["hs6"].map(_pruned_remarks(kept)),
            scope=TradeScope.PRUNED,
        )
    )
    thirty_years = _in_usd(baci_hs92.read_world(raw))
    newest = int(thirty_years["year"].max())
    parts.append(
        _source_tables(
            thirty_years,
            known,
            source_id=baci_hs92.SOURCE_ID,
            nomenclature=baci_hs92.NOMENCLATURE,
            remark=lambda rows: rows["year"].map(lambda year: REMARK_2024 if year == newest else "Complete."),
        )
    )
    parts.append(
        _source_tables(
            _in_usd(baci_asean.read_asean_flows(raw)),
            known,
            source_id=baci_asean.SOURCE_ID,
            nomenclature=baci_asean.NOMENCLATURE,
            remark=REMARK_ASEAN,
            scope=TradeScope.PARTIAL,
        )
    )
    return {
        "hs_code": hs_code_table(inputs),
        "trade_flow": pd.concat([flows for flows, _ in parts], ignore_index=True),
        "trade_coverage": pd.concat([coverage for _, coverage in parts], ignore_index=True),
    }


DATASETS = (
    Dataset(
        (HS_SOURCE_ID, baci_sample.SOURCE_ID, baci_hs92.SOURCE_ID, baci_asean.SOURCE_ID),
        ("hs_code", "trade_flow", "trade_coverage"),
        trade_facts,
    ),
)


def _source_tables(
    published: pd.DataFrame,
    known: Mapping[str, pd.DataFrame],
    *,
    source_id: str,
    nomenclature: str,
    remark: str | Remarks,
    scope: TradeScope = TradeScope.COMPLETE,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    placed = place_flows(published, known, place=source_id)
    flows = flow_table(placed.flows, source_id=source_id, nomenclature=nomenclature)
    return flows, coverage_table(flows, scope=scope, remark=remark, left_out=placed.left_out)


def _in_usd(published: pd.DataFrame) -> pd.DataFrame:
    """Return flows of a file that prints thousands of USD, in the columns of the others."""
    published = published.assign(value_usd=usd_from_thousands(published["value_kusd"]))
    return published.rename(columns={"qty_t": "quantity_t"}).drop(columns="value_kusd")


def _partner_series(raw: Path, year: int, known: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the pruned flows of a year by code and ISO3, each code once."""
    series = baci_sample.read_partner_series(raw, year)
    first, *others = [
        series.loc[series["label"] == label].drop(columns="label").reset_index(drop=True) for label in SAME_CODE_LABELS
    ]
    if not all(first.equals(other) for other in others):
        message = f"flows_{year}.json: {', '.join(SAME_CODE_LABELS)} are no longer the same flows; look at their codes"
        raise DataContractError([message])
    series = series.loc[~series["label"].isin(SAME_CODE_LABELS[1:])]
    codes = baci_sample.read_label_codes(raw)
    countries = CountryIndex(known["country"], known["country_alias"])
    place = f"flows_{year}.json"
    return pd.DataFrame(
        {
            "year": year,
            "hs6": series["label"].map(codes),
            "exporter": countries.codes(series["exporter_iso2"], system="iso2", place=place),
            "importer": countries.codes(series["importer_iso2"], system="iso2", place=place),
            "value_usd": series["value_usd"],
            "quantity_t": float("nan"),
        }
    ).reset_index(drop=True)


def _kept_share(raw: Path, known: Mapping[str, pd.DataFrame], world: pd.DataFrame) -> pd.Series:
    """Return by code the smaller share (0-1) of the value that the pruning keeps in the years known whole.

    Raises
    ------
    DataContractError
        If a pruned flow differs from the same flow of the whole file.
    """
    pruned = pd.concat([_partner_series(raw, year, known) for year in WHOLE_YEARS], ignore_index=True)
    key = ["year", "hs6", "exporter_iso3", "importer_iso3"]
    pruned = place_flows(pruned, known, place=SYSTEM).flows[[*key, "value_usd"]]
    both = pruned.merge(
        place_flows(world, known, place=SYSTEM).flows[[*key, "value_usd"]],
        on=key,
        how="left",
        suffixes=("", "_whole"),
    )
    # The pruned series prints whole dollars.
    wrong = ~((both["value_usd"] - both["value_usd_whole"]).abs() <= 1)
    if wrong.any():
        shown = " / ".join(str(part) for part in both.loc[wrong, key].iloc[0])
        message = f"pruned flow {shown} differs from the whole file ({int(wrong.sum())} such flows); check the files"
        raise DataContractError([message])
    share = pruned.groupby(["year", "hs6"])["value_usd"].sum() / world.groupby(["year", "hs6"])["value_usd"].sum()
    return share.groupby("hs6").min()


def _pruned_remarks(kept: pd.Series) -> pd.Series:
    percent = (kept * 1000).map(int) / 10
    return (
        "Pruned to the six largest suppliers and customers of each country, value only; never for totals or counts of "
        "partners. In 2022 and 2024, which are known whole, the same cut keeps at least "
        + percent.map("{:.1f}".format)
        + " % of this code's value."
    )
