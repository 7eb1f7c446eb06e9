"""The states of the money on a fixed-price contract: down the left to the freelancer, down the right back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.publish.pictures.sheet import EDGE, FULL, GAP, PAD, WIDE, Sheet

if TYPE_CHECKING:
    from wizard.publish.pictures.script import Script

LEFT: Final = EDGE + PAD
INNER: Final = WIDE - 2 * LEFT
SPINE: Final = 30
"""Where the way to the freelancer runs."""
RAIL: Final = 299
"""Where the ways back run."""
NARROW: Final = 268
"""Width of the boxes that the way back passes."""
AGAIN: Final = 166
"""Where the words of the way up begin."""
LAST: Final = 186


def drawn(script: Script) -> Sheet:
    """Return the picture."""
    sheet = Sheet(script.title)
    y = sheet.card(script["not_funded"], LEFT, sheet.top, INNER, "card idle")
    top = sheet.step(script["fund"], SPINE, y, INNER - SPINE)
    held = _held(sheet, script, top)

    y = sheet.step(script["release"], SPINE, held, RAIL - SPINE - 24)
    y = sheet.card(script["pending"], LEFT, y, NARROW)
    sheet.arrow(SPINE, y, y + GAP)
    back = sheet.card(script["yours"], LEFT, y + GAP, NARROW, "card yours") + GAP

    sheet.arrow(RAIL, held, back, "line back")
    y = sheet.words(LEFT, back + 7, script["back"].name, INNER, "strong")
    y = sheet.card(script["refund_request"], LEFT, y + 5, INNER)
    y = sheet.card(script["you_end"], LEFT, y + 8, INNER) + PAD
    sheet.field(EDGE, back, FULL, y - back, "zone back")
    sheet.arrow(RAIL, y, y + GAP, "line back")
    sheet.card(script["theirs"], WIDE - LEFT - LAST, y + GAP, LAST, "card end")
    return sheet


def _held(sheet: Sheet, script: Script, top: float) -> float:
    """Draw the states in which the money is held, with the way up for changes; return where they end."""
    y = sheet.words(LEFT, top + 7, script["held"].name, INNER, "strong")
    start = sheet.card(script["work_in_progress"], LEFT, y + 5, INNER)
    again = sheet.words(AGAIN, start + 7, script["changes"].says, RAIL - AGAIN - 4) + 7
    end = sheet.step(script["submit"], SPINE, start, AGAIN - SPINE - 18, again - start)
    sheet.arrow(RAIL, end, start)
    y = sheet.card(script["in_review"], LEFT, end, INNER) + PAD
    sheet.field(EDGE, top, FULL, y - top)
    return y
