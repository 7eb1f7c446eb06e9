"""Keeps what takes long to make, by what it was made of. Only a saving: it can be deleted."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

MOST: Final = 4
"""How many of a name stay; another branch may want the last but one."""


def kept(folder: Path, name: str, made_of: Iterable[tuple[str, bytes]], make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, from `folder` if it was made of the same before; `name` has an ending."""
    digest = hashlib.sha256()
    for part, content in made_of:
        digest.update(f"{part} {len(content)}\n".encode() + content)
    place = folder / f"{digest.hexdigest()[:32]}-{name}"
    if not place.exists():
        content = make()
        folder.mkdir(parents=True, exist_ok=True)
        # Two builds may make it at once: each writes a whole file under a name of its own first.
        new = folder / f"{place.name}.{os.getpid()}"
        new.write_bytes(content)
        new.rename(place)
        for old in sorted(folder.glob(f"*-{name}"), key=lambda file: file.stat().st_mtime)[:-MOST]:
            old.unlink(missing_ok=True)
    return place.read_bytes()
