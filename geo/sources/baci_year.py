"""The yearly file of the official CEPII BACI archive: its lines, read in blocks and checked one by one.

The file is comma separated with the header ``t,i,j,k,v,q``: year, exporter, importer, product (HS6), value in
thousand current USD (FOB), quantity in tonnes. Numbers are padded with blanks; a missing quantity is ``NA`` or empty.

It is read in blocks of whole lines, each parsed by pyarrow and filtered at once, so that memory does not grow
with the file and a fault can be named with its line; every row is checked, also those that are not kept. DuckDB's
``read_csv`` was measured beside it on 11 million rows (tests/bench): about the same time, twice the memory, no way
into a zip without unpacking it, and no look at the rows that it filters out. One path serves csv and zip.
"""

from __future__ import annotations

import lzma
import re
import struct
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

Progress = Callable[[str, int], None]
"""Called with the name of the yearly file and its rows read so far."""

AGAIN = "download it again from www.cepii.fr (BACI)"

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
"""What Python's zipfile raises for bytes that are no sound zip, or for a disk that cannot be read."""

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
LONGEST_LINE = 1_000
"""Bytes of a line; the publisher's have about 45."""

LARGEST = {
    "v": (1e9, "thousand USD; all goods traded in the world in a year are worth about 24 times as much"),
    "q": (1.2e10, "tonnes; all ships of the world together carry about as much in a year"),
}
"""Bounds of one flow, with the reason: a figure beyond them is damaged, and would spoil every sum that it enters."""

HIGHEST = {"i": 9_999, "j": 9_999, "k": 999_999, "v": LARGEST["v"][0], "q": LARGEST["q"][0]}

MOST_AREAS = 300
"""No edition has more areas; two areas have one flow of a code, so that more rows than pairs are repeated ones."""


