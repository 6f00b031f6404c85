"""The commands and their options as the parser declares them, for laws that hold for every command."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from geo.cli.main import make_parser

WRITING = ("serve", "facts", "build", "export")
"""Commands that make or change something; all others read."""


def commands(
    parser: argparse.ArgumentParser | None = None, names: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Yield every command with its parser, those under a command too."""
    parser = parser or make_parser()
    if names:
        yield names, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands(below, (*names, name))


def example(parser: argparse.ArgumentParser) -> list[str]:
    """Return the arguments of the example in the help of a command."""
    line = next(line for line in str(parser.epilog).splitlines() if line.strip().startswith("nearshore "))
    return line.split()[1:]


def reading_examples() -> list[list[str]]:
    """Return an example of each command that reads the database, without and with JSON."""
    plain = [
        [part for part in example(parser) if part != "--json"]
        for names, parser in commands()
        if names[0] not in WRITING
    ]
    return [*plain, *([*arguments, "--json"] for arguments in plain)]
