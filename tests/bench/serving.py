"""What every measurement of the running app needs: a server of its own, its memory and processor time, a script of changes."""

from __future__ import annotations

import contextlib
import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.visitor import Visitor
from tests.browser.conftest import free_port, server_process

BAR = ("mineral", "stage", "region", "roster")
"""Keys of the shared bar's controls."""
LIKELIHOOD = (0.55, 0.15, 0.15, 0.15)
"""How often each is changed: a visitor walks through minerals and looks at each from a few sides."""


@dataclass(frozen=True)
class Server:
    """A running app and the process behind it."""

    port: int
    pid: int
    started: float
    """``time.perf_counter()`` just before the process was started."""

    @property
    def address(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def memory_mb(self) -> float:
        """Return resident memory; not a number where the system does not say (no /proc)."""
        return memory_mb(self.pid, "VmRSS")

    def cpu_seconds(self) -> float:
        """Return processor time used so far, user and system; not a number without /proc."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.is_file():
            return float("nan")
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int, field: str) -> float:
    """Return a memory figure of a process, ``VmRSS`` now or ``VmHWM`` at its peak."""
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return float("nan")
    return int(status.read_text().split(f"{field}:")[1].split()[0]) / 1024


@contextlib.contextmanager
def measured_server() -> Iterator[Server]:
    """Start the app as `nearshore serve` does; end it afterwards."""
    port = free_port()
    started = time.perf_counter()
    with server_process(port) as process:
        yield Server(port, process.pid, started)


def change(visitor: Visitor, pick: random.Random) -> tuple[str, str] | None:
    """Choose another option of one control of the shared bar; return the control and what it showed, to go back."""
    able = [key for key in BAR if key in visitor.widgets and len(visitor.options(key)) > 1]
    if not able:
        return None
    key = pick.choices(able, [LIKELIHOOD[BAR.index(each)] for each in able])[0]
    before = visitor.chosen(key)
    visitor.choose(key, pick.choice([option for option in visitor.options(key) if option != before]))
    return key, before


def state(visitor: Visitor) -> tuple[str, ...]:
    """Return what the shared bar says."""
    return tuple(visitor.chosen(key) for key in BAR if key in visitor.widgets)


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile by the nearest rank: a value that was measured, never one between two."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))] if ranked else float("nan")


def median(values: Sequence[float]) -> float:
    """Return the median, not a number of nothing."""
    return statistics.median(values) if values else float("nan")


def load() -> str:
    """Return the load of the machine, which every figure needs beside it."""
    return " ".join(f"{each:.1f}" for each in os.getloadavg())
