"""The steps from publishers' files to fact tables, in order; each sees the tables of the steps before it.

A step writes its tables as soon as they are checked, each file whole, so that a step that fails leaves the older
facts as they were. Steps are imported when their turn comes: one of them needs packages that only the ``facts``
extra installs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.errors import DataContractError, SelectionError, SourceError, quote
from geo.facts.dataset import Dataset, Inputs, Tables, declared, joined
from geo.schema import TABLE_BY_NAME, TABLES, Table
from geo.schema.files import read_facts, write_facts
from geo.schema.sums import digest_of, write_sums
from geo.schema.tables_reference import INPUT_FILE
from geo.settings import Settings
from geo.sources.published import recorded_files


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called on the command line, and the modules whose publications it reads.

    Each module holds ``DATASETS``. A new publication is a module and its name here.
    """

    name: str
    modules: tuple[str, ...]

    def datasets(self) -> tuple[Dataset, ...]:
        """Return the publications of this step, in order.

        Raises
        ------
        EnvironmentFaultError
            If a package of the ``facts`` extra is not installed.
        """
        return tuple(dataset for module in self.modules for dataset in declared(module, "DATASETS"))


STEPS = (
    Step("geography", ("geo.facts.country",)),
    Step("governance", ("geo.facts.governance", "geo.facts.groups", "geo.facts.controls")),
    Step("context", ("geo.facts.freight", "geo.facts.grid_carbon")),
    Step("policy", ("geo.facts.policy", "geo.facts.statement", "geo.facts.stockpile")),
    Step(
        "statistic",
        (
            "geo.facts.production_usgs",
            "geo.facts.production_iea",
            "geo.facts.production_eu",
            "geo.facts.production_bgs",
            "geo.facts.production_wmd",
        ),
    ),
    Step("dependence", ("geo.facts.dependence_usgs", "geo.facts.dependence_eu", "geo.facts.published_distance")),
    Step("use", ("geo.facts.regional_need", "geo.facts.ev_outlook", "geo.facts.value_added")),
    Step("facility", ("geo.facts.facility", "geo.facts.facility_deposit")),
    Step("trade", ("geo.facts.trade",)),
    Step("trade_totals", ("geo.facts.trade_totals",)),
    Step("distance", ("geo.facts.distance",)),
)
STEP_NAMES = tuple(step.name for step in STEPS)
BASEMAP_STEP = "facility"
"""The step that also writes the basemap: land is kept under the sites."""


def run_pipeline(
    raw: Path, settings: Settings, *, only: str | None = None, report: Callable[[str], None] = lambda _line: None
) -> None:
    """Write the fact tables and the basemap from the publishers' files below `raw`.

    Parameters
    ----------
    only
        Name of the one step to run; the tables of the steps before it are read from ``settings.facts``.
    report
        Takes one line of progress at a time.

    Raises
    ------
    SourceError
        If `raw`, a publisher's folder or a file is missing or altered.
    SelectionError
        If `only` is no step.
    DataContractError
        If a step makes rows that break the schema; the older file stays.
    """
    if not raw.is_dir():
        message = f"folder of publishers' files {raw} is not there; name it with --raw DIR"
        raise SourceError(message)
    known = _known_tables(settings, only)
    inputs: dict[str, pd.DataFrame] = {}
    for step in _wanted(only):
        start = time.perf_counter()
        report(f"{step.name}: reading")
        with recorded_files() as opened:
            tables = joined(step.datasets(), Inputs(raw, known))
            if step.name == BASEMAP_STEP:
                _write_basemap(raw, {**known, **tables}, settings, report)
        _write_tables(step, tables, settings, report)
        known.update(tables)
        inputs[step.name] = input_files(raw, opened)
        report(f"{step.name}: {len(opened)} publishers' files, {time.perf_counter() - start:.1f} s")
    _write_inputs(inputs.values(), settings, keep_others=only is not None)


