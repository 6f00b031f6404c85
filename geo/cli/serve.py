"""``nearshore serve``: the app in the browser."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import tomllib
from collections.abc import Mapping
from typing import NoReturn

from geo.build.database import build_database
from geo.command.output import progress
from geo.command.parser import Commands, add_command, checked, port
from geo.errors import EnvironmentFaultError, SelectionError, quote
from geo.serve.place import HOST, Place, base_path, public_name
from geo.settings import PROJECT, load_settings

DEFAULT_PORT = 8501
_PLATFORM = "STREAMLIT_"
_BASE_PATH = "STREAMLIT_SERVER_BASE_URL_PATH"
_HARMLESS = ("STREAMLIT_LOGGER_",)


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "serve",
        "Serve the app on this machine; builds the database first if it is missing or older than its facts.",
        example="nearshore serve --port 8501\n  nearshore serve --public-name maps.example.org --base-path /atlas",
        run=run,
    )
    parser.add_argument("--port", type=port, default=DEFAULT_PORT, metavar="N", help=f"default: {DEFAULT_PORT}")
    parser.add_argument(
        "--public-name",
        type=checked(public_name),
        metavar="NAME",
        help="name under which a proxy on this machine shows the app, with its port unless that is 80 or 443",
    )
    parser.add_argument(
        "--base-path",
        type=checked(base_path),
        metavar="/PATH",
        help="path under which all of the app lies, if a proxy shows other things on the same host",
    )


def run(arguments: argparse.Namespace) -> NoReturn:
    """Check where the app shall be, build if need be, start the server."""
    place = Place(arguments.port, arguments.public_name or "", arguments.base_path or base_path_of(os.environ))
    require_own_settings(os.environ)
    require_free_port(place.port)
    build_database(load_settings(), progress)
    name = f", shown as {place.public_name}" if place.public_name else ""
    progress(f"serving on {place.address}{name}")
    start_server(place)


def base_path_of(environment: Mapping[str, str]) -> str:
    """Return the base path that the platform's own variable asks for; empty without it.

    Raises
    ------
    SelectionError
        If that is no path.
    """
    asked = environment.get(_BASE_PATH, "").strip("/")
    if not asked:
        return ""
    try:
        return base_path(f"/{asked}")
    except SelectionError as exc:
        raise SelectionError(f"{_BASE_PATH} in the environment: {exc}") from exc


def require_own_settings(environment: Mapping[str, str]) -> None:
    """Check that the environment asks for nothing of the platform that the app would not do.

    Raises
    ------
    EnvironmentFaultError
        If a variable of the platform differs from the app's own settings.
    """
    own = own_settings()
    for name in sorted(environment):
        if not name.startswith(_PLATFORM) or name.startswith(_HARMLESS) or name == _BASE_PATH:
            continue
        value = environment[name]
        if own.get(name, "").lower() != value.lower():
            says = f"sets it to {quote(own[name])}" if name in own else "leaves it as it is"
            message = (
                f"the environment sets {name} to {quote(value)}, but the app {says}; "
                "unset it (nearshore serve has --port, --public-name and --base-path)"
            )
            raise EnvironmentFaultError(message)


def own_settings() -> dict[str, str]:
    """Return the app's settings of the platform by the name of their variable, e.g. STREAMLIT_SERVER_ADDRESS."""
    tables = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return {
        f"{_PLATFORM}{section}_{_snake(option)}".upper(): str(value)
        for section, options in tables.items()
        for option, value in options.items()
    }


def _snake(option: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in option)


def start_server(place: Place) -> NoReturn:
    """Replace this process by the server, so that ending the command ends the server; does not return."""
    os.chdir(PROJECT)
    command = [sys.executable, "-m", "geo.serve", str(place.port), place.public_name, place.base_path]
    os.execv(sys.executable, command)  # noqa: S606 - checked arguments, no shell


def require_free_port(number: int) -> None:
    """Check that nothing listens on the port.

    Raises
    ------
    EnvironmentFaultError
        If the port is in use or not ours to take.
    """
    with socket.socket() as probe:
        # As the server does: a port whose last connection is still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError as exc:
            message = f"port {number} on {HOST} cannot be used ({exc.strerror}); end what uses it or choose another with --port"
            raise EnvironmentFaultError(message) from exc
