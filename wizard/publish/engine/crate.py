"""A crate: many small files in one piece that JavaScript opens without a library. freight.js opens it.

Eight bytes of mark, four that say how long the list is, the list as JSON (path and length), the contents.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK: Final = b"EKCRATE1"


def closed(files: Mapping[str, bytes]) -> bytes:
    """Return the files, by path, as a crate; the same files give the same bytes."""
    paths = sorted(files)
    listing = json.dumps([[path, len(files[path])] for path in paths], separators=(",", ":")).encode()
    return b"".join((MARK, len(listing).to_bytes(4, "little"), listing, *(files[path] for path in paths)))


def squeezed(content: bytes) -> bytes:
    """Return content as gzip with no time in it: a host compresses few types, and a cache none."""
    return gzip.compress(content, 9, mtime=0)
