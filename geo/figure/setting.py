"""A setting, stated once: at its field of the frozen class that a person asks with.

A class whose fields carry a `Setting` is read by everybody: link, controls, command line, JSON and the tests know its
settings from `settings_of`, under one name, the field's own (with dashes where it is written). Bounds, vocabularies and
grammar hold for every value, wherever it comes from: pydantic asks `Setting.check` when the class is made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from enum import Enum, StrEnum, auto
from functools import cache, lru_cache
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, ValidationError, core_schema

from geo.errors import SelectionError, quote
from geo.figure.reading import NONE, parse_choice, parse_number, words_of, write_number

Asked = TypeVar("Asked")

STRICT = ConfigDict(extra="forbid")
"""A name that a class of settings does not know is a fault of the caller, never left out without a word."""

OFF = "off"
YES_NO = {"yes": True, "no": False}
CHECKED = 64
"""Values of a setting that are known to be good: a question made from another checks its long lists no second time."""


class Kind(Enum):
    """What a value is, read from the type of its field; it decides text, argument, control and strategy."""

    SWITCH = auto()
    CHOICE = auto()
    NUMBER = auto()
    WHOLE = auto()
    TEXT = auto()
    LIST = auto()
    PAIRS = auto()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is said of a field in ``Annotated[type, Setting(...)]``; all but the label may be left out.

    Attributes
    ----------
    label
        The words on the control, and in the help of the command line.
    help, caption
        More words: behind a question mark, and printed under the control.
    group
        Part of the page that draws it with the others of the group; empty where a page draws it by itself.
    word
        What a value is called in a message; the name if not given.
    low, high, step
        Bounds of a number, and what one step of its control is.
    is_share
        A part, 0-1, whose control shows percent.
    unit
        Of a number.
    only
        The values that may be chosen; all of the vocabulary if not given.
    also
        Other words for some of them, as older links and other people write them.
    labels
        Words on the choices; those of the vocabulary's ``label`` if not given.
    is_long
        The choices do not fit beside each other: they are drawn as a list to open.
    read
        Grammar of the whole text, where the type does not give it.
    written
        How such a text is written, for the help of the command line.
    unset
        Text of a value that is not set; empty where a text cannot say so.
    empty
        Words in a control whose value is not set.
    in_effect
        Property of the class that says what counts where the value is not set, or is set in a short form.
    always
        Written into a link even where it is the default, so that no view has a bare address.
    own
        Several pages use the name, each for something of its own: a page gives the value back where it was left.
    belongs_to
        Names of the settings that an assumption is made about: it falls away when one of them changes.
    field, kind, default, choices, is_optional
        Read from the field; see `settings_of`.
    """

    label: str
    help: str = ""
    caption: str = ""
    group: str = ""
    word: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    is_share: bool = False
    unit: str = ""
    only: tuple[Any, ...] = ()
    also: Mapping[str, Any] | None = None
    labels: Mapping[Any, str] | None = None
    is_long: bool = False
    read: Callable[[str], Any] | None = None
    written: str = ""
    unset: str = OFF
    empty: str = "no limit"
    in_effect: str = ""
    always: bool = False
    own: bool = False
    belongs_to: tuple[str, ...] = ()
    field: str = ""
    kind: Kind = Kind.TEXT
    default: Any = None
    choices: tuple[Any, ...] = ()
    is_optional: bool = False

    @property
    def name(self) -> str:
        """The name in a link, on the command line and in JSON."""
        return self.field.replace("_", "-")

    def parse(self, text: str) -> Any:
        """Return the value that `text` means.

        Raises
        ------
        SelectionError
            If it means none: what is wrong, which value, what to do.
        """
        plain = text.strip().casefold()
        if self.is_optional and self.unset and plain == self.unset:
            return None
        if self.kind is Kind.PAIRS and plain == NONE:
            return ()
        if self.read is None:
            return self._parse_type(text)
        try:
            return self.read(text)
        except SelectionError as exc:
            raise self._fault(str(exc)) from None

    def write(self, value: Any) -> str:
        """Return `value` as text."""
        if value is None:
            return self.unset
        if self.kind is Kind.SWITCH:
            return "yes" if value else "no"
        if self.kind is Kind.NUMBER:
            return write_number(value)
        if self.kind is Kind.PAIRS:
            return ",".join(f"{name}:{write_number(number)}" for name, number in value) or NONE
        return ",".join(value) or NONE if self.kind is Kind.LIST else str(value)

    def jsonable(self, value: Any) -> Any:
        """Return `value` as it stands in JSON."""
        is_pairs = self.kind is Kind.PAIRS and not isinstance(value, dict)
        return dict(value) if is_pairs else list(value) if isinstance(value, tuple) else value

    def label_of(self, choice: Any) -> str:
        """Return the words on one choice."""
        if self.labels is not None:
            return self.labels[choice]
        return str(getattr(choice, "label", str(choice).capitalize()))

    def check(self, value: Any) -> Any:
        """Return a value of the right type as it is kept, within bounds and grammar; raises SelectionError."""
        if value is None or (self.kind is Kind.PAIRS and not value):
            return value
        if self.read is not None:
            return self.parse(self.write(value))
        within = self.low is None or self.high is None or self.low <= value <= self.high
        if not within or (self.choices and self.kind is Kind.CHOICE and value not in self.choices):
            raise self._fault(f"{quote(self.write(value))} {self._possible}")
        return value

    def _parse_type(self, text: str) -> Any:
        try:
            if self.kind is Kind.SWITCH:
                return YES_NO[parse_choice(text, YES_NO)]
            if self.kind is Kind.CHOICE:
                return parse_choice(text, self.choices, self.also)
            if self.kind is Kind.LIST:
                return tuple(dict.fromkeys(parse_choice(word, self.choices) for word in words_of(text)))
        except SelectionError as exc:
            raise self._fault(str(exc)) from None
        value = parse_number(text) if self.kind in (Kind.NUMBER, Kind.WHOLE) else None
        if value is None or (self.kind is Kind.WHOLE and value != int(value)):
            raise self._fault(f"{quote(text)} {self._possible}")
        return self.check(int(value) if self.kind is Kind.WHOLE else value)

    @property
    def _possible(self) -> str:
        if self.choices:
            return f"is not known; use one of: {', '.join(map(str, self.choices))}"
        if self.low is None or self.high is None:
            return "is not possible"
        between = f"from {self.low:g} to {self.high:g}"
        if self.kind is Kind.WHOLE:
            return f"is no {self.word or self.name}; use a {self.unit or 'whole number'} {between}"
        return f"is not possible; use a number {between}"

    def _fault(self, message: str) -> SelectionError:
        """Return an error that says which setting is meant; a message that begins otherwise says it already."""
        return SelectionError(f"{self.word or self.name} {message}" if message.startswith("“") else message)

    def at(self, field: str, annotation: Any, default: Any = None) -> Setting:
        """Return this setting with all that its field says."""
        given = tuple(part for part in get_args(annotation) if part is not NoneType)
        is_optional = NoneType in get_args(annotation)
        inner = given[0] if is_optional else annotation
        items = get_args(inner)[0] if get_origin(inner) is tuple else None
        vocabulary = items or inner
        is_code = isinstance(vocabulary, type) and issubclass(vocabulary, StrEnum)
        return replace(
            self,
            field=field,
            kind=_kind(inner, items, is_choice=bool(self.only) or is_code),
            default=default,
            choices=self.only or (tuple(vocabulary) if is_code else ()),
            is_optional=is_optional,
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Have every value of the field checked, and what is none said in our words."""
        own = self.at(handler.field_name or "", source)
        checked = lru_cache(CHECKED)(own.check)

        def take(value: Any, plain: Callable[[Any], Any]) -> Any:
            try:
                return checked(plain(tuple(value.items()) if isinstance(value, dict) else value))
            except ValidationError:
                return own.parse(value if isinstance(value, str) else repr(value))

        return core_schema.no_info_wrap_validator_function(take, handler(source))


def _kind(inner: Any, items: Any, *, is_choice: bool) -> Kind:
    if items is not None:
        return Kind.PAIRS if get_origin(items) is tuple else Kind.LIST
    if is_choice:
        return Kind.CHOICE
    return {bool: Kind.SWITCH, float: Kind.NUMBER, int: Kind.WHOLE}.get(inner, Kind.TEXT)


def settings_of(asked: type) -> tuple[Setting, ...]:
    """Return the settings of a class in the order of its fields."""
    return _settings_of(cast("Hashable", asked))


@cache
def _settings_of(asked: Any) -> tuple[Setting, ...]:
    hints = get_type_hints(asked, include_extras=True)
    defaults = {field.name: field.default for field in fields(asked) if field.default is not MISSING}
    return tuple(
        own.at(name, get_args(hint)[0], defaults.get(name))
        for name, hint in hints.items()
        for own in getattr(hint, "__metadata__", ())
        if isinstance(own, Setting)
    )


def setting_of(asked: type, name: str) -> Setting:
    """Return one setting of a class by its name."""
    return next(each for each in settings_of(asked) if name in (each.name, each.field))


def asked_by(asked: type[Asked], values: Mapping[str, Any]) -> Asked:
    """Return the class made of `values` by name; what they leave out is the default, and other names are not read.

    Raises
    ------
    SelectionError
        If a value is none that its setting allows.
    """
    return asked(**{each.field: values[each.name] for each in settings_of(asked) if each.name in values})


def figures_of(question: Any, *, in_effect: bool = False) -> dict[str, Any]:
    """Return all settings by name as they stand in JSON; `from_figures` reads them back.

    Parameters
    ----------
    in_effect
        Say what counts where nothing is set, e.g. the ship that is taken for a metal.
    """
    return {
        each.name: each.jsonable(getattr(question, (in_effect and each.in_effect) or each.field))
        for each in settings_of(type(question))
    }


def from_figures(asked: type[Asked], figures: Mapping[str, Any]) -> Asked:
    """Return the class that `figures` say, e.g. those of a file.

    Raises
    ------
    SelectionError
        If a name is not known, or a value is none that its setting allows.
    """
    known = [each.name for each in settings_of(asked)]
    odd = [name for name in figures if name not in known]
    if odd:
        raise SelectionError(f"setting {quote(odd[0])} is not known; use some of: {', '.join(known)}")
    return asked_by(asked, figures)
