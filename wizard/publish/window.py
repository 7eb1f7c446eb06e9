"""The line between a preview and the pages that are open: answers to addresses, and a sign of each change.

It knows neither what a page is nor what changes: for both it asks the preview.
"""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast
from urllib.parse import parse_qs, unquote, urlsplit

from wizard.publish.bodies import TYPES
from wizard.publish.errors import PublishError
from wizard.publish.server import PORTS_TRIED

if TYPE_CHECKING:
    import threading

OWN: Final = "_preview/"
"""Begins the addresses that only a preview has."""
PANEL: Final = Path(__file__).parent / "panel"
FOUND: Final = 200
MOVED: Final = 301
MISSING: Final = 404
WRONG: Final = 500
BEAT: Final = 15.0
"""Seconds after which a silent connection is tried, so that one that has ended is noticed."""


class Answer(Protocol):
    """What stands at an address, as it goes over the line."""

    @property
    def status(self) -> int:
        """The number of HTTP."""

    @property
    def kind(self) -> str:
        """The type of the content."""

    @property
    def body(self) -> bytes:
        """The content; where another address is meant, that address."""


class Author(Protocol):
    """Who knows the pages."""

    base: str
    turn: threading.Condition
    revision: int
    """Counts what an open page should look at: changes, and findings that have come."""

    def asset(self, path: str) -> Path | None:
        """Return the file that needs no making."""

    def sight(self, path: str) -> Answer:
        """Return what stands at an address."""

    def look(self, path: str) -> dict[str, Any]:
        """Return what the script beside an open page asks for."""


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection; everything it knows hangs on its server."""

    protocol_version = "HTTP/1.1"
    server_version = "EvenKeel"
    sys_version = ""
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        author = cast("Listener", self.server).author
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        if not path.startswith(author.base):
            if path + "/" == author.base:
                self._put(MOVED, TYPES[".txt"], b"", Location=author.base)
            else:
                self._put(MISSING, TYPES[".txt"], f"Nothing is here. The site is at {author.base}\n".encode())
            return
        path = path.removeprefix(author.base)
        if path == f"{OWN}events":
            self._tell(author)
        elif path == f"{OWN}look":
            (seen, *_) = parse_qs(parts.query).get("path", [""])
            found = json.dumps(author.look(seen.removeprefix(author.base)))
            self._put(FOUND, TYPES[".json"], found.encode())
        elif path.startswith(OWN):
            self._file(next((file for file in PANEL.iterdir() if file.name == path.removeprefix(OWN)), None))
        elif asset := author.asset(path):
            self._file(asset)
        else:
            answer = author.sight(path)
            if answer.status == MOVED:
                self._put(answer.status, answer.kind, b"", Location=answer.body.decode())
            else:
                self._put(answer.status, answer.kind, answer.body)

    def _file(self, file: Path | None) -> None:
        try:
            content = file.read_bytes() if file else b""
        except OSError:
            file = None
        if file is None:
            self._put(MISSING, TYPES[".txt"], b"Nothing is here.\n")
        else:
            self._put(FOUND, TYPES[file.suffix], content)

    def _put(self, status: int, kind: str, content: bytes, **headers: str) -> None:
        fixed = {"Content-Type": kind, "Content-Length": str(len(content)), "Cache-Control": "no-store"}
        self.send_response(status)
        for name, value in (fixed | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _tell(self, author: Author) -> None:
        """Keep the connection and say a number each time an open page should look."""
        self.close_connection = True
        self.send_response(FOUND)
        for name, value in (("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")):
            self.send_header(name, value)
        self.end_headers()
        said = -1
        while True:
            with author.turn:
                author.turn.wait_for(lambda said=said: author.revision != said, timeout=BEAT)  # type: ignore[misc]
                news, said = author.revision != said, author.revision
            self.wfile.write(f"data: {said}\n\n".encode() if news else b":\n\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: the page says it."""


class Listener(ThreadingHTTPServer):
    """Listens on this machine alone."""

    daemon_threads = True
    request_queue_size = 128
    author: Author

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a page goes away in the middle, which browsers do all the time."""


def opened(author: Author, port: int) -> Listener:
    """Return a listener on `port` or the next free one above it; 0 takes any.

    Raises PublishError when a hundred ports in a row are taken.
    """
    for candidate in range(port, port + PORTS_TRIED) if port else (0,):
        try:
            listener = Listener(("127.0.0.1", candidate), _Handler)
        except OSError:
            continue
        listener.author = author
        return listener
    raise PublishError(f"No port from {port} to {port + PORTS_TRIED - 1} is free.")
