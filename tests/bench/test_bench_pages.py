"""Every page over scripted changes of the shared bar: server time, bytes on the websocket, memory.

Nothing here asserts a time or a size; a page that shows an error fails. Pages are those of the app's own navigation,
so a new page is measured without a change here. Each has a server of its own, so that a state not seen before is new
to the server too. About a minute.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from tests.bench.serving import Server, change, load, measured_server, median, p95, state
from tests.bench.visitor import Reply, Visitor

pytestmark = pytest.mark.bench

FORTH, BACK = 30, 20
"""Changes to states not seen before, then the same way back: the first are fresh in memory, the last long past."""
SAME = 5
SEED = 7


@dataclass
class Visit:
    """What one page answered."""

    first: Reply = field(default_factory=Reply)
    unseen: list[Reply] = field(default_factory=list)
    seen: list[Reply] = field(default_factory=list)
    same: list[Reply] = field(default_factory=list)
    before_mb: float = 0.0
    after_mb: float = 0.0
    load: str = ""

    @property
    def changes(self) -> list[Reply]:
        """Answers to changes, in no order."""
        return self.unseen + self.seen

    @property
    def errors(self) -> list[str]:
        """Errors that a visitor saw."""
        return [error for reply in (self.first, *self.changes, *self.same) for error in reply.errors]


async def pages_of(server: Server) -> list[str]:
    async with Visitor(server.port) as visitor:
        await visitor.run()
        return list(visitor.pages)


async def visited(server: Server, page: str) -> Visit:
    visit, pick = Visit(before_mb=server.memory_mb(), load=load()), random.Random(SEED)
    async with Visitor(server.port, page) as visitor:
        visit.first = await visitor.run()
        met, way = {state(visitor)}, []
        for step in range(FORTH + BACK):
            if step < FORTH:
                way.append(change(visitor, pick))
            elif (undo := way.pop()) is not None and undo[1] in visitor.options(undo[0]):
                visitor.choose(*undo)
            reply = await visitor.run()
            (visit.seen if state(visitor) in met else visit.unseen).append(reply)
            met.add(state(visitor))
        visit.same = [await visitor.run() for _ in range(SAME)]
        visit.after_mb = server.memory_mb()
    return visit


def _ms(replies: Sequence[Reply], of: Callable[[list[float]], float]) -> str:
    return f"{of([1000 * reply.seconds for reply in replies]):.0f}" if replies else "-"


def _kb(replies: Sequence[Reply], of: Callable[[list[float]], float]) -> str:
    return f"{of([reply.bytes / 1000 for reply in replies]):.1f}" if replies else "-"


def test_pages_over_fifty_changes(capsys):
    with measured_server() as server:
        pages = asyncio.run(pages_of(server))
    assert pages
    visits = {}
    for page in pages:
        with measured_server() as server:
            visits[page] = asyncio.run(visited(server, page))
    with capsys.disabled():
        _print(visits)
    assert {page: visit.errors for page, visit in visits.items() if visit.errors} == {}


def _print(visits: dict[str, Visit]) -> None:
    print(f"\n{'server time, ms':20}{'first':>7}{'median':>8}{'p95':>6}{'max':>6}", end="")
    print(f"{'unseen':>9}{'p95':>6}{'seen':>7}{'p95':>6}{'equal':>7}   load average")
    for page, visit in visits.items():
        print(f"{page or 'atlas':20}{_ms([visit.first], max):>7}{_ms(visit.changes, median):>8}", end="")
        print(f"{_ms(visit.changes, p95):>6}{_ms(visit.changes, max):>6}", end="")
        print(f"{_ms(visit.unseen, median):>9}{_ms(visit.unseen, p95):>6}", end="")
        print(f"{_ms(visit.seen, median):>7}{_ms(visit.seen, p95):>6}{_ms(visit.same, median):>7}   {visit.load}")
    print(f"\n{'websocket, kB':20}{'first':>7}{'unseen':>8}{'max':>8}{'seen':>8}{'max':>8}{'equal':>8}", end="")
    print(f"{'memory before':>15}{'after, MB':>11}{'changes':>9}")
    for page, visit in visits.items():
        print(f"{page or 'atlas':20}{_kb([visit.first], max):>7}{_kb(visit.unseen, median):>8}", end="")
        print(f"{_kb(visit.unseen, max):>8}{_kb(visit.seen, median):>8}{_kb(visit.seen, max):>8}", end="")
        print(f"{_kb(visit.same, median):>8}{visit.before_mb:15.0f}{visit.after_mb:11.0f}", end="")
        print(f"{f'{len(visit.unseen)}+{len(visit.seen)}':>9}")
    print("\nbytes of the largest answer by kind of element")
    for page, visit in visits.items():
        largest = max((visit.first, *visit.changes), key=lambda reply: reply.bytes)
        kinds = Counter(largest.parts).most_common(6)
        print(f"{page or 'atlas':20}" + ", ".join(f"{kind} {size:,}" for kind, size in kinds))
