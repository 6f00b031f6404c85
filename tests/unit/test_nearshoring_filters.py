"""Hard filters: what each removes, in which order, and what becomes of a missing figure."""

from __future__ import annotations

from geo.model.bilateral import bilateral_trade
from geo.model.roster import Tier
from geo.model.supply import Flow
from geo.topics.nearshoring.model.ceiling import CeilingRule, Project, ceilings
from geo.topics.nearshoring.model.filters import Circle, FilterKind, FilterRules, apply_filters
from geo.topics.nearshoring.model.offer import Profile, offers
from tests.nearshoring_oracle import offer

OFFERS = [
    offer("USA", 1, 10, governance=1.0, km=7000, esg=60),
    offer("FIN", 2, 20, governance=1.8, km=900, esg=75),
    offer("CHL", 4, 40, governance=0.9, km=13000, partners=("CHL",), esg=50),
    offer("COD", 8, 80, governance=-1.5, km=9000, has_export_control=True),
    offer("GRL", 16, 160, governance=None, km=None),
]


def steps(**rules):
    return apply_filters(OFFERS, FilterRules(**rules)).steps


def test_no_filter_removes_nothing():
    found = apply_filters(OFFERS, FilterRules())
    assert [each.area for each in found.kept] == ["CHL", "COD", "FIN", "GRL", "USA"]
    assert found.steps == ()


def test_a_circle_is_strict_membership():
    (step,) = steps(circle=Circle.ROSTER)
    assert step.removed == ("CHL", "COD", "FIN", "GRL")
    assert (step.new_t, step.redirected_t, step.removed_t) == (30, 300, 330)
    (step,) = steps(circle=Circle.ROSTER_AND_PARTNERS)
    assert step.removed == ("COD", "FIN", "GRL")
    (step,) = steps(in_region_only=True)
    assert step.removed == ("CHL", "COD", "GRL", "USA")


def test_no_data_does_not_pass_and_is_named():
    (step,) = steps(governance_floor=0.9)
    assert (step.removed, step.without_figure) == (("COD", "GRL"), ("GRL",))
    (step,) = steps(distance_max_km=9000)
    assert (step.removed, step.without_figure) == (("CHL", "GRL"), ("GRL",))
    (step,) = steps(esg_floor=60)
    assert (step.removed, step.without_figure) == (("CHL", "COD", "GRL"), ("COD", "GRL"))


def test_filters_run_in_the_stated_order_and_each_offer_falls_once():
    found = steps(
        circle=Circle.ROSTER_AND_PARTNERS,
        governance_floor=0.95,
        no_export_control=True,
        distance_max_km=5000,
        esg_floor=1,
    )
    assert [step.kind for step in found] == [
        FilterKind.CIRCLE,
        FilterKind.GOVERNANCE,
        FilterKind.EXPORT_CONTROL,
        FilterKind.DISTANCE,
        FilterKind.ESG,
    ]
    assert [step.removed for step in found] == [("COD", "FIN", "GRL"), ("CHL",), (), ("USA",), ()]


def test_offers_carry_tier_membership_and_both_kinds_of_tonnes():
    trade = bilateral_trade([Flow("CHN", "DEU", 1.0, 10.0), Flow("USA", "JPN", 1.0, 20.0)])
    rows = ceilings(
        trade, {"DEU"}, ["CHN"], CeilingRule(horizon=2030, stretch=1.5), trade_year=2024, goods="x",
        projects=[Project("New", "NOR", 2027, 5.0, "x")],
    )  # fmt: skip
    found = offers(rows, {"USA": Profile(governance=1.0)}, region={"DEU"}, roster={"USA"}, partners={"NOR"})
    assert [(each.area, each.tier, each.new_t, each.redirected_t) for each in found] == [
        ("NOR", Tier.PARTNER, 5.0, 0.0),
        ("USA", Tier.ROSTER, 10.0, 20.0),
    ]
    assert found[1].profile.governance == 1.0
    assert found[0].is_third_country
    kept = offers(rows, {}, region={"DEU"}, roster={"USA"}, may_redirect=False)
    assert [each.ceiling_t for each in kept] == [5.0, 10.0]
