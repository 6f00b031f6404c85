"""The words in which tables are declared: column, table, storage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """Type of a column, by its DuckDB name."""

    TEXT = "VARCHAR"
    INTEGER = "BIGINT"
    REAL = "DOUBLE"
    BOOLEAN = "BOOLEAN"


class Storage(StrEnum):
    """How a fact table lies on disk: CSV where a person reviews the diff, Parquet where it is bulky."""

    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; the unit is part of the name and repeated here in words.

    Attributes
    ----------
    vocabulary
        The only texts allowed.
    minimum, maximum
        Closed bounds of a number.
    pattern
        Regular expression that the whole text must match.
    references
        ``table.column`` that must hold the value.
    """

    name: str
    dtype: ColumnType
    description: str
    unit: str | None = None
    nullable: bool = False
    vocabulary: type[StrEnum] | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    references: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: columns in order, primary key, storage.

    ``reviewed`` marks a table that a person keeps by hand in ``data/reviewed``; the pipeline never writes it. ``figure``
    is the column whose largest value a check of the facts shows.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    storage: Storage = Storage.CSV
    reviewed: bool = False
    figure: str | None = None

    @property
    def file_name(self) -> str:
        """Name of the fact file, e.g. ``country.csv``."""
        return f"{self.name}.{self.storage.value}"

    @property
    def column_names(self) -> list[str]:
        """Column names in declared order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Return the column called `name`; raises KeyError if it is not declared."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def text(name: str, description: str, **rules: object) -> Column:
    """Return a text column."""
    return Column(name, ColumnType.TEXT, description, **rules)  # type: ignore[arg-type]


def integer(name: str, description: str, **rules: object) -> Column:
    """Return an integer column."""
    return Column(name, ColumnType.INTEGER, description, **rules)  # type: ignore[arg-type]


def real(name: str, description: str, **rules: object) -> Column:
    """Return a column of floating-point numbers."""
    return Column(name, ColumnType.REAL, description, **rules)  # type: ignore[arg-type]


def boolean(name: str, description: str, **rules: object) -> Column:
    """Return a true/false column."""
    return Column(name, ColumnType.BOOLEAN, description, **rules)  # type: ignore[arg-type]


def iso3(name: str, description: str, *, nullable: bool = False) -> Column:
    """Return a country code column that must exist in ``country``."""
    return text(name, description, pattern="[A-Z]{3}", references="country.iso3", nullable=nullable)


def source_id(description: str = "Edition that the row was taken from") -> Column:
    """Return the column that leads from a row to its publisher, licence and citation."""
    return text("source_id", description, references="source.source_id")


LATITUDE = real("lat", "Latitude, WGS 84", unit="degrees north", minimum=-90, maximum=90)
LONGITUDE = real("lon", "Longitude, WGS 84", unit="degrees east", minimum=-180, maximum=180)
