"""The command ``nearshore``: what analysts and the Makefile call."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from geo import __version__
from geo.cli import agreement, build, check, dependence, export, facts, figures, nearshoring, roster, serve
from geo.cli.parser import BAD_ARGUMENTS, Parser
from geo.errors import AtlasError, SelectionError

COMMANDS = (serve, facts, build, check, figures, nearshoring, dependence, roster, agreement, export)
"""Modules with one command group each; every one has ``register``."""

INTERRUPTED = 130


def make_parser() -> Parser:
    """Return the parser with all commands."""
    parser = Parser(
        prog="nearshore",
        description="Where critical minerals are mined, refined and traded, and which near-shoring options each region has.",
        epilog="example:\n  nearshore serve",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.register(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 a fault, 2 bad arguments."""
    arguments = make_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except SelectionError as exc:
        print(f"nearshore: {exc}", file=sys.stderr)
        return BAD_ARGUMENTS
    except AtlasError as exc:
        print(f"nearshore: {exc}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    raise SystemExit(main())
