"""A topic: one question that the app answers, in a folder of its own under ``geo.topics``.

Whatever loops over topics (menu, link, cache, warm-up, command line, exports) reads this declaration and nothing else of
the folder. A topic without a page or command of its own gets those that `geo.ui.topic_page` and `geo.cli.topic` draw from
its settings, sentence, tables and picture.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """The face of a topic.

    Attributes
    ----------
    name
        Name of its folder, in small letters.
    title
        Words in the menu.
    address
        Its page in the address bar; empty for the page that a bare address opens.
    """

    name: str
    title: str
    address: str