@dataclass(frozen=True, slots=True)
class YearFile:
    """The csv of one year, alone or as a member of a zip."""

    year: int
    name: str
    path: Path
    member: str | None

    @property
    def place(self) -> str:
        """Where the file lies, as a message names it: the path, with the member of a zip after it."""
        return str(self.path) if self.member is None else f"{self.path}: {self.member}"

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
        except KeyError as exc:
            raise SourceError(f"{self.path} has a damaged list of files ({exc}); {AGAIN}") from exc
        except (RuntimeError, *DAMAGE) as exc:
            message = f"{self.path}: {self.name} cannot be unpacked here ({exc}); unzip it and give the folder instead"
            raise SourceError(message) from exc


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
        If the header or a line is not of the publisher's form, a figure is beyond `LARGEST`, a flow stands twice, or the
        file ends in the middle or cannot be read.
    """
    numbers = pa.array(sorted(int(code) for code in wanted), pa.int32())
    kept: list[pa.Table] = []
    rows = 0
    most = len(numbers) * MOST_AREAS**2
    for block, first_line in _blocks(source):
        table = _parsed(block, first_line, source)
        rows += table.num_rows
        kept.append(_wanted(table, numbers, block, first_line, source))
        progress(source.name, rows)
        if sum(part.num_rows for part in kept) > most:
            message = f"{source.place} repeats itself: over {most:,} rows of the codes of this app; {AGAIN}"
            raise SourceError(message)
    if not kept:
        raise SourceError(f"{source.path}: {source.name} has a header and no rows; {AGAIN}")
    return _frame(pa.concat_tables(kept), source), rows


def _check_header(line: bytes, source: YearFile) -> None:
    header = line.decode("utf-8-sig", errors="replace").replace('"', "").strip()
    if header != ",".join(COLUMNS):
        message = f"{source.path}: {source.name} has the header {header[:60]!r} instead of 't,i,j,k,v,q'; {AGAIN}"
        raise SourceError(message)


def _blocks(source: YearFile) -> Iterator[tuple[bytes, int]]:
    """Yield blocks of whole lines with the number of their first line.

    Raises
    ------
    SourceError
        If the header is another one, a line is too long, the last one has no end (the file was cut), or the bytes cannot
        be read.
    """
    line = FIRST_DATA_LINE
    rest = b""
    with source.open() as stream:
        _check_header(_read(stream.readline, HEADER_BYTES, source, line), source)
        while chunk := _read(stream.read, BLOCK_BYTES, source, line):
            end = chunk.rfind(b"\n") + 1
            block = rest + chunk[:end] if end else b""
            rest = chunk[end:] if end else rest + chunk
            if block:
                yield block, line
                line += block.count(b"\n")
            if len(rest) > LONGEST_LINE:
                message = (
                    f"{source.path}: {source.name} line {line:,} is longer than {LONGEST_LINE:,} characters: "
                    f"{_shown(rest)}; {AGAIN}"
                )
                raise SourceError(message)
    if rest.strip():
        message = f"{source.path}: {source.name} is cut in the middle: line {line:,} ends as {_shown(rest)}; {AGAIN}"
        raise SourceError(message)


def _read(read: Callable[[int], bytes], size: int, source: YearFile, line: int) -> bytes:
    try:
        return read(size)
    except DAMAGE as exc:
        rows = line - FIRST_DATA_LINE
        raise SourceError(f"{source.path}: {source.name} is damaged after {rows:,} rows ({exc}); {AGAIN}") from exc


def _parsed(block: bytes, first_line: int, source: YearFile) -> pa.Table:
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(block),
            read_options=pyarrow.csv.ReadOptions(column_names=COLUMNS, block_size=PARSER_BYTES),
            convert_options=pyarrow.csv.ConvertOptions(column_types=TYPES, null_values=MISSING_WORDS),
        )
    except pa.ArrowInvalid as exc:
        raise SourceError(
            _first_fault(block, first_line, source) or f"{source.path}: {source.name}: {exc}; {AGAIN}"
        ) from exc
    years = pc.min_max(table["t"])
    whole = not any(table[name].null_count for name in COLUMNS[:-1])
    if not whole or years["min"].as_py() != source.year or years["max"].as_py() != source.year:
        raise SourceError(
            _first_fault(block, first_line, source)
            or f"{source.path}: {source.name} has lines without cells from line {first_line:,} on; {AGAIN}"
        )
    # The parser also takes 0x10 for a number, and a sign.
    is_odd = b"x" in block or b"X" in block
    for name, highest in HIGHEST.items():
        ends = pc.min_max(table[name])
        is_odd |= ends["min"].is_valid and (ends["min"].as_py() < 0 or ends["max"].as_py() > highest)
    if is_odd:
        raise SourceError(
            _first_fault(block, first_line, source) or f"{source.place}: a figure is out of bounds; {AGAIN}"
        )
    return table


def _wanted(table: pa.Table, numbers: pa.Array, block: bytes, first_line: int, source: YearFile) -> pa.Table:
    kept = table.filter(pc.is_in(table["k"], value_set=numbers))
    # Text such as "nan" or "-5" is a number to the parser, and none to a reader of trade figures.
    for name in ("v", "q"):
        sound = pc.and_(pc.is_finite(kept[name]), pc.greater_equal(kept[name], 0))
        if pc.all(sound).as_py() is False:
            raise SourceError(
                _first_fault(block, first_line, source)
                or f"{source.path}: {source.name}: {name} is not a plain number; {AGAIN}"
            )
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
        for name, (largest, reason) in LARGEST.items():
            cell = cells[COLUMNS.index(name)].strip()
            if cell not in (b"", b"NA") and float(cell) > largest:
                return f"{place}: column {name} is {_shown(cell)}, more than {largest:,.0f} {reason}; {AGAIN}"
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
        row = flows[twice].iloc[0]
        message = (
            f"{source.path}: {source.name} has the flow {row['exporter']} to {row['importer']} of code {row['hs6']} "
            f"twice ({int(twice.sum())} such rows); {AGAIN}"
        )
        raise SourceError(message)
    return flows


def _shown(line: bytes) -> str:
    return repr(line[:60].decode("utf-8", errors="replace").strip())
