"""Our own scripts in the page: what they tell the server waits until the page is at rest.

A message while the page answers a click would start from what was shown before the click, and undo what it changed: the
platform sends the state of the widgets with each message, and breaks off the run that it meets (seen in 1.67).
"""

from __future__ import annotations

from typing import Any

import streamlit as st

LOOK_MS = 50
"""Time between two looks at the page; a message that was sent at the first has set the page running by the second."""

_WAITING = f"""
const LOOK_MS = {LOOK_MS};
// One queue for all our scripts of the page: each message waits for the answer to the one before.
const queue = (window.atlasQueue ??= {{ waiting: [], wasAtRest: false, timer: null }});
let part;
const isAtRest = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
const look = () => {{
  queue.waiting = queue.waiting.filter((message) => message.isMeant());
  const isNow = isAtRest();
  const isSteady = isNow && queue.wasAtRest;
  if (isSteady) queue.waiting.shift()?.send();
  queue.wasAtRest = isNow && !isSteady;
  queue.timer = queue.waiting.length ? setTimeout(look, LOOK_MS) : null;
}};
const tell = (name, value, isMeant = () => true) => {{
  queue.waiting.push({{ send: () => part.setTriggerValue(name, value()), isMeant }});
  if (queue.timer !== null) return;
  queue.wasAtRest = false;
  look();
}};
export default function (given) {{
  part = given;
  own({{ parentElement: given.parentElement, data: given.data, tell }});
}}
"""


def script(own: str) -> str:
    """Return the module of a component whose function is `own`.

    Parameters
    ----------
    own
        ``function own({ parentElement, data, tell }) { ... }``. ``tell(name, value, isMeant)`` sends what ``value()`` gives
        as soon as the page is at rest; where ``isMeant()``, which may be left out, is false by then, nothing is sent.
    """
    return own + _WAITING


def own_component(name: str, *, js: str, html: str = "<i></i>", css: str | None = None, isolated: bool = True) -> Any:
    """Declare a component of ours, whose messages wait until the page is at rest.

    Parameters
    ----------
    js
        Its function; see `script`.
    isolated
        Whether the page's styles stay out of it.
    """
    return st.components.v2.component(name, html=html, css=css, js=script(js), isolate_styles=isolated)
