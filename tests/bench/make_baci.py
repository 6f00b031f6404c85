"""Makes files in the form in which CEPII publishes BACI, of any size, always the same for the same arguments.

Line form of the publisher: ``2022,4,20,210610,        0.357,        0.002`` (value and quantity 13 wide, three
decimals, padded with blanks; a missing quantity is ``NA``). Run as a script it writes one file:
``python tests/bench/make_baci.py OUT/BACI_HS17_V202601.zip --rows 11000000 --years 2017-2024``.
"""

from __future__ import annotations

import argparse
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

import numpy as np

HEADER = b"t,i,j,k,v,q\n"
ROWS_PER_CHUNK = 250_000
NUMBER_WIDTH = 13
SHARE_OF_MISSING_QUANTITIES = 0.05
SHARE_OF_WANTED_CODES = 0.012
"""In BACI 2024 the 30 bundled codes have 724 flows each, an average code about 2,000: wanted codes are a small part."""

AREAS = {
    4: "AFG", 8: "ALB", 12: "DZA", 24: "AGO", 32: "ARG", 36: "AUS", 40: "AUT", 50: "BGD", 51: "ARM", 56: "BEL",
    68: "BOL", 76: "BRA", 100: "BGR", 104: "MMR", 124: "CAN", 152: "CHL", 156: "CHN", 170: "COL", 180: "COD",
    191: "HRV", 203: "CZE", 208: "DNK", 218: "ECU", 246: "FIN", 251: "FRA", 266: "GAB", 276: "DEU", 288: "GHA",
    300: "GRC", 324: "GIN", 344: "HKG", 348: "HUN", 360: "IDN", 364: "IRN", 372: "IRL", 376: "ISR", 380: "ITA",
    388: "JAM", 392: "JPN", 398: "KAZ", 400: "JOR", 404: "KEN", 410: "KOR", 442: "LUX", 458: "MYS", 484: "MEX",
    490: "S19", 504: "MAR", 508: "MOZ", 516: "NAM", 528: "NLD", 540: "NCL", 554: "NZL", 566: "NGA", 579: "NOR",
    586: "PAK", 604: "PER", 608: "PHL", 616: "POL", 620: "PRT", 634: "QAT", 642: "ROU", 643: "RUS", 682: "SAU",
    699: "IND", 702: "SGP", 703: "SVK", 704: "VNM", 705: "SVN", 710: "ZAF", 716: "ZWE", 724: "ESP", 752: "SWE",
    757: "CHE", 764: "THA", 784: "ARE", 788: "TUN", 792: "TUR", 800: "UGA", 804: "UKR", 818: "EGY", 826: "GBR",
    834: "TZA", 842: "USA", 858: "URY", 860: "UZB", 894: "ZMB",
}  # fmt: skip
"""Areas of the made files, by the publisher's own codes (490 is Taiwan, 251 France, 699 India ...)."""

COUNTRY_FILE = b"country_code,country_name,country_iso2,country_iso3\n" + b"".join(
    f"{code},Area {code},,{iso3}\n".encode() for code, iso3 in AREAS.items()
)


def make_zip(path: Path, *, wanted: Sequence[str], years: Iterable[int], rows: int, version: str = "202601") -> None:
    """Write an archive as published: one csv a year, the country file and the product file.

    Parameters
    ----------
    path
        File to write; its name starts with the nomenclature, e.g. ``BACI_HS17_V202601.zip``.
    wanted
        Codes that are to occur, six digits each; other codes are made up around them.
    rows
        Rows of each year.
    """
    nomenclature = path.name.split("_")[1]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for year in years:
            with archive.open(f"BACI_{nomenclature}_Y{year}_V{version}.csv", "w", force_zip64=True) as member:
                write_year(member, wanted=wanted, year=year, rows=rows)
        archive.writestr(f"country_codes_V{version}.csv", COUNTRY_FILE)
        archive.writestr(f"product_codes_{nomenclature}_V{version}.csv", b"code,description\n")


def make_csv(path: Path, *, wanted: Sequence[str], rows: int) -> None:
    """Write one year as published, with the country file beside it; the year is in the name of `path`."""
    year, version = path.stem.split("_Y")[1].split("_V")
    with path.open("wb") as out:
        write_year(out, wanted=wanted, year=int(year), rows=rows)
    path.with_name(f"country_codes_V{version}.csv").write_bytes(COUNTRY_FILE)


