"""Tables of quantities and places: production, reserves, capacity, sites, trade."""

from __future__ import annotations

from geo.schema.codes import (
    CommodityRole,
    FacilityConfidence,
    FacilityKind,
    FacilityStatus,
    Measure,
    Mineral,
    Stage,
    TradeScope,
    ValueFlag,
)
from geo.schema.columns import LATITUDE, LONGITUDE, Storage, Table, boolean, integer, iso3, real, source_id, text

YEAR = integer("year", "Calendar year", minimum=1960, maximum=2100)

STATISTIC = Table(
    "statistic",
    "Production, capacity and reserves by country as published, one row a printed cell",
    (
        text("measure", "What is counted", vocabulary=Measure),
        text("mineral", "Mineral", vocabulary=Mineral),
        text("stage", "Stage", vocabulary=Stage),
        text("product", "Product inside the stage, e.g. ilmenite, sponge, battery-grade"),
        text("area", "Country (ISO3), OTHER or WORLD", pattern="[A-Z]{3}|OTHER|WORLD"),
        YEAR,
        source_id(),
        text("basis", "What a tonne is a tonne of, e.g. Co content, gross weight, REO"),
        real("quantity_t", "Plain figure", unit="tonnes of the basis", minimum=0, nullable=True),
        real(
            "low_t", "Lower end where a bound or range is printed", unit="tonnes of the basis", minimum=0, nullable=True
        ),
        real(
            "high_t",
            "Upper end where a bound or range is printed",
            unit="tonnes of the basis",
            minimum=0,
            nullable=True,
        ),
        real("share", "Share where the publisher prints only shares", unit="0-1", minimum=0, maximum=1, nullable=True),
        real(
            "high_share",
            "Upper end where a share is printed as a bound",
            unit="0-1",
            minimum=0,
            maximum=1,
            nullable=True,
        ),
        text("flag", "What the publisher says of the figure", vocabulary=ValueFlag),
        boolean("is_projection", "True for a scenario year; never drawn as history"),
        text("raw_value", "The cell as printed", nullable=True),
        text("raw_unit", "The unit as printed"),
        text("note", "Footnote or correction", nullable=True),
    ),
    key=("measure", "mineral", "stage", "product", "area", "year", "source_id"),
    storage=Storage.PARQUET,
    figure="quantity_t",
)

PRIMARY_SERIES = Table(
    "primary_series",
    "Which publisher and products stand for a mineral and stage in which years; a reviewed decision",
    (
        text("measure", "What is counted", vocabulary=Measure),
        text("mineral", "Mineral", vocabulary=Mineral),
        text("stage", "Stage", vocabulary=Stage),
        source_id(),
        text("products", "Products that are summed, separated by ';' (same publisher and basis)"),
        integer("year_from", "First year used", minimum=1960, maximum=2100),
        integer("year_to", "Last year used", minimum=1960, maximum=2100),
        integer("rank", "1 is taken first where two series cover a year", minimum=1, maximum=9),
        text("subject", "What the series counts, as it stands in a sentence, e.g. battery-grade graphite"),
        boolean("has_shares", "False where the printed total does not agree with its countries: tonnes without shares"),
        text("note", "Why this source; what it leaves out"),
    ),
    key=("measure", "mineral", "stage", "source_id", "year_from"),
    reviewed=True,
)

PUBLISHER_SERIES = Table(
    "publisher_series",
    "What the other publishers print for a mineral and stage beside the series that stands for it; a reviewed decision",
    PRIMARY_SERIES.columns,
    key=PRIMARY_SERIES.key,
    reviewed=True,
)

USGS_SERIES = Table(
    "usgs_series",
    "Which printed table of which USGS edition counts which mineral, stage and product, and for which years",
    (
        text("measure", "What is counted", vocabulary=Measure),
        text("mineral", "Mineral", vocabulary=Mineral),
        text("stage", "Stage", vocabulary=Stage),
        text("product", "Product inside the stage"),
        source_id("Edition that is read"),
        integer("year_from", "First year taken from it", minimum=1960, maximum=2100),
        integer("year_to", "Last year taken from it", minimum=1960, maximum=2100),
        text("printed_table", "Commodity as the edition calls it; 2022 to 2024 the code in the file name"),
        text(
            "printed_words",
            "Where a table holds several products: words of the row's heading, alternatives separated by ';'",
            nullable=True,
        ),
        text("basis", "What a tonne is a tonne of"),
        text("corrected_unit", "The true unit where the edition's file names a wrong one", nullable=True),
        text("note", "Why a unit is corrected or how the figures must be read; printed with every row", nullable=True),
    ),
    key=("measure", "mineral", "stage", "product", "source_id"),
    reviewed=True,
)

