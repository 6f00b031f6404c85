"""A user's own BACI download: read, checked, and put beside the bundle as an overlay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from geo.errors import DataContractError, SourceError
from geo.facts.overlay import loading, put_in_place
from geo.facts.trade_area import place_flows
from geo.facts.trade_flow import coverage_table, flow_table, usd_from_thousands
from geo.schema import TABLE_BY_NAME
from geo.schema.codes import TradeScope
from geo.schema.files import read_facts, read_parquet, write_facts
from geo.schema.tables_fact import TRADE_COVERAGE, TRADE_FLOW
from geo.schema.tables_reference import SOURCE
from geo.settings import Settings
from geo.sources.baci_archive import NOMENCLATURES, BaciArchive, open_archive
from geo.sources.baci_year import Progress, YearFile, read_year

EDITION_LAG_YEARS = 2
"""An edition of BACI ends two years before the year of its release; its newest year is provisional."""

CAUTION_NO_CHECKSUM = (
    "A csv carries no checksum: a download that was cut exactly at the end of a line cannot be told from a whole one. "
    "The publisher's zip can."
)
CAUTION_NO_AREAS = (
    "No country file of the edition was found beside the flows; areas are read with this project's own list."
)


@dataclass(frozen=True, slots=True)
class LoadedYear:
    """What was kept of one year.

    Attributes
    ----------
    rows_read
        Rows of the publisher's file.
    flows
        Rows kept: wanted codes, between countries of today.
    value_usd
        Sum of their values, current USD.
    without_quantity
        Flows kept that have no tonnes.
    left_out
        Rows of wanted codes that touch an area that is no country of today.
    with_itself
        Flows of a country to itself, which are no trade between countries; set aside.
    """

    year: int
    rows_read: int
    codes: int
    flows: int
    value_usd: float
    without_quantity: int
    left_out: int
    with_itself: int


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load put into the overlay, with what the user should know of it.

    Attributes
    ----------
    taken
        Codes of this app under which flows were kept.
    without_rows
        Codes of this app that the HS edition has and the archive holds no flow of.
    of_other_editions
        Codes of this app that the HS edition does not have.
    """

    source_id: str
    nomenclature: str
    version: str
    years: tuple[LoadedYear, ...]
    taken: tuple[str, ...]
    without_rows: tuple[str, ...]
    of_other_editions: tuple[str, ...]
    cautions: tuple[str, ...]


def load_user_archive(path: Path, settings: Settings, progress: Progress) -> LoadSummary:
    """Read a BACI archive and put its flows into ``data/user``, in the place of an earlier overlay.

    The overlay holds ``trade_flow.parquet``, ``trade_coverage.csv`` and ``source.csv``. When the database is built,
    bundled rows of the same year and code give way to it. The three files change together or not at all.

    Parameters
    ----------
    path
        The publisher's zip, its unpacked folder, or the csv of one year.
    progress
        Called with the name of the yearly file and its rows read so far.

    Raises
    ------
    SourceError
        If the archive is missing, cut short, of another form or edition, or holds none of the codes.
    DataContractError
        If a country code is unknown (all of them are listed), or the facts of this project are broken.
    EnvironmentFaultError
        If a folder cannot be read or written.
    """
    archive = open_archive(path)
    known = {name: _known(name, settings) for name in ("hs_code", "country", "country_alias")}
    wanted = codes_in(known["hs_code"], archive.nomenclature)
    with loading(settings) as staged:
        loaded = [_stage_year(year, archive, known, wanted, staged, progress) for year in archive.years]
        _join([staged / str(year.year) / TRADE_FLOW.file_name for year, _ in loaded], staged / TRADE_FLOW.file_name)
        coverage = pd.concat([coverage for _, coverage in loaded], ignore_index=True)
        write_facts(TRADE_COVERAGE, coverage, staged)
        years = tuple(year for year, _ in loaded)
        write_facts(SOURCE, _source_row(archive, years), staged)
        cautions = _cautions(archive, years, settings)
        put_in_place(staged, settings.user)
    taken = set(coverage["hs6"])
    return LoadSummary(
        source_id=_source_id(archive),
        nomenclature=archive.nomenclature,
        version=archive.version,
        years=years,
        taken=tuple(sorted(taken)),
        without_rows=tuple(sorted(set(wanted) - taken)),
        of_other_editions=tuple(sorted(set(known["hs_code"]["hs6"]) - set(wanted))),
        cautions=cautions,
    )


def codes_in(hs_code: pd.DataFrame, nomenclature: str) -> list[str]:
    """Return the codes of ``hs_code`` that an HS edition has: six digits may stand for other goods in another one.

    ``revision`` says the first and the last edition; a code that the newest edition looked at still had goes on.
    """
    order = {edition: place for place, edition in enumerate(NOMENCLATURES)}
    asked, newest_seen = order[nomenclature], order["HS17"]
    spans = [re.findall(r"HS\d{2}", revision) for revision in hs_code["revision"]]
    ends = [(order[span[0]], order[span[-1]]) for span in spans]
    is_held = [first <= asked <= last or (last == newest_seen < asked and first <= asked) for first, last in ends]
    return [str(code) for code in hs_code.loc[is_held, "hs6"]]


