"""``python -m tests.stress.held_server PORT LOOKUPS FILES``: the app where few files may be open and no name is found.

Every look-up of a name is written to the file LOOKUPS, and hangs. FILES is how many files may be open, which cannot be
raised. Connections may be silent for a shorter time than in earnest, since the tests wait for their end.
"""

from __future__ import annotations

import resource
import socket
import sys
import time
from pathlib import Path

from geo.serve import connection
from geo.serve.app import serve
from geo.serve.place import Place

HELD_S = 60.0
REQUEST_S = 5.0


def main(port: int, lookups: Path, files: int) -> None:
    def held(name: object, *_: object, **__: object) -> list[object]:
        with lookups.open("a", encoding="utf-8") as log:
            log.write(f"{name}\n")
        time.sleep(HELD_S)
        raise socket.gaierror(socket.EAI_AGAIN, "no resolver answers")

    lookups.touch()
    socket.getaddrinfo = held  # type: ignore[assignment]
    socket.gethostbyname = held  # type: ignore[assignment]
    socket.gethostbyname_ex = held  # type: ignore[assignment]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files // 2, files))
    connection.REQUEST_S = REQUEST_S
    serve(Place(port))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
