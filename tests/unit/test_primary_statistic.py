from __future__ import annotations

import pandas as pd

from geo.store.database import Atlas
from geo.store.queries_statistic import (
    country_statistics,
    primary_statistic,
    primary_years,
    stages_available,
    statistic_history,
    statistic_inputs,
)


def figures(rows: pd.DataFrame, column: str = "quantity_t") -> dict[str, float]:
    known = rows[rows[column].notna()]
    return dict(zip(known["area"], known[column], strict=True))


def row(rows: pd.DataFrame, area: str) -> pd.Series:
    return rows.set_index("area").loc[area]


def test_the_first_ranked_series_that_has_rows_stands_alone(tiny_atlas: Atlas) -> None:
    first = primary_statistic(tiny_atlas, "production", "cobalt", "refined", 2024)
    assert set(first["source_id"]) == {"iea-test"}
    assert figures(first) == {"CHN": 180_000, "FIN": 20_000, "JPN": 5_000, "OTHER": 15_000, "WORLD": 220_000}
    earlier = primary_statistic(tiny_atlas, "production", "cobalt", "refined", 2023)
    assert set(earlier["source_id"]) == {"bgs-test"}


def test_countries_come_before_other_and_world_and_unknown_figures_after_known_ones(tiny_atlas: Atlas) -> None:
    rows = primary_statistic(tiny_atlas, "production", "cobalt", "mined", 2025)
    assert list(rows["area"]) == ["COD", "IDN", "AUS", "USA", "OTHER", "WORLD"]
    assert list(rows["name"])[-2:] == ["Other countries", "World"]
    assert rows["region"].isna().tolist() == [False, False, False, False, True, True]


def test_a_withheld_producer_has_a_flag_and_no_figure(tiny_atlas: Atlas) -> None:
    withheld = row(primary_statistic(tiny_atlas, "production", "cobalt", "mined", 2025), "USA")
    assert withheld["flag"] == "withheld"
    assert withheld["raw_value"] == "W"
    assert pd.isna(withheld["quantity_t"])
    assert pd.isna(withheld["low_t"])


def test_a_bound_keeps_its_end_and_is_no_figure(tiny_atlas: Atlas) -> None:
    world = row(primary_statistic(tiny_atlas, "reserves", "cobalt", "mined", 2025), "WORLD")
    assert world["flag"] == "at_least"
    assert world["low_t"] == 7_000_000
    assert pd.isna(world["quantity_t"])


def test_products_of_one_series_are_summed_by_country(tiny_atlas: Atlas) -> None:
    australia = row(primary_statistic(tiny_atlas, "production", "titanium", "mined", 2025), "AUS")
    assert australia["quantity_t"] == 600 + 200
    assert australia["products"] == "ilmenite;rutile"
    assert australia["raw_value"] == "ilmenite 600 + rutile 200"


def test_a_sum_with_a_withheld_part_is_no_figure_but_has_a_floor(tiny_atlas: Atlas) -> None:
    china = row(primary_statistic(tiny_atlas, "production", "titanium", "mined", 2025), "CHN")
    assert china["flag"] == "withheld"
    assert pd.isna(china["quantity_t"])
    assert china["low_t"] == 3_000
    assert pd.isna(china["high_t"])


def test_a_world_total_of_some_products_is_no_total_of_all(tiny_atlas: Atlas) -> None:
    world = row(primary_statistic(tiny_atlas, "production", "titanium", "mined", 2025), "WORLD")
    assert world["flag"] == "not_available"
    assert pd.isna(world["quantity_t"])
    assert world["note"].startswith("World total printed for ilmenite only")


def test_shares_stay_shares(tiny_atlas: Atlas) -> None:
    rows = primary_statistic(tiny_atlas, "production", "tungsten", "refined", 2020)
    assert figures(rows, "share") == {"CHN": 0.856, "USA": 0.044}
    assert rows["quantity_t"].isna().all()


def test_inputs_of_a_sum_are_the_published_cells(tiny_atlas: Atlas) -> None:
    cells = statistic_inputs(tiny_atlas, "production", "titanium", "mined", 2025, area="AUS")
    assert list(cells[["product", "quantity_t"]].itertuples(index=False, name=None)) == [
        ("ilmenite", 600.0),
        ("rutile", 200.0),
    ]


def test_inputs_of_all_areas_add_up_to_the_primary_figures(tiny_atlas: Atlas) -> None:
    for mineral, stage, year in (("cobalt", "mined", 2024), ("cobalt", "refined", 2024)):
        cells = statistic_inputs(tiny_atlas, "production", mineral, stage, year)
        assert cells.groupby("area")["quantity_t"].sum().to_dict() == figures(
            primary_statistic(tiny_atlas, "production", mineral, stage, year)
        )


def test_years_say_source_and_put_projections_last(tiny_atlas: Atlas) -> None:
    years = primary_years(tiny_atlas).query("measure == 'production' and mineral == 'cobalt' and stage == 'refined'")
    assert list(years[["year", "source_id", "is_projection"]].itertuples(index=False, name=None)) == [
        (2024, "iea-test", False),
        (2023, "bgs-test", False),
        (2030, "iea-test", True),
    ]


def test_history_changes_source_from_year_to_year_and_says_so(tiny_atlas: Atlas) -> None:
    rows = statistic_history(tiny_atlas, "production", "cobalt", "refined", area="CHN")
    assert list(rows[["year", "quantity_t", "source_id"]].itertuples(index=False, name=None)) == [
        (2023, 140_000.0, "bgs-test"),
        (2024, 180_000.0, "iea-test"),
        (2030, 200_000.0, "iea-test"),
    ]


def test_rank_of_a_country_counts_countries_only(tiny_atlas: Atlas) -> None:
    found = country_statistics(tiny_atlas, "IDN").set_index(["measure", "stage"])
    mined = found.loc[("production", "mined")]
    assert (mined["year"], mined["rank"], mined["listed"]) == (2025, 2, 3)
    withheld = country_statistics(tiny_atlas, "USA").set_index(["mineral", "stage"]).loc[("cobalt", "mined")]
    assert pd.isna(withheld["rank"])


def test_what_is_available_says_nothing_of_projections_and_baskets(tiny_atlas: Atlas) -> None:
    stages = stages_available(tiny_atlas).set_index(["mineral", "stage"])
    assert "gallium" not in stages.index.get_level_values("mineral")
    assert stages.loc[("cobalt", "refined"), "last_year"] == 2024
    assert not bool(stages.loc[("cobalt", "mined"), "has_trade"])
