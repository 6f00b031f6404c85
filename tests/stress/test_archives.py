"""Hostile archives and killed loads: a sentence or the right rows, an overlay that is whole, nothing left, nothing outside."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import AtlasError
from geo.facts.overlay import OVERLAY_FILES, settle_overlay
from geo.facts.trade_user import load_user_archive
from geo.settings import PROJECT, Settings
from tests.conftest import Tries
from tests.factory import settings_for

NAME = "BACI_HS17_Y2023_V202501.csv"
HEADER = "t,i,j,k,v,q\n"
LINES = tuple(
    f"2023,{exporter},{importer},283691,{1000 + number}.000,{10 + number}.000\n"
    for number, (exporter, importer) in enumerate([(152, 156), (32, 156), (152, 392), (36, 410), (76, 842)])
)
WHOLE = HEADER + "".join(LINES)

Maker = Callable[[Path, random.Random], Path]


def packed(path: Path, *members: tuple[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def sound(folder: Path) -> bytes:
    return packed(folder / "sound", (NAME, WHOLE), ("Readme.txt", "as published")).read_bytes()


def flipped(folder: Path, chance: random.Random) -> Path:
    content = bytearray(sound(folder))
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path = folder / "BACI_HS17_V202501.zip"
    path.write_bytes(content)
    return path


def cut(folder: Path, chance: random.Random) -> Path:
    content = sound(folder)
    path = folder / "BACI_HS17_V202501.zip"
    path.write_bytes(content[: chance.randrange(len(content))])
    return path


def repeated(folder: Path, chance: random.Random) -> Path:
    other = WHOLE.replace("1000.000", f"{chance.randrange(2000, 9000)}.000")
    return packed(folder / "twice.zip", (f"a/{NAME}", WHOLE), (f"b/{NAME}", other))


def outward(folder: Path, chance: random.Random) -> Path:
    up = chance.choice(["../" * 6, "/tmp/", "C:\\", "a/../../", "./"])
    return packed(folder / "outward.zip", (f"{up}{NAME}", WHOLE), (f"{up}outside.txt", "never written"))


def linked(folder: Path, chance: random.Random) -> Path:
    inside = folder / "linked"
    inside.mkdir()
    target = chance.choice(["/dev/zero", "/dev/null", "/", str(inside), str(inside / NAME), "nowhere", "/etc/passwd"])
    (inside / NAME).symlink_to(target)
    return inside


def piped(folder: Path, chance: random.Random) -> Path:
    inside = folder / "piped"
    inside.mkdir()
    os.mkfifo(inside / chance.choice([NAME, "BACI_HS17_Y2022_V202501.csv"]))
    if not (inside / NAME).exists():
        (inside / NAME).write_text(WHOLE)
    return inside


def bomb(folder: Path, chance: random.Random) -> Path:
    filling = chance.choice([b"0" * 30_000_000, b",\n" * 9_000_000, LINES[0].encode() * 400_000, b"\n" * 20_000_000])
    return packed(folder / "bomb.zip", (NAME, HEADER.encode() + filling))


def encoded(folder: Path, chance: random.Random) -> Path:
    encoding = chance.choice(["utf-16", "utf-32", "cp500", "utf-7"])
    return packed(folder / "encoded.zip", (NAME, WHOLE.encode(encoding)))


def spoilt(folder: Path, chance: random.Random) -> Path:
    cells = LINES[0].strip().split(",")
    cells[chance.randrange(6)] = chance.choice(
        ["1e308", "-1", "nan", "inf", "0x10", "'; --", "9" * 400, "\x00", "é", "?"]
    )
    wrong = ",".join(cells) + "\n"
    return packed(folder / "spoilt.zip", (NAME, HEADER + "".join(LINES[1:]) + wrong))


def nested(folder: Path, chance: random.Random) -> Path:
    inside = folder / "nested"
    inside.mkdir()
    inner = sound(folder)
    if chance.random() < 0.5:
        (inside / "BACI_HS17_V202501.zip").write_bytes(inner[: -chance.randrange(1, 30)])
        return inside
    return packed(folder / "outer.zip", ("BACI_HS17_V202501.zip", inner))


def misnamed(folder: Path, chance: random.Random) -> Path:
    name = chance.choice(
        ["BACI_HS17_Y2023.csv", "baci_hs17_y2023_v202501.csv", f"{NAME}/", "", "BACI_HS92_Y2023_V202501.csv"]
    )
    return packed(folder / "misnamed.zip", (name or "x", WHOLE))


def areas(folder: Path, chance: random.Random) -> Path:
    table = chance.choice(
        [
            "country_code,country_iso3\n152,CHL\n152,CHN\n",
            "country_code\n",
            '"',
            "country_code,country_iso3\n" * 100_000,
            "a,b,c\n1\n",
            "country_code,country_iso3\n1,2,3,4\n",
        ]
    )
    return packed(folder / "areas.zip", (NAME, WHOLE), ("country_codes_V202501.csv", table))


MAKERS: tuple[Maker, ...] = (
    *(flipped, cut, flipped, repeated, outward, linked, piped, bomb, encoded, spoilt, nested, misnamed, areas),
)


def overlay_of(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(settings.user.iterdir())}


def with_facts(data: Path) -> Settings:
    data.mkdir(parents=True)
    for name in ("facts", "reviewed"):
        (data / name).symlink_to(PROJECT / "data" / name)
    return settings_for(data)


def attempt(path: Path, settings: Settings) -> tuple[int, str]:
    """Return the flows loaded, and the sentence where the archive is refused."""
    try:
        return load_user_archive(path, settings, lambda _name, _rows: None).years[0].flows, ""
    except AtlasError as exc:
        return 0, str(exc)


@pytest.mark.stress
def test_a_hostile_archive_gets_a_sentence_or_gives_the_right_rows(tries: Tries, tmp_path: Path):
    chance = random.Random(150)
    settings = with_facts(tmp_path / "data")
    good = packed(tmp_path / "BACI_HS17_V202501.zip", (NAME, WHOLE))
    load_user_archive(good, settings, lambda _name, _rows: None)
    before = overlay_of(settings)
    came: Counter[str] = Counter()
    for number in range(tries.count(len(MAKERS), 150)):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = MAKERS[number % len(MAKERS)](folder, chance)
        seen = set(tmp_path.rglob("*"))
        flows, said = attempt(path, settings)
        held = overlay_of(settings)
        if said:
            came["refused"] += 1
            assert folder.name in said
            assert ".load-" not in said
            assert held == before
        else:
            came["read whole"] += 1
            assert flows == len(LINES), path
            # The row of the source names the archive; the flows are the same.
            assert all(held[name] == before[name] for name in OVERLAY_FILES[:2]), path
            before = held
        assert sorted(before) == sorted(OVERLAY_FILES)
        assert set(tmp_path.rglob("*")) - seen <= {settings.user}
    tries.counted(
        f"{came.total()} hostile archives: {came['refused']} refused with a sentence, {came['read whole']} read whole with the "
        "same rows; 0 tracebacks, 0 files outside, 0 mixed overlays, 0 folders left"
    )


@pytest.mark.stress
def test_a_load_killed_at_any_moment_leaves_the_overlay_whole(tries: Tries, tmp_path: Path):
    settings = with_facts(tmp_path / "data")
    old = packed(tmp_path / "BACI_HS17_V202501.zip", (NAME, WHOLE))
    other = WHOLE.replace("1000.000", "7000.000")
    new = packed(tmp_path / "BACI_HS22_V202501.zip", (NAME.replace("HS17", "HS22"), other))

    def load(path: Path, step: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tests.stress.killed_load", path, settings.user.parent, step]
        return subprocess.run([str(each) for each in command], cwd=PROJECT, capture_output=True, text=True, check=False)

    load_user_archive(new, settings, lambda _name, _rows: None)
    after = overlay_of(settings)
    load_user_archive(old, settings, lambda _name, _rows: None)
    before = overlay_of(settings)
    steps = int(load(old, 0).stdout)
    chance = random.Random(30)
    came: Counter[str] = Counter()
    for number in range(tries.count(2, 30)):
        # Half of them near the end, where the files change places.
        first = steps - steps // 10 if number % 2 else 1
        killed = load(new, chance.randint(first, steps))
        assert killed.returncode == -9, killed.stderr
        came["left a folder"] += any(settings.user.glob(".load-*"))
        settle_overlay(settings)
        held = overlay_of(settings)
        assert held in (before, after)
        came["old" if held == before else "new"] += 1
        load_user_archive(old, settings, lambda _name, _rows: None)
        assert overlay_of(settings) == before
    tries.counted(
        f"{came['old'] + came['new']} kills of a load ({steps} steps): overlay whole each time, {came['old']} old and "
        f"{came['new']} new, {came['left a folder']} left a folder, 0 after the next build or load"
    )
