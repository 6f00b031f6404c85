"""Tables of published dependence figures: U.S. statistics, EU shares and recycling, published sea distances.

They serve two ends: measures that need them (import reliance, EU supply risk, recycling gauge), and the agreement
table, which sets our own figures beside what publishers print themselves.
"""

from __future__ import annotations

from geo.schema.codes import (
    BalanceTerm,
    Benchmark,
    Mineral,
    RateStatus,
    RouteCase,
    ShareScope,
    Stage,
    UsItem,
    ValueFlag,
)
from geo.schema.columns import Column, Table, boolean, integer, iso3, real, source_id, text

PRINTED_AREA = "[A-Z]{3}|OTHER"

_MINERAL = text("mineral", "Mineral", vocabulary=Mineral)
_COMMODITY = text("commodity", "Commodity as the publisher calls it")
_FLAG = text("flag", "What the publisher says of the figure", vocabulary=ValueFlag)
_RAW_VALUE = text("raw_value", "The cell as printed")
_NOTE = text("note", "Footnotes, and what was read differently from the print", nullable=True)
_YEAR = integer("year", "Calendar year", minimum=1960, maximum=2100)


def _percent(name: str, description: str) -> Column:
    return real(name, description, unit="percent", minimum=-100, maximum=100, nullable=True)


def _tonnes(name: str, description: str) -> Column:
    return real(name, description, unit="tonnes of the basis", minimum=0, nullable=True)


US_SALIENT = Table(
    "us_salient",
    "Salient statistics of the United States: production, trade, consumption and stocks as printed",
    (
        _MINERAL,
        _COMMODITY,
        text("item", "What is counted", vocabulary=UsItem),
        text("detail", "Form as printed"),
        text("basis", "What a tonne is a tonne of, as the chapter says"),
        _YEAR,
        _tonnes("quantity_t", "Plain figure; a printed dash is zero"),
        _tonnes("low_t", "Lower end where a bound or range is printed"),
        _tonnes("high_t", "Upper end where a bound or range is printed"),
        _FLAG,
        _RAW_VALUE,
        text("raw_unit", "The unit as printed"),
        _NOTE,
        source_id(),
    ),
    key=("commodity", "item", "detail", "year", "source_id"),
)

US_IMPORT_RELIANCE = Table(
    "us_import_reliance",
    "Net import reliance of the United States as the U.S. Geological Survey prints it, percent of consumption",
    (
        _MINERAL,
        _COMMODITY,
        text("detail", "Form and denominator as printed; empty in the figure"),
        text("printed_table", "Table of the edition: salient statistics, or figure 2"),
        _YEAR,
        _percent("percent", "Plain figure"),
        _percent("low_pct", "Lower end where a bound is printed"),
        _percent("high_pct", "Upper end where a bound is printed; 0 for a net exporter"),
        boolean("is_net_exporter", "Printed as E: exports exceed imports"),
        _FLAG,
        _RAW_VALUE,
        text("sources_text", "Major import sources 2021-24 in descending order, as printed in figure 2", nullable=True),
        _NOTE,
        source_id(),
    ),
    key=("commodity", "detail", "printed_table", "year", "source_id"),
)

US_IMPORT_SOURCE = Table(
    "us_import_source",
    "Where the imports of the United States come from, average 2021-24, percent by weight as printed",
    (
        _MINERAL,
        _COMMODITY,
        text("detail", "Form as printed; empty in the figure"),
        text("printed_table", "Table of the edition: import sources, or figure 3"),
        text("area", "Country (ISO3), or OTHER for the publisher's other countries", pattern=PRINTED_AREA),
        text("period", "Years averaged", pattern="[0-9]{4}-[0-9]{2}"),
        _percent("percent", "Plain figure"),
        _percent("low_pct", "Lower end where a bound is printed"),
        _percent("high_pct", "Upper end where a bound is printed"),
        boolean("includes_hong_kong", "Imports from Hong Kong are counted with China"),
        _FLAG,
        _RAW_VALUE,
        _NOTE,
        source_id(),
    ),
    key=("commodity", "detail", "printed_table", "area", "source_id"),
)

USGS_LEADING_PRODUCER = Table(
    "usgs_leading_producer",
    "Leading producer and its share of the world as the U.S. Geological Survey prints them (table T7)",
    (
        _MINERAL,
        text("stage", "Stage that the table counts", vocabulary=Stage),
        _COMMODITY,
        iso3("iso3", "Leading producer"),
        _YEAR,
        _tonnes("quantity_t", "Its production"),
        _tonnes("world_t", "World total as printed, rounded"),
        _percent("percent", "Its share as printed"),
        _FLAG,
        text("raw_value", "The printed share"),
        _NOTE,
        source_id(),
    ),
    key=("mineral", "stage", "year", "source_id"),
)

