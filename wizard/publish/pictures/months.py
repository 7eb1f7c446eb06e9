"""What one job weighs in the score, as lengths: by earnings, by paid months, and the months looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.publish.pictures.script import Run
from wizard.publish.pictures.sheet import EDGE, FULL, LEADING, PAD, WIDE, Sheet

if TYPE_CHECKING:
    from wizard.core.facts import Fact
    from wizard.publish.pictures.script import Label, Script

HIGH: Final = 16
LONGEST: Final = 210
"""Of a bar with a weight behind it."""
SIDE: Final = 30
"""Room for the number before a row of months."""
PITCH: Final = 23
"""From one square to the next, at most."""
BETWEEN: Final = 5
"""Squares."""
ROW: Final = 212
"""Room of the longest row of squares."""


def drawn(script: Script) -> Sheet:
    """Return the picture."""
    sheet = Sheet(script.title)
    y = sheet.words(EDGE, sheet.top, script["earned"].name, FULL, "strong") + 2
    y = _bars(sheet, [(script[name], f"score.weight_{name}") for name in ("lower", "middle", "upper")], y)

    y = sheet.words(EDGE, y + PAD, script["paid"].name, FULL, "strong")
    y = sheet.words(EDGE, y, script["paid"].says, FULL) + 6
    most = int(_number(script["in_all"].fact("score.length_cap")))
    pitch = min(PITCH, ROW / (most + 1))
    for name, squares in (("in_all", most), ("added", most + 1)):
        y = _squares(sheet, script[name], y, squares, pitch)

    y = sheet.words(EDGE, y + PAD, script["looked"].name, FULL, "strong")
    y = sheet.words(EDGE, y, script["window"].says, FULL) + 4
    window = _months(script["window"].fact("score.window_months"))
    best = _months(script["best"].fact("score.best_window"))
    longest = max(*window, *best)
    y = _rows(sheet, window, longest, y, "full")
    y = sheet.words(EDGE, y + 4, script["best"].says, FULL) + 4
    end = _rows(sheet, best, longest, y, "open")
    sheet.words(WIDE - EDGE, end - 2, (Run(script.axis[0]),), FULL, "soft last")
    return sheet


def _number(fact: Fact) -> float:
    return float(str(fact.value))


def _bars(sheet: Sheet, labels: list[tuple[Label, str]], y: float) -> float:
    """Draw each label with a bar as long as the value of its fact; return where they end."""
    weights = [_number(label.fact(key)) for label, key in labels]
    for (label, _), weight in zip(labels, weights, strict=True):
        y = sheet.words(EDGE, y, label.says, FULL) + 2
        long = LONGEST * weight / max(weights)
        sheet.field(EDGE, y, long, HIGH, "bar full")
        sheet.words(EDGE + long + 8, y - 1, label.clock, WIDE - long, "strong")
        y += HIGH + 8
    return y


def _squares(sheet: Sheet, label: Label, y: float, squares: int, pitch: float) -> float:
    """Draw one job and its further weight, a square for each; return where it ends."""
    side = pitch - BETWEEN
    for place in range(squares):
        sheet.field(EDGE + place * pitch, y, side, side, "bar open" if place else "bar full")
    sheet.words(EDGE + squares * pitch + 2, y + (side - LEADING) / 2, label.says, WIDE)
    return y + LEADING + 8


def _months(fact: Fact) -> list[int]:
    """Return the numbers of months that a fact names."""
    return [int(number) for number in re.findall(r"\d+", str(fact.value))]


def _rows(sheet: Sheet, windows: list[int], longest: int, y: float, kind: str) -> float:
    """Draw each window of months as a bar that ends today; return where they end."""
    for months in windows:
        long = (FULL - SIDE) * months / longest
        sheet.field(WIDE - EDGE - long, y + 2, long, HIGH - 2, f"bar {kind}")
        sheet.words(WIDE - EDGE - long - 6, y, (Run(str(months)),), SIDE, "last")
        y += LEADING + 2
    return y
