"""The official CEPII BACI archive as published: a zip, its unpacked folder, or the csv of one year.

What it holds is told by the names of its files, without reading the flows. Nothing that carries a publisher's name is
left aside in silence: as many yearly files are read as there are, or the archive is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from geo.errors import SourceError
from geo.sources.baci_year import AGAIN, DAMAGE, YearFile

NOMENCLATURES = ("HS92", "HS96", "HS02", "HS07", "HS12", "HS17", "HS22")
"""Editions of the HS in which the archive is published, the oldest first."""

YEAR_FILE = re.compile(r"BACI_(?P<nomenclature>HS\d{2})_Y(?P<year>\d{4})_V(?P<version>\d{6}[a-z]?)\.csv")
LIKE_A_YEAR_FILE = re.compile(r"baci_.*\.csv", re.IGNORECASE)
FORM_OF_NAME = "BACI_HS17_Y2024_V202601.csv"

COUNTRY_FILE_BYTES = 1_000_000
"""The publisher's has 10 kB."""

MOST_NAMED = 3
"""A message names this many of the files found."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, and where it lies: path, and member if the path is a zip."""

    name: str
    path: Path
    member: str | None

    @property
    def place(self) -> str:
        """Where it lies, as a message names it."""
        return str(self.path) if self.member is None else f"{self.path}: {self.member}"


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
    """Return what the archive at `path` holds, without reading the flows; one folder or zip alone inside is entered.

    Raises
    ------
    SourceError
        If `path` is not there, is no regular file, is cut short, holds no yearly BACI file or one year twice, mixes
        editions, or is of an HS edition that the publisher does not have.
    """
    path, files = _entered(path)
    years, nomenclature, version = _year_files(path, files)
    return BaciArchive(
        path=path,
        nomenclature=nomenclature,
        version=version,
        years=years,
        areas=_areas([file for file in files if file.name == f"country_codes_V{version}.csv"]),
        is_checked=years[0].member is not None,
    )


def _entered(path: Path) -> tuple[Path, list[Member]]:
    """Return the files at `path`, or those of the one folder or zip in it that alone holds yearly files."""
    files = _files(path)
    if not path.is_dir():
        return path, files
    inside = [each for each in sorted(path.iterdir()) if _holds_years(each)]
    if any(_is_like_a_year(file.name) for file in files):
        if inside:
            # Left aside, years would be missing or twice without a word.
            message = f"{path} holds yearly files and {_listed(inside)} with others; give the path of the one to read"
            raise SourceError(message)
        return path, files
    if len(inside) > 1:
        raise SourceError(f"{path} holds several archives; give the path of one: {_listed(inside)}")
    return (inside[0], _files(inside[0])) if inside else (path, files)


def _holds_years(path: Path) -> bool:
    """Return whether `path` can be read by itself: a zip, or a folder that holds yearly files."""
    is_zip = path.suffix.lower() == ".zip" and path.is_file()
    if not is_zip and not path.is_dir():
        return False
    try:
        return any(_is_like_a_year(file.name) for file in _files(path))
    except (SourceError, OSError):
        # A damaged zip that bears the publisher's name is named when it is read; another one is none of ours.
        return path.name.startswith("BACI_")


def _files(path: Path) -> list[Member]:
    if path.is_dir():
        return [Member(entry.name, entry, None) for entry in sorted(path.iterdir())]
    if not path.exists():
        raise SourceError(f"{path} is not there; give the path of a BACI zip or of one of its yearly csv files")
    if not path.is_file():
        raise SourceError(f"{path} is a pipe or a device; give a zip, a folder or a csv that lies on the disk")
    if path.suffix.lower() == ".zip":
        return [Member(name.rsplit("/", 1)[-1], path, name) for name in _members(path)]
    beside = sorted(path.parent.glob("country_codes_V*.csv"))
    return [Member(entry.name, entry, None) for entry in (path, *beside)]


def _members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return [name for name in archive.namelist() if not name.endswith("/")]
    except zipfile.BadZipFile as exc:
        with path.open("rb") as stream:
            is_zip = stream.read(2) == b"PK"
        if is_zip:
            raise SourceError(f"{path} is cut in the middle (a zip has its list of files at the end); {AGAIN}") from exc
        raise SourceError(f"{path} is not a zip, in spite of its name; {AGAIN}") from exc
    except DAMAGE as exc:
        if isinstance(exc, OSError) and exc.filename is not None:
            raise SourceError(f"{path} cannot be read ({exc.strerror}); see that the file may be read") from exc
        raise SourceError(f"{path} has a damaged list of files ({exc}); {AGAIN}") from exc


