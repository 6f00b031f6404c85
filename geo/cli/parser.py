"""The argument parser: a bad argument is one clear sentence on the error stream and exit code 2."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from geo.schema.codes import HOME_REGIONS, Mineral, Stage

BAD_ARGUMENTS = 2
DEFAULT_ROSTER = "washington-six"
FIRST_YEAR, LAST_YEAR = 1960, 2100

Code = TypeVar("Code", bound=StrEnum)

Commands = Any
"""What ``add_subparsers`` returns; argparse keeps its type to itself."""


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
        sys.stderr.write(f"{self.prog}: {line}; see '{self.prog} --help'\n")
        raise SystemExit(BAD_ARGUMENTS)


def add_command(
    commands: Commands, name: str, summary: str, *, example: str, run: Callable[[argparse.Namespace], int]
) -> Parser:
    """Return the parser of a new command, its help with an example and `run` as what it does."""
    parser: Parser = commands.add_parser(name, help=summary, description=summary, epilog=f"example:\n  {example}")
    parser.set_defaults(run=run)
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``: strict JSON on the output stream; tonnes in tonnes, shares 0-1, no data as null."""
    parser.add_argument("--json", action="store_true", help="print strict JSON: tonnes in tonnes, shares 0-1")


def add_selection(parser: argparse.ArgumentParser, *, region: bool = False, replace: bool = False) -> None:
    """Add the arguments that the pages have too: mineral, stage, year, roster, and on demand region and replaced suppliers."""
    parser.add_argument(
        "--mineral", required=True, type=_code_of(Mineral), metavar="MINERAL", help="e.g. cobalt, rare_earths"
    )
    parser.add_argument("--stage", required=True, type=_code_of(Stage), metavar="STAGE", help="mined or refined")
    parser.add_argument("--year", type=year, metavar="YEAR", help="default: the newest year of the primary source")
    parser.add_argument(
        "--roster",
        default=DEFAULT_ROSTER,
        metavar="ROSTER",
        help=f"a preset, a published group such as G7, or ISO codes with commas; default: {DEFAULT_ROSTER}",
    )
    if region:
        parser.add_argument(
            "--region",
            "--importer",
            required=True,
            type=region_or_country,
            metavar="REGION|ISO3",
            help="americas, europe or asia-pacific; of a country its region's need, with distances to that country",
        )
    if replace:
        parser.add_argument(
            "--replace", type=countries, default=(), metavar="ISO3,...", help="suppliers that fall away, e.g. CHN,RUS"
        )


def year(text: str) -> int:
    """Return a year; raises the error that argparse prints."""
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        message = f"{text!r} is no year; use four digits from {FIRST_YEAR} to {LAST_YEAR}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def region_or_country(text: str) -> str:
    """Return the code of a home region, or an ISO3 code in upper case; raises the error that argparse prints."""
    regions = [home.value for home in HOME_REGIONS]
    return text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else one_of(regions)(text)


def countries(text: str) -> tuple[str, ...]:
    """Return ISO3 codes, upper case, in order and once each; raises the error that argparse prints."""
    codes = tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))
    odd = [code for code in codes if not re.fullmatch(r"[A-Z]{3}", code)]
    if odd or not codes:
        message = f"{(odd or [text])[0]!r} is no country code; use ISO codes of three letters with commas, e.g. CHN,RUS"
        raise argparse.ArgumentTypeError(message)
    return codes


def port(text: str) -> int:
    """Return a port number; raises the error that argparse prints."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        message = f"{text!r} is no port; use a number from 1 to 65535"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _code_of(vocabulary: type[Code]) -> Callable[[str], Code]:
    check = one_of([code.value for code in vocabulary])
    return lambda text: vocabulary(check(text))


def one_of(allowed: Collection[str]) -> Callable[[str], str]:
    """Return the check of an argument that must be one of `allowed`."""

    def check(text: str) -> str:
        if text not in allowed:
            message = f"{text!r} is not known; use one of: {', '.join(allowed)}"
            raise argparse.ArgumentTypeError(message)
        return text

    return check
