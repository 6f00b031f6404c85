"""The face of every topic: what it offers can be shown, printed and exported without knowing the topic."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from geo.figure.column import records
from geo.figure.file import as_csv
from geo.figure.setting import figures_of, from_figures
from geo.schema.codes import Mineral, Stage
from geo.topics import TOPICS
from geo.view.palette import DARK, LIGHT
from geo.view.scene import MapScene

FACES = [topic for topic in TOPICS if topic.face is not None]
ROOT = Path(__file__).parents[2]
ASKED = [(Mineral.COBALT, Stage.REFINED), (Mineral.GALLIUM, Stage.REFINED), (Mineral.LITHIUM, Stage.MINED)]


@pytest.mark.parametrize("topic", FACES, ids=lambda topic: topic.name)
@pytest.mark.parametrize(("mineral", "stage"), ASKED)
def test_a_face_gives_a_sentence_tables_and_a_picture_for_any_mineral(real_atlas, topic, mineral, stage):
    face = topic.face
    question = face.question(mineral=mineral, stage=stage)
    assert from_figures(face.question, figures_of(question)) == question
    answer = face.answer(real_atlas, question)
    sentence = face.sentence(answer)
    assert sentence[0].isupper() or sentence[0].isdigit()
    assert sentence.endswith(".")
    found = face.tables(answer)
    assert len({table.key for table in found}) == len(found) > 0
    for table in found:
        assert table.rows, table.key
        frame = table.frame()
        assert len(frame) == len(table.rows) == len(records([table])[table.key])
        text = as_csv(frame, table.title, table.sources, real_atlas.hash).decode()
        assert text.startswith(f"# {table.title}")
        assert real_atlas.hash[:12] in text
    if face.picture is not None:
        for theme in (LIGHT, DARK):
            scene = face.picture(answer, theme)
            assert isinstance(scene, MapScene)
            assert scene.shading.colours or scene.flows


def test_topics_have_names_addresses_and_folders_of_their_own():
    for names in (
        [topic.name for topic in TOPICS],
        [topic.address for topic in TOPICS],
        [topic.title for topic in TOPICS],
    ):
        assert len(set(names)) == len(names)
    folders = {path.name for path in (ROOT / "geo" / "topics").iterdir() if (path / "__init__.py").exists()}
    assert folders == {topic.name for topic in TOPICS}


def test_nobody_above_the_topics_names_one_of_them():
    names = {f"geo.topics.{topic.name}" for topic in TOPICS}
    shared = [
        ROOT / "app.py",
        *(ROOT / "pages").glob("*.py"),
        *(ROOT / "geo").glob("*.py"),
        *(ROOT / "geo" / "cli").glob("*.py"),
    ]
    named = {
        f"{path.name}: {node.module}"
        for path in shared
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and any(node.module.startswith(name) for name in names)
    }
    assert named == set()


def test_the_command_line_needs_no_browser_platform():
    code = "import sys, geo.cli.main; print('streamlit' in sys.modules, 'pydeck' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.split() == ["False", "False"]


def test_tables_of_all_topics_name_their_columns_once(real_atlas):
    for topic in FACES:
        for table in topic.face.tables(topic.face.answer(real_atlas, topic.face.question())):
            assert isinstance(table.frame(), pd.DataFrame)
            keys = [name for column in table.columns for name in (column.key, *column.aliases)]
            assert len(set(keys)) == len(keys), table.key
