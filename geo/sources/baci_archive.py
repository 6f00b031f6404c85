"""The official CEPII BACI archive as published: a zip, its unpacked folder, or the csv of one year.

The yearly file is comma separated with the header ``t,i,j,k,v,q``: year, exporter, importer, product (HS6), value in
thousand current USD (FOB), quantity in tonnes. Numbers are padded with blanks; a missing quantity is ``NA`` or empty.

The file is read in blocks of whole lines, each parsed by pyarrow and filtered at once, so that memory does not grow
with the file and a fault can be named with its line; every row is checked, also those that are not kept. DuckDB's
``read_csv`` was measured beside it on 11 million rows (tests/bench): about the same time, twice the memory, no way
into a zip without unpacking it, and no look at the rows that it filters out. One path serves csv and zip.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo.errors import SourceError

Files = dict[str, tuple[Path, str | None]]
"""Name of each file of an archive; where it lies: path, and member if the path is a zip."""

Progress = Callable[[str, int], None]
"""Called with the name of the yearly file and its rows read so far."""

NOMENCLATURES = ("HS17", "HS22")
"""Editions of the HS in which the codes of this project are read."""

YEAR_FILE = re.compile(r"BACI_(?P<nomenclature>HS\d{2})_Y(?P<year>\d{4})_V(?P<version>\d{6}[a-z]?)\.csv")
FORM_OF_NAME = "BACI_HS17_Y2024_V202601.csv"
AGAIN = "download it again from www.cepii.fr (BACI)"

COLUMNS = ("t", "i", "j", "k", "v", "q")
TYPES = {
    "t": pa.int16(),
    "i": pa.int16(),
    "j": pa.int16(),
    "k": pa.int32(),
    "v": pa.float64(),
    "q": pa.float64(),
}
WIDEST_CELL = 24
MISSING_WORDS = [" " * width + word for width in range(WIDEST_CELL) for word in ("", "NA")]
NUMBER = rb"\s*\d+(\.\d*)?([eE][+-]?\d+)?\s*"
CELL_FORMS = {
    "t": re.compile(rb"\s*\d{4}\s*"),
    "i": re.compile(rb"\s*\d{1,4}\s*"),
    "j": re.compile(rb"\s*\d{1,4}\s*"),
    "k": re.compile(rb"\s*\d{1,6}\s*"),
    "v": re.compile(NUMBER),
    "q": re.compile(rb"\s*(NA)?\s*|" + NUMBER),
}
FIRST_DATA_LINE = 2
BLOCK_BYTES = 4 << 20
PARSER_BYTES = 1 << 20
HEADER_BYTES = 200


@dataclass(frozen=True, slots=True)
class YearFile:
    """The csv of one year, alone or as a member of a zip."""

    year: int
    name: str
    path: Path
    member: str | None

    def open(self) -> IO[bytes]:
        """Return the bytes of the csv as a stream; a zip is decompressed on the way.

        Raises
        ------
        SourceError
            If the member is locked by a password, damaged, or packed in a way that Python cannot unpack.
        """
        if self.member is None:
            return self.path.open("rb")
        try:
            return zipfile.ZipFile(self.path).open(self.member)
        except (RuntimeError, ValueError) as exc:
            message = f"{self.path}: {self.name} cannot be unpacked here ({exc}); unzip it and give the folder instead"
            raise SourceError(message) from exc


@dataclass(frozen=True, slots=True)
class BaciArchive:
    """What an archive holds, by the names of its files.

    Attributes
    ----------
    areas
        Country code to ISO3 as the edition's country file prints them ("S19" is Taiwan); None without such a file.
    is_checked
        Whether the container carries checksums (a zip does, a csv does not).
    """

    path: Path
    nomenclature: str
    version: str
    years: tuple[YearFile, ...]
    areas: dict[str, str] | None
    is_checked: bool


def open_archive(path: Path) -> BaciArchive:
    """Return what the archive at `path` holds, without reading the flows.

    Raises
    ------
    SourceError
        If `path` is not there, is cut short, holds no yearly BACI file, mixes editions, or is of an HS edition other
        than HS17 and HS22.
    """
    if path.is_dir():
        files: Files = {entry.name: (entry, None) for entry in sorted(path.iterdir())}
    elif not path.is_file():
        raise SourceError(f"{path} is not there; give the path of a BACI zip or of one of its yearly csv files")
    elif path.suffix.lower() == ".zip":
        files = {member.rsplit("/", 1)[-1]: (path, member) for member in _members(path)}
    else:
        files = {entry.name: (entry, None) for entry in (path, *sorted(path.parent.glob("country_codes_V*.csv")))}
    years, nomenclature, version = _year_files(path, files)
    return BaciArchive(
        path=path,
        nomenclature=nomenclature,
        version=version,
        years=years,
        areas=_areas(files.get(f"country_codes_V{version}.csv")),
        is_checked=years[0].member is not None,
    )


def read_year(source: YearFile, wanted: Collection[str], progress: Progress) -> tuple[pd.DataFrame, int]:
    """Return the flows of the `wanted` codes of one year, and how many rows the file has.

    Parameters
    ----------
    wanted
        HS6 codes, six digits each.

    Returns
    -------
    flows
        Columns year, hs6 (six digits), exporter and importer (the publisher's numeric codes as text), value_kusd
        (thousand current USD) and quantity_t (tonnes, null where the publisher has none), in the order of the file.

    Raises
    ------
    SourceError
        If the header or a line is not of the publisher's form, a flow stands twice, or the file ends in the middle.
    """
    numbers = pa.array(sorted(int(code) for code in wanted), pa.int32())
    kept: list[pa.Table] = []
    rows = 0
    try:
        with source.open() as stream:
            _check_header(stream.readline(HEADER_BYTES), source)
            for block, first_line in _blocks(stream, source):
                table = _parsed(block, first_line, source)
                rows += table.num_rows
                kept.append(_wanted(table, numbers, block, first_line, source))
                progress(source.name, rows)
    except (zipfile.BadZipFile, zlib.error, EOFError) as exc:
        raise SourceError(f"{source.path}: {source.name} is damaged after {rows:,} rows ({exc}); {AGAIN}") from exc
    if not kept:
        raise SourceError(f"{source.path}: {source.name} has a header and no rows; {AGAIN}")
    return _frame(pa.concat_tables(kept), source), rows


def _members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except zipfile.BadZipFile as exc:
        with path.open("rb") as stream:
            is_zip = stream.read(2) == b"PK"
        if is_zip:
            raise SourceError(f"{path} is cut in the middle (a zip has its list of files at the end); {AGAIN}") from exc
        raise SourceError(f"{path} is not a zip, in spite of its name; {AGAIN}") from exc
    except (NotImplementedError, ValueError) as exc:
        raise SourceError(f"{path} has a damaged list of files ({exc}); {AGAIN}") from exc


def _year_files(path: Path, files: Files) -> tuple[tuple[YearFile, ...], str, str]:
    matches = {name: match for name in files if (match := YEAR_FILE.fullmatch(name))}
    if not matches:
        held = ", ".join(list(files)[:3]) if path.suffix.lower() == ".zip" or path.is_dir() else path.name
        message = f"{path}: no BACI file of a year by name ({held or 'nothing'}); the publisher's names are like {FORM_OF_NAME}"
        raise SourceError(message)
    odd = [name for name in files if name.startswith("BACI_") and name.endswith(".csv") and name not in matches]
    if odd:
        # Left aside, a year would be missing without a word.
        raise SourceError(f"{path} holds {odd[0]!r}, which is not a name of the publisher ({FORM_OF_NAME}); rename it")
    editions = sorted({(match["nomenclature"], match["version"]) for match in matches.values()})
    if len(editions) > 1:
        shown = ", ".join(f"{nomenclature} V{version}" for nomenclature, version in editions)
        raise SourceError(f"{path} mixes editions ({shown}); load one HS edition and one version at a time")
    nomenclature, version = editions[0]
    if nomenclature not in NOMENCLATURES:
        known = " or ".join(NOMENCLATURES)
        raise SourceError(f"{path} is in {nomenclature}; this app reads {known}: download BACI_HS17_V{version}.zip")
    years = [YearFile(int(match["year"]), name, *files[name]) for name, match in matches.items()]
    return tuple(sorted(years, key=lambda file: file.year)), nomenclature, version


def _areas(file: tuple[Path, str | None] | None) -> dict[str, str] | None:
    """Read the country file: code to ISO3. Names are doubly encoded in it and Namibia's ISO2 is lost: not read."""
    if file is None:
        return None
    path, member = file
    source = YearFile(0, member or path.name, path, member)
    try:
        with source.open() as stream:
            table = pd.read_csv(
                stream, dtype=str, keep_default_na=False, encoding="utf-8-sig", encoding_errors="replace"
            )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, zipfile.BadZipFile, zlib.error) as exc:
        raise SourceError(f"{path}: {source.name} cannot be read as a table ({exc}); {AGAIN}") from exc
    for column in ("country_iso3", "iso_3digit_alpha"):  # since and until V202401
        if {"country_code", column} <= set(table.columns):
            return dict(zip(table["country_code"].str.strip(), table[column].str.strip(), strict=True))
    message = f"{path}: {source.name} lacks the columns country_code and country_iso3; use the file of the same edition"
    raise SourceError(message)


