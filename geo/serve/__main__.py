"""``python -m geo.serve PORT [PUBLIC_NAME [BASE_PATH]]``: what ``nearshore serve`` becomes once all is checked."""

from __future__ import annotations

import sys

from geo.serve.app import serve
from geo.serve.place import Place

serve(Place(int(sys.argv[1]), *sys.argv[2:]))
