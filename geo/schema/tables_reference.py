"""Tables that describe countries, groups, governance, controls, codes and sources."""

from __future__ import annotations

from geo.schema.codes import (
    CommodityRole,
    ContainedBasis,
    GovernanceIndicator,
    Mineral,
    Region,
    Stage,
)
from geo.schema.columns import Storage, Table, boolean, integer, iso3, real, source_id, text
from geo.schema.policy_codes import PolicyKind, PolicyState, Release
from geo.schema.tables_transport import TRANSPORT_TABLES

LICENCE = Table(
    "licence",
    "What each licence lets leave in a file; a reviewed decision",
    (
        text("licence", "Licence as a source states it"),
        text("release", "Whether rows under it may leave", vocabulary=Release),
        text("reason", "Why"),
    ),
    key=("licence",),
    reviewed=True,
)

SOURCE = Table(
    "source",
    "Every published edition that a fact row comes from",
    (
        text("source_id", "Publisher and edition in one slug, e.g. usgs-mcs-2026", pattern="[a-z0-9][a-z0-9.-]*"),
        text("publisher", "Who publishes"),
        text("title", "Title as printed"),
        text("edition", "Edition, version or date of the data"),
        text("licence", "Licence as stated by the publisher", references="licence.licence"),
        text("licence_status", "How the licence is known: stated in the file, on the page, to be confirmed"),
        text("citation", "Sentence to cite or acknowledge"),
        text("url", "Page or DOI"),
        text("note", "What to know before use", nullable=True),
    ),
    key=("source_id",),
    reviewed=True,
)

COUNTRY = Table(
    "country",
    "Countries and areas with statistics of their own",
    (
        text("iso3", "ISO 3166-1 alpha-3; XKX for Kosovo", pattern="[A-Z]{3}"),
        text("iso2", "ISO 3166-1 alpha-2", pattern="[A-Z]{2}", nullable=True),
        text("name", "English short name as printed on pages"),
        text("region", "Region of this project; see data/reviewed/region_rule.csv", vocabulary=Region),
        text("un_region", "UN M49 region", nullable=True),
        text("un_subregion", "UN M49 sub-region or intermediate region", nullable=True),
        text("income_group", "World Bank income group, FY26", nullable=True),
        boolean("is_landlocked", "Has no sea coast of its own"),
        boolean("has_polygon", "Has a polygon in the clickable layer"),
        real(
            "label_lon", "Longitude of the label point", unit="degrees east", minimum=-180, maximum=180, nullable=True
        ),
        real("label_lat", "Latitude of the label point", unit="degrees north", minimum=-90, maximum=90, nullable=True),
        source_id(),
    ),
    key=("iso3",),
)

COUNTRY_ALIAS = Table(
    "country_alias",
    "Names and odd codes that publishers use for a country",
    (
        text("alias", "Name or code as printed, lower case, blanks trimmed"),
        text("system", "Publisher or code system; 'any' if unambiguous"),
        iso3("iso3", "Country meant"),
    ),
    key=("alias", "system"),
)

COUNTRY_GROUP = Table(
    "country_group",
    "Published groups of countries, with the date at which the list is known",
    (
        text("group_id", "Short code", pattern="[A-Z0-9_]+"),
        text("name", "Name"),
        text("kind", "Union, agreement, forum, meeting, list"),
        text("as_of", "Date at which the list is known"),
        text("publisher", "Who publishes the list"),
        text("document", "Document"),
        text("url", "Address", nullable=True),
        text("evidence", "How it was read"),
        text("confidence", "high, medium or low"),
        text("note", "Caveat", nullable=True),
        source_id(),
    ),
    key=("group_id",),
)

COUNTRY_GROUP_MEMBER = Table(
    "country_group_member",
    "Membership, signature or attendance; attendance is not membership",
    (
        text("group_id", "Group", references="country_group.group_id"),
        iso3("iso3", "Country"),
        text("role", "member, signatory, participant, delegation, host ..."),
        text("since", "Date of accession where known", nullable=True),
        text("confidence", "high, medium or low"),
        text("note", "Caveat", nullable=True),
        source_id(),
    ),
    key=("group_id", "iso3"),
)

