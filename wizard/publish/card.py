"""Draws the picture that a chat shows for a link: docs/assets/icons/card.png, from card.svg beside it.

It is drawn by hand when the SVG changes and kept in the repository, so that every build has the same bytes.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from wizard.publish import machine
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
    size = ",".join(str(side) for side in SIZE)
    flags = ("--headless", "--hide-scrollbars", f"--window-size={size}", f"--screenshot={card}")
    source = card.with_suffix(".svg").as_uri()
    done = subprocess.run(
        (chromium, *machine.BROWSER_FLAGS, *flags, source), capture_output=True, text=True, check=False
    )
    if done.returncode or not card.exists():
        raise PublishError(f"Chromium drew no card.\n{done.stderr}")
    return card
