"""The road of a dispute about held money: stages down the left, and beside them whom silence pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.publish.pictures.sheet import EDGE, FULL, PAD, WIDE, Place, Sheet

if TYPE_CHECKING:
    from wizard.publish.pictures.script import Script

LEFT: Final = EDGE + PAD
INNER: Final = WIDE - 2 * LEFT
SPINE: Final = 30
EXIT: Final = 160
"""Where the boxes of the exits begin."""
YOURS: Final = ("answer_silent",)
"""The exits that pay the freelancer."""


def drawn(script: Script) -> Sheet:
    """Return the picture."""
    sheet = Sheet(script.title)
    top = sheet.top
    y = sheet.words(LEFT, top + 7, script["start"].name, INNER, "strong")
    y = sheet.card(script["refund_request"], LEFT, y + 5, INNER)
    y = sheet.card(script["still_open"], LEFT, y + 8, INNER) + PAD
    sheet.field(EDGE, top, FULL, y - top)
    y = _way(sheet, script, y, "file", "silent")
    y = sheet.card(script["answer"], LEFT, y, INNER)
    y = _way(sheet, script, y, "declined", "answer_silent")
    y = sheet.card(script["recommendation"], LEFT, y, INNER)
    y = _way(sheet, script, y, "refused", "both_accept")
    y = sheet.card(script["arbitration"], LEFT, y, INNER)
    y = _way(sheet, script, y, "both_pay", "nobody_pays", "one_pays")
    sheet.card(script["ruling"], LEFT, y, INNER, "card end")
    return sheet


def _way(sheet: Sheet, script: Script, y: float, step: str, *exits: str) -> float:
    """Draw the way on at the left and the ways out at the right; return where the next stage begins."""
    if not exits:
        return sheet.step(script[step], SPINE, y, WIDE - LEFT - SPINE - 14)
    sheet.arrow(EXIT + 14, y, y + 18, "line back")
    low = y + 18
    for one in exits:
        said = [(script[one].name, ""), (script[one].says, "strong")]
        kind = "card yours" if one in YOURS else "card exit"
        low = sheet.box(Place(EXIT, low, WIDE - LEFT - EXIT), said, kind) + 4
    return sheet.step(script[step], SPINE, y, EXIT - SPINE - 18, low + 8 - y)