GOVERNANCE = Table(
    "governance",
    "Worldwide Governance Indicators; standardised each year, so compare countries, not years",
    (
        iso3("iso3", "Country"),
        integer("year", "Year", minimum=1996, maximum=2100),
        text("indicator", "Indicator", vocabulary=GovernanceIndicator),
        real("estimate", "Estimate, about -2.5 weak to 2.5 strong", unit="standard normal units"),
        real("std_error", "Standard error of the estimate", unit="standard normal units", minimum=0),
        real("rank_pct", "Percentile rank", unit="percent", minimum=0, maximum=100, nullable=True),
        source_id(),
    ),
    key=("iso3", "year", "indicator"),
    storage=Storage.PARQUET,
    figure="estimate",
)

EXPORT_CONTROL = Table(
    "export_control",
    "Export controls, one row a measure; the state is known only up to status_as_of",
    (
        text("control_id", "Code of the measure"),
        iso3("iso3", "Country that controls"),
        text("scope", "Minerals and forms as worded"),
        text("measure", "Licence, quota, ban, tax ... as worded"),
        text("kind", "What it is", vocabulary=PolicyKind),
        text("target", "Destinations"),
        text("effective", "Since when", nullable=True),
        text("end_date", "Until when", nullable=True),
        text("status", "State as worded"),
        text("state", "State as read", vocabulary=PolicyState),
        boolean("is_in_force", "Whether the state, as known on status_as_of, binds exports"),
        text("status_as_of", "Date up to which the state is known"),
        text("instrument", "Legal act or announcement", nullable=True),
        text("document", "Document read", nullable=True),
        text("url", "Address", nullable=True),
        text("confidence", "high, medium or low"),
        text("note", "Caveat", nullable=True),
        source_id(),
    ),
    key=("control_id",),
)

EXPORT_CONTROL_MINERAL = Table(
    "export_control_mineral",
    "Minerals that a control touches",
    (
        text("control_id", "Measure", references="export_control.control_id"),
        text("mineral", "Mineral", vocabulary=Mineral),
    ),
    key=("control_id", "mineral"),
)

HS_CODE = Table(
    "hs_code",
    "HS6 codes of critical minerals; a basket code never yields a figure for one metal",
    (
        text("hs6", "Six digits", pattern="[0-9]{6}"),
        text("description", "HS text of the newest edition that has the code"),
        text("revision", "HS editions in which the six digits exist"),
        text("mineral_text", "Mineral or minerals as the code names them"),
        text("stage", "Stage of the goods; empty for waste and scrap", vocabulary=Stage, nullable=True),
        boolean("is_waste", "Waste or scrap: feed of recycling, at no stage of the chain"),
        boolean("is_pure", "Whether a flow can be read as one mineral in one form"),
        text("lists", "Published lists that name the code"),
        text("note", "What the code mixes or hides", nullable=True),
        source_id(),
    ),
    key=("hs6",),
)

EXTRA_CODE = Table(
    "extra_code",
    "Customs codes of trade that is held and that no compiled list names; a reviewed reading of the text",
    (
        text("hs6", "Six digits", pattern="[0-9]{6}"),
        text("mineral_text", "Mineral or minerals as the code names them"),
        text("stage", "Stage of the goods; empty for waste and scrap", vocabulary=Stage, nullable=True),
        boolean("is_waste", "Waste or scrap: feed of recycling, at no stage of the chain"),
        boolean("is_pure", "Whether a flow can be read as one mineral in one form"),
        text("note", "What the code mixes or hides", nullable=True),
    ),
    key=("hs6",),
    reviewed=True,
)

TRADE_CODE = Table(
    "trade_code",
    "Which pure customs code stands for a mineral and stage on the pages; a reviewed decision",
    (
        text("mineral", "Mineral", vocabulary=Mineral),
        text("stage", "Stage", vocabulary=Stage),
        text("hs6", "Code", references="hs_code.hs6"),
        text("form", "What crosses the border under this code"),
        real(
            "contained_share",
            "Tonnes of the mineral in a tonne of the goods; empty where none is known: then tonnes are gross",
            unit="0-1",
            minimum=0,
            maximum=1,
            nullable=True,
        ),
        text("contained_basis", "How it is known", vocabulary=ContainedBasis, nullable=True),
        text("contained_note", "What is taken", nullable=True),
        text("note", "Why this code; what it leaves out"),
    ),
    key=("mineral", "stage", "hs6"),
    reviewed=True,
)

