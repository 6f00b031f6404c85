"""Figures in words, rounded to three digits: sources support no more, and a reader aloud needs no more.

A missing figure is "no data", never a zero; a figure that is not zero is never printed as zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from babel.dates import format_date

from geo.model.calendar import parse_day
from geo.model.concentration import RosterShare
from geo.schema.codes import ValueFlag
from geo.words.language import joined, language, say, say_many

THIN_SPACE = "\u202f"
"""Narrow no-break space: between thousands, before units and percent signs."""
MINUS = "\u2212"
NO_DATA = "no data"
WITHHELD = "withheld"
SIGNIFICANT_DIGITS = 3

BOUNDARIES = (
    "Boundaries: Natural Earth 5.1.1 (public domain), which shows de facto control. "
    "They imply no opinion on the status of any territory. "
    "Dashed: borders that its points of view or notes dispute, and lines inside countries of its edition 4; "
    "claims without control, such as that on Essequibo, are not drawn."
)
"""Printed under every map."""

NAMES_WITH_ARTICLE = frozenset(
    {
        "Bahamas",
        "Comoros",
        "European Union",
        "Gambia",
        "Isle of Man",
        "Maldives",
        "Philippines",
        "Republic of the Congo",
        "Seychelles",
    }
)
ENDS_WITH_ARTICLE = (" Islands", "Netherlands", " Republic", " Territory", " Territories")
"""Names of countries that take an article inside a sentence, with those that begin with United."""

_ROUNDING = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_UP)
_MASS_STEPS = ((Decimal(10) ** 9, "Gt"), (Decimal(10) ** 6, "Mt"), (Decimal(10) ** 3, "kt"), (Decimal(1), "t"))
_BILLION, _MILLION = Decimal(10) ** 9, Decimal(10) ** 6
_SMALLEST_T = Decimal("0.001")


def tonnes(quantity_t: float | None) -> str:
    """Return a mass such as ``230 kt`` or ``1.49 Mt``; under a tonne in kilograms."""
    if _is_missing(quantity_t):
        return no_data()
    value, sign = _rounded(quantity_t)
    if value == 0:
        return f"0{THIN_SPACE}t"
    if value < _SMALLEST_T:
        return _near_nothing(sign, f"1{THIN_SPACE}kg")
    if value < 1:
        return f"{sign}{_digits(value * 1000)}{THIN_SPACE}kg"
    size, unit = next(step for step in _MASS_STEPS if value >= step[0])
    return f"{sign}{_digits(value / size)}{THIN_SPACE}{unit}"


def tonnes_range(low_t: float | None, high_t: float | None) -> str:
    """Return ``34 to 41 kt``, or one figure where both ends print the same.

    An open end is said in words: ``at least 34 kt``, ``at most 41 kt``.
    """
    if _is_missing(low_t):
        return no_data() if _is_missing(high_t) else say("at most {amount}", amount=tonnes(high_t))
    if _is_missing(high_t):
        return at_least(tonnes(low_t))
    return _joined(tonnes(low_t), tonnes(high_t))


def share(part: float | None) -> str:
    """Return a share 0-1 as ``74.2 %``; a part never rounds to nothing, nor to the whole.

    A part has one decimal, so that shares beside each other have the same; nothing and the whole are exact and have none.
    """
    if _is_missing(part):
        return no_data()
    percent = _decimal(part) * 100
    if percent == 0:
        return f"0{THIN_SPACE}%"
    sign = MINUS if percent < 0 else ""
    held = abs(percent).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if held == 0:
        return _near_nothing(sign, f"{_signed('0.1')}{THIN_SPACE}%")
    if held == 100 and abs(percent) < 100:
        nearly = f"{sign}{_signed('99.9')}{THIN_SPACE}%"
        return say("under {amount}", amount=nearly) if sign else say("over {amount}", amount=nearly)
    return f"{sign}{_signed(f'{held:.{0 if held >= 100 else 1}f}')}{THIN_SPACE}%"


def decimals(value: float, digits: int) -> str:
    """Return an index or a number of points with a fixed number of decimals."""
    return _signed(f"{value:.{digits}f}")


def chosen_share(part: float) -> str:
    """Return a share 0-1 that somebody set, such as a cap, in the digits in which it was set: ``65 %``."""
    return f"{_signed(f'{100 * part:.6g}')}{THIN_SPACE}%"


def share_range(low: float | None, high: float | None) -> str:
    """Return bounds of a share, each 0-1, as ``34 to 41 %``."""
    if _is_missing(low):
        return no_data() if _is_missing(high) else say("at most {amount}", amount=share(high))
    if _is_missing(high):
        return at_least(share(low))
    return _joined(share(low), share(high))


def dollars(value_usd: float | None) -> str:
    """Return US dollars such as ``USD 1.23 billion``."""
    if _is_missing(value_usd):
        return no_data()
    value, sign = _rounded(value_usd)
    if value >= _BILLION:
        return say("USD\u202f{amount}\u202fbillion", amount=f"{sign}{_digits(value / _BILLION)}")
    if value >= _MILLION:
        return say("USD\u202f{amount}\u202fmillion", amount=f"{sign}{_digits(value / _MILLION)}")
    if 0 < value < 1:
        amount = f"USD{THIN_SPACE}{sign}1"
        return say("above {amount}", amount=amount) if sign else say("under {amount}", amount=amount)
    return f"USD{THIN_SPACE}{sign}{_digits(value)}"


def kilometres(distance_km: float | None) -> str:
    """Return a distance such as ``12 300 km``, rounded to three digits: a modelled route is no better."""
    if _is_missing(distance_km):
        return no_data()
    value, sign = _rounded(distance_km)
    if 0 < value < 1:
        return _near_nothing(sign, f"1{THIN_SPACE}km")
    return f"{sign}{_digits(value)}{THIN_SPACE}km"


def count(number: int) -> str:
    """Return a whole number in full, thousands set apart."""
    sign = MINUS if number < 0 else ""
    return f"{sign}{abs(number):,}".replace(",", THIN_SPACE)


def figure(flag: ValueFlag, quantity_t: float | None, low_t: float | None = None, high_t: float | None = None) -> str:
    """Return a published cell in words, with what its publisher says of it.

    Parameters
    ----------
    flag
        The publisher's mark.
    quantity_t, low_t, high_t
        Plain figure and bounds in tonnes of the basis; None where none is printed.
    """
    if flag is ValueFlag.WITHHELD:
        return WITHHELD
    if flag is ValueFlag.NOT_AVAILABLE:
        return ValueFlag.NOT_AVAILABLE.label
    if flag is ValueFlag.TRACE:
        return ValueFlag.TRACE.label
    if flag is ValueFlag.AT_LEAST:
        return tonnes_range(_first(low_t, quantity_t), None)
    if flag is ValueFlag.AT_MOST:
        return tonnes_range(None, _first(high_t, quantity_t))
    if flag is ValueFlag.RANGE:
        return tonnes_range(_first(low_t, quantity_t), _first(high_t, quantity_t))
    words = tonnes(quantity_t)
    if flag is not ValueFlag.ESTIMATED or _is_missing(quantity_t):
        return words
    return say("{amount} (estimate)", amount=words)


def inside_roster(held: RosterShare) -> str:
    """Return a part of world supply inside a roster: a range, or ``at least`` where a member's figure is withheld."""
    return at_least(share(held.low)) if held.withheld else share_range(held.low, held.high)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 state``, ``27 states``; `many` where the plural is more than an s."""
    return f"{count(number)} {one if number == 1 else many or f'{one}s'}"


def at_least(amount: str) -> str:
    """Return an amount as a lower end."""
    return say("at least {amount}", amount=amount)


def no_data() -> str:
    """Return what stands in place of a figure that is not held."""
    return say("no data")


def in_sentence(name: str) -> str:
    """Return the name of a country as it stands inside a sentence: ``the United States``; articles are English alone."""
    if not language().is_english:
        return name
    takes = name in NAMES_WITH_ARTICLE or name.startswith("United ") or name.endswith(ENDS_WITH_ARTICLE)
    return f"the {name}" if takes else name


def day(date: str) -> str:
    """Return a date as far as it is known: ``10 November 2026``, ``November 2026``, ``2026``."""
    pattern = {4: "y", 7: "MMMM y"}.get(len(date), "d MMMM y")
    return format_date(parse_day(date), pattern, locale=language().locale)


def sentence(reason: str) -> str:
    """Return a reason as a sentence."""
    return f"{at_start(reason).rstrip('.')}."


def at_start(text: str) -> str:
    """Return `text` as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def named(names: Iterable[str]) -> str:
    """Return names of countries as a sentence part: ``the United States, Chile and the Netherlands``."""
    return listing([in_sentence(name) for name in names])


