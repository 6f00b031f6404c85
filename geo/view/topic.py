"""A topic: one question that the app answers, in a folder of its own under ``geo.topics``.

Whatever loops over topics (menu, link, warm-up, command line, exports) reads this declaration and nothing else of the
folder. A topic that names no page of its own gets the one that `geo.ui.topic_page` draws from its settings, sentence,
tables and picture; one that names no command gets that of `geo.command.topic`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from geo.figure.column import Table
from geo.schema.codes import Mineral, Stage
from geo.store.database import Atlas
from geo.view.palette import Theme
from geo.view.scene import MapScene

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Face(Generic[Asked, Answer]):
    """What a topic offers to whoever shows, prints or exports it, on a page, in a file or on a stage.

    Attributes
    ----------
    question
        Frozen class of settings, the shared bar's among them.
    answer
        From the open database and a question; raises SelectionError where the question names what does not exist.
    sentence
        The finding, short enough to be read aloud.
    tables
        Every table of the answer, the first one short.
    picture
        What the map shows; None for a topic without a map.
    """

    question: type[Asked]
    answer: Callable[[Atlas, Asked], Answer]
    sentence: Callable[[Answer], str]
    tables: Callable[[Answer], tuple[Table[Any, Any], ...]]
    picture: Callable[[Answer, Theme], MapScene] | None = None


@dataclass(frozen=True)
class Topic:
    """The declaration of a topic.

    Attributes
    ----------
    name
        Name of its folder, in small letters.
    title
        Words in the menu.
    address
        Its page in the address bar; empty for the page that a bare address opens.
    summary
        What it answers, one sentence.
    face
        What it offers beyond its page and commands.
    asked
        Classes of settings that its page keeps in the link, beside the shared bar's.
    page
        Module whose ``show`` draws the page; empty for the general page.
    commands
        Modules that ``register`` its commands; empty for the general one, named as the topic.
    warm_up
        Reads what every visit needs; called once before the server takes its first request.
    read_ahead
        Reads what a visit to one mineral and stage needs, while nobody asks.
    """

    name: str
    title: str
    address: str
    summary: str
    face: Face[Any, Any] | None = None
    asked: tuple[type, ...] = ()
    page: str = ""
    commands: tuple[str, ...] = ()
    warm_up: Callable[[Atlas], None] | None = None
    read_ahead: Callable[[Atlas, Mineral, Stage], None] | None = None

    @property
    def settings(self) -> tuple[type, ...]:
        """Classes of settings of its page: those of its question and those that it names."""
        question = () if self.face is None else (self.face.question,)
        return (*question, *(each for each in self.asked if each not in question))
