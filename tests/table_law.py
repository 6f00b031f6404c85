"""The law of a table whose figures open a receipt: what the receipt works out is what the cell prints."""

from __future__ import annotations

import math
from typing import Any

from geo.figure.column import Table
from tests.table_receipts import check_receipt


def check_table(table: Table[Any, Any]) -> dict[str, int]:
    """Open every receipt of a table and hold it against its cell, on the page and in JSON.

    Returns
    -------
    Receipts opened by key, so that a test can say how many there must be; a cell may have none.
    """
    headers = [column.words(table.context) for column in table.shown]
    assert len(set(headers)) == len(headers), f"{table.key}: a header twice in {headers}"
    keys = [column.key for column in table.columns]
    assert len(set(keys)) == len(keys), f"{table.key}: a key twice in {keys}"
    opened: dict[str, int] = {}
    frame = table.frame()
    assert list(frame.columns) == headers
    for column in table.columns:
        if column.receipt is None:
            continue
        opened[column.key] = 0
        for place, row in enumerate(table.rows):
            receipt, figure = column.receipt(table.context, row), column.value(table.context, row)
            if receipt is None:
                continue
            where = f"{table.key}, {column.key}, row {place}: {receipt.title}"
            assert figure is not None, f"{where}: a receipt for an empty cell"
            result = receipt.steps[-1].result
            assert math.isclose(result, figure, rel_tol=1e-9, abs_tol=1e-10), f"{where}: {result} is not {figure}"
            check_receipt(receipt, where)
            if column.in_page and column.text is None:
                shown = frame.iloc[place][column.words(table.context)]
                assert math.isclose(shown, column.show.scale * figure, rel_tol=1e-12), f"{where}: shown as {shown}"
            opened[column.key] += 1
    return opened