GRID_CARBON = Table(
    "grid_carbon",
    "Life-cycle carbon intensity of the electricity generated in a country; national average, not a plant's supply",
    (
        iso3("iso3", "Country"),
        integer("year", "Calendar year", minimum=2000, maximum=2100),
        real("gco2e_per_kwh", "Intensity", unit="grams of CO2e per kWh", minimum=0),
        source_id(),
    ),
    key=("iso3", "year"),
    figure="gco2e_per_kwh",
)

INPUT_FILE = Table(
    "input_file",
    "Publishers' files that the facts were made from, with the digest of their bytes",
    (
        text("path", "Path below the folder of publishers' files"),
        text("folder", "Folder of the publisher and edition"),
        integer("bytes", "Size", unit="bytes", minimum=0),
        text("sha256", "SHA-256 of the bytes", pattern="[0-9a-f]{64}"),
    ),
    key=("path",),
    figure="bytes",
)

ROSTER_PRESET = Table(
    "roster_preset",
    "Scenario sets of countries that can stand for the alliance; not published memberships",
    (
        text("preset_id", "Code used in links", pattern="[a-z0-9-]+"),
        text("name", "Name"),
        text("iso3_list", "Member countries, separated by ';'; EU27 stands for the 27 states"),
        text("note", "Where the set comes from"),
    ),
    key=("preset_id",),
    reviewed=True,
)

REGION_RULE = Table(
    "region_rule",
    "Which UN sub-region or country belongs to which region of this project; a country rule wins",
    (
        text("kind", "subregion or country", pattern="subregion|country"),
        text("key", "UN M49 sub-region, or ISO 3166-1 alpha-3"),
        text("region", "Region of this project", vocabulary=Region),
        text("reason", "Why"),
    ),
    key=("kind", "key"),
    reviewed=True,
)

EXTRA_ALIAS = Table(
    "extra_alias",
    "Names in publishers' files that no code list has, mapped by hand; historic states are left out",
    (
        text("alias", "Name or code as printed, lower case, blanks trimmed"),
        text("system", "Publisher or code system; 'any' if unambiguous"),
        iso3("iso3", "Country meant"),
    ),
    key=("alias", "system"),
    reviewed=True,
)

MINERAL_ALIAS = Table(
    "mineral_alias",
    "What publishers' words count in our minerals, one row a word and mineral; a word without mineral is left out on purpose",
    (
        text("system", "Publisher and list in which the word stands; 'sites' is shared by all files of sites"),
        text("word", "As printed, compared without case; of export controls a regular expression"),
        text("detail", "Second word as printed: form, process or stage; '*' for all, empty where a word stands alone"),
        integer("position", "1 for the first mineral that the word names", minimum=1, maximum=9),
        text("mineral", "Mineral meant; empty where the word is left out", vocabulary=Mineral, nullable=True),
        text("role", "Weight of the mineral where the word itself tells it", vocabulary=CommodityRole, nullable=True),
        text("stage", "Stage that the figures are of", vocabulary=Stage, nullable=True),
        text("product", "Product inside the stage; empty where no series is made of the word", nullable=True),
        text("basis", "What a tonne is a tonne of", nullable=True),
        integer("year_from", "First year taken", minimum=1960, maximum=2100, nullable=True),
        text("note", "Why; of a recycling rate printed with it", nullable=True),
    ),
    key=("system", "word", "detail", "position"),
    reviewed=True,
)

REFERENCE_TABLES = (
    LICENCE,
    SOURCE,
    COUNTRY,
    COUNTRY_ALIAS,
    COUNTRY_GROUP,
    COUNTRY_GROUP_MEMBER,
    GOVERNANCE,
    EXPORT_CONTROL,
    EXPORT_CONTROL_MINERAL,
    HS_CODE,
    EXTRA_CODE,
    TRADE_CODE,
    *TRANSPORT_TABLES,
    GRID_CARBON,
    ROSTER_PRESET,
    INPUT_FILE,
    REGION_RULE,
    EXTRA_ALIAS,
    MINERAL_ALIAS,
)
