"""Thirty visitors at once, each changing a control every five seconds: latency, errors, processor time, memory.

Nothing here asserts a time or a size; a page that shows an error fails. The visitors run in this process and share
the machine with the server. ``NEARSHORE_BENCH_MINUTES`` sets how long (one minute by default; ten show whether memory
grows), ``NEARSHORE_BENCH_SESSIONS`` how many.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass, field

import pytest

from tests.bench.serving import Server, change, load, measured_server, median, p95
from tests.bench.test_bench_pages import pages_of
from tests.bench.visitor import Visitor

pytestmark = pytest.mark.bench

SESSIONS = int(os.environ.get("NEARSHORE_BENCH_SESSIONS", "30"))
MINUTES = float(os.environ.get("NEARSHORE_BENCH_MINUTES", "1"))
PAUSE_S = 5.0
SEED = 11


@dataclass
class Crowd:
    """What all visitors together met; ``memory`` is read once a minute."""

    first: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    cpu: float = 0.0
    lasted: float = 0.0
    load: str = ""


async def _visitor(server: Server, page: str, number: int, crowd: Crowd, end: float) -> None:
    pick = random.Random(SEED + number)
    await asyncio.sleep(pick.uniform(0, PAUSE_S))
    async with Visitor(server.port, page) as visitor:
        reply = await visitor.run()
        crowd.first.append(reply.seconds)
        crowd.errors += reply.errors
        due = time.perf_counter()
        while (due := due + PAUSE_S) < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            change(visitor, pick)
            reply = await visitor.run()
            crowd.seconds.append(reply.seconds)
            crowd.kilobytes.append(reply.bytes / 1000)
            crowd.errors += reply.errors


async def _watch(server: Server, crowd: Crowd, end: float) -> None:
    """Note memory once a minute, and how late this process itself wakes up: lateness of the clients, not the server."""
    while (now := time.perf_counter()) < end:
        crowd.memory.append(server.memory_mb())
        until = min(end, now + 60)
        while (before := time.perf_counter()) < until:
            await asyncio.sleep(0.25)
            crowd.late.append(time.perf_counter() - before - 0.25)
    crowd.memory.append(server.memory_mb())


async def _crowd(server: Server) -> Crowd:
    crowd, pages = Crowd(load=load()), await pages_of(server)
    started, cpu = time.perf_counter(), server.cpu_seconds()
    end = started + 60 * MINUTES
    visitors = [_visitor(server, pages[k % len(pages)], k, crowd, end) for k in range(SESSIONS)]
    await asyncio.gather(_watch(server, crowd, end), *visitors)
    crowd.cpu, crowd.lasted = server.cpu_seconds() - cpu, time.perf_counter() - started
    return crowd


def test_thirty_sessions(capsys):
    with measured_server() as server:
        crowd = asyncio.run(_crowd(server))
    runs = len(crowd.first) + len(crowd.seconds)
    with capsys.disabled():
        print(
            f"\n{SESSIONS} sessions over all pages, {MINUTES:g} min, load average before {crowd.load}, after {load()}"
        )
        print(f"{'reruns':>7}{'median':>8}{'p95':>6}{'max ms':>8}{'first':>7}{'p95':>6}{'errors':>8}", end="")
        print(f"{'CPU s a rerun':>15}{'of a core':>11}{'kB a change':>13}{'clients late p95 ms':>21}")
        print(f"{len(crowd.seconds):>7}{1000 * median(crowd.seconds):8.0f}{1000 * p95(crowd.seconds):6.0f}", end="")
        print(
            f"{1000 * max(crowd.seconds):8.0f}{1000 * median(crowd.first):7.0f}{1000 * p95(crowd.first):6.0f}", end=""
        )
        print(f"{len(crowd.errors):>8}{crowd.cpu / runs:15.3f}{crowd.cpu / crowd.lasted:11.2f}", end="")
        print(f"{median(crowd.kilobytes):13.1f}{1000 * p95(crowd.late):21.0f}")
        print("memory by the minute, MB: " + " ".join(f"{each:.0f}" for each in crowd.memory))
    assert crowd.errors == []
    assert len(crowd.first) == SESSIONS
