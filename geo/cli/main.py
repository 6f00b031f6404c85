"""The command ``nearshore``: what analysts and the Makefile call."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from geo import __version__, topics
from geo.cli import build, check, export, facts, roster, serve
from geo.cli.database import ready_atlas
from geo.command import topic
from geo.command.output import ReaderGoneError, keep_output_apart, own_output, progress
from geo.command.parser import BAD_ARGUMENTS, Parser
from geo.errors import AtlasError, SelectionError

COMMANDS = (serve, facts, build, check)
TABLES = (roster, export)
"""Modules with one command group each, before and after those of the topics; every one has ``register``."""

INTERRUPTED = 130
PIPE_CLOSED = 141
"""As a shell counts a program that a closed pipe has ended."""


def make_parser() -> Parser:
    """Return the parser with all commands."""
    parser = Parser(
        prog="nearshore",
        description="Where critical minerals are mined, refined and traded, and which near-shoring options each region has.",
        epilog="example:\n  nearshore serve",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    own = [importlib.import_module(name) for each in topics.TOPICS for name in each.commands]
    for module in (*COMMANDS, *own, *TABLES):
        module.register(commands)
    for each in topics.TOPICS:
        if not each.commands:
            topic.register(commands, each)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 a fault, 2 bad arguments."""
    own_output()
    try:
        try:
            return _run(argv)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except ReaderGoneError:
        return PIPE_CLOSED
    except SelectionError as exc:
        progress(f"nearshore: {exc}")
        return BAD_ARGUMENTS
    except AtlasError as exc:
        progress(f"nearshore: {exc}")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(argv: Sequence[str] | None) -> int:
    arguments = make_parser().parse_args(argv)
    if hasattr(arguments, "json"):
        keep_output_apart()
    if hasattr(arguments, "answer"):
        return int(arguments.answer(ready_atlas(), arguments))
    return int(arguments.run(arguments))


if __name__ == "__main__":
    raise SystemExit(main())
