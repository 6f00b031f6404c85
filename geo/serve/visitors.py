"""When a browser last asked for something, and how many visits are open."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

QUIET_S = 1.0
"""Nobody has asked for so long: no run is under way, and the next click is likely some seconds off."""


class Visitors:
    """When a browser last asked for something: what is read ahead must not take time from a person who waits."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last_s = -math.inf

    def asked(self) -> None:
        """Note that somebody asked just now."""
        self._last_s = self._clock()

    def unrest_s(self) -> float:
        """Return the seconds that are left until nobody has asked for a while; zero or less if so already."""
        return self._last_s + QUIET_S - self._clock()


class NotedQuestions:
    """ASGI middleware that notes whenever a browser asks for something."""

    def __init__(self, app: ASGIApp, visitors: Visitors) -> None:
        self.app, self.visitors = app, visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; note what comes in."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        async def noted() -> Message:
            message = await receive()
            self.visitors.asked()
            return message

        await self.app(scope, noted, send)
