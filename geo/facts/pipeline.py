"""The steps from publishers' files to fact tables, in order; each sees the tables of the steps before it.

A step writes its tables as soon as they are checked, each file whole, so that a step that fails leaves the older
facts as they were. Steps are imported when their turn comes: one of them needs packages that only the ``facts``
extra installs.
"""

from __future__ import annotations

import hashlib
import importlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import DataContractError, EnvironmentFaultError, SelectionError, SourceError
from geo.schema import TABLE_BY_NAME, TABLES
from geo.schema.files import read_facts, write_facts
from geo.schema.tables_reference import INPUT_FILE
from geo.settings import Settings
from geo.sources.published import recorded_files

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called on the command line and which function makes its tables."""

    name: str
    module: str
    function: str

    def run(self, raw: Path, known: Mapping[str, pd.DataFrame]) -> Tables:
        """Return the tables of this step.

        Raises
        ------
        EnvironmentFaultError
            If a package of the ``facts`` extra is not installed.
        """
        tables: Tables = _function(self.module, self.function)(raw, known)
        return tables


STEPS = (
    Step("geography", "geo.facts.country", "geography_facts"),
    Step("governance", "geo.facts.governance", "governance_facts"),
    Step("context", "geo.facts.context", "context_facts"),
    Step("statistic", "geo.facts.statistic", "statistic_facts"),
    Step("dependence", "geo.facts.dependence", "dependence_facts"),
    Step("facility", "geo.facts.facility", "facility_facts"),
    Step("trade", "geo.facts.trade", "trade_facts"),
    Step("distance", "geo.facts.distance", "distance_facts"),
)
STEP_NAMES = tuple(step.name for step in STEPS)
BASEMAP_STEP = "geography"
"""The step that also writes the basemap."""


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
            tables = step.run(raw, known)
            if step.name == BASEMAP_STEP:
                _write_basemap(raw, tables["country"], settings, report)
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
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        rows.append(
            {"path": below.as_posix(), "folder": below.parts[0], "bytes": path.stat().st_size, "sha256": digest}
        )
    return pd.DataFrame(rows, columns=INPUT_FILE.column_names)


def _wanted(only: str | None) -> tuple[Step, ...]:
    if only is not None and only not in STEP_NAMES:
        raise SelectionError(f"step {only!r} is not known; use one of: {', '.join(STEP_NAMES)}")
    return tuple(step for step in STEPS if only in (None, step.name))


def _known_tables(settings: Settings, only: str | None) -> Tables:
    """Return the reviewed tables, and for a single step the facts that are already there."""
    known: Tables = {}
    findings: list[str] = []
    for table in TABLES:
        if not table.reviewed and only is None:
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
        write_facts(table, frame, settings.facts)
        report(f"  {table.file_name}: {len(frame):,} rows")


def _write_basemap(raw: Path, country: pd.DataFrame, settings: Settings, report: Callable[[str], None]) -> None:
    module = "geo.facts.basemap"
    files = _function(module, "basemap_files")(raw, country)
    _function(module, "write_basemap")(files, settings.basemap)
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
    write_facts(INPUT_FILE, frame, settings.facts)


def _function(module: str, name: str) -> Callable[..., Any]:
    try:
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as exc:
        if (exc.name or "").startswith("geo"):
            raise
        message = f"{module} needs the package {exc.name!r}; install it with: pip install 'nearshore-atlas[facts]'"
        raise EnvironmentFaultError(message) from exc
    return function
