"""A whole BACI year, and eight of them, through the loader: seconds and memory, printed beside pandas.read_csv.

Nothing here asserts a time or a size. Each figure comes from a process of its own, so that one reading does not
carry the memory of another. DuckDB stands beside it as the other way that was weighed. About two minutes and 2 GB
of disk.
"""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from geo.settings import PROJECT
from tests.bench.make_baci import make_csv, make_zip

pytestmark = pytest.mark.bench

ROWS = 11_000_000
YEARS = range(2017, 2025)

PEAK = """
def peak_mb():
    from pathlib import Path
    import resource
    status = Path("/proc/self/status")
    if status.is_file():  # the peak of this process alone; getrusage starts from the parent's
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""

LOADER = (
    PEAK
    + """
import json, sys, time
from dataclasses import replace
from pathlib import Path
from geo.facts.trade_user import load_user_archive
from geo.settings import load_settings
path, user = map(Path, sys.argv[1:])
start = time.perf_counter()
summary = load_user_archive(path, replace(load_settings(), user=user), lambda name, rows: None)
rows, kept = (sum(getattr(year, name) for year in summary.years) for name in ("rows_read", "flows"))
print(json.dumps([time.perf_counter() - start, peak_mb(), rows, kept]))
"""
)

PANDAS = (
    PEAK
    + """
import json, sys, time
import pandas as pd
start = time.perf_counter()
table = pd.read_csv(sys.argv[1])
print(json.dumps([time.perf_counter() - start, peak_mb(), len(table), len(table)]))
"""
)

DUCKDB = (
    PEAK
    + """
import json, sys, time
import duckdb
codes = sys.argv[2].split(",")
start = time.perf_counter()
table = duckdb.execute(
    "SELECT t, i, j, k, try_cast(trim(v) AS DOUBLE), try_cast(trim(q) AS DOUBLE) FROM read_csv(?, header = true, "
    "auto_detect = false, quote = '', columns = {'t': 'INT', 'i': 'INT', 'j': 'INT', 'k': 'VARCHAR', 'v': 'VARCHAR', "
    "'q': 'VARCHAR'}) WHERE list_contains(?, k)",
    [sys.argv[1], codes],
).df()
print(json.dumps([time.perf_counter() - start, peak_mb(), 0, len(table)]))
"""
)

IMPORTS = PEAK + "import json\nimport geo.facts.trade_user\nprint(json.dumps([0, peak_mb(), 0, 0]))\n"


def measured(code: str, *arguments: Path | str) -> tuple[float, float, int, int]:
    """Run `code` in a fresh process; return seconds, peak memory in MB, rows read and rows kept."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return tuple(json.loads(done.stdout.splitlines()[-1]))  # DuckDB draws a progress bar above it


def test_eleven_million_rows_and_eight_years(tmp_path, capsys):
    wanted = pd.read_csv(PROJECT / "data" / "facts" / "hs_code.csv", dtype=str, keep_default_na=False)["hs6"].tolist()
    csv_path = tmp_path / "BACI_HS17_Y2024_V202601.csv"
    one, eight = tmp_path / "one" / "BACI_HS17_V202601.zip", tmp_path / "eight" / "BACI_HS17_V202601.zip"
    try:
        make_csv(csv_path, wanted=wanted, rows=ROWS)
        for path, years in ((one, [2024]), (eight, YEARS)):
            path.parent.mkdir()
            make_zip(path, wanted=wanted, years=years, rows=ROWS)
        sizes = [path.stat().st_size / 1e6 for path in (csv_path, one, eight)]
        results = {
            "imports alone": (0.0, *measured(IMPORTS)),
            "loader, csv of one year": (sizes[0], *measured(LOADER, csv_path, tmp_path / "user")),
            "loader, zip of one year": (sizes[1], *measured(LOADER, one, tmp_path / "user")),
            "loader, zip of eight years": (sizes[2], *measured(LOADER, eight, tmp_path / "user")),
            "DuckDB read_csv, csv of one year": (sizes[0], *measured(DUCKDB, csv_path, ",".join(wanted))),
            "pandas.read_csv, csv of one year": (sizes[0], *measured(PANDAS, csv_path)),
        }
    finally:
        for path in (csv_path, one, eight):
            path.unlink(missing_ok=True)
    with capsys.disabled():
        print(f"\n{'BACI archive':34}{'file MB':>9}{'rows':>13}{'kept':>12}{'seconds':>9}{'peak MB':>9}")
        for name, (size, seconds, peak, rows, kept) in results.items():
            print(f"{name:34}{size:9,.0f}{rows:13,}{kept:12,}{seconds:9.1f}{peak:9,.0f}")
    assert results["loader, csv of one year"][4] == results["loader, zip of one year"][4]
    assert results["loader, zip of eight years"][3] == ROWS * len(YEARS)
