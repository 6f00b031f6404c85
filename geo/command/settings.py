"""Options of the command line for the settings of a question: name, grammar, default and help are those of the setting."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Container
from typing import Any, TypeVar

from geo.errors import SelectionError
from geo.figure.setting import YES_NO, Kind, Setting, settings_of

Asked = TypeVar("Asked")

MOST_LISTED = 12
"""Choices that the help lists; a bad one is answered with all of them."""


def add_settings(
    parser: argparse.ArgumentParser, asked: type, *, leave_out: Container[str] = (), required: Container[str] = ()
) -> None:
    """Add an option for each setting of a class.

    Parameters
    ----------
    leave_out, required
        Names of settings that the command has no option for, and of those that must be given.
    """
    for setting in settings_of(asked):
        if setting.name not in leave_out:
            add_setting(parser, setting, is_required=setting.name in required)


def add_setting(parser: argparse.ArgumentParser, setting: Setting, *, is_required: bool = False) -> None:
    """Add the option for one setting."""
    parser.add_argument(
        f"--{setting.name}",
        type=_reader(setting),
        default=setting.default,
        required=is_required,
        metavar=_metavar(setting),
        help=_help(setting, is_required=is_required).replace("%", "%%"),
    )


def asked_by_arguments(asked: type[Asked], arguments: argparse.Namespace, **given: Any) -> Asked:
    """Return the class that the arguments ask; `given` takes the place of those that the command has no option for."""
    values = {each.field: vars(arguments)[each.field] for each in settings_of(asked) if each.field in vars(arguments)}
    return asked(**values | given)


def _reader(setting: Setting) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return setting.parse(text)
        except SelectionError as exc:
            raise argparse.ArgumentTypeError(str(exc).removeprefix(f"{setting.word or setting.name} ")) from None

    return read


def _metavar(setting: Setting) -> str:
    if setting.kind is Kind.SWITCH:
        return "|".join(YES_NO)
    return setting.unit.upper() or setting.field.upper()


def _help(setting: Setting, *, is_required: bool) -> str:
    """Return label, what may be written, and the default."""
    written = setting.written
    if setting.choices and setting.kind is Kind.CHOICE and len(setting.choices) <= MOST_LISTED:
        written = ", ".join(map(str, setting.choices))
    elif setting.low is not None and setting.high is not None:
        written = f"{setting.low:g} to {setting.high:g}"
    default = "" if is_required or setting.default in (None, ()) else f"default: {setting.write(setting.default)}"
    return "; ".join(part for part in (setting.label, written, default) if part)
