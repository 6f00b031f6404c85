"""Links as they arrive: damaged by mail programs and chats, decorated by newsletters and social media; read as they were meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|_hs(?:enc|mi)|mc_[ce]id|mkt_tok|(?:fb|g|dc|y|tw|tt|rd|sc)clid|msclkid|gclsrc|"
    r"[gw]braid|igsh(?:id)?|li_fat_id|vero_id|oly_(?:enc|anon)_id|wt_mc|s_cid|ref_src|ref_url|trk\w*|_ga|_gl|cmpid"
)
"""Names that newsletters, advertisements and social media put into links; no setting of ours bears one."""

REMNANT = re.compile(r"(?:quot|apos|[lg]t|nbsp|#x?[0-9a-f]+);?|[\W_]*")
"""What is left of a quotation mark or a bracket that stood behind the link, as a name of its own."""

BEFORE, BEHIND = " \t\"'<([{“‘«", " \t\"'>)]}”’».,;:!?*|\\"
"""Signs that the sentence around a link lends it."""

MOST_DECODED = 3
"""How often a link may have been encoded on its way."""

Address = Mapping[str, Sequence[str]]


def as_meant(address: Address, known: Collection[str]) -> dict[str, str]:
    """Return the values of an address by name, a repeated name as a list with commas, as they were before their way.

    Parameters
    ----------
    address
        Values by name as they arrive.
    known
        Names of the settings of the page.
    """
    found: dict[str, dict[str, None]] = {}
    for name, value in _pairs(address):
        meant = _name(name, known)
        is_lent = meant not in known and (TRACKING.fullmatch(meant) or (not value and REMNANT.fullmatch(meant)))
        if not is_lent:
            found.setdefault(meant, {}).setdefault(value)
    joined = {name: ",".join(values) for name, values in found.items()}
    is_capital = "".join(name + value for name, values in address.items() for value in values).isupper()
    return {name: value.lower() for name, value in joined.items()} if is_capital else joined


def readings(text: str) -> Iterator[str]:
    """Yield what a value may have been: as it stands, and without the blanks of a line that was wrapped."""
    yield text
    yield "".join(text.split())


def _pairs(address: Address) -> Iterator[tuple[str, str]]:
    # Mail in quoted-printable writes "=3D" for each "=".
    is_printable = all(value.startswith("3D") for values in address.values() for value in values)
    for name, values in address.items():
        for value in values:
            yield from _split(name, value.removeprefix("3D") if is_printable else value)


def _split(name: str, value: str) -> Iterable[tuple[str, str]]:
    """Return one pair, or those of a whole query that was encoded as one."""
    plain_name, plain_value = _decoded(name), _decoded(value)
    if "=" not in plain_name and "&" not in plain_value:
        return [(plain_name, _value(plain_value))]
    whole = f"{plain_name}={plain_value}".rstrip("=") if "=" in plain_name else f"{plain_name}={plain_value}"
    parts = (part.partition("=") for part in whole.split("&"))
    return [(part_name, _value(part_value)) for part_name, _, part_value in parts]


def _decoded(text: str) -> str:
    for _ in range(MOST_DECODED):
        text = unquote(text) if re.search("%[0-9a-fA-F]{2}", text) else text
    return text


def _name(name: str, known: Collection[str]) -> str:
    """Return a name without ``amp;`` and blanks before it, in the case in which it is known."""
    meant = re.sub(r"^(?:\s*&?amp;)+", "", name.strip(), flags=re.IGNORECASE)
    meant = "".join(meant.split()) or meant
    return next((each for each in (meant, meant.lower()) if each in known or TRACKING.fullmatch(each)), meant)


def _value(value: str) -> str:
    """Return a value in one line, without the signs around it."""
    line = re.sub(r"\s*=?[\r\n]+\s*", "", value)
    return line.lstrip(BEFORE).rstrip(BEHIND) or value
