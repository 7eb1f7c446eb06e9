"""The one small server: shows a finished folder as GitHub Pages would, and can fail on purpose.

`make serve`, the browser tests and the bench all use it. It never builds anything and knows no page.
"""

from __future__ import annotations

import http
import posixpath
import socket
import struct
import threading
import time
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final, Self, cast
from urllib.parse import unquote, urlsplit

from wizard.publish.bodies import Body, opened
from wizard.publish.faults import Faults, Line, Mode

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

MAX_AGE: Final = 600  # seconds; GitHub Pages says so for every file
CHUNK: Final = 16 * 1024  # bytes between two looks at the throttle
PORTS_TRIED: Final = 100


@dataclass(slots=True)
class Seen:
    """One request, noted when it arrives and completed while it is answered.

    `path` is relative to the base path and has no query; `at` is in seconds since the server started;
    `fault` names the fault that was injected, if any; `status` is 0 while no headers have been sent;
    `sent` counts the bytes of the body on the wire.
    """

    method: str
    path: str
    at: float
    fault: str = ""
    status: int = 0
    sent: int = 0


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection; everything it knows hangs on its server."""

    protocol_version = "HTTP/1.1"
    server_version = "EvenKeel"
    sys_version = ""
    # Headers and body are two writes; without this the second waits for the reader's delayed answer.
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.site = cast("_Listener", self.server).site
        self.seen = Seen("", "", 0.0)
        self.site.connections.add(self.connection)

    def finish(self) -> None:
        self.site.connections.discard(self.connection)
        try:
            super().finish()
        except OSError:
            # The reader left while the last bytes were on their way.
            self.close_connection = True

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def _not_here(self) -> None:
        self._note(self.path, "")
        self.close_connection = True
        self._plain(405, "Only reading is possible here.\n", Allow="GET, HEAD")

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _not_here

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        base = self.site.base
        if not path.startswith(base):
            self._note(path, "")
            if path + "/" == base:
                self._redirect(base, parts.query)
            else:
                self._plain(404, f"Nothing is here. The site is at {base}\n")
            return
        path = path.removeprefix(base)
        mode, seconds = self.site.faults.take(path)
        self._note(path, mode or "")
        try:
            self._answer(path, parts.query, mode, seconds)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _answer(self, path: str, query: str, mode: Mode | None, seconds: float) -> None:
        match mode:
            case "hang":
                self.site.stopped.wait()
                self.close_connection = True
            case "refuse":
                # Linger zero makes close() send a reset instead of a polite end.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
            case "rate_limit":
                self._plain(429, "Too many requests.\n", **{"Retry-After": "1"})
            case "missing":
                self._missing()
            case _:
                if mode == "delay":
                    self.site.stopped.wait(seconds)
                self._find(path, query, mode)

    def _find(self, path: str, query: str, mode: Mode | None) -> None:
        shelf = self.site.shelf
        found = shelf.find(path)
        if found is None and path and not path.endswith("/"):
            found = shelf.find(f"{path}.html")
        if found and found.is_dir():
            if path and not path.endswith("/"):
                self._redirect(posixpath.join(self.site.base, path) + "/", query)
                return
            found = shelf.find(posixpath.join(path, "index.html"))
        elif path.endswith("/"):
            found = None
        if found and found.is_file():
            self._file(shelf.take(found), mode)
        else:
            self._missing()

    def _file(self, body: Body, mode: Mode | None) -> None:
        packed = body.packed if "gzip" in self.headers.get("Accept-Encoding", "") else None
        headers = {
            "Cache-Control": f"max-age={self.site.max_age}",
            "ETag": f'W/"{body.tag}"' if packed else f'"{body.tag}"',
            "Last-Modified": formatdate(body.changed, usegmt=True),
            "Access-Control-Allow-Origin": "*",
        }
        if body.packed:
            headers["Vary"] = "Accept-Encoding"
        if self._unchanged(body):
            self._head(304, headers)
            return
        content = body.plain if packed is None else packed
        headers["Content-Type"] = "text/plain; charset=utf-8" if mode == "wrong_type" else body.kind
        if mode == "garbage":
            content = b"\x9b" * len(body.plain)
        elif packed is not None:
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(content))
        self._head(200, headers)
        if mode == "truncate":
            content = content[: len(content) // 2]
            self.close_connection = True
        self._body(content)

    def _unchanged(self, body: Body) -> bool:
        wanted = self.headers.get("If-None-Match")
        if wanted is not None:
            tags = {tag.strip().removeprefix("W/").strip('"') for tag in wanted.split(",")}
            return "*" in tags or body.tag in tags
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and int(body.changed) <= parsedate_to_datetime(since).timestamp()
        except ValueError:
            return False

    def _missing(self) -> None:
        page = self.site.shelf.find("404.html")
        if page is None:
            self._plain(404, "Nothing is here.\n")
            return
        body = self.site.shelf.take(page)
        packed = body.packed if "gzip" in self.headers.get("Accept-Encoding", "") else None
        content = body.plain if packed is None else packed
        encoding = {} if packed is None else {"Content-Encoding": "gzip"}
        headers = {"Content-Type": body.kind, "Content-Length": str(len(content)), "Vary": "Accept-Encoding"}
        self._head(404, headers | encoding)
        self._body(content)

    def _redirect(self, path: str, query: str) -> None:
        self._plain(301, "", Location=path + (f"?{query}" if query else ""))

    def _plain(self, status: int, text: str, **headers: str) -> None:
        content = text.encode()
        kind = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(content))}
        self._head(status, kind | headers)
        self._body(content)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.seen.status = status
        self.send_response(status, http.HTTPStatus(status).phrase)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _body(self, content: bytes) -> None:
        if self.command == "HEAD":
            return
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            self.site.line.wait_for(len(piece))
            # Counted before it leaves: a test that has read all of it looks at once.
            self.seen.sent += len(piece)
            self.wfile.write(piece)

    def _note(self, path: str, fault: str) -> None:
        self.seen = Seen(self.command, path, time.monotonic() - self.site.started, fault)
        self.site.seen.append(self.seen)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: `seen` is the log."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    site: Server

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a reader goes away in the middle, which browsers do all the time."""


