"""``nearshore build``: the database from the facts."""

from __future__ import annotations

import argparse

from geo.build.database import build_database
from geo.command.output import progress
from geo.command.parser import Commands, add_command
from geo.settings import load_settings


def register(commands: Commands) -> None:
    """Add the command."""
    add_command(
        commands,
        "build",
        "Build the database from the facts; does nothing if it matches them already.",
        example="nearshore build",
        run=run,
    )


def run(_arguments: argparse.Namespace) -> int:
    """Build and print the path of the database."""
    print(build_database(load_settings(), progress))
    return 0
