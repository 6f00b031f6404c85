"""Bytes for the browser, served by the running app itself: geometry stays out of every message.

The platform's media store has no public interface for this. It keeps a file as long as a session's last run named it,
so publish on every run; equal bytes keep their address and the browser's cache.
"""

from __future__ import annotations

from streamlit.runtime import exists, get_instance

from geo.view.payload import data_url


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
    return get_instance().media_file_mgr.add(content, mimetype, f"atlas-{name}")
