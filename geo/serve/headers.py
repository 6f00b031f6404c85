"""Security headers on every answer: the page may load and ask for what lies on its own host, and nothing else.

A script that got into a page by mistake could send nothing away: scripts, pictures, fonts, requests and websockets of other
hosts are refused by the browser, so are frames, plug-ins and forms; a foreign base address is not used; and no script runs
that is neither made by one of this server's nor one of the few lines that the page itself is delivered with. What is left
is a link that a person follows, which says nothing of where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from geo.serve.place import Place

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def content_security_policy(place: Place, script_hashes: Iterable[str]) -> str:
    """Return the policy of the pages at `place`.

    Parameters
    ----------
    place
        Its hosts may be connected to.
    script_hashes
        Hashes of the scripts that stand in the page itself, e.g. "sha256-...".
    """
    # "self" takes in the websocket of the same host in today's browsers, not in those of some years ago.
    sockets = " ".join(f"{scheme}://{host}" for host in sorted(place.hosts) for scheme in ("ws", "wss"))
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' {' '.join(repr(each) for each in script_hashes)} 'wasm-unsafe-eval' blob:",
            "worker-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {sockets} data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ]
    )


class SecurityHeaders:
    """ASGI middleware that adds the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.headers = (
            (b"content-security-policy", policy.encode()),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to the start of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.headers]
            await send(message)

        await self.app(scope, receive, send_with_headers)