def _check_header(line: bytes, source: YearFile) -> None:
    header = line.decode("utf-8-sig", errors="replace").replace('"', "").strip()
    if header != ",".join(COLUMNS):
        message = f"{source.path}: {source.name} has the header {header[:60]!r} instead of 't,i,j,k,v,q'; {AGAIN}"
        raise SourceError(message)


def _blocks(stream: IO[bytes], source: YearFile) -> Iterator[tuple[bytes, int]]:
    """Yield blocks of whole lines with the number of their first line.

    Raises
    ------
    SourceError
        If the last line has no end: the file was cut.
    """
    line = FIRST_DATA_LINE
    rest = b""
    while chunk := stream.read(BLOCK_BYTES):
        end = chunk.rfind(b"\n") + 1
        block = rest + chunk[:end]
        rest = chunk[end:] if end else rest + chunk
        if end:
            yield block, line
            line += block.count(b"\n")
    if rest.strip():
        message = f"{source.path}: {source.name} is cut in the middle: line {line:,} ends as {_shown(rest)}; {AGAIN}"
        raise SourceError(message)


def _parsed(block: bytes, first_line: int, source: YearFile) -> pa.Table:
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(block),
            read_options=pyarrow.csv.ReadOptions(column_names=COLUMNS, block_size=PARSER_BYTES),
            convert_options=pyarrow.csv.ConvertOptions(column_types=TYPES, null_values=MISSING_WORDS),
        )
    except pa.ArrowInvalid as exc:
        raise SourceError(_first_fault(block, first_line, source) or f"{source.name}: {exc}") from exc
    years = pc.min_max(table["t"])
    whole = not any(table[name].null_count for name in COLUMNS[:-1])
    if not whole or years["min"].as_py() != source.year or years["max"].as_py() != source.year:
        raise SourceError(_first_fault(block, first_line, source) or f"{source.name}: years or cells are missing")
    return table


