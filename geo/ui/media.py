"""Addresses of this server: every one that a page asks for lies under the base path, and geometry stays out of messages.

The platform's media store has no public interface for this. It keeps a file as long as a session's last run named it,
so publish on every run; equal bytes keep their address and the browser's cache. It names addresses from the root of the
host, whatever the base path.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime import exists, get_instance

from geo.view.payload import data_url


def own_address(path: str) -> str:
    """Return `path`, which starts with a slash, under the base path of this server: "/media/x" as "/atlas/media/x"."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}{path}" if base else path


def publish(name: str, content: bytes, mimetype: str) -> str:
    """Return an address of `content` under this server, or a data URL where no server runs.

    Parameters
    ----------
    name
        Slot on the page that the bytes fill; the next bytes for it free the last ones.
    content
        The file.
    mimetype
        Its type.
    """
    if not exists():
        return data_url(name, content, mimetype)
    return own_address(get_instance().media_file_mgr.add(content, mimetype, f"atlas-{name}"))