def first_of(names: Sequence[str], most: int) -> str:
    """Return the first `most` names as a sentence part, and how many more there are."""
    rest = len(names) - most
    return listing([*names[:most], *([say_many("{count} more", "{count} more", rest, count=rest)] if rest > 0 else [])])


def listing(names: Sequence[str]) -> str:
    """Return names as a sentence part: ``A``, ``A and B``, ``A, B and C``."""
    return joined(names)


def _is_missing(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def _first(value: float | None, other: float | None) -> float | None:
    return other if _is_missing(value) else value


def _decimal(value: float | None) -> Decimal:
    return Decimal(repr(float(value or 0.0)))


def _rounded(value: float | None) -> tuple[Decimal, str]:
    """Return the size to three digits, and the sign to print; minus zero has none."""
    exact = _decimal(value)
    return _ROUNDING.create_decimal(abs(exact)), MINUS if exact < 0 else ""


def _digits(value: Decimal) -> str:
    """Return a rounded number in plain digits, without trailing zeros behind the point."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return _signed(text.replace(",", THIN_SPACE))


def _signed(digits: str) -> str:
    """Return plain digits with the decimal sign of the language in use."""
    return digits.replace(".", language().decimal_sign)


def _near_nothing(sign: str, amount: str) -> str:
    """Return a figure that is smaller than what is printed, but not nothing."""
    return say("above {amount}", amount=f"{sign}{amount}") if sign else say("under {amount}", amount=amount)


def _joined(low: str, high: str) -> str:
    """Return ``low to high``, the unit said once where both have it."""
    if low == high:
        return low
    number, _, unit = low.rpartition(THIN_SPACE)
    plain = number.replace(THIN_SPACE, "").replace(MINUS, "").replace(language().decimal_sign, "").isdigit()
    has_unit_once = plain and high.endswith(f"{THIN_SPACE}{unit}")
    return say("{low} to {high}", low=number if has_unit_once else low, high=high)
