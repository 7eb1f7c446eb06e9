"""The name of a folder whose content is fixed: a short hash over all its files. Nothing is written here."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

LENGTH: Final = 16


def fingerprint(folder: Path) -> str:
    """Return LENGTH hexadecimal digits that change when a file of the folder changes its name or content."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*"), key=lambda file: file.relative_to(folder).as_posix()):
        if file.is_file():
            content = file.read_bytes()
            digest.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:LENGTH]