def _wanted(table: pa.Table, numbers: pa.Array, block: bytes, first_line: int, source: YearFile) -> pa.Table:
    kept = table.filter(pc.is_in(table["k"], value_set=numbers))
    # Text such as "nan" or "-5" is a number to the parser, and none to a reader of trade figures.
    for name in ("v", "q"):
        sound = pc.and_(pc.is_finite(kept[name]), pc.greater_equal(kept[name], 0))
        if pc.all(sound).as_py() is False:
            raise SourceError(_first_fault(block, first_line, source) or f"{source.name}: {name} is not a plain number")
    return kept


def _first_fault(block: bytes, first_line: int, source: YearFile) -> str | None:
    """Return a sentence on the first line of `block` that is not of the publisher's form."""
    for number, line in enumerate(block.split(b"\n"), start=first_line):
        if not line.strip():
            continue
        cells = line.rstrip(b"\r").split(b",")
        place = f"{source.path}: {source.name} line {number:,}"
        if len(cells) != len(COLUMNS):
            return f"{place} has {len(cells)} fields instead of 6: {_shown(line)}; {AGAIN}"
        for name, cell in zip(COLUMNS, cells, strict=True):
            if not CELL_FORMS[name].fullmatch(cell):
                return f"{place}: column {name} is {_shown(cell)}, not a number of the publisher's form; {AGAIN}"
        if int(cells[0]) != source.year:
            return f"{place} is of the year {int(cells[0])}, not {source.year} as the file name says; {AGAIN}"
    return None


def _frame(table: pa.Table, source: YearFile) -> pd.DataFrame:
    flows = pd.DataFrame(
        {
            "year": table["t"].to_pandas().astype(int),
            "hs6": table["k"].to_pandas().astype(str).str.zfill(6),
            "exporter": table["i"].to_pandas().astype(str),
            "importer": table["j"].to_pandas().astype(str),
            "value_kusd": table["v"].to_pandas(),
            "quantity_t": table["q"].to_pandas(),
        }
    )
    twice = flows.duplicated(["exporter", "importer", "hs6"])
    if twice.any():
        row = flows.loc[twice].iloc[0]
        message = (
            f"{source.path}: {source.name} has the flow {row['exporter']} to {row['importer']} of code {row['hs6']} "
            f"twice ({int(twice.sum())} such rows); {AGAIN}"
        )
        raise SourceError(message)
    return flows


def _shown(line: bytes) -> str:
    return repr(line[:60].decode("utf-8", errors="replace").strip())
