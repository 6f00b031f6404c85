"""The argument parser: a bad argument is one clear sentence on the error stream and exit code 2."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Collection
from typing import Any, NoReturn, TypeVar

from geo.command.output import progress
from geo.errors import SelectionError
from geo.schema.codes import HOME_REGIONS
from geo.store.database import Atlas

BAD_ARGUMENTS = 2
Commands = Any
"""What ``add_subparsers`` returns; argparse keeps its type to itself."""

Value = TypeVar("Value")


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, without the usage text around it."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        # An abbreviated option would change its meaning when a longer one is added.
        settings.setdefault("allow_abbrev", False)
        settings.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **settings)

    def error(self, message: str) -> NoReturn:
        """Print `message` with the way to help, and end with exit code 2."""
        line = " ".join(message.split())
        progress(f"{self.prog}: {line}; see '{self.prog} --help'")
        raise SystemExit(BAD_ARGUMENTS)


def add_command(
    commands: Commands, name: str, summary: str, *, example: str, run: Callable[[argparse.Namespace], int]
) -> Parser:
    """Return the parser of a new command, its help with an example and `run` as what it does."""
    parser = _added(commands, name, summary, example)
    parser.set_defaults(run=run)
    return parser


def add_answer(
    commands: Commands, name: str, summary: str, *, example: str, run: Callable[[Atlas, argparse.Namespace], int]
) -> Parser:
    """Return the parser of a new command whose `run` is handed the open database of the present facts."""
    parser = _added(commands, name, summary, example)
    parser.set_defaults(answer=run)
    return parser


def _added(commands: Commands, name: str, summary: str, example: str) -> Parser:
    parser: Parser = commands.add_parser(name, help=summary, description=summary, epilog=f"example:\n  {example}")
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``: strict JSON on the output stream; tonnes in tonnes, shares 0-1, no data as null."""
    parser.add_argument("--json", action="store_true", help="print strict JSON: tonnes in tonnes, shares 0-1")


def add_region(parser: argparse.ArgumentParser) -> None:
    """Add ``--region``, which may also be a country of one."""
    parser.add_argument(
        "--region",
        "--importer",
        required=True,
        type=region_or_country,
        metavar="REGION|ISO3",
        help="americas, europe or asia-pacific; of a country its region's need, with distances to that country",
    )


def region_or_country(text: str) -> str:
    """Return the code of a home region, or an ISO3 code in upper case; raises the error that argparse prints."""
    regions = [home.value for home in HOME_REGIONS]
    return text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else one_of(regions)(text)


def port(text: str) -> int:
    """Return a port number; raises the error that argparse prints."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        message = f"{text!r} is no port; use a number from 1 to 65535"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def checked(check: Callable[[str], Value]) -> Callable[[str], Value]:
    """Return `check` as an argument's type: the sentence of its error is the one that argparse prints."""

    def called(text: str) -> Value:
        try:
            return check(text)
        except SelectionError as exc:
            raise argparse.ArgumentTypeError(str(exc)) from None

    return called


def one_of(allowed: Collection[str]) -> Callable[[str], str]:
    """Return the check of an argument that must be one of `allowed`."""

    def check(text: str) -> str:
        if text not in allowed:
            message = f"{text!r} is not known; use one of: {', '.join(allowed)}"
            raise argparse.ArgumentTypeError(message)
        return text

    return check
