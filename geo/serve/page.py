"""The page before anything runs in it: the platform's shell, told where its server is.

The platform's script looks for its server under the address of the page first and one step above it then: two requests
that end in 404 on every page but the first. Told the address, it asks once.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256

from geo.ui.platform import shell, told_server

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_WITHOUT_SCRIPT = (
    "<noscript><p>Nearshore Atlas draws its maps in the browser and needs JavaScript; the command nearshore prints the "
    "same figures without.</p></noscript>"
)


def page(base_path: str) -> str:
    """Return the HTML of every page under `base_path`."""
    told = f"<script>{told_server(json.dumps(base_path))}</script>"
    html = _NO_SCRIPT.sub(_WITHOUT_SCRIPT, shell())
    return html.replace("<script", f"{told}<script", 1)


def script_hashes(html: str) -> list[str]:
    """Return the hashes of the scripts that stand in `html` itself, as a security policy names them."""
    found = _SCRIPT.findall(html)
    return [f"sha256-{b64encode(sha256(each.encode()).digest()).decode()}" for each in found]
