"""What a region gets from suppliers to be replaced, worked by hand."""

from __future__ import annotations

import pytest

from geo.errors import SelectionError
from geo.model.bilateral import bilateral_trade
from geo.model.supply import Flow
from geo.topics.nearshoring.model.need import (
    NeedBasis,
    NeedStatus,
    ReplacedPreset,
    assumed_need,
    need_from_trade,
    replaced_by_preset,
)

EUROPE = {"DEU", "FRA"}
FLOWS = [
    Flow("CHN", "DEU", 60.0, 600.0),
    Flow("CHN", "FRA", 20.0, 200.0),
    Flow("CHN", "USA", 99.0, 990.0),
    Flow("RUS", "DEU", 10.0, 100.0),
    Flow("CHL", "FRA", 30.0, 300.0),
    Flow("DEU", "FRA", 50.0, 500.0),
]


def need(flows, replaced, region=EUROPE):
    return need_from_trade(bilateral_trade(flows), region, replaced, "test goods")


def test_the_need_is_the_sum_of_flows_from_the_replaced_to_the_region():
    found = need(FLOWS, ["CHN", "RUS"])
    assert (found.quantity_t, found.status, found.basis) == (900.0, NeedStatus.DERIVED, NeedBasis.TRADE)
    assert [(part.supplier, part.quantity_t, part.flows) for part in found.parts] == [
        ("CHN", 800.0, 2),
        ("RUS", 100.0, 1),
    ]
    assert found.importers == (("DEU", 700 / 900), ("FRA", 200 / 900))
    assert found.remaining == (("CHL", 300.0),)
    assert found.share_of_imports == 900 / 1200


def test_a_replaced_country_of_the_region_is_a_supplier_and_no_part_of_the_home():
    flows = [Flow("CHN", "JPN", 5.0, 50.0), Flow("CHN", "USA", 5.0, 70.0), Flow("AUS", "CHN", 9.0, 90.0)]
    found = need(flows, ["CHN"], region={"CHN", "JPN", "AUS"})
    assert found.quantity_t == 50.0
    assert found.importers == (("JPN", 1.0),)


def test_what_one_replaced_country_of_the_region_sends_another_is_no_need():
    flows = [Flow("CHN", "AUS", 5.0, 50.0), Flow("AUS", "JPN", 5.0, 70.0), Flow("CHN", "JPN", 1.0, 10.0)]
    found = need(flows, ["CHN", "AUS"], region={"CHN", "JPN", "AUS"})
    assert (found.quantity_t, found.importers) == (80.0, (("JPN", 1.0),))


def test_a_flow_without_tonnes_makes_the_need_a_lower_bound():
    found = need([*FLOWS, Flow("RUS", "FRA", 1.0, None)], ["CHN", "RUS"])
    assert (found.quantity_t, found.status) == (900.0, NeedStatus.AT_LEAST)


def test_without_tonnes_there_is_no_need_in_tonnes_and_not_zero():
    found = need([Flow("CHN", "DEU", 10.0, None), Flow("CHL", "DEU", 1.0, 5.0)], ["CHN"])
    assert (found.quantity_t, found.status, found.share_of_imports) == (None, NeedStatus.NO_TONNES, None)
    assert found.parts[0].quantity_t is None
    assert found.importers == (("DEU", 1.0),)


def test_a_supplier_that_sends_nothing_once_lost_costs_nothing():
    found = need(FLOWS, ["BRA"])
    assert (found.quantity_t, found.status) == (0.0, NeedStatus.NOTHING)


def test_an_assumed_need_says_so():
    found = assumed_need(1200.0, "test goods", ["CHN"], {"FRA": 1.0, "DEU": 3.0, "POL": 0.0})
    assert (found.basis, found.quantity_t) == (NeedBasis.ASSUMPTION, 1200.0)
    assert found.importers == (("DEU", 0.75), ("FRA", 0.25))


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_an_impossible_need_is_refused(wrong):
    with pytest.raises(SelectionError, match="enter tonnes"):
        assumed_need(wrong, "test goods", ["CHN"])


def test_two_codes_never_meet_in_one_sum():
    with pytest.raises(SelectionError, match="from CHN to DEU occurs twice"):
        bilateral_trade([*FLOWS, FLOWS[0]])


def preset(kind, **more):
    return replaced_by_preset(kind, bilateral_trade(FLOWS), EUROPE, {"DEU", "FRA", "USA"}, **more)


def test_presets_name_suppliers_of_the_region_largest_first():
    assert preset(ReplacedPreset.LARGEST_OUTSIDE).areas == ("CHN",)
    assert preset(ReplacedPreset.ALL_OUTSIDE).areas == ("CHN", "CHL", "RUS")
    assert preset(ReplacedPreset.EXPORT_CONTROL, controlled={"RUS", "COD"}).areas == ("RUS",)


def test_a_country_without_a_governance_figure_is_named_apart():
    found = preset(ReplacedPreset.BELOW_GOVERNANCE_FLOOR, governance={"CHN": -0.5, "CHL": 0.0}, floor=0.0)
    assert (found.areas, found.unknown) == (("CHN",), ("RUS",))
    with pytest.raises(SelectionError, match="without a floor"):
        preset(ReplacedPreset.BELOW_GOVERNANCE_FLOOR)


def test_the_largest_is_by_value_where_tonnes_cover_too_little():
    flows = [Flow("CHN", "DEU", 90.0, None), Flow("CHL", "DEU", 10.0, 5.0)]
    found = replaced_by_preset(ReplacedPreset.LARGEST_OUTSIDE, bilateral_trade(flows), EUROPE, EUROPE)
    assert found.areas == ("CHN",)