def write_year(out: IO[bytes], *, wanted: Sequence[str], year: int, rows: int) -> None:
    """Write header and rows of one year, sorted by exporter, importer and code as the publisher does."""
    codes = _all_codes(wanted)
    areas = np.array(sorted(AREAS))
    pairs = len(areas) * (len(areas) - 1)
    stride = pairs * len(codes) // rows
    if stride < 1:
        message = f"{rows} rows do not fit into {pairs} pairs of areas and {len(codes)} codes"
        raise ValueError(message)
    out.write(HEADER)
    random = np.random.default_rng(year)
    for start in range(0, rows, ROWS_PER_CHUNK):
        count = min(ROWS_PER_CHUNK, rows - start)
        # One row from each stretch of `stride` cells: unique, sorted and spread over all areas and codes.
        cell = np.arange(start, start + count) * stride + random.integers(0, stride, count)
        pair, code = np.divmod(cell, len(codes))
        exporter, other = np.divmod(pair, len(areas) - 1)
        importer = other + (other >= exporter)
        value = np.exp(random.normal(3.0, 3.0, count)).clip(0.001, 2e7)
        quantity = (value / np.exp(random.normal(1.0, 1.5, count))).clip(0.001, 2e8)
        missing = random.random(count) < SHARE_OF_MISSING_QUANTITIES
        out.write(_lines(year, areas[exporter], areas[importer], codes[code], value, quantity, missing))


def _all_codes(wanted: Sequence[str]) -> np.ndarray:
    known = {int(code) for code in wanted}
    total = round(len(known) / SHARE_OF_WANTED_CODES)
    made_up = (code for code in range(10121, 970700, 970700 // (2 * total)) if code not in known)
    others = [next(made_up) for _ in range(total - len(known))]
    return np.array(sorted(known | set(others)))


def _lines(
    year: int,
    exporter: np.ndarray,
    importer: np.ndarray,
    code: np.ndarray,
    value: np.ndarray,
    quantity: np.ndarray,
    missing: np.ndarray,
) -> bytes:
    """Return the rows as text; whole columns of digits are laid out at once, since f-strings would take minutes."""
    cells = np.hstack(
        [
            *_cell(np.full(len(code), year), width=4, pad=0),
            *_cell(exporter, width=3, pad=0),
            *_cell(importer, width=3, pad=0),
            *_cell(code, width=6, pad=ord("0")),
            *_cell(np.rint(value * 1000).astype(np.int64), width=NUMBER_WIDTH, pad=ord(" "), decimals=3),
            *_cell(np.rint(quantity * 1000).astype(np.int64), width=NUMBER_WIDTH, pad=ord(" "), decimals=3),
        ]
    )
    cells[:, -1] = ord("\n")
    not_available = np.frombuffer(b"NA".rjust(NUMBER_WIDTH), dtype=np.uint8)
    cells[missing, -1 - NUMBER_WIDTH : -1] = not_available
    return bytes(cells[cells != 0])


def _cell(numbers: np.ndarray, *, width: int, pad: int, decimals: int = 0) -> Iterator[np.ndarray]:
    """Yield `numbers` as bytes of digits, `width` wide, padded on the left with `pad` (0 stands for nothing), a comma."""
    text = np.empty((len(numbers), width), dtype=np.uint8)
    rest = numbers.copy()
    position = width - 1
    for place in range(width - (1 if decimals else 0)):
        if decimals and place == decimals:
            text[:, position] = ord(".")
            position -= 1
        digit = (rest % 10 + ord("0")).astype(np.uint8)
        text[:, position] = np.where((rest > 0) | (place <= decimals), digit, pad)
        rest //= 10
        position -= 1
    yield text
    yield np.full((len(numbers), 1), ord(","), dtype=np.uint8)


def main() -> None:
    """Write one file from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, help="BACI_HS17_V202601.zip or BACI_HS17_Y2024_V202601.csv, in any folder")
    parser.add_argument("--rows", type=int, default=11_000_000, help="rows a year")
    parser.add_argument("--years", default="2024", help="of a zip: 2024 or 2017-2024")
    parser.add_argument("--codes", default="283691,740311,260600,282200,750210", help="wanted codes, with commas")
    arguments = parser.parse_args()
    wanted = arguments.codes.split(",")
    if arguments.path.suffix == ".zip":
        first, _, last = arguments.years.partition("-")
        make_zip(arguments.path, wanted=wanted, years=range(int(first), int(last or first) + 1), rows=arguments.rows)
    else:
        make_csv(arguments.path, wanted=wanted, rows=arguments.rows)


if __name__ == "__main__":
    main()
