"""Laws of the rows taken from IEA, the EU study and BGS, over made-up tables in the publishers' form."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataContractError
from geo.facts.mineral_words import Meaning, MineralWords, mineral_words
from geo.facts.places import CountryIndex
from geo.facts.production_bgs import production_rows
from geo.facts.production_eu import share_rows
from geo.facts.production_iea import rest_reconciled, statistic_rows
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import Mineral, Stage
from geo.schema.validate import check_table

NAMES = {
    "Australia": "AUS",
    "Canada": "CAN",
    "China": "CHN",
    "Indonesia": "IDN",
    "Congo": "COG",
    "Congo, Democratic Republic": "COD",
    "Kosovo": "XKX",
}
COUNTRIES = ["Australia", "Canada", "China", "Indonesia"]
STATISTIC = TABLE_BY_NAME["statistic"]
BLOCKS, SERIES = mineral_words("iea-2025", {}), mineral_words("bgs", {})


def country_index() -> CountryIndex:
    country = pd.DataFrame({"iso3": list(NAMES.values()), "name": list(NAMES)})
    return CountryIndex(country, pd.DataFrame({"alias": [], "system": [], "iso3": []}))


def iea_block(named: list[float], rest: float, total: float, year: int = 2024) -> pd.DataFrame:
    labels = [*COUNTRIES[: len(named)], "Rest of world", "Total"]
    figures = [*named, rest, total]
    return pd.DataFrame(
        {
            "mineral": "Nickel",
            "process": "refining",
            "country": labels,
            "year": year,
            "quantity_kt": figures,
            "quantity_text": [str(figure) for figure in figures],
        }
    )


tonnages = st.floats(min_value=1, max_value=50_000).map(lambda value: round(value, 3))


@given(
    named=st.lists(tonnages, min_size=1, max_size=4, unique=True),
    rest=tonnages,
    twice=st.integers(min_value=-1, max_value=3),
)
def test_named_countries_and_rest_close_on_the_total(named: list[float], rest: float, twice: int) -> None:
    counted_again = named[twice] if 0 <= twice < len(named) else 0.0
    total = sum(named) + rest
    table = rest_reconciled(iea_block(named, rest + counted_again, total), "iea-cm-2025")
    parts = table.loc[table["country"] != "Total", "quantity_kt"].sum()
    assert parts == pytest.approx(total, rel=1e-6)
    note = table.loc[table["country"] == "Rest of world", "note"].iloc[0]
    assert (note is not None) == (counted_again > 0)
    assert table.loc[table["country"] == "Rest of world", "quantity_text"].iloc[0] == str(rest + counted_again)


@given(named=st.lists(tonnages, min_size=1, max_size=4, unique=True), rest=tonnages, excess=tonnages)
def test_a_rest_that_is_off_by_anything_else_is_refused(named: list[float], rest: float, excess: float) -> None:
    total = sum(named) + rest
    if any(abs(value - excess) <= 2e-6 * total for value in named) or excess <= 2e-6 * total:
        return
    with pytest.raises(DataContractError, match="which is no named country"):
        rest_reconciled(iea_block(named, rest + excess, total), "iea-cm-2025")


@given(year=st.sampled_from([2024, 2030, 2035, 2040]), named=st.lists(tonnages, min_size=1, max_size=4))
def test_only_years_after_the_base_year_are_projections(year: int, named: list[float]) -> None:
    supply = iea_block(named, 5.0, sum(named) + 5.0, year)
    rows = statistic_rows(supply, BLOCKS, "iea-cm-2025", 2024, country_index())
    assert check_table(STATISTIC, rows, "rows") == []
    assert rows["is_projection"].tolist() == [year > 2024] * len(rows)
    assert rows["quantity_t"].tolist() == pytest.approx([value * 1000 for value in supply["quantity_kt"]])
    assert rows["area"].tolist()[-2:] == ["OTHER", "WORLD"]


def test_an_unknown_block_is_named() -> None:
    supply = iea_block([1.0], 1.0, 2.0).assign(mineral="Zinc")
    with pytest.raises(DataContractError, match="'Zinc / refining' is not known"):
        statistic_rows(supply, BLOCKS, "iea-cm-2025", 2024, country_index())


def eu_words(mineral: Mineral, product: str, *materials: str) -> MineralWords:
    meaning = Meaning(mineral, stage=Stage.REFINED, product=product)
    return MineralWords("eu-shares", {(material, "P"): (meaning,) for material in materials})


def eu_shares(material: str, printed: list[str]) -> pd.DataFrame:
    numbers = pd.Series([float(text.strip("<%")) / 100 for text in printed])
    is_bound = pd.Series([text.startswith("<") for text in printed])
    return pd.DataFrame(
        {
            "material": material,
            "stage": "P",
            "country": COUNTRIES[: len(printed)],
            "share": numbers.mask(is_bound),
            "share_below": numbers.where(is_bound),
            "share_text": printed,
            "trade_factor": 1.0,
        }
    )


printed_shares = st.one_of(
    st.just("<0.1%"), st.integers(min_value=1, max_value=250).map(lambda tenths: f"{tenths / 10}%")
)


@given(st.lists(printed_shares, min_size=1, max_size=4))
def test_shares_are_never_scaled_and_a_bound_is_never_a_share(printed: list[str]) -> None:
    shares = eu_shares("Vanadium", printed)
    rows = share_rows(shares, eu_words(Mineral.VANADIUM, "processed", "Vanadium"), country_index())
    assert check_table(STATISTIC, rows, "rows") == []
    assert rows["share"].sum() == pytest.approx(shares["share"].sum())
    is_bound = rows["raw_value"].str.startswith("<")
    assert (rows["flag"] == "at_most").tolist() == is_bound.tolist()
    assert rows["share"].isna().tolist() == is_bound.tolist()
    assert rows["high_share"].notna().tolist() == is_bound.tolist()
    assert rows["quantity_t"].isna().all()
    assert not rows["area"].isin(["WORLD", "OTHER"]).any()


def test_members_with_other_shares_are_no_group() -> None:
    shares = pd.concat([eu_shares("Cerium", ["84.9%", "10.5%"]), eu_shares("Neodymium", ["84.8%", "10.5%"])])
    group = eu_words(Mineral.RARE_EARTHS, "lree", "Cerium", "Neodymium")
    with pytest.raises(DataContractError, match="Neodymium, stage P, print other shares than Cerium"):
        share_rows(shares, group, country_index())


def test_a_material_that_is_gone_is_named() -> None:
    wolfram = eu_words(Mineral.TUNGSTEN, "processed", "Wolfram").meanings
    words = MineralWords("eu-shares", {**wolfram, ("Tin", "P"): ()})
    with pytest.raises(DataContractError, match="'Wolfram', stage P has no rows"):
        share_rows(eu_shares("Tin", ["50%"]), words, country_index())


def bgs_table(**columns: object) -> pd.DataFrame:
    """All series of 2020 for China, with the first row as `columns` say."""
    rows = [
        {
            "commodity": commodity,
            "form": form,
            "country": "China",
            "printed_code": "CHN",
            "quantity_text": "7",
            "book_text": "7",
            "unit": "tonnes (metric)",
            "precision": "",
            "figure_notes": "",
            "year": 2020,
            "quantity": 7.0,
        }
        for commodity, form in SERIES.mapped()
    ]
    rows[0].update(columns)
    return pd.DataFrame(rows)


def first_bgs_row(**columns: object) -> dict[str, object]:
    rows = production_rows(bgs_table(**columns), SERIES, country_index())
    assert check_table(STATISTIC, rows, "rows") == []
    return rows.iloc[0].to_dict()


@given(quantity=st.integers(min_value=0, max_value=10**9))
def test_kilograms_are_thousandths_of_tonnes(quantity: int) -> None:
    in_kg = first_bgs_row(quantity=float(quantity), unit="kilograms (metal content)")
    in_t = first_bgs_row(quantity=float(quantity), unit="tonnes (metal content)")
    assert float(str(in_kg["quantity_t"])) * 1000 == pytest.approx(float(str(in_t["quantity_t"])))


@pytest.mark.parametrize(
    ("cell", "flag", "quantity", "high"),
    [
        ({"quantity": 5.0}, "reported", 5.0, None),
        ({"quantity": 5.0, "figure_notes": "Break in series.|Estimates."}, "estimated", 5.0, None),
        ({"quantity": 0.0, "precision": "Nil (nothing produced)"}, "reported", 0.0, None),
        ({"quantity": None, "precision": "Figures not available"}, "not_available", None, None),
        ({"quantity": 0.0, "precision": "Quantity is more than 0 but less than 0.5"}, "trace", None, 0.5),
    ],
)
def test_what_bgs_prints_survives(
    cell: dict[str, object], flag: str, quantity: float | None, high: float | None
) -> None:
    row = first_bgs_row(**cell)
    assert row["flag"] == flag
    assert (None if pd.isna(row["quantity_t"]) else row["quantity_t"]) == quantity
    assert (None if pd.isna(row["high_t"]) else row["high_t"]) == high


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Congo", "COG"),
        ("Congo, Democratic Republic", "COD"),
        ("Kosovo", "XKX"),
        ("Serbia and Montenegro", "OTHER"),
    ],
)
def test_names_and_not_printed_codes_decide_the_country(name: str, area: str) -> None:
    assert first_bgs_row(country=name, printed_code="COD")["area"] == area


def test_a_dissolved_state_says_so_and_notes_survive() -> None:
    row = first_bgs_row(country="Serbia and Montenegro", figure_notes="Estimates.|Sales.")
    assert row["note"] == "Sales. Printed as Serbia and Montenegro, one state until 2006"
    assert first_bgs_row()["note"] is None


def test_early_years_and_unwanted_series_are_left_out() -> None:
    table = bgs_table(year=1999)
    extra = table.iloc[[1]].assign(commodity="ferro-alloys", form="Ferro-chrome")
    rows = production_rows(pd.concat([table, extra], ignore_index=True), SERIES, country_index())
    assert len(rows) == len(SERIES.mapped()) - 1


def test_a_series_that_is_gone_and_a_new_precision_are_named() -> None:
    with pytest.raises(DataContractError, match="'antimony, mine' is not in the files"):
        production_rows(bgs_table().iloc[1:], SERIES, country_index())
    with pytest.raises(DataContractError, match="precision 'Rounded' is not known"):
        production_rows(bgs_table(precision="Rounded"), SERIES, country_index())


def test_unknown_countries_are_all_named() -> None:
    table = bgs_table(country="Atlantis")
    table.loc[3, "country"] = "Ruritania"
    with pytest.raises(DataContractError, match=r"(?s)'Atlantis'.*'Ruritania'"):
        production_rows(table, SERIES, country_index())
