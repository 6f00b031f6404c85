from __future__ import annotations

import duckdb
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.build.views import FLAGS_BY_GRAVITY, PRIMARY_STATISTIC
from geo.schema.codes import ValueFlag
from geo.schema.tables_fact import PRIMARY_SERIES, STATISTIC

PRODUCTS = ("ilmenite", "rutile", "slag")
BOUNDS = {
    ValueFlag.TRACE: (0.0, 0.5),
    ValueFlag.AT_MOST: (None, 7.0),
    ValueFlag.AT_LEAST: (7.0, None),
    ValueFlag.RANGE: (3.0, 7.0),
}

CELL = st.tuples(st.sampled_from(list(ValueFlag)), st.integers(0, 1000))
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["AUS", "CHN", "WORLD"]), st.sampled_from(PRODUCTS)), CELL, min_size=1
)


SERIES = {"measure": "production", "mineral": "titanium", "stage": "mined", "source_id": "usgs", "note": None}


def statistic_row(area: str, product: str, cell: tuple[ValueFlag, int]) -> dict[str, object]:
    flag, amount = cell
    low, high = BOUNDS.get(flag, (None, None))
    return {
        **SERIES,
        "product": product,
        "area": area,
        "year": 2024,
        "basis": "TiO2 content",
        "quantity_t": float(amount) if flag in (ValueFlag.REPORTED, ValueFlag.ESTIMATED) else None,
        "low_t": low,
        "high_t": high,
        "share": None,
        "high_share": None,
        "flag": flag.value,
        "is_projection": False,
        "raw_value": str(amount),
        "raw_unit": "t",
    }


def primary(statistic: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    with duckdb.connect(config={"threads": 1}) as connection:
        for table, frame in ((STATISTIC, statistic), (PRIMARY_SERIES, series)):
            columns = ", ".join(f"{column.name} {column.dtype.value}" for column in table.columns)
            connection.execute(f"CREATE TABLE {table.name} ({columns})")
            connection.executemany(
                f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})",
                frame[table.column_names].astype(object).where(frame.notna(), None).to_numpy().tolist(),
            )
        return connection.execute(f"SELECT * FROM ({PRIMARY_STATISTIC}) ORDER BY area").df()


def series_of(*products: str) -> pd.DataFrame:
    chosen = {"year_from": 2020, "year_to": 2025, "rank": 1, "subject": "titanium minerals", "has_shares": True}
    return pd.DataFrame([{**SERIES, **chosen, "products": ";".join(products)}])


@settings(max_examples=60)
@given(cells=CELLS)
def test_a_sum_is_a_figure_only_if_every_part_is_one(cells: dict[tuple[str, str], tuple[ValueFlag, int]]) -> None:
    statistic = pd.DataFrame([statistic_row(area, product, cell) for (area, product), cell in cells.items()])
    result = primary(statistic, series_of(*PRODUCTS)).set_index("area")
    assert set(result.index) == {area for area, _ in cells}
    printed = {product for _, product in cells}
    for area, row in result.iterrows():
        parts = {product: cell for (place, product), cell in cells.items() if place == area}
        flags = [flag for flag, _ in parts.values()]
        is_whole = area != "WORLD" or set(parts) == printed
        plain = all(flag in (ValueFlag.REPORTED, ValueFlag.ESTIMATED) for flag in flags)
        assert pd.notna(row["quantity_t"]) == (plain and is_whole)
        if plain and is_whole:
            assert row["quantity_t"] == sum(amount for _, amount in parts.values())
        assert row["flag"] == (max(flags, key=FLAGS_BY_GRAVITY.index).value if is_whole else "not_available")
        if pd.notna(row["low_t"]) and pd.notna(row["high_t"]):
            assert row["low_t"] <= row["high_t"]


@settings(max_examples=30)
@given(cells=CELLS, order=st.permutations(range(9)))
def test_the_order_of_rows_changes_nothing(
    cells: dict[tuple[str, str], tuple[ValueFlag, int]], order: list[int]
) -> None:
    rows = [statistic_row(area, product, cell) for (area, product), cell in cells.items()]
    shuffled = [rows[place] for place in order if place < len(rows)]
    first, second = (primary(pd.DataFrame(part), series_of(*PRODUCTS)) for part in (rows, shuffled))
    pd.testing.assert_frame_equal(first, second)
