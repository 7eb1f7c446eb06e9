"""Files as they go over the line: type, gzip form, tag. Read into memory once and again when they change."""

from __future__ import annotations

import gzip
import hashlib
import threading
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
    ".zip": "application/zip",
}
UNKNOWN_TYPE: Final = "application/octet-stream"
GZIPPED: Final = (
    "text/",
    "application/json",
    "application/manifest",
    "application/wasm",
    "application/xml",
    "image/svg",
)


@dataclass(frozen=True, slots=True)
class Body:
    """One file: its bytes, its gzip form if it travels so, its type, its tag, and when it changed."""

    plain: bytes
    packed: bytes | None
    kind: str
    tag: str
    changed: float


@dataclass(slots=True)
class Folder:
    """The files of the folder in memory, each with its gzip form, read again when the file changes."""

    folder: Path
    _kept: dict[Path, tuple[tuple[int, int], Body]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, path: str) -> Path | None:
        """Return the file or folder a relative path means; None if it lies outside or is not there."""
        if "\0" in path or "\\" in path or ".." in path.split("/"):
            return None
        here = (self.folder / path.strip("/")).resolve()
        return here if here.is_relative_to(self.folder) and here.exists() else None

    def take(self, file: Path) -> Body:
        """Return what is in a file."""
        state = file.stat()
        key = (state.st_mtime_ns, state.st_size)
        with self._lock:
            kept = self._kept.get(file)
            if kept and kept[0] == key:
                return kept[1]
            plain = file.read_bytes()
            kind = TYPES.get(file.suffix, UNKNOWN_TYPE)
            packed = gzip.compress(plain, mtime=0) if kind.startswith(GZIPPED) else None
            body = Body(plain, packed, kind, hashlib.sha256(plain).hexdigest()[:20], state.st_mtime)
            self._kept[file] = (key, body)
            return body


@cache
def opened(folder: Path) -> Folder:
    """Return the one memory of a folder: tests start many servers, and compressing the engine takes long."""
    return Folder(folder)
