"""Where browsers reach the app: its hosts, origins and base path.

The server listens on this machine only. Under another name it is reached through a proxy that runs here too, and both
the name and the path under which that proxy shows the app must be told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.errors import SelectionError, quote

HOST = "127.0.0.1"
"""Where the server listens."""
LOCAL_NAMES = (HOST, "localhost")
_LONGEST_NAME = 253
_PLAIN_PORTS = (80, 443)
"""Ports of http and https, which browsers leave out."""
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_NAME = re.compile(rf"(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[0-9]{{1,5}}))?")
_NUMBERS = re.compile(r"[0-9.]+")
_ADDRESS = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})")
_PATH = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the app is.

    Attributes
    ----------
    port
        On which the server listens on this machine.
    public_name
        The name, with its port if that is not the usual one, under which a proxy shows the app; empty without one.
    base_path
        The path under which all of the app lies, e.g. "/atlas"; empty if it has the host to itself.
    """

    port: int
    public_name: str = ""
    base_path: str = ""

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser of ours names as its host; a port that browsers leave out may stand or not."""
        local = {spelled for name in LOCAL_NAMES for spelled in _spelled(f"{name}:{self.port}")}
        return frozenset(local | (_spelled(self.public_name) if self.public_name else set()))

    @property
    def origins(self) -> frozenset[str]:
        """What a page of ours names as its origin."""
        local = {f"http://{name}:{self.port}".removesuffix(":80") for name in LOCAL_NAMES}
        public = self.public_name
        if not public:
            return frozenset(local)
        return frozenset(local | {f"http://{public.removesuffix(':80')}", f"https://{public.removesuffix(':443')}"})

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the app without ports."""
        return (*LOCAL_NAMES, *([self.public_name.partition(":")[0]] if self.public_name else []))

    @property
    def address(self) -> str:
        """Address of the first page on this machine."""
        return f"http://{HOST}:{self.port}{self.base_path}/"


def _spelled(host: str) -> set[str]:
    name, _, port = host.partition(":")
    if not port:
        return {name, *(f"{name}:{plain}" for plain in _PLAIN_PORTS)}
    return {host, name} if int(port) in _PLAIN_PORTS else {host}


def public_name(text: str) -> str:
    """Return a host's name, with a port or without, in lower case.

    Raises
    ------
    SelectionError
        If `text` is anything else: an address with a scheme or a path, a wildcard, a name that no host can have.
    """
    found = _NAME.fullmatch(text.lower()) if len(text) <= _LONGEST_NAME else None
    advice = "give the host's name as browsers show it, such as maps.example.org or maps.example.org:8443"
    if found is None:
        raise SelectionError(f"{quote(text)} is no name of a host; {advice}")
    if _NUMBERS.fullmatch(found["host"]) and not _ADDRESS.fullmatch(found["host"]):
        raise SelectionError(f"{quote(text)} is no address of a host; {advice}")
    if found["port"] is not None and not 1 <= int(found["port"]) <= 65535:
        raise SelectionError(f"{quote(text)} names a port that does not exist; use one from 1 to 65535")
    if found["host"] == "0.0.0.0":  # noqa: S104 - refused, not bound
        raise SelectionError(f"{quote(text)} stands for every address and is none that a browser can open; {advice}")
    return found["host"] if found["port"] is None else f"{found['host']}:{int(found['port'])}"


def base_path(text: str) -> str:
    """Return a path such as "/atlas".

    Raises
    ------
    SelectionError
        If `text` is anything else: without a slash at its start or with one at its end, with blanks, "..", an escape, a
        query.
    """
    if _PATH.fullmatch(text) is None or len(text) > _LONGEST_NAME:
        message = (
            f"{quote(text)} is no base path; start it with a slash, end it without one and use letters, digits and - _ . ~ "
            "only, such as /atlas or /maps/atlas; leave it out if the app has the host to itself"
        )
        raise SelectionError(message)
    return text
