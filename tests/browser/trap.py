"""A proxy that lets nothing through: what a page, its worker or its service worker asks of strangers is caught."""

from __future__ import annotations

import socketserver
import threading
from typing import TYPE_CHECKING, Any, Self, cast

if TYPE_CHECKING:
    from types import TracebackType


class _Line(socketserver.StreamRequestHandler):
    timeout = 5

    def handle(self) -> None:
        asked = self.rfile.readline(2_000).decode("latin-1").strip()
        cast("Any", self.server).caught.append(asked)
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class Trap(socketserver.ThreadingTCPServer):
    """Listens while it is entered; `caught` has the first line of every request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.caught: list[str] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()

    @property
    def proxy(self) -> dict[str, str]:
        """What a browser context is told: all but our own server is asked here."""
        return {"server": f"http://127.0.0.1:{self.server_address[1]}", "bypass": "127.0.0.1"}