RECYCLING_RATE = Table(
    "recycling_rate",
    "End-of-life recycling input rate in the European Union, study of 2023",
    (
        _MINERAL,
        text("material", "Material as printed"),
        real("rate_share", "Old scrap in the input of material", unit="0-1", minimum=0, maximum=1),
        text("status", "How far the figure can be used", vocabulary=RateStatus),
        text("reference", "Factsheet that the file names", nullable=True),
        _NOTE,
        source_id(),
    ),
    key=("mineral", "material", "source_id"),
)

EU_SUPPLY_SHARE = Table(
    "eu_supply_share",
    "Shares of world supply and of EU sourcing with the trade variable t, EU study of 2023, average 2016-2020",
    (
        text("scope", "World supply, or the sourcing of the EU (own output and imports)", vocabulary=ShareScope),
        _MINERAL,
        text("material", "Material as printed"),
        text("stage", "Stage: E extraction is mined, P processing is refined", vocabulary=Stage),
        iso3("iso3", "Supplier"),
        real(
            "share",
            "Share as printed; shares of a material need not sum to 1",
            unit="0-1",
            minimum=0,
            maximum=1,
            nullable=True,
        ),
        real("high_share", "Upper end where a bound is printed", unit="0-1", minimum=0, maximum=1, nullable=True),
        real(
            "trade_factor",
            "Trade variable t: 0.8 EU member, 1.0 baseline, above 1 export restriction",
            minimum=0.8,
            maximum=2,
        ),
        text("raw_value", "The share as printed"),
        source_id(),
    ),
    key=("scope", "material", "stage", "iso3", "source_id"),
)

EU_RESULT = Table(
    "eu_result",
    "Supply risk and economic importance as the EU study of 2023 prints them, one decimal",
    (
        text("material", "Material or group as printed"),
        real("supply_risk", "Supply risk, the larger one of the stages", minimum=0, maximum=10),
        real("economic_importance", "Economic importance", minimum=0, maximum=10),
        source_id(),
    ),
    key=("material",),
    figure="supply_risk",
)

EU_USE_SHARE = Table(
    "eu_use_share",
    "Applications of a material in the EU with the value added of their sector, EU study of 2023, Annex 6",
    (
        text("material", "Material as printed"),
        integer("position", "Place in the annex", minimum=1, maximum=99),
        text("application", "Application as printed"),
        real("share", "Share of the EU's use as printed", unit="0-1", minimum=0, maximum=1),
        text("sector", "Sector as printed; labels of the copy are misaligned in places", nullable=True),
        real(
            "value_added_eur_millions",
            "Value added of the sector; empty where the copy lacks it",
            unit="million euros",
            minimum=0,
            nullable=True,
        ),
        source_id(),
    ),
    key=("material", "position"),
    figure="value_added_eur_millions",
)

IEA_TOP_THREE = Table(
    "iea_top_three",
    "Share of the three largest countries as the IEA prints it in its workbook",
    (
        _MINERAL,
        text("stage", "Stage", vocabulary=Stage),
        text("product", "Product inside the stage"),
        _YEAR,
        real("share", "Share as printed", unit="0-1", minimum=0, maximum=1),
        source_id(),
    ),
    key=("mineral", "stage", "product", "year", "source_id"),
)

EU_RESULT_MATERIAL = Table(
    "eu_result_material",
    "Which material of the shares is which material or group of the results; a reviewed decision",
    (
        text("material", "Material or group as the results print it", references="eu_result.material"),
        text("study_material", "Material as the shares print it"),
        text("reason", "Why they are one, or how the group is made"),
    ),
    key=("material", "study_material"),
    reviewed=True,
)

EU_SUPPLY_OPTION = Table(
    "eu_supply_option",
    "Materials for which the EU study did not take both sources of supply, as far as it can be told; a reviewed decision",
    (
        text("material", "Material as the shares print it"),
        text("stage", "Stage", vocabulary=Stage),
        text("option", "The source that was taken", vocabulary=ShareScope),
        text("reason", "How it can be told, with the figures"),
    ),
    key=("material", "stage"),
    reviewed=True,
)

EU_SETTLED_RATE = Table(
    "eu_settled_rate",
    "Bounds of recycling rates that the list leaves open or gives of another material; a reviewed decision",
    (
        text("material", "Material as the shares print it"),
        real("low_share", "Lower end", unit="0-1", minimum=0, maximum=1),
        real("high_share", "Upper end", unit="0-1", minimum=0, maximum=1),
        text("reason", "What says so"),
    ),
    key=("material",),
    reviewed=True,
)

