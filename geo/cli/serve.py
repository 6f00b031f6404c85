"""``nearshore serve``: the app in the browser."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from typing import NoReturn

from geo.build.database import build_database
from geo.command.output import progress
from geo.command.parser import Commands, add_command, port
from geo.errors import EnvironmentFaultError
from geo.settings import PROJECT, load_settings

HOST = "127.0.0.1"
DEFAULT_PORT = 8501


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "serve",
        "Serve the app on this machine; builds the database first if it is missing or older than its facts.",
        example="nearshore serve --port 8501",
        run=run,
    )
    parser.add_argument("--port", type=port, default=DEFAULT_PORT, metavar="N", help=f"default: {DEFAULT_PORT}")


def run(arguments: argparse.Namespace) -> NoReturn:
    """Check the port, build if need be, start the server."""
    require_free_port(arguments.port)
    build_database(load_settings(), progress)
    progress(f"serving on http://{HOST}:{arguments.port}")
    start_server(arguments.port)


def start_server(number: int) -> NoReturn:
    """Replace this process by the server, so that ending the command ends the server; does not return."""
    os.chdir(PROJECT)
    command = [sys.executable, "-m", "geo.serve", str(number)]
    os.execv(sys.executable, command)  # noqa: S606 - fixed arguments, no shell


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
