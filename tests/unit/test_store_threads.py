from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from geo.store.database import Atlas
from tests.factory import COUNTRIES

THREADS = 8
QUERIES = 200


def test_no_thread_ever_gets_the_rows_of_another(tiny_atlas: Atlas) -> None:
    codes = sorted(COUNTRIES)

    def ask(thread: int) -> int:
        wrong = 0
        for number in range(QUERIES):
            code = codes[(thread * 7 + number) % len(codes)]
            rows = tiny_atlas.frame("SELECT iso3, name FROM country WHERE iso3 = ? ORDER BY iso3", [code])
            wrong += list(rows.itertuples(index=False, name=None)) != [(code, COUNTRIES[code][0])]
        return wrong

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(ask, range(THREADS))) == 0