ACCEPTED_DEVIATION = Table(
    "accepted_deviation",
    "World as reported against world as summed: deviations that a person has looked at and accepted",
    (
        text("measure", "What is counted", vocabulary=Measure),
        text("mineral", "Mineral", vocabulary=Mineral),
        text("stage", "Stage", vocabulary=Stage),
        text("product", "Product"),
        YEAR,
        source_id(),
        real("deviation_pct", "(summed - reported) / reported when accepted", unit="percent"),
        text("reason", "Why it is as it is"),
        text("accepted_on", "Date of the review", pattern=r"\d{4}-\d{2}-\d{2}"),
    ),
    key=("measure", "mineral", "stage", "product", "year", "source_id"),
    reviewed=True,
)

ACCEPTED_CONTRADICTION = Table(
    "accepted_contradiction",
    "Figures that another column contradicts and that a person has looked at and accepted",
    (
        text("rule", "Rule that the row breaks, as the finding names it"),
        text("table_name", "Table of the row"),
        text("row_key", "Key of the row as the finding prints it"),
        text("figure", "What the row holds, as the finding prints it; accepted only while it does"),
        text("other", "What contradicts it, as the finding prints it"),
        text("reason", "Why both are right"),
        text("accepted_on", "Date of the review", pattern=r"\d{4}-\d{2}-\d{2}"),
    ),
    key=("rule", "table_name", "row_key", "figure"),
    reviewed=True,
)

FACILITY = Table(
    "facility",
    "Known facilities in open data, one row a place; not a census",
    (
        text("facility_id", "Stable code", pattern="[a-z0-9-]+"),
        text("name", "Name"),
        text("kind", "What stands there", vocabulary=FacilityKind),
        iso3("iso3", "Country of the point"),
        LONGITUDE,
        LATITUDE,
        boolean("is_location_approximate", "The point is a town, a district or an estimate"),
        text("status", "State in status_year", vocabulary=FacilityStatus),
        integer(
            "status_year",
            "Year of the status; empty where the source gives none",
            minimum=1960,
            maximum=2100,
            nullable=True,
        ),
        text("operator", "Operator", nullable=True),
        text("owner", "Owners", nullable=True),
        text("confidence", "Confidence of the leading source", vocabulary=FacilityConfidence),
        boolean("is_default", "Shown by default"),
        text("hidden_reason", "Why it is hidden by default", nullable=True),
        integer("source_rows", "How many source rows stand behind it", minimum=1),
        text("note", "Correction or caveat", nullable=True),
        source_id("Source of point, name and kind"),
    ),
    key=("facility_id",),
)

FACILITY_SOURCE = Table(
    "facility_source",
    "Every source row behind a facility, as its publisher words it",
    (
        text("facility_source_id", "source_id and the publisher's own key"),
        text("facility_id", "Facility", references="facility.facility_id"),
        source_id(),
        text("native_id", "Key in the publisher's file"),
        text("name", "Name as printed"),
        text("other_names", "Other names as printed, separated by ';'", nullable=True),
        text("country_text", "Country as printed", nullable=True),
        LONGITUDE,
        LATITUDE,
        text("kind_text", "Type as printed", nullable=True),
        text("commodity_text", "Commodities as printed", nullable=True),
        text("status_text", "Status as printed", nullable=True),
        text("owner_text", "Operator and owners as printed", nullable=True),
        text("capacity_text", "Capacity as printed", nullable=True),
        integer("year", "Year of the information", minimum=1960, maximum=2100, nullable=True),
        real("distance_km", "Distance from the facility's point", unit="km", minimum=0),
        text("match_rule", "Why the row was joined to this facility"),
        text("correction", "What was mended, and why", nullable=True),
    ),
    key=("facility_source_id",),
    storage=Storage.PARQUET,
    figure="distance_km",
)

FACILITY_COMMODITY = Table(
    "facility_commodity",
    "Minerals of a facility, with capacity where a source gives one; combined capacities are never summed",
    (
        text("facility_id", "Facility", references="facility.facility_id"),
        text("mineral", "Mineral", vocabulary=Mineral),
        text("stage", "Stage of the product", vocabulary=Stage),
        text("product", "Product as printed; empty text where none is given"),
        text("role", "Weight of the mineral here", vocabulary=CommodityRole),
        real("capacity_t_per_year", "Yearly capacity", unit="tonnes a year of the basis", minimum=0, nullable=True),
        text("capacity_basis", "What a tonne is a tonne of", nullable=True),
        integer("capacity_year", "Year of the capacity", minimum=1960, maximum=2100, nullable=True),
        boolean("is_capacity_combined", "The figure is shared with other rows or plants; never summed"),
        boolean("is_capacity_estimated", "The publisher marks the figure as an estimate"),
        source_id(),
    ),
    key=("facility_id", "mineral", "stage", "product", "source_id"),
    figure="capacity_t_per_year",
)

