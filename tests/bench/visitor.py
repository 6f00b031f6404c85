"""A visitor without a browser: speaks the app's websocket protocol as the browser does, message cache included."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

PATIENCE_S = 120


@dataclass
class Reply:
    """What one run sent back.

    ``seconds`` lasts from the question to "script finished", ``bytes`` are those on the wire, ``parts`` the same by
    kind of element, ``errors`` the errors that a visitor would see.
    """

    bytes: int = 0
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)
    parts: Counter[str] = field(default_factory=Counter)
    references: int = 0


class Visitor:
    """One session.

    ``page`` is a page's address, ``query`` the link's query without the question mark.
    """

    def __init__(self, port: int, page: str = "", query: str = "") -> None:
        self.url = f"ws://127.0.0.1:{port}/_stcore/stream"
        self.page = page
        self.query = query
        self.page_hash = ""
        self.pages: dict[str, str] = {}
        self.widgets: dict[str, Any] = {}
        self.states: dict[str, WidgetState] = {}
        self._seen: dict[str, bytes] = {}
        self._last_use: dict[str, int] = {}
        self._runs = 0
        self._oldest = 0
        self._socket: websockets.ClientConnection | None = None

    async def __aenter__(self) -> Visitor:
        self._socket = await websockets.connect(
            self.url, subprotocols=["streamlit"], max_size=None, compression=None, open_timeout=PATIENCE_S
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def run(self) -> Reply:
        """Ask for a run with the present widgets; wait until the script has finished."""
        assert self._socket is not None
        reply = Reply()
        self.widgets = {}
        started = time.perf_counter()
        await self._socket.send(self._question())
        while True:
            raw = await asyncio.wait_for(self._socket.recv(), timeout=PATIENCE_S)
            answer = ForwardMsg()
            answer.ParseFromString(raw)
            reply.bytes += len(raw)
            answer = self._unfolded(answer, raw, reply)
            self._note(answer, reply)
            if answer.WhichOneof("type") != "script_finished":
                continue
            if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                reply.errors.append("the script could not be read")
            if answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.widgets = {}  # the page asked for another run itself, which follows
                continue
            reply.seconds = time.perf_counter() - started
            self._forget()
            return reply

    def choose(self, key: str, option: str) -> None:
        """Choose the option printed as `option` in the select box or segmented control called `key`."""
        self.states[self.widgets[key].id] = _state(self.widgets[key], [option])

    def options(self, key: str) -> list[str]:
        """Return the options of a select box or segmented control as printed."""
        return [getattr(option, "content", option) for option in self.widgets[key].options]

    def chosen(self, key: str) -> str:
        """Return what a select box or segmented control shows now."""
        proto = self.widgets[key]
        state = self.states.get(proto.id)
        if state is not None:
            return state.string_value or state.string_array_value.data[0]
        default = proto.default if isinstance(proto.default, int) else proto.default[0]
        return self.options(key)[default]

    def _question(self) -> bytes:
        message = BackMsg()
        wanted = message.rerun_script
        wanted.query_string = self.query
        wanted.page_name = "" if self.page_hash else self.page
        wanted.page_script_hash = self.page_hash
        wanted.widget_states.widgets.extend(self.states.values())
        wanted.cached_message_hashes.extend(self._seen)
        wanted.context_info.timezone = "UTC"
        return message.SerializeToString()

    def _unfolded(self, answer: ForwardMsg, raw: bytes, reply: Reply) -> ForwardMsg:
        """Return the message that a reference stands for; keep a message that may be referred to."""
        kind = answer.WhichOneof("type")
        if kind == "ref_hash":
            reply.references += 1
            reply.parts["reference"] += len(raw)
            self._last_use[answer.ref_hash] = self._runs
            full = ForwardMsg()
            full.ParseFromString(self._seen[answer.ref_hash])
            return full
        if answer.metadata.cacheable:
            self._seen[answer.hash] = raw
            self._last_use[answer.hash] = self._runs
        is_element = kind == "delta" and answer.delta.WhichOneof("type") == "new_element"
        name = answer.delta.new_element.WhichOneof("type") if is_element else kind
        reply.parts[name or "nothing"] += len(raw)
        return answer

    def _forget(self) -> None:
        """Drop what the browser drops: messages not used for some runs, states of widgets that are gone."""
        self._runs += 1
        for key in [key for key, run in self._last_use.items() if self._runs - run > self._oldest]:
            del self._last_use[key], self._seen[key]
        present = {proto.id for proto in self.widgets.values()}
        self.states = {key: state for key, state in self.states.items() if key in present}

    def _note(self, answer: ForwardMsg, reply: Reply) -> None:
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self.page_hash = answer.new_session.page_script_hash or self.page_hash
            self._oldest = answer.new_session.config.max_cached_message_age
        elif kind == "navigation":
            self.page_hash = answer.navigation.page_script_hash or self.page_hash
            self.pages = {each.url_pathname: each.page_name for each in answer.navigation.app_pages}
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        elif kind == "page_not_found":
            reply.errors.append(f"page {answer.page_not_found.page_name!r} was not found")
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            self._note_element(answer.delta.new_element, reply)

    def _note_element(self, element: Any, reply: Reply) -> None:
        name = element.WhichOneof("type")
        proto = getattr(element, name)
        if name == "exception":
            reply.errors.append(proto.message)
        elif name == "alert" and proto.format == Alert.ERROR:
            reply.errors.append(proto.body)
        identifier = getattr(proto, "id", "")
        if identifier:
            self.widgets[_key_of(identifier)] = proto
            if getattr(proto, "set_value", False) and (hasattr(proto, "raw_values") or hasattr(proto, "raw_value")):
                self.states[identifier] = _state(proto, _raw_values(proto))


# The server remembers widgets that a question leaves out, so only what a visitor here can choose must be followed.
def _raw_values(proto: Any) -> list[str]:
    return list(proto.raw_values) if hasattr(proto, "raw_values") else [proto.raw_value]


def _state(proto: Any, values: list[str]) -> WidgetState:
    state = WidgetState(id=proto.id)
    if hasattr(proto, "raw_values"):  # segmented controls, pills, multiselect
        state.string_array_value.data.extend(values)
    elif values[0]:
        state.string_value = values[0]
    return state


def _key_of(identifier: str) -> str:
    """Return the key that ends a widget's id, e.g. ``$$ID-<hash>-mineral``; its label's hash where it has no key."""
    head, _, key = identifier.removeprefix("$$ID-").partition("-")
    return key if key != "None" else head
