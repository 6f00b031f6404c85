"""There is one place where answers are kept: no module keeps them in a way of its own."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from pathlib import Path

from geo.settings import PROJECT

KEEPERS = frozenset({"cache", "lru_cache", "cached_property", "cache_resource", "cache_data", "cached", "cachedmethod"})
LIBRARIES = frozenset({"functools", "streamlit", "cachetools"})

A_PART = "what follows from the value itself, kept in the value and gone with it"
A_RECEIPT = "lasts as long as the receipts of one answer"
ALLOWED = {
    "geo/ui/cache.py": {
        "cache_resource": "the open database itself, one for all sessions, whose memory keeps the rest"
    },
    "geo/*receipt*.py": {"cache": A_RECEIPT, "cached_property": A_RECEIPT},
    "geo/topics/*/figures/*.py": {"cached_property": A_RECEIPT},
    "geo/*governance.py": {"cached_property": A_PART},
    "geo/model/exposure.py": {"cached_property": A_PART},
    "geo/figure/setting.py": {
        "cache": "settings of a class of questions, which the program declares",
        "lru_cache": "verdicts on texts that the program itself reads; no answer of a database is in them",
    },
    "geo/words/language.py": {"lru_cache": "catalogues that the program brings; no answer of a database is in them"},
    "geo/facts/dataset.py": {"cached_property": A_PART},
    "geo/facts/mineral_words.py": {"cached_property": A_PART},
    "geo/facts/facility_names.py": {"lru_cache": "words of names while facts are made; no server runs it"},
}
"""Keepers that stay, by pattern of the file's path, each with the reason."""


def keepers(source: str) -> set[str]:
    """Return the names of `KEEPERS` that a module takes from one of `LIBRARIES`, under whatever name."""
    modules: dict[str, str] = {}
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES:
            found |= {alias.name for alias in node.names} & KEEPERS
        elif isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in LIBRARIES}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            found |= {node.attr} & KEEPERS
    return found


def modules() -> list[Path]:
    return [PROJECT / "app.py", *sorted(PROJECT.glob("pages/**/*.py")), *sorted(PROJECT.glob("geo/**/*.py"))]


def allowed(name: str) -> set[str]:
    return {keeper for pattern, own in ALLOWED.items() if fnmatch(name, pattern) for keeper in own}


def test_nothing_else_keeps_answers():
    found = {path.relative_to(PROJECT).as_posix(): keepers(path.read_text(encoding="utf-8")) for path in modules()}
    assert {name: odd for name, own in found.items() if (odd := own - allowed(name))} == {}


def test_a_keeper_is_found_under_any_name():
    assert keepers("from functools import lru_cache as quick") == {"lru_cache"}
    assert keepers("import functools as f\n@f.cache\ndef a(): ...") == {"cache"}
    assert keepers("import streamlit as st\n@st.cache_data(ttl=1)\ndef a(): ...") == {"cache_data"}
    assert keepers("from geo.remembered import remembered\nimport cache\ncache.cached()") == set()
