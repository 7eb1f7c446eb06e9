"""Draws the picture that a chat shows for a link: docs/assets/icons/card.png, from card.svg beside it.

It is drawn by hand when the SVG changes and kept in the repository, so that every build has the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.publish import machine, printing
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

CARD: Final = "assets/icons/card.png"
SIZE: Final = (1200, 630)


def draw(docs: Path) -> Path:
    """Write the picture below `docs` and return its path.

    Raises PublishError where there is no Chromium, or where it draws nothing.
    """
    chromium = machine.find_chromium()
    if chromium is None:
        raise PublishError(
            "The card is drawn by Chromium, which this machine does not have: `make chromium`."
        )
    card = docs / CARD
    card.unlink(missing_ok=True)
    size = ",".join(str(side) for side in SIZE)
    flags = ("--hide-scrollbars", f"--window-size={size}", "--screenshot={}/card.png")
    card.write_bytes(printing.made(chromium, card.with_suffix(".svg"), *flags))
    return card
