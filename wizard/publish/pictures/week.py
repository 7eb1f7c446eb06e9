"""One week of hourly work as strips of days, drawn from the moments that the ledger names."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING, Final

from wizard.publish.errors import PublishError
from wizard.publish.pictures.script import Run
from wizard.publish.pictures.sheet import EDGE, FULL, LEADING, PAD, WIDE, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.facts import Fact
    from wizard.publish.pictures.script import Label, Runs, Script

WEEK: Final = 7
DAY: Final = FULL / WEEK
"""Units of one day."""
HIGH: Final = 18
"""Of a strip."""
SIGN: Final = 12
"""Of the small sign before a label: the same as its bar."""
MOMENT: Final = re.compile(r"(?P<day>[A-Z][a-z]+day)(?: (?P<hour>\d\d):(?P<minute>\d\d))?")


def drawn(script: Script) -> Sheet:
    """Return the picture."""
    sheet = Sheet(script.title)
    work, review, pay = script["work"], script["review"], script["pay"]
    bars = [(_days(work.fact("hourly.week_starts")), _days(work.fact("hourly.week_ends")), "full")]
    y = _week(sheet, script["first"].name, script.axis, sheet.top, bars)
    y = _said(sheet, work, y, "full")

    until = _days(script["cleanup"].fact("hourly.cleanup_until"))
    start, end = (_days(review.fact(key)) for key in ("hourly.invoice_at", "hourly.review_closes"))
    bars = [(0.0, until, "full"), (start, end, "open")]
    y = _week(sheet, script["second"].name, script.axis, y + PAD, bars)
    y = _said(sheet, script["cleanup"], y, "full")
    y = _said(sheet, review, y, "open")

    day = _days(pay.fact("hourly.pay_day"))
    y = _week(sheet, script["third"].name, script.axis, y + PAD, [(day, day + 1, "paid")])
    y = _said(sheet, pay, y, "paid") + 2 * PAD

    inner, left = FULL - 2 * PAD, EDGE + PAD
    top = y
    y = sheet.words(left, top + 7, script["dispute"].name, inner, "strong")
    y = sheet.words(left, y, script["dispute"].says, inner)
    y = sheet.card(script["answer"], left, y + 8, inner)
    y = sheet.step(script["declined"], left + 19, y, inner)
    y = sheet.card(script["decision"], left, y, inner, "card end") + PAD
    sheet.field(EDGE, top, FULL, y - top, "zone back")
    return sheet


def _days(fact: Fact) -> float:
    """Return how many days after the start of its week a moment of the ledger lies."""
    found = MOMENT.match(str(fact.value))
    if found is None or found["day"] not in calendar.day_name:
        raise PublishError(f'"{fact.value}" of {fact.key} names no day of the week, so it cannot be drawn.')
    minutes = int(found["hour"] or 0) * 60 + int(found["minute"] or 0)
    return list(calendar.day_name).index(found["day"]) + minutes / (24 * 60)


def _week(
    sheet: Sheet, name: Runs, axis: Sequence[str], y: float, bars: list[tuple[float, float, str]]
) -> float:
    """Draw a week under its name, with bars over some of its days; return where its labels begin."""
    y = sheet.words(EDGE, y, name, FULL, "soft") + 2
    for day, short in enumerate(axis):
        sheet.words(EDGE + (day + 0.5) * DAY, y, (Run(short),), DAY, "middle")
    y += LEADING + 3
    sheet.field(EDGE, y, FULL, HIGH, "strip")
    for start, end, kind in bars:
        sheet.field(EDGE + start * DAY, y, (end - start) * DAY, HIGH, f"bar {kind}")
    for day in range(1, WEEK):
        sheet.path(f"M{EDGE + day * DAY} {y}v{HIGH}", "rule")
    return y + HIGH + 8


def _said(sheet: Sheet, label: Label, y: float, kind: str) -> float:
    """Write a label behind the sign of its bar; return where it ends."""
    sheet.field(EDGE, y + 3, SIGN, SIGN, f"bar {kind}")
    left = EDGE + SIGN + 8
    y = sheet.words(left, y, label.name, WIDE - left, "name")
    return sheet.words(left, y, label.says, WIDE - left) + 6