def input_files(raw: Path, opened: Iterable[Path]) -> pd.DataFrame:
    """Return rows of ``input_file``: path below `raw`, folder, size and SHA-256 of every file opened."""
    rows = []
    for path in sorted(opened):
        below = path.relative_to(raw)
        row = {"path": below.as_posix(), "folder": below.parts[0], "bytes": path.stat().st_size}
        rows.append({**row, "sha256": digest_of(path)})
    return pd.DataFrame(rows, columns=INPUT_FILE.column_names)


def list_sums(settings: Settings, names: Collection[str]) -> list[str]:
    """List the fact tables called `names` (all without a name) as they lie there, after a change made on purpose.

    Returns
    -------
    Names of the files whose sums were written.

    Raises
    ------
    SelectionError
        If a name is no table that the pipeline writes.
    SourceError
        If a file is missing or cannot be read.
    DataContractError
        If a table breaks its declaration: what a build would refuse is not listed.
    """
    tables = {table.name: table for table in TABLES if not table.reviewed}
    unknown = [name for name in names if name not in tables]
    if unknown:
        raise SelectionError(f"{quote(unknown[0])} is no table of facts; use one of: {', '.join(tables)}")
    chosen = [tables[name] for name in names] or list(tables.values())
    findings = [finding for table in chosen for finding in read_facts(table, settings.facts)[1]]
    if findings:
        raise DataContractError(findings)
    write_sums(settings.facts, [table.file_name for table in chosen] if names else None)
    return [table.file_name for table in chosen]


def _wanted(only: str | None) -> tuple[Step, ...]:
    if only is not None and only not in STEP_NAMES:
        raise SelectionError(f"step {only!r} is not known; use one of: {', '.join(STEP_NAMES)}")
    return tuple(step for step in STEPS if only in (None, step.name))


def _known_tables(settings: Settings, only: str | None) -> Tables:
    """Return the reviewed tables, and for a single step the facts of the other steps that are already there."""
    known: Tables = {}
    findings: list[str] = []
    # What the step itself makes may be of an older declaration.
    made = {name for step in _wanted(only) for dataset in step.datasets() for name in dataset.tables}
    for table in TABLES:
        if not table.reviewed and (only is None or table.name in made):
            continue
        folder = settings.reviewed if table.reviewed else settings.facts
        if (folder / table.file_name).is_file():
            known[table.name], found = read_facts(table, folder)
            findings += found
    if findings:
        raise DataContractError(findings)
    return known


def _write_tables(step: Step, tables: Tables, settings: Settings, report: Callable[[str], None]) -> None:
    for name, frame in tables.items():
        table = TABLE_BY_NAME[name]
        if table.reviewed:
            message = f"step {step.name} would write {name}, which a person keeps by hand in {settings.reviewed}"
            raise DataContractError([message])
        _write_listed(table, frame, settings)
        report(f"  {table.file_name}: {len(frame):,} rows")


def _write_basemap(raw: Path, tables: Tables, settings: Settings, report: Callable[[str], None]) -> None:
    module = "geo.facts.basemap"
    files = declared(module, "basemap_files")(raw, tables["country"], tables["facility"])
    declared(module, "write_basemap")(files, settings.basemap)
    for name, content in files.items():
        report(f"  basemap/{name}: {len(content) / 1000:.0f} kB")


def _write_inputs(inputs: Iterable[pd.DataFrame], settings: Settings, *, keep_others: bool) -> None:
    parts = list(inputs)
    if keep_others and (settings.facts / INPUT_FILE.file_name).is_file():
        earlier, findings = read_facts(INPUT_FILE, settings.facts)
        if findings:
            raise DataContractError(findings)
        parts.append(earlier)
    # Newest first: a file that two steps read is the same file, one that was read before may have changed.
    frame = pd.concat(parts, ignore_index=True).drop_duplicates(subset="path", keep="first")
    _write_listed(INPUT_FILE, frame, settings)


def _write_listed(table: Table, frame: pd.DataFrame, settings: Settings) -> None:
    """Write a table and its line in the list of sums; the lines of the others stay as they are."""
    write_facts(table, frame, settings.facts)
    write_sums(settings.facts, [table.file_name])
