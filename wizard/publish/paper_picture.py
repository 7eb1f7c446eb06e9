"""A page of a PDF as a picture, for people and tests to look at; no library for pictures is needed."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage


def grey(page: PdfPage, scale: float = 1.5) -> bytes:
    """Return a page as a grey PNG: a header, its lines behind one zero each, and an end."""
    picture = page.render(scale=scale, grayscale=True)
    bits, rows = bytes(picture.buffer), range(picture.height)
    lines = b"".join(b"\0" + bits[row * picture.stride :][: picture.width] for row in rows)
    header = struct.pack(">2I5B", picture.width, picture.height, 8, 0, 0, 0, 0)
    blocks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in blocks
    )