def _year_files(path: Path, files: Sequence[Member]) -> tuple[tuple[YearFile, ...], str, str]:
    matches = [(file, match) for file in files if (match := YEAR_FILE.fullmatch(file.name))]
    # The name of a country file, of the resource fork of a Mac or of a description is none of a year.
    odd = [file.name for file in files if _is_like_a_year(file.name) and not YEAR_FILE.fullmatch(file.name)]
    if not matches:
        raise SourceError(_nothing_found(path, files))
    if odd:
        # Left aside, a year would be missing without a word.
        raise SourceError(f"{path} holds {odd[0]!r}, which is not a name of the publisher ({FORM_OF_NAME}); rename it")
    editions = sorted({(match["nomenclature"], match["version"]) for _, match in matches})
    if len(editions) > 1:
        shown = ", ".join(f"{nomenclature} V{version}" for nomenclature, version in editions)
        raise SourceError(f"{path} mixes editions ({shown}); load one HS edition and one version at a time")
    nomenclature, version = editions[0]
    if nomenclature not in NOMENCLATURES:
        known = ", ".join(NOMENCLATURES)
        raise SourceError(
            f"{path} is in {nomenclature}; the publisher's editions are {known}: see the name of the file"
        )
    _refuse_repeated([file for file, _ in matches], "the year")
    for file, _ in matches:
        if file.member is None and not file.path.is_file():
            raise SourceError(f"{file.path} is no file on the disk (a pipe, a device or a folder); {AGAIN}")
    years = [YearFile(int(match["year"]), file.name, file.path, file.member) for file, match in matches]
    return tuple(sorted(years, key=lambda file: file.year)), nomenclature, version


def _is_like_a_year(name: str) -> bool:
    return LIKE_A_YEAR_FILE.fullmatch(name) is not None


def _refuse_repeated(files: Sequence[Member], what: str) -> None:
    for file in files:
        same = [other.place for other in files if other.name == file.name]
        if len(same) > 1:
            message = f"{file.path} holds {what} twice: {' and '.join(same)}; keep the one that is right, or {AGAIN}"
            raise SourceError(message)


def _nothing_found(path: Path, files: Sequence[Member]) -> str:
    if path.suffix.lower() != ".zip" and not path.is_dir():
        held = path.name
    else:
        held = ", ".join(file.name for file in files[:MOST_NAMED])
        more = len(files) - MOST_NAMED
        held = (held + (f" and {more:,} more" if more > 0 else "")) or "nothing"
    packed = [file.member for file in files if file.member is not None and file.name.lower().endswith(".zip")]
    if packed:
        return (
            f"{path}: no BACI file of a year by name, but {packed[0]}; unpack {path.name} and give the path of that zip"
        )
    return f"{path}: no BACI file of a year by name ({held}); the publisher's names are like {FORM_OF_NAME}"


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join(str(path) for path in islice(paths, MOST_NAMED))


def _areas(files: Sequence[Member]) -> dict[str, str] | None:
    """Read the country file: code to ISO3. Names are doubly encoded in it and Namibia's ISO2 is lost: not read."""
    if not files:
        return None
    _refuse_repeated(files, "the country file")
    (file,) = files
    if file.member is None and not file.path.is_file():
        raise SourceError(f"{file.path} is no file on the disk (a pipe, a device or a folder); {AGAIN}")
    source = YearFile(0, file.name, file.path, file.member)
    try:
        with source.open() as stream:
            content = stream.read(COUNTRY_FILE_BYTES + 1)
            if len(content) > COUNTRY_FILE_BYTES:
                raise SourceError(f"{file.place} is longer than {COUNTRY_FILE_BYTES:,} bytes; {AGAIN}")
        table = pd.read_csv(
            io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig", encoding_errors="replace"
        )
    except DAMAGE as exc:
        reason = " ".join(str(exc).split())
        raise SourceError(f"{file.path}: {file.name} cannot be read as a table ({reason}); {AGAIN}") from exc
    for column in ("country_iso3", "iso_3digit_alpha"):  # since and until V202401
        if {"country_code", column} <= set(table.columns):
            codes = table["country_code"].fillna("").str.strip()
            twice = codes[codes.duplicated()]
            if not twice.empty:
                named = ", ".join(sorted(table.loc[codes == twice.iloc[0], column].astype(str)))
                raise SourceError(f"{file.place} has the country code {twice.iloc[0]} twice ({named}); {AGAIN}")
            return dict(zip(codes, table[column].fillna("").str.strip(), strict=True))
    message = (
        f"{file.path}: {file.name} lacks the columns country_code and country_iso3; use the file of the same edition"
    )
    raise SourceError(message)