DEPOSIT = Table(
    "deposit",
    "Known deposits (geology, not facilities), one row a deposit and mineral",
    (
        text("deposit_id", "Stable code", pattern="[a-z0-9-]+"),
        text("mineral", "Mineral", vocabulary=Mineral),
        text("name", "Name"),
        iso3("iso3", "Country of the point", nullable=True),
        LONGITUDE,
        LATITUDE,
        text("deposit_type", "Type as printed", nullable=True),
        source_id(),
    ),
    key=("deposit_id", "mineral"),
    storage=Storage.PARQUET,
)

FACILITY_COVERAGE = Table(
    "facility_coverage",
    "What the known facilities of a mineral leave out, in words; a reviewed note",
    (
        text("mineral", "Mineral", vocabulary=Mineral),
        text("note", "Coverage note printed beside the map"),
    ),
    key=("mineral",),
    reviewed=True,
)

FACILITY_CORRECTION = Table(
    "facility_correction",
    "Errors in publishers' files of facilities that a person has found, with what is done about each",
    (
        source_id("Edition that holds the error"),
        text("native_id", "Key of the row in the publisher's file; FeatureUID and row of the site for USGS"),
        text("field", "The publisher's column, or hidden, approximate, same place as, country stands"),
        text("old", "What the file holds; the correction fails if it holds something else", nullable=True),
        text("new", "What is used instead; empty for no data", nullable=True),
        text("reason", "How the error is known"),
    ),
    key=("source_id", "native_id", "field"),
    reviewed=True,
)

HOTMAPS_ASSIGNMENT = Table(
    "hotmaps_assignment",
    "European works of the Hotmaps file to which a person has assigned a mineral, from the printed names",
    (
        text("native_id", "SiteID of the file"),
        text("site_name", "SiteName as printed, to see that the key still means the same works"),
        text("mineral", "Mineral", vocabulary=Mineral),
        text("stage", "Stage", vocabulary=Stage),
        text("kind", "What stands there", vocabulary=FacilityKind),
        text("reason", "What the assignment rests on"),
    ),
    key=("native_id", "mineral", "stage"),
    reviewed=True,
)

TRADE_FLOW = Table(
    "trade_flow",
    "Bilateral trade by HS6 code and year; gross weight, exporter is not producer",
    (
        source_id(),
        text("nomenclature", "HS edition of the code", pattern="HS[0-9]{2}"),
        YEAR,
        text("hs6", "Code", references="hs_code.hs6"),
        iso3("exporter_iso3", "Exporter"),
        iso3("importer_iso3", "Importer"),
        real("value_usd", "Value, FOB", unit="current US dollars", minimum=0),
        real(
            "quantity_t",
            "Quantity; empty where the publisher has none",
            unit="tonnes gross weight",
            minimum=0,
            nullable=True,
        ),
    ),
    key=("source_id", "nomenclature", "year", "hs6", "exporter_iso3", "importer_iso3"),
    storage=Storage.PARQUET,
    figure="value_usd",
)

TRADE_COVERAGE = Table(
    "trade_coverage",
    "What a trade source covers for a code and year; totals only from complete ones",
    (
        source_id(),
        text("nomenclature", "HS edition of the code", pattern="HS[0-9]{2}"),
        YEAR,
        text("hs6", "Code", references="hs_code.hs6"),
        text("scope", "Complete, pruned to the largest partners, or part of the world", vocabulary=TradeScope),
        boolean("has_quantity", "Whether tonnes are given"),
        integer("flows", "Number of flows", minimum=1),
        real("value_usd", "Sum of the flows held", unit="current US dollars", minimum=0),
        real(
            "quantity_t",
            "Sum of the tonnes held; empty where none are given",
            unit="tonnes gross weight",
            minimum=0,
            nullable=True,
        ),
        real(
            "left_out_usd",
            "Value of the published flows of areas that are no country of today, e.g. a customs union of then",
            unit="current US dollars",
            minimum=0,
        ),
        text("note", "What is left out", nullable=True),
    ),
    key=("source_id", "nomenclature", "year", "hs6"),
    figure="value_usd",
)

OUTLOOK_PAIR = Table(
    "outlook_pair",
    "Customs codes whose exports may be taken to grow in step with output that a publisher expects; a reviewed decision",
    (
        text("mineral", "Mineral", vocabulary=Mineral),
        text("stage", "Stage", vocabulary=Stage),
        text("hs6", "Code", references="hs_code.hs6"),
        source_id(),
        text("note", "What the expected output counts and the code does not, or the other way round"),
    ),
    key=("mineral", "stage", "hs6"),
    reviewed=True,
)

FACT_TABLES = (
    STATISTIC,
    PRIMARY_SERIES,
    PUBLISHER_SERIES,
    USGS_SERIES,
    ACCEPTED_DEVIATION,
    ACCEPTED_CONTRADICTION,
    FACILITY,
    FACILITY_SOURCE,
    FACILITY_COMMODITY,
    DEPOSIT,
    FACILITY_COVERAGE,
    FACILITY_CORRECTION,
    HOTMAPS_ASSIGNMENT,
    TRADE_FLOW,
    TRADE_COVERAGE,
    OUTLOOK_PAIR,
)
