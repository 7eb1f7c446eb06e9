"""Arbitration over held money as a square: who pays for it, and who then gets the money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.publish.pictures import lettering
from wizard.publish.pictures.sheet import EDGE, FULL, LEADING, Place, Sheet

if TYPE_CHECKING:
    from wizard.publish.pictures.script import Script

SIDE: Final = 72
"""Room for the names of the rows."""
SPACE: Final = 8
CELL: Final = (FULL - SIDE - SPACE) / 2
HIGH: Final = 60
KINDS: Final = {"you_alone": "card yours", "both": "card end"}


def drawn(script: Script) -> Sheet:
    """Return the picture."""
    sheet = Sheet(script.title)
    y = sheet.card(script["offer"], EDGE, sheet.top, FULL) + 16
    columns = (EDGE + SIDE, EDGE + SIDE + CELL + SPACE)
    heads = [
        sheet.words(x + CELL / 2, y, script[name].name, CELL, "strong middle")
        for x, name in zip(columns, ("client_no", "client_yes"), strict=True)
    ]
    y = max(heads) + 6
    for row, cells in (("you_no", ("nobody", "client_alone")), ("you_yes", ("you_alone", "both"))):
        for x, name in zip(columns, cells, strict=True):
            sheet.box(Place(x, y, CELL, HIGH), [(script[name].name, "name")], KINDS.get(name, "card"))
        lines = lettering.lines(script[row].name, SIDE - 4, "strong")
        sheet.words(EDGE, y + (HIGH - LEADING * len(lines)) / 2, script[row].name, SIDE - 4, "strong")
        y += HIGH + SPACE
    sheet.card(script["fee"], EDGE, y + SPACE, FULL, "card idle")
    return sheet
