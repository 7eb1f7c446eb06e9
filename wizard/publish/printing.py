"""Prints pages as PDFs with a Chromium without a window. Equal pages give equal bytes, and are printed once.

What a page says is for who wrote it; where a Chromium comes from is for `machine`.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.publish import machine
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping

PAPERS: Final = {"a4": "A4", "letter": "Letter"}
"""Name in files -> name of the paper for readers; a style sheet knows the paper by either."""
SECONDS: Final = 120
FLAGS: Final = ("--headless", *machine.BROWSER_FLAGS, "--no-pdf-header-footer")
AT_ONCE: Final = 2
_MADE: Final = re.compile(rb"(?<=Date \(D:)\d{14}(?=\+00'00'\))")
"""The two moments at which a PDF was made, as Chromium writes them."""
MOMENTS: Final = 2


def printed(pages: Mapping[str, str], cache: Path, day: str) -> dict[str, bytes]:
    """Return name -> PDF for complete HTML pages that fetch nothing; nothing at all without a Chromium.

    `day`, such as 2026-11-21, is the day that the PDFs carry. What is not in `cache` is printed and kept
    there; what nobody asks for any more is dropped. Raises PublishError where Chromium prints nothing usable.
    """
    chromium = machine.find_chromium()
    if chromium is None:
        return {}
    version = subprocess.run((chromium, "--version"), capture_output=True, text=True, check=True).stdout
    version += machine.letters()
    cache.mkdir(parents=True, exist_ok=True)
    kept = {name: cache / f"{_hash(version, day, page)}.pdf" for name, page in pages.items()}
    missing = [name for name, file in kept.items() if not file.exists()]
    with ThreadPoolExecutor(AT_ONCE) as together:
        made = together.map(partial(_print, chromium), (pages[name] for name in missing))
        for name, pdf in zip(missing, made, strict=True):
            _keep(kept[name], _dated(pdf, day))
    for old in set(cache.glob("*.pdf")) - set(kept.values()):
        old.unlink()
    return {name: file.read_bytes() for name, file in kept.items()}


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join((*FLAGS, *parts)).encode()).hexdigest()[:32]


def _print(chromium: Path, page: str) -> bytes:
    with tempfile.TemporaryDirectory() as room:
        source = Path(room, "page.html")
        source.write_text(page, encoding="utf-8")
        return made(chromium, source, "--print-to-pdf={}/page.pdf")


def made(chromium: Path, source: Path, *flags: str) -> bytes:
    """Return the file that a Chromium without a window makes from a page; `{}` in a flag is its folder.

    Raises PublishError, with what Chromium said, where it makes none in time.
    """
    with tempfile.TemporaryDirectory() as room:
        # A profile of its own: two Chromiums with one would be one, and the second would print nothing.
        own = (f"--user-data-dir={room}/profile", *(flag.replace("{}", f"{room}/made", 1) for flag in flags))
        Path(room, "made").mkdir()
        command = (str(chromium), *FLAGS, *own, source.as_uri())
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise PublishError(f"Chromium made nothing within {SECONDS} seconds.") from None
        file = next(Path(room, "made").iterdir(), None)
        if file is None:
            said = done.stderr.decode(errors="replace").strip()
            raise PublishError(f"Chromium made nothing: `{' '.join(command)}`.\n{said}".rstrip())
        return file.read_bytes()


def _dated(pdf: bytes, day: str) -> bytes:
    """Return a PDF made at the beginning of a day: the true moment would make each build differ."""
    dated, number = _MADE.subn(f"{day.replace('-', '')}000000".encode(), pdf)
    if number != MOMENTS:
        raise PublishError(f"A PDF of this Chromium has {number} dates where {MOMENTS} are known.")
    return dated


def _keep(file: Path, content: bytes) -> None:
    """Write a file whole or not at all: a build that is stopped must not leave half of one."""
    new = file.with_suffix(".new")
    new.write_bytes(content)
    new.rename(file)
