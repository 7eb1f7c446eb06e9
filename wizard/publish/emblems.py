"""Draws the pictures of the installed app: icons from emblem.svg, screenshots from pages of the built site.

They are drawn by hand when the look changes and kept in the repository: every build has the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.publish import machine, printing
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ICONS: Final = "assets/icons"
SOURCE: Final = "emblem.svg"
SIDES: Final = {"icon-192.png": 192, "icon-512.png": 512, "touch.png": 180}
"""File -> side in pixels; the emblem fills the square, with room around it, so it may be cut round too."""
SHOTS: Final = {
    "screen-narrow.png": ("wizard/ghosting/notice/index.html", 540, 1080),
    "screen-wide.png": ("wizard/index.html", 1280, 800),
}
"""File -> page of the built site, width and height."""


def draw(docs: Path, site: Path) -> Iterator[Path]:
    """Write all pictures below `docs` and yield their paths.

    Raises PublishError where there is no Chromium or no built site, or where nothing is drawn.
    """
    chromium = machine.find_chromium()
    if chromium is None:
        raise PublishError("Icons are drawn by Chromium, which this machine does not have: `make chromium`.")
    icons = docs / ICONS
    for name, side in SIDES.items():
        flags = ("--hide-scrollbars", f"--window-size={side},{side}")
        yield _drawn(chromium, icons / SOURCE, icons / name, *flags)
    for name, (page, width, height) in SHOTS.items():
        if not (site / page).exists():
            raise PublishError(f"There is no {page} in {site.name}/: build the site first.")
        flags = ("--hide-scrollbars", f"--window-size={width},{height}")
        yield _drawn(chromium, site / page, icons / name, *flags)


def _drawn(chromium: Path, source: Path, into: Path, *flags: str) -> Path:
    into.write_bytes(printing.made(chromium, source, *flags, "--screenshot={}/picture.png"))
    return into