def _known(name: str, settings: Settings) -> pd.DataFrame:
    frame, findings = read_facts(TABLE_BY_NAME[name], settings.facts)
    if findings:
        raise DataContractError(findings)
    return frame


def _stage_year(
    file: YearFile,
    archive: BaciArchive,
    known: Mapping[str, pd.DataFrame],
    wanted: Sequence[str],
    staged: Path,
    progress: Progress,
) -> tuple[LoadedYear, pd.DataFrame]:
    """Write the flows of one year under the codes `wanted` to its own folder; return what was kept and the coverage rows."""
    published, rows_read = read_year(file, wanted, progress)
    published = published.assign(value_usd=usd_from_thousands(published["value_kusd"])).drop(columns="value_kusd")
    placed = place_flows(published, known, place=file.name, edition_areas=archive.areas)
    if placed.flows.empty or (placed.flows["exporter_iso3"] == placed.flows["importer_iso3"]).all():
        message = f"{archive.path}: {file.name} holds none of the {len(known['hs_code'])} customs codes of this app"
        raise SourceError(message + " in its rows; check that it is BACI in six-digit codes")
    to_itself = placed.flows["exporter_iso3"] == placed.flows["importer_iso3"]
    flows = flow_table(
        placed.flows[~to_itself],
        source_id=_source_id(archive),
        nomenclature=archive.nomenclature,
    )
    try:
        write_facts(TRADE_FLOW, flows, staged / str(file.year))
    except DataContractError as exc:
        # The rows are the publisher's: the file written on the way is gone when this is read.
        written = str(staged / str(file.year) / TRADE_FLOW.file_name)
        raise DataContractError([finding.replace(written, file.place) for finding in exc.findings]) from exc
    coverage = coverage_table(
        flows, scope=TradeScope.COMPLETE, remark=_remark(archive, file.year), left_out=placed.left_out
    )
    loaded = LoadedYear(
        year=file.year,
        rows_read=rows_read,
        codes=int(flows["hs6"].nunique()),
        flows=len(flows),
        value_usd=float(flows["value_usd"].sum()),
        without_quantity=int(flows["quantity_t"].isna().sum()),
        left_out=len(placed.left_out),
        with_itself=int(to_itself.sum()),
    )
    return loaded, coverage


def _join(parts: Sequence[Path], target: Path) -> None:
    """Write the yearly tables, already checked and sorted, as one, with one year in memory at a time."""
    with pq.ParquetWriter(target, pq.read_schema(parts[0]), compression="zstd", write_page_checksum=True) as writer:
        for part in parts:
            writer.write_table(read_parquet(part))


def _source_id(archive: BaciArchive) -> str:
    return f"cepii-baci-{archive.nomenclature.lower()}-v{archive.version}-user"


def _remark(archive: BaciArchive, year: int) -> str:
    newest = int(archive.version[:4]) - EDITION_LAG_YEARS
    if year < newest:
        return "Complete, from your own download."
    return (
        "Complete, from your own download. The newest year is provisional: the publisher revises it in later editions."
    )


def _source_row(archive: BaciArchive, years: Sequence[LoadedYear]) -> pd.DataFrame:
    rows = sum(year.rows_read for year in years)
    flows = sum(year.flows for year in years)
    shown = ", ".join(str(year.year) for year in years)
    row = {
        "source_id": _source_id(archive),
        "publisher": "CEPII",
        "title": f"BACI: International Trade Database at the Product-Level, {archive.nomenclature} (your own download)",
        "edition": f"V{archive.version}",
        "licence": "Etalab Open Licence 2.0",
        "licence_status": "stated by the publisher",
        "citation": (
            f"CEPII, BACI ({archive.nomenclature}, V{archive.version}), based on UN Comtrade; "
            "Gaulier and Zignago (2010), CEPII Working Paper 2010-23"
        ),
        "url": "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
        "note": f"Read from {archive.path.name}: {shown}; {rows:,} rows, {flows:,} flows of the codes of this app kept.",
    }
    return pd.DataFrame([row])


def _cautions(archive: BaciArchive, years: Sequence[LoadedYear], settings: Settings) -> tuple[str, ...]:
    cautions = [] if archive.is_checked else [CAUTION_NO_CHECKSUM]
    if archive.areas is None:
        cautions.append(CAUTION_NO_AREAS)
    own = [f"{year.with_itself:,} in {year.year}" for year in years if year.with_itself]
    if own:
        cautions.append(
            f"Flows of a country to itself are no trade between countries and are set aside: {', '.join(own)}."
        )
    loaded = {year.year for year in years}
    gaps = sorted(set(range(min(loaded), max(loaded))) - loaded)
    if gaps:
        cautions.append(f"The archive has no file of {', '.join(str(year) for year in gaps)}; see that it is whole.")
    if (settings.user / TRADE_COVERAGE.file_name).is_file():
        earlier, findings = read_facts(TRADE_COVERAGE, settings.user)
        held = set() if findings else {int(year) for year in earlier["year"]}
        lost = sorted(held - loaded)
        if lost:
            shown = ", ".join(str(year) for year in lost)
            cautions.append(f"The earlier download also held {shown}; this load replaces it, so these years are gone.")
    return tuple(cautions)
