"""A visitor without a browser: speaks the app's websocket protocol as the browser does, message cache included."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState


@dataclass
class Reply:
    """What one run sent back: bytes on the wire, seconds from question to "script finished", errors shown."""

    bytes: int = 0
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)


class Visitor:
    """One session.

    ``page`` is a page's address, ``query`` the link's query without the question mark.
    """

    def __init__(self, port: int, page: str = "", query: str = "") -> None:
        self.url = f"ws://127.0.0.1:{port}/_stcore/stream"
        self.page = page
        self.query = query
        self.page_hash = ""
        self.widgets: dict[str, tuple[str, object]] = {}
        self.states: dict[str, WidgetState] = {}
        self.seen: dict[str, bytes] = {}
        self._socket: websockets.ClientConnection | None = None

    async def __aenter__(self) -> Visitor:
        self._socket = await websockets.connect(self.url, subprotocols=["streamlit"], max_size=None)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def run(self) -> Reply:
        """Ask for a run with the present widgets; wait until the script has finished."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.page_script_hash = self.page_hash
        message.rerun_script.widget_states.widgets.extend(self.states.values())
        message.rerun_script.cached_message_hashes.extend(self.seen)
        message.rerun_script.context_info.timezone = "UTC"
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        reply = Reply()
        while True:
            raw = await asyncio.wait_for(self._socket.recv(), timeout=120)
            reply.bytes += len(raw)
            answer = ForwardMsg()
            answer.ParseFromString(raw)
            if answer.WhichOneof("type") == "ref_hash":
                answer.ParseFromString(self.seen[answer.ref_hash])
            elif answer.hash and answer.metadata.cacheable:
                self.seen[answer.hash] = raw
            self._note(answer, reply)
            if answer.WhichOneof("type") == "script_finished":
                reply.seconds = time.perf_counter() - started
                return reply

    def _note(self, answer: ForwardMsg, reply: Reply) -> None:
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self.page_hash = answer.new_session.page_script_hash or self.page_hash
        elif kind == "navigation":
            self.page_hash = answer.navigation.page_script_hash or self.page_hash
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            element = answer.delta.new_element
            name = element.WhichOneof("type")
            if name == "exception":
                reply.errors.append(element.exception.message)
            proto = getattr(element, name)
            if hasattr(proto, "id") and proto.id:
                self.widgets[_key_of(proto.id)] = (proto.id, proto)

    def choose(self, key: str, option: str) -> None:
        """Choose the option printed as `option` in the select box or segmented control called `key`."""
        identifier, proto = self.widgets[key]
        state = WidgetState(id=identifier)
        if proto.DESCRIPTOR.name == "ButtonGroup":
            state.string_array_value.data.append(option)
        else:
            state.string_value = option
        self.states[identifier] = state

    def options(self, key: str) -> list[str]:
        """Return the options of a select box or segmented control as printed."""
        proto = self.widgets[key][1]
        return [option.content if hasattr(option, "content") else str(option) for option in proto.options]


def _key_of(identifier: str) -> str:
    """Return the key that ends a widget's id, e.g. ``$$ID-<hash>-mineral``."""
    return identifier.rsplit("-", 1)[-1]