PUBLISHED_DISTANCE = Table(
    "published_distance",
    "Sea distances that others publish, with our route between the same points",
    (
        text("from_port", "Port as printed"),
        text("to_port", "Port as printed"),
        text("route_case", "Which passages are open", vocabulary=RouteCase),
        real("from_lon", "Longitude of the point used", unit="degrees east", minimum=-180, maximum=180),
        real("from_lat", "Latitude of the point used", unit="degrees north", minimum=-90, maximum=90),
        real("to_lon", "Longitude of the point used", unit="degrees east", minimum=-180, maximum=180),
        real("to_lat", "Latitude of the point used", unit="degrees north", minimum=-90, maximum=90),
        real("published_nm", "Distance as printed", unit="nautical miles", minimum=0),
        real("modelled_km", "Our route between the points; infinite ways are refused", unit="km", minimum=0),
        text("publisher", "Who publishes the distance"),
        text("document", "Document and its date"),
        text("url", "Address"),
        text("confidence", "high, medium or low"),
        text("note", "How the figure was printed", nullable=True),
        source_id("List that the distances were taken from"),
        text("route_source_id", "Source of our route", references="source.source_id"),
    ),
    key=("from_port", "to_port", "route_case"),
)

US_BALANCE_TERM = Table(
    "us_balance_term",
    "Which printed rows of the U.S. statistics enter the net import reliance of a commodity; a reviewed decision",
    (
        _MINERAL,
        _COMMODITY,
        text("term", "Place in the balance", vocabulary=BalanceTerm),
        text(
            "item",
            "What the printed row counts; empty for the import reliance itself",
            vocabulary=UsItem,
            nullable=True,
        ),
        text("detail", "Row as printed"),
        text("reason", "Why this row counts, or why the balance cannot be struck"),
    ),
    key=("commodity", "term", "detail"),
    reviewed=True,
)

US_TRADE_MATCH = Table(
    "us_trade_match",
    "Which printed U.S. imports are the same goods as a customs code; a reviewed decision",
    (
        text("hs6", "Pure code", references="hs_code.hs6"),
        _MINERAL,
        text("stage", "Stage", vocabulary=Stage),
        _COMMODITY,
        text("import_detail", "Row of the salient statistics; empty where tonnes do not compare", nullable=True),
        text("source_detail", "Form of the import sources; empty where none compares", nullable=True),
        text("reason", "How far the goods are the same"),
    ),
    key=("hs6",),
    reviewed=True,
)

_IS_ACCEPTED = boolean("is_accepted", "Whether a gauge may stand on it")

BENCHMARK_TRADE_PAIR = Table(
    "benchmark_trade_pair",
    "Outputs and customs codes held against each other: do they count the same goods, so that consumption can be worked "
    "out? A reviewed decision",
    (
        _MINERAL,
        text("stage", "Stage", vocabulary=Stage),
        text("hs6", "Pure code", references="hs_code.hs6"),
        text("basis", "What a tonne of the output is a tonne of, as its series says"),
        _IS_ACCEPTED,
        text("reason", "What was compared, with the numbers; printed where the pair is refused"),
    ),
    key=("mineral", "stage", "hs6"),
    reviewed=True,
)

BENCHMARK_US_PAIR = Table(
    "benchmark_us_pair",
    "Printed U.S. output held against printed U.S. consumption: do both rows count the same goods? A reviewed decision",
    (
        text("benchmark", "Limit that the pair is measured against", vocabulary=Benchmark),
        _MINERAL,
        _COMMODITY,
        text("output_detail", "Row of the output as printed"),
        text("consumption_detail", "Row of the consumption as printed"),
        real(
            "rounding_t",
            "Step to which the publisher rounds both figures to protect companies; empty where it names none",
            unit="tonnes of the basis",
            minimum=0,
            nullable=True,
        ),
        _IS_ACCEPTED,
        text("reason", "Why the rows count the same goods, or why not; printed where the pair is refused"),
    ),
    key=("benchmark", "commodity", "output_detail"),
    reviewed=True,
)

BENCHMARK_EU_MATERIAL = Table(
    "benchmark_eu_material",
    "Materials of the EU study whose sourcing shares stand for a mineral and stage; a reviewed decision",
    (
        _MINERAL,
        text("stage", "Stage", vocabulary=Stage),
        text("material", "Material as printed"),
        _IS_ACCEPTED,
        text("reason", "What the study counts under this name, or why it is refused"),
    ),
    key=("mineral", "stage", "material"),
    reviewed=True,
)

DEPENDENCE_TABLES = (
    US_SALIENT,
    US_IMPORT_RELIANCE,
    US_IMPORT_SOURCE,
    USGS_LEADING_PRODUCER,
    RECYCLING_RATE,
    EU_SUPPLY_SHARE,
    EU_RESULT,
    EU_RESULT_MATERIAL,
    EU_USE_SHARE,
    IEA_TOP_THREE,
    EU_SUPPLY_OPTION,
    EU_SETTLED_RATE,
    PUBLISHED_DISTANCE,
    US_BALANCE_TERM,
    US_TRADE_MATCH,
    BENCHMARK_TRADE_PAIR,
    BENCHMARK_US_PAIR,
    BENCHMARK_EU_MATERIAL,
)