class Server:
    """A running server for one folder; a context manager that stops at the end.

    `url` is the address of the home page, `faults` what shall go wrong, `line` the shared speed, `seen` every
    request in the order of arrival.
    """

    def __init__(
        self,
        folder: Path,
        *,
        base: str = "/even-keel/",
        port: int = 0,
        bits_per_second: float | None = None,
        max_age: int = MAX_AGE,
    ) -> None:
        """Serve `folder` below the path `base` on 127.0.0.1; port 0 takes any free one.

        With `max_age` 0 a reader who comes back at once asks as one does who comes back after a week.

        Raises OSError when the port is taken and ValueError when `base` has no slash at both ends.
        """
        if not (base.startswith("/") and base.endswith("/")):
            message = f"A base path begins and ends with a slash, unlike {base!r}."
            raise ValueError(message)
        self.base = base
        self.max_age = max_age
        self.faults = Faults()
        self.line = Line(bits_per_second)
        self.seen: list[Seen] = []
        self.shelf = opened(folder.resolve())
        self.connections: set[socket.socket] = set()
        self.stopped = threading.Event()
        self.started = time.monotonic()
        self._listener = _Listener(("127.0.0.1", port), _Handler)
        self._listener.site = self
        self.port: int = self._listener.server_port
        self.url = f"http://127.0.0.1:{self.port}{base}"
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def warm(self) -> None:
        """Read and compress every file now, so that no later request pays for it."""
        for file in sorted(self.shelf.folder.rglob("*")):
            if file.is_file():
                self.shelf.take(file)

    def wait(self) -> None:
        """Block until the server stops."""
        self._thread.join()

    def stop(self) -> None:
        """Close the port and every open connection; harmless when it has stopped already."""
        if self.stopped.is_set():
            return
        self.stopped.set()
        self._listener.shutdown()
        self._listener.server_close()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def __enter__(self) -> Self:
        """Return the running server."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()


def serve_near(folder: Path, *, base: str, port: int) -> Server:
    """Serve on `port` or the next free one above it.

    Raises OSError when a hundred ports in a row are taken.
    """
    for candidate in range(port, port + PORTS_TRIED):
        try:
            return Server(folder, base=base, port=candidate)
        except OSError:
            continue
    message = f"No port from {port} to {port + PORTS_TRIED - 1} is free."
    raise OSError(message)
