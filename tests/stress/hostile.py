"""Hostile links: what a stranger may put into the address of a page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from geo.ui.state import settings_of_page
from tests.enrolled import PAGE_SETTINGS

BLANK = ("", " ", "\t\n", "\u00a0", "\u200b")
CODE = (
    "' OR 1=1 --",
    '"; DROP TABLE country; --',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "data:text/html,<b>x</b>",
    "{{7*7}}",
    "${7*7}",
    "%s%n%x",
    "{0.__class__}",
    "__import__('os').system('id')",
    "$(id)",
    "`id`",
    "| id",
)
MARKUP = (
    "**bold**",
    "[text](https://evil.example)",
    "https://evil.example/login",
    "www.evil.example/x",
    "<https://evil.example>",
    "a@evil.example",
    "![x](https://evil.example/x.png)",
    "$math$",
    ":smile:",
    ":material/error:",
    ":red[x]",
    "# heading",
    "| a | b |",
    "```",
    "- item\n- item",
)
PATHS = ("../../etc/passwd", "..\\..\\windows", "/etc/passwd", "file:///etc/passwd", "C:\\x", "//evil.example", "~root")
SIGNS = (
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "\r\nSet-Cookie: a=b",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\ufeff",
    "\ud7ff",
    "\uffff",
)
SCRIPTS = ("кобальт", "コバルト", "钴", "कोबाल्ट", "كوبالت", "קובלט", "e\u0301" * 30, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "😀" * 20)
LONG = ("x" * 100_000, "," * 20_000, "a:" * 10_000, "(" * 5_000, "9" * 400, "0." + "1" * 400)
NUMBERS = (
    "NaN",
    "inf",
    "-inf",
    "1e999",
    "-1",
    "-0",
    "0",
    "1e-320",
    "0x10",
    "1_000",
    "١٢",
    "1,5",
    "1 000",
    "+5",
    "5%",
    "½",
    "²",
)
DATES = ("2024-02-30", "0000-00-00", "24", "20x4", "9999", "-2024", "2024.0")
SHAPES = (
    "[]",
    "{}",
    '{"a": 1}',
    "null",
    "true",
    "None",
    "undefined",
    "a,b,,c",
    ",",
    "::",
    "CHN:CHN:CHN",
    "CHN,CHN",
    "a=b&c=d",
)
CODES = (
    "XXX",
    "chn",
    "CHNX",
    "unobtainium",
    "cobalt,lithium",
    "COBALT",
    "refined ",
    "europe\u0000",
    "washington-six,G7",
)
VALUES = BLANK + CODE + MARKUP + PATHS + SIGNS + SCRIPTS + LONG + NUMBERS + DATES + SHAPES + CODES

RAW = (
    "%",
    "%zz",
    "%ff%fe",
    "%00",
    "mineral=%E0%A4%A",
    "mineral",
    "=cobalt",
    "&&&",
    "mineral=cobalt&mineral=lithium",
    "mineral=" * 50,
    "&".join(f"x{k}=1" for k in range(5_000)),
    "&".join(["mineral=cobalt"] * 5_000),
    "mineral[]=cobalt",
    "mineral.x=cobalt",
    "Mineral=cobalt",
    "link.written=x",
    "link.notes=x",
    "table.asked=x",
    "embed=true&embed_options=dark_theme",
    "staticAppId=evil",
    "__proto__=x&constructor=y",
    "mineral=cobalt;stage=refined",
    "?mineral=cobalt",
    "mineral=cobalt#stage=refined",
    "%F0%9F%98%80=%F0%9F%98%80",
)


@dataclass(frozen=True)
class Link:
    """A link to a page; `given` is what it asks for, by name, empty for a raw query."""

    page: str
    query: str
    given: dict[str, str]


def links(count: int, seed: int) -> Iterator[Link]:
    """Yield `count` links: values of one name, of two to eight at once, and raw queries, over all pages."""
    pick = random.Random(seed)
    pages = sorted(PAGE_SETTINGS)
    names = {page: [setting.name for setting in settings_of_page(page)] for page in pages}
    for k in range(count):
        page = pages[k % len(pages)]
        if k % 25 == 24:
            yield Link(page, pick.choice(RAW), {})
            continue
        size = pick.randint(2, 8) if k % 5 == 4 else 1
        chosen = pick.sample(names[page], min(size, len(names[page])))
        given = {name: pick.choice(VALUES) for name in chosen}
        yield Link(page, urlencode(given), given)
