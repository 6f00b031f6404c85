"""Why tonnes of declared trade are not believed: the rules in figures and in words; `geo.build.doubt` applies them."""

from __future__ import annotations

from enum import StrEnum

FACTOR = 3.0
"""How far a unit value may lie from the code's median, or from the pair's own past, to be believed."""
FACTOR_WITHOUT_PAST = 8.0
FACTOR_OF_JUMP = 2.0
LEAST_CHANGE_OF_VALUE = 1 / 3
LARGE_PART = 0.1
"""Part of the code's tonnes above which a flow without a past is held to `FACTOR`."""
MOST_OF_OTHER_KINDS = 0.25
"""Part of a code's value outside `FACTOR` of the median up to which the code has one kind of goods."""
PAST_YEARS, LEAST_PAST = 10, 3
LEAST_PART = 1e-5
"""Part of the code's tonnes and value below which a flow is not looked at."""


class Doubt(StrEnum):
    """Why tonnes are not believed."""

    UNIT_VALUE = "unit_value"
    NO_PAST = "no_past"
    FORM = "form"
    JUMP = "jump"

    @property
    def sentence(self) -> str:
        """The words that a page prints."""
        return {
            "unit_value": "value per tonne far from the world's and from its own past",
            "no_past": "value per tonne far from the world's, and no past to compare",
            "form": "value per tonne far below the world's year after year: another form of the goods, or a wrong weight",
            "jump": "tonnes jump while the value hardly changes",
        }[self.value]


RULES = (
    f"Tonnes are set aside where the value of a tonne lies outside a factor of {FACTOR:g} of the median of the code's other "
    f"flows of the year and of the pair's own past ({PAST_YEARS} years); outside a factor of {FACTOR_WITHOUT_PAST:g} where "
    f"the pair has fewer than {LEAST_PAST} such years ({FACTOR:g} if it holds more than a tenth of the tonnes); under an "
    "eighth of it in a code of one kind of goods, whatever the past; or where "
    "tonnes more than double or halve from one year to the next while the value changes by less than a third. The value "
    "stays; tonnes are neither corrected nor guessed."
)
"""The rules in words, for a page."""
