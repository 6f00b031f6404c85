"""The rows of the tiny set of `tests.factory`: made up, round, one of every trap."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product as pairs_of

from geo.schema.codes import GovernanceIndicator
from tests.factory_policy import policy_rows
from tests.factory_trade import trade_rows

COUNTRIES = {
    "AUS": ("Australia", "asia-pacific", 134.0, -25.0),
    "BRA": ("Brazil", "americas", -52.0, -10.0),
    "CAN": ("Canada", "americas", -101.0, 60.0),
    "CHL": ("Chile", "americas", -71.0, -30.0),
    "CHN": ("China", "asia-pacific", 104.0, 35.0),
    "COD": ("DR Congo", "africa", 24.0, -2.0),
    "DEU": ("Germany", "europe", 10.0, 51.0),
    "FIN": ("Finland", "europe", 27.0, 64.0),
    "FRA": ("France", "europe", 2.0, 47.0),
    "GBR": ("United Kingdom", "europe", -2.0, 54.0),
    "IDN": ("Indonesia", "asia-pacific", 113.0, -1.0),
    "JPN": ("Japan", "asia-pacific", 138.0, 36.0),
    "NAM": ("Namibia", "africa", 17.0, -22.0),
    "NZL": ("New Zealand", "asia-pacific", 172.0, -42.0),
    "RUS": ("Russia", "central-asia", 96.0, 62.0),
    "SAU": ("Saudi Arabia", "middle-east", 45.0, 24.0),
    "USA": ("United States", "americas", -98.0, 39.0),
    "ZMB": ("Zambia", "africa", 28.0, -14.0),
}
ISO2 = dict(
    zip(
        COUNTRIES,
        ["AU", "BR", "CA", "CL", "CN", "CD", "DE", "FI", "FR", "GB", "ID", "JP", "NA", "NZ", "RU", "SA", "US", "ZM"],
        strict=True,
    )
)
EU = ("DEU", "FIN", "FRA")
SOURCES = ("geo-test", "usgs-test", "iea-test", "bgs-test", "eu-test", "sites-test", "baci-test", "asean-test")

USGS = {"source_id": "usgs-test", "raw_unit": "metric tons"}
COBALT_MINED = {
    **USGS,
    "measure": "production",
    "mineral": "cobalt",
    "stage": "mined",
    "product": "cobalt",
    "basis": "Co content",
}
COBALT_REFINED = {**COBALT_MINED, "stage": "refined", "raw_unit": "kt"}
TITANIUM = {**USGS, "measure": "production", "mineral": "titanium", "stage": "mined", "basis": "TiO2 content"}
RESERVES = {**COBALT_MINED, "measure": "reserves"}
TUNGSTEN = {
    "measure": "production",
    "mineral": "tungsten",
    "stage": "refined",
    "product": "tungsten",
    "basis": "share of world output",
    "source_id": "eu-test",
    "raw_unit": "percent of world supply",
}


def all_rows() -> dict[str, list[dict[str, object]]]:
    """Return the rows of every table that is filled, by table name; columns left out get a default."""
    return {**_reference(), **_statistics(), **_facilities(), **trade_rows(), **policy_rows()}


def _reference() -> dict[str, list[dict[str, object]]]:
    geo = {"source_id": "geo-test"}
    return {
        "licence": [
            {"licence": name, "release": "credit", "reason": "test"} for name in ("CC0", "Etalab Open Licence 2.0")
        ],
        "source": [
            {
                "source_id": source_id,
                "publisher": source_id.split("-")[0].upper(),
                "title": f"Test table {source_id}",
                "edition": "2026",
                "licence": "CC0",
                "citation": f"Citation of {source_id}",
                "url": "https://example.org/",
            }
            for source_id in SOURCES
        ],
        "country": [
            {
                "iso3": iso3,
                "iso2": ISO2[iso3],
                "name": name,
                "region": region,
                "un_region": region.title(),
                "income_group": "High income",
                "is_landlocked": iso3 == "ZMB",
                "has_polygon": True,
                "label_lon": lon,
                "label_lat": lat,
                **geo,
            }
            for iso3, (name, region, lon, lat) in COUNTRIES.items()
        ],
        "country_alias": [
            {"alias": alias, "system": system, "iso3": iso3}
            for iso3, facts in COUNTRIES.items()
            for alias, system in ((facts[0].lower(), "any"), (ISO2[iso3].lower(), "iso2"))
        ],
        "region_rule": [
            {"kind": "country", "key": iso3, "region": facts[1], "reason": "test"} for iso3, facts in COUNTRIES.items()
        ],
        "country_group": [
            {
                "group_id": group_id,
                "name": name,
                "kind": "union",
                "as_of": "2026-01-01",
                "publisher": "Test",
                "document": "Test",
                "evidence": "test",
                "confidence": "high",
                **geo,
            }
            for group_id, name in (("EU27", "European Union"), ("G7", "Group of Seven"))
        ],
        "country_group_member": [
            {"group_id": group_id, "iso3": iso3, "role": "member", "confidence": "high", **geo}
            for group_id, members in (("EU27", EU), ("G7", ("CAN", "DEU", "FRA", "GBR", "JPN", "USA")))
            for iso3 in members
        ],
        "governance": [
            {
                "iso3": iso3,
                "year": year,
                "indicator": indicator.value,
                "estimate": place / 10 - 1,
                "std_error": 0.1,
                "rank_pct": 5.0 * place,
                **geo,
            }
            for (place, iso3), year, indicator in pairs_of(enumerate(COUNTRIES), (2022, 2023), GovernanceIndicator)
        ],
        "export_control": [
            {
                "control_id": control_id,
                "iso3": iso3,
                "scope": scope,
                "measure": measure,
                "target": "all",
                "status": "in force" if in_force else "ended",
                "state": "in_force" if in_force else "ended",
                "is_in_force": in_force,
                "status_as_of": "2026-04-01",
                "confidence": "high",
                **geo,
            }
            for control_id, iso3, scope, measure, in_force in (
                ("cod-cobalt-quota", "COD", "cobalt", "quota", True),
                ("chn-tungsten-licence", "CHN", "tungsten", "licence", True),
                ("idn-old-ban", "IDN", "nickel ore", "ban", False),
            )
        ],
        "export_control_mineral": [
            {"control_id": "cod-cobalt-quota", "mineral": "cobalt"},
            {"control_id": "chn-tungsten-licence", "mineral": "tungsten"},
            {"control_id": "idn-old-ban", "mineral": "nickel"},
        ],
        "gateway_port": [
            {
                "port_id": f"{iso3.lower()}-1",
                "iso3": iso3,
                "name": f"Port of {facts[0]}",
                "coast": "main",
                # Along the equator, so that the made-up ways are longer than straight lines.
                "lon": 5.0 * place - 60,
                "lat": 0.0,
                **geo,
            }
            for place, (iso3, facts) in enumerate(COUNTRIES.items())
        ],
        "distance": [
            {
                "from_iso3": origin,
                "to_iso3": target,
                "route_case": case,
                "mode": "sea",
                "sea_km": 1000.0 * (1 + abs(first - second)) * (1.5 if case == "suez_closed" else 1.0),
                "total_km": 1000.0 * (1 + abs(first - second)) * (1.5 if case == "suez_closed" else 1.0),
                "from_port_id": f"{origin.lower()}-1",
                "to_port_id": f"{target.lower()}-1",
                **geo,
            }
            for (first, origin), (second, target), case in pairs_of(
                enumerate(COUNTRIES), enumerate(COUNTRIES), ("open", "suez_closed")
            )
            if origin != target
        ],
        "roster_preset": [
            {
                "preset_id": "washington-six",
                "name": "Washington six",
                "iso3_list": "USA;EU27;GBR;JPN;AUS;NZL",
                "note": "test",
            },
            {
                "preset_id": "washington-six-can",
                "name": "Six + Canada",
                "iso3_list": "USA;EU27;GBR;JPN;AUS;NZL;CAN",
                "note": "test",
            },
        ],
        "input_file": [{"path": "test/table.csv", "folder": "test", "bytes": 12, "sha256": "ab" * 32}],
    }


def _plain(
    base: Mapping[str, object], year: int, figures: Mapping[str, float], **more: object
) -> list[dict[str, object]]:
    return [
        {
            **base,
            "area": area,
            "year": year,
            "quantity_t": quantity,
            "flag": "reported",
            "is_projection": False,
            "raw_value": f"{quantity / (1000 if base['raw_unit'] == 'kt' else 1):,.0f}",
            **more,
        }
        for area, quantity in figures.items()
    ]


def _marked(base: Mapping[str, object], year: int, area: str, flag: str, raw: str, **more: object) -> dict[str, object]:
    return {**base, "area": area, "year": year, "flag": flag, "is_projection": False, "raw_value": raw, **more}


def _statistics() -> dict[str, list[dict[str, object]]]:
    iea = {**COBALT_REFINED, "source_id": "iea-test"}
    bgs = {**COBALT_REFINED, "source_id": "bgs-test", "raw_unit": "tonnes"}
    ilmenite, rutile = {**TITANIUM, "product": "ilmenite"}, {**TITANIUM, "product": "rutile"}
    statistic = [
        *_plain(COBALT_MINED, 2024, {"COD": 220_000, "IDN": 30_000, "AUS": 4_000, "OTHER": 6_000, "WORLD": 260_000}),
        *_plain(COBALT_MINED, 2025, {"COD": 230_000, "IDN": 44_000, "AUS": 3_000}, flag="estimated"),
        *_plain(COBALT_MINED, 2025, {"OTHER": 20_000, "WORLD": 300_000}),
        _marked(COBALT_MINED, 2025, "USA", "withheld", "W"),
        *_plain(iea, 2024, {"CHN": 180_000, "FIN": 20_000, "JPN": 5_000, "OTHER": 15_000, "WORLD": 220_000}),
        *_plain(iea, 2030, {"CHN": 200_000, "OTHER": 100_000, "WORLD": 300_000}, is_projection=True),
        *_plain(bgs, 2023, {"CHN": 140_000, "FIN": 10_000}),
        *_plain(bgs, 2024, {"CHN": 150_000, "FIN": 11_000}),
        *_plain(ilmenite, 2025, {"CHN": 3_000, "AUS": 600, "WORLD": 9_000}),
        *_plain(rutile, 2025, {"AUS": 200}),
        _marked(rutile, 2025, "CHN", "withheld", "W"),
        *_plain(RESERVES, 2025, {"COD": 6_000_000, "AUS": 1_700_000}),
        _marked(RESERVES, 2025, "WORLD", "at_least", ">7,000,000", low_t=7_000_000.0),
        _marked(TUNGSTEN, 2020, "CHN", "reported", "85.6", share=0.856),
        _marked(TUNGSTEN, 2020, "USA", "reported", "4.4", share=0.044),
    ]
    series = [
        ("production", "cobalt", "mined", "usgs-test", "cobalt", 2020, 2025, 1),
        ("reserves", "cobalt", "mined", "usgs-test", "cobalt", 2020, 2025, 1),
        ("production", "cobalt", "refined", "iea-test", "cobalt", 2024, 2040, 1),
        ("production", "cobalt", "refined", "bgs-test", "cobalt", 1970, 2024, 2),
        ("production", "titanium", "mined", "usgs-test", "ilmenite;rutile", 2020, 2025, 1),
        ("production", "tungsten", "refined", "eu-test", "tungsten", 2020, 2020, 1),
    ]
    names = ("measure", "mineral", "stage", "source_id", "products", "year_from", "year_to", "rank")
    deviation = {"measure": "production", "mineral": "titanium", "stage": "mined", "product": "ilmenite", "year": 2025}
    return {
        "statistic": statistic,
        # Ilmenite: 3,600 listed of 9,000.
        "accepted_deviation": [
            {
                **deviation,
                "source_id": "usgs-test",
                "deviation_pct": -60.0,
                "reason": "test",
                "accepted_on": "2026-01-01",
            }
        ],
        "primary_series": [
            {**dict(zip(names, row, strict=True)), "has_shares": True, "note": "test"} for row in series
        ],
    }


FACILITIES = (
    # Code, name, kind, country, point, status, shown by default.
    ("cod-big-mine", "Big mine", "mine", "COD", 25.5, -10.7, "operating", True),
    ("aus-nickel-mine", "Nickel mine", "mine", "AUS", 121.5, -28.8, "operating", True),
    ("fin-cobalt-refinery", "Cobalt refinery", "refinery", "FIN", 23.1, 63.9, "assumed_active", True),
    ("idn-smelter", "Smelter", "smelter", "IDN", 121.9, -2.8, "operating", True),
    ("can-project", "Project", "project", "CAN", -80.0, 47.4, "developing", True),
    ("aus-doubtful-mine", "Doubtful mine", "mine", "AUS", 120.0, -30.0, "unknown", False),
)
COMMODITIES = (
    # Facility, mineral, stage, product, role, capacity and whether it is shared.
    ("cod-big-mine", "copper", "mined", "copper concentrate", "primary", 300_000.0, False),
    ("cod-big-mine", "cobalt", "mined", "cobalt hydroxide", "secondary", 25_000.0, False),
    ("aus-nickel-mine", "nickel", "mined", "", "primary", None, False),
    ("aus-nickel-mine", "cobalt", "mined", "", "possible", None, False),
    ("fin-cobalt-refinery", "cobalt", "refined", "cobalt chemicals", "primary", 15_000.0, False),
    ("fin-cobalt-refinery", "cobalt", "refined", "all products", "primary", 99_000.0, True),
    ("idn-smelter", "nickel", "refined", "matte", "primary", 50_000.0, True),
    ("can-project", "cobalt", "mined", "", "primary", None, False),
    ("aus-doubtful-mine", "cobalt", "mined", "", "primary", None, False),
)


def _facilities() -> dict[str, list[dict[str, object]]]:
    site = {"source_id": "sites-test"}
    names = ("facility_id", "name", "kind", "iso3", "lon", "lat", "status", "is_default")
    facility = [
        {
            **dict(zip(names, row, strict=True)),
            "is_location_approximate": False,
            "status_year": 2024,
            "operator": f"Operator of {row[1]}",
            "confidence": "high" if row[-1] else "very_low",
            "hidden_reason": None if row[-1] else "the source doubts the place",
            "source_rows": 1,
            **site,
        }
        for row in FACILITIES
    ]
    columns = ("facility_id", "mineral", "stage", "product", "role", "capacity_t_per_year", "is_capacity_combined")
    return {
        "facility": facility,
        "facility_commodity": [
            {
                **dict(zip(columns, row, strict=True)),
                "capacity_basis": None if row[5] is None else "contained metal",
                "capacity_year": None if row[5] is None else 2024,
                **site,
            }
            for row in COMMODITIES
        ],
        "facility_source": [
            {
                "facility_source_id": f"sites-test:{place['facility_id']}",
                "facility_id": place["facility_id"],
                "native_id": place["facility_id"],
                "name": place["name"],
                "country_text": place["iso3"],
                "owner_text": place["operator"],
                "lon": place["lon"],
                "lat": place["lat"],
                "capacity_text": "; ".join(
                    f"{row[5]:.0f} metric tons" for row in COMMODITIES if row[0] == place["facility_id"] and row[5]
                ),
                "year": 2024,
                "distance_km": 0.0,
                "match_rule": "only row",
                **site,
            }
            for place in facility
        ],
        "deposit": [
            {
                "deposit_id": "cod-deposit",
                "mineral": "cobalt",
                "name": "Deposit",
                "iso3": "COD",
                "lon": 26.0,
                "lat": -11.0,
                **site,
            }
        ],
        "facility_coverage": [{"mineral": "cobalt", "note": "A few sites for tests."}],
    }
