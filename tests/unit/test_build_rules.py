from __future__ import annotations

import pandas as pd
import pytest

from geo.build.rules import table_errors
from tests.factory import frames


def tables() -> dict[str, pd.DataFrame]:
    return frames()


def only_error(changed: dict[str, pd.DataFrame]) -> str:
    errors = table_errors(changed)
    assert len(errors) == 1, errors
    return errors[0]


def test_the_tiny_set_breaks_no_rule() -> None:
    assert table_errors(tables()) == []


def test_an_area_must_be_a_country_other_or_the_world() -> None:
    changed = tables()
    changed["statistic"].loc[2, "area"] = "XYZ"
    assert "line 4: area 'XYZ' is not in country.iso3" in only_error(changed)


@pytest.mark.parametrize("flag", ["withheld", "not_available"])
def test_a_cell_that_is_not_printed_has_no_figure(flag: str) -> None:
    changed = tables()
    changed["statistic"].loc[0, "flag"] = flag
    assert f"line 2: flag is '{flag}' beside a figure" in only_error(changed)


def test_a_plain_flag_needs_a_figure() -> None:
    changed = tables()
    changed["statistic"].loc[0, "quantity_t"] = None
    assert "line 2: flag is 'reported' without quantity_t or share" in only_error(changed)


def test_two_bases_are_never_summed() -> None:
    changed = tables()
    statistic = changed["statistic"]
    statistic.loc[statistic["product"] == "rutile", "basis"] = "gross weight"
    assert "would sum the bases 'TiO2 content', 'gross weight'" in only_error(changed)


def test_two_series_of_one_rank_may_not_cover_one_year() -> None:
    changed = tables()
    changed["primary_series"]["rank"] = 1
    assert "production of cobalt refined has rank 1 twice for 2024: bgs-test and iea-test" in only_error(changed)


def test_a_preset_names_countries_only() -> None:
    changed = tables()
    changed["roster_preset"].loc[1, "iso3_list"] = "USA;XYZ"
    assert "roster_preset.csv line 3: iso3_list names 'XYZ'" in only_error(changed)


def test_a_basket_code_stands_for_no_mineral() -> None:
    changed = tables()
    changed["trade_code"].loc[1, "hs6"] = "811292"
    assert "trade_code.csv line 3: hs6 '811292' is a basket" in only_error(changed)


def test_flows_and_coverage_tell_the_same() -> None:
    missing, empty, wrong = tables(), tables(), tables()
    missing["trade_coverage"] = missing["trade_coverage"].iloc[1:]
    assert "has flows but no row in trade_coverage" in only_error(missing)
    empty["trade_flow"] = empty["trade_flow"][empty["trade_flow"]["hs6"] != "811292"]
    assert "'baci-test 2024 811292' has no flows" in only_error(empty)
    wrong["trade_coverage"].loc[0, "flows"] = 99
    assert "says 99 flows, trade_flow holds 6" in only_error(wrong)
