"""Who is let in, and to what; decided before the platform sees a request.

A page of another site may not use this server through the browser of somebody who has it open, nor may a foreign name
that was pointed at this machine (DNS rebinding). The platform looks at the websocket only, takes any port of this
machine as its own, and to refuse a foreign page asks a host on the internet for the address of this machine first, with
every visitor waiting meanwhile (streamlit/streamlit#7721, seen in 1.67). It also answers at addresses that no page of
ours needs: figures about itself, uploads, an interface for programs.

What comes without an origin is let in: no browser connects so, and a program on this machine may read the app.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from geo.errors import quote
from geo.serve.connection import Room
from geo.serve.place import Place

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FIRST_QUESTION_S = 20.0
"""A visit that has asked for nothing for so long after it connected is given up; a browser asks at once."""
STREAM = "/_stcore/stream"
_PAGE = re.compile(r"/([A-Za-z0-9-]*)(/*)")
_FILE = re.compile(
    r"/(?:static/.+|media/.+|_stcore/bidi-components/.+|_stcore/health|_stcore/host-config|favicon\.png)"
)
_ELSEWHERE = "staticAppId"
"""With this name in a link the platform's script would look for the app on another host, and show nothing."""


class _Headers:
    """Headers of a request; of a name that stands twice there is no value to trust."""

    def __init__(self, scope: Scope) -> None:
        self._values: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            self._values.setdefault(name.lower(), []).append(value)

    def has(self, name: str) -> bool:
        return name.encode() in self._values

    def one(self, name: str) -> str | None:
        """Return the only value in lower case; None if there is none or more than one."""
        values = self._values.get(name.encode(), [])
        return values[0].decode("latin-1").strip().lower() if len(values) == 1 else None


class Gate:
    """ASGI middleware that lets in what comes from pages of ours, to addresses that they need."""

    def __init__(self, app: ASGIApp, place: Place, page: str, room: Room) -> None:
        self.app, self.place, self.page, self.room = app, place, page, room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in; answer the rest with a sentence."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        answer = self._refusal(scope)
        if answer is not None:
            await answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._visit(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer of the gate itself, None to pass the request on."""
        headers = _Headers(scope)
        foreign = self._foreign(headers)
        if foreign is not None:
            return foreign
        if scope["type"] == "websocket":
            return self._refused_visit(scope)
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse(
                f"Nothing is written here with {quote(scope['method'])}; ask with GET.", 405, {"Allow": "GET, HEAD"}
            )
        return self._answered(scope)

    def _foreign(self, headers: _Headers) -> Response | None:
        """Return the refusal of another site's page or of a name that is not ours."""
        host = headers.one("host")
        if host not in self.place.hosts:
            called = "no host" if host is None else f"the host {quote(host)}"
            return PlainTextResponse(
                f"The request names {called}, which is not this server. Open {self.place.address} on this machine; if "
                "people reach it under another name, start it with nearshore serve --public-name NAME.",
                421,
            )
        origin = headers.one("origin")
        if headers.has("origin") and origin not in self.place.origins:
            return PlainTextResponse(
                f"A page of {quote(origin or 'several sites')} may not ask this server; open {self.place.address} itself.",
                403,
            )
        # A link on another site may lead here; its pictures, scripts, frames and forms may not.
        is_link = headers.one("sec-fetch-mode") == "navigate" and headers.one("sec-fetch-dest") == "document"
        if headers.one("sec-fetch-site") in ("cross-site", "same-site") and not is_link:
            return PlainTextResponse(f"A page of another site may not ask this server; open {self.place.address}.", 403)
        return None

    def _refused_visit(self, scope: Scope) -> Response | None:
        if scope["path"] != self.place.base_path + STREAM:
            return _not_there(scope["path"], self.place)
        return self._full() if self.room.is_full() else None

    def _answered(self, scope: Scope) -> Response | None:
        """Return the page itself, or None for what the platform has to answer."""
        path, base, query = scope["path"], self.place.base_path, scope["query_string"]
        if path == base and base:
            return _moved(f"{base}/", query)
        inside = path.removeprefix(base) if path.startswith(f"{base}/") else ""
        if _FILE.fullmatch(inside):
            return None
        found = _PAGE.fullmatch(inside)
        if found is None:
            return _not_there(path, self.place)
        if found[1] and found[2]:
            return _moved(f"{base}/{found[1]}", query)
        here = b"&".join(pair for pair in query.split(b"&") if _name_of(pair) != _ELSEWHERE)
        if here != query:
            return _moved(path, here)
        if self.room.is_full():
            return self._full()
        return HTMLResponse(self.page, headers={"Cache-Control": "no-cache"})

    def _full(self) -> Response:
        sentence = (
            f"{self.room.visits} visits are open, as many as the {self.room.limit} files allow that this server may open. "
            "Close a tab of it or wait a moment, then reload; more find room if the server is started after ulimit -n 4096."
        )
        return PlainTextResponse(sentence, 503, {"Retry-After": "10", "Cache-Control": "no-store"})

    async def _visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a visit on; end it if it does not ask for anything."""
        connect = await receive()
        waiting = [connect]
        has_asked = False

        async def patient() -> Message:
            nonlocal has_asked
            if waiting:
                return waiting.pop()
            if has_asked:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), FIRST_QUESTION_S)
            except TimeoutError:
                await send({"type": "websocket.close", "code": 1000})
                return {"type": "websocket.disconnect", "code": 1000}
            has_asked = True
            return message

        with self.room.visit():
            await self.app(scope, patient, send)


def _name_of(pair: bytes) -> str:
    return unquote_plus(pair.partition(b"=")[0].decode("latin-1"))


def _moved(path: str, query: bytes) -> Response:
    return RedirectResponse(path + (f"?{query.decode('latin-1')}" if query else ""), 307)


def _not_there(path: str, place: Place) -> Response:
    return PlainTextResponse(f"There is nothing at {quote(path)}; the app is at {place.base_path}/.", 404)
