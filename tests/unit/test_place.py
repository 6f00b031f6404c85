"""Where the app is: what is taken as a name and as a path, and what is refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cli import main as cli
from geo.cli import serve
from geo.errors import EnvironmentFaultError, SelectionError
from geo.serve.place import Place, base_path, public_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("maps.example.org", "maps.example.org"),
        ("Maps.Example.ORG", "maps.example.org"),
        ("maps.example.org:8443", "maps.example.org:8443"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("atlas", "atlas"),
        ("192.168.0.5:9000", "192.168.0.5:9000"),
    ],
)
def test_names_of_hosts_are_taken_as_browsers_name_them(text: str, name: str):
    assert public_name(text) == name


BAD_NAMES = [
    "",
    " ",
    "http://maps.example.org",
    "maps.example.org/",
    "maps.example.org/atlas",
    "maps example.org",
    "maps.example.org ",
    "*.example.org",
    "*",
    "maps..example.org",
    "-maps.example.org",
    "maps_.example.org",
    "user@maps.example.org",
    "maps.example.org:0",
    "maps.example.org:70000",
    "maps.example.org:",
    "0.0.0.0",
    "1.2.3.400",
    "[::1]",
    "bücher.example",
    "a" * 64,
    "a." * 127 + "a",
    "maps.example.org\n",
]
BAD_PATHS = [
    "",
    "/",
    "atlas",
    "/atlas/",
    "//atlas",
    "/at las",
    "/../etc",
    "/a/../b",
    "/.hidden",
    "/a?b",
    "/a#b",
    "/a%2e",
]


@pytest.mark.parametrize("text", BAD_NAMES)
def test_any_other_name_is_refused_with_a_sentence(text: str, capsys: pytest.CaptureFixture[str]):
    _refused("--public-name", text, "such as maps.example.org", "use one from 1 to 65535", capsys=capsys)


@pytest.mark.parametrize("text", BAD_PATHS)
def test_any_other_path_is_refused_with_a_sentence(text: str, capsys: pytest.CaptureFixture[str]):
    _refused("--base-path", text, "such as /atlas", capsys=capsys)


def _refused(option: str, text: str, *advice: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["serve", f"{option}={text}"])
    assert end.value.code == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert option in err
    assert text.strip()[:20].strip() in err
    assert any(each in err for each in advice)


@given(st.text(max_size=30))
def test_what_is_taken_as_a_path_is_one_and_stays_one(text: str):
    try:
        path = base_path(text)
    except SelectionError:
        return
    assert path == text
    assert path.startswith("/")
    assert ".." not in path.split("/")
    assert set(path).isdisjoint(" %?#\\\"'<>;\n")


@given(st.text(alphabet="ab.-:0189/ @*_", max_size=20))
def test_what_is_taken_as_a_name_can_stand_in_a_header_and_a_policy(text: str):
    try:
        place = Place(8501, public_name(text))
    except SelectionError:
        return
    for word in (*place.hosts, *place.origins):
        assert set(word).isdisjoint(" ;,'\"@*_")
    assert all(origin.count("://") == 1 for origin in place.origins)


def test_the_path_that_the_platforms_own_variable_asks_for_works():
    assert serve.base_path_of({"STREAMLIT_SERVER_BASE_URL_PATH": "atlas"}) == "/atlas"
    assert serve.base_path_of({"STREAMLIT_SERVER_BASE_URL_PATH": "/maps/atlas/"}) == "/maps/atlas"
    assert serve.base_path_of({}) == ""
    with pytest.raises(SelectionError, match="STREAMLIT_SERVER_BASE_URL_PATH in the environment: “/a b”"):
        serve.base_path_of({"STREAMLIT_SERVER_BASE_URL_PATH": "a b"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STREAMLIT_SERVER_ADDRESS", "0.0.0.0"),
        ("STREAMLIT_SERVER_PORT", "9000"),
        ("STREAMLIT_SERVER_ENABLE_CORS", "false"),
        ("STREAMLIT_SERVER_ALLOWED_HOSTS", "*"),
        ("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "true"),
        ("STREAMLIT_GLOBAL_DEVELOPMENT_MODE", "true"),
        ("STREAMLIT_THEME_BASE", "dark"),
    ],
)
def test_a_variable_that_asks_for_something_else_is_refused_with_a_sentence(name: str, value: str):
    with pytest.raises(EnvironmentFaultError, match=f"{name} to “.*unset it"):
        serve.require_own_settings({name: value})


def test_variables_that_ask_for_what_is_so_anyway_are_let_be():
    serve.require_own_settings(
        {
            "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
            "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "FALSE",
            "STREAMLIT_SERVER_HEADLESS": "true",
            "STREAMLIT_SERVER_BASE_URL_PATH": "atlas",
            "STREAMLIT_LOGGER_LEVEL": "debug",
            "HOME": "/",
        }
    )
