"""Days and instants of the named clocks: a start and a length in, the end and the safe day out.

Upwork counts in UTC. A period of n days that starts on day D ends, as we read it, at 24:00 UTC of day D + n.
A deadline the reader must meet is shown one day early; a clock she waits for, one day late.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from wizard.core.errors import Refusal, shortened
from wizard.core.model import Owner

Whose: TypeAlias = Literal["must_meet", "waits_for"]
EARLIEST = date(2015, 5, 1)
"""Upwork carries its name since May 2015; an older contract day is a typing error."""
LATEST = date(2100, 1, 1)
_SATURDAY = 5
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a clock ends: its last day, the first instant after it, and the day to count on."""

    last: date
    """The last day, as UTC counts days."""
    instant: datetime
    """24:00 UTC of the last day, written as 00:00 UTC of the next."""
    safe: date
    """For a deadline one day before the last day; for a clock waited for one day after the instant."""


def tomorrow(day: date) -> date:
    """Return the next day: east of London it may already be that, counted in UTC."""
    return day + timedelta(days=1)


def plus_working(day: date, number: int) -> date:
    """Return the day that lies `number` working days (Monday to Friday) after `day`."""
    while number > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            number -= 1
    return day


def ending(start: date, days: int, whose: Whose, counts: str = "calendar") -> Ending:
    """Return the end of a clock of `days` days that starts on `start`."""
    last = plus_working(start, days) if counts == "business" else start + timedelta(days=days)
    instant = datetime.combine(last + timedelta(days=1), time(0), UTC)
    safe = last - timedelta(days=1) if whose == "must_meet" else last + timedelta(days=2)
    return Ending(last, instant, safe)


def whose_turn(owner: Owner) -> Whose:
    """Return whether a clock of this owner is one that the freelancer must meet, or waits for."""
    return "must_meet" if owner in ("freelancer", "both") else "waits_for"


def surely_over(last: date, today: date) -> bool:
    """Tell whether a clock with this last day is over wherever its reader lives.

    A day is counted in UTC: east of London it still runs on the morning after, so one more day has to pass.
    """
    return today > tomorrow(last)


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar in ISO form, however far away."""
    try:
        return bool(_ISO.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def parse_day(text: str) -> date:
    """Return the day of an ISO text (2026-11-12), or raise Refusal with one clear sentence."""
    if not is_day(text.strip()):
        raise Refusal(
            f'"{shortened(text)}" is not a day we can read. Write year-month-day, for example 2026-11-12.'
        )
    day = date.fromisoformat(text.strip())
    if not EARLIEST <= day <= LATEST:
        raise Refusal(f"The day {day.isoformat()} cannot be right for an Upwork contract. Check the year.")
    return day


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def short(day: date) -> str:
    """Return ``Sat 5 Dec 2026``."""
    return f"{_WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def letter(day: date) -> str:
    """Return ``Friday 27 November``, as a message writes it."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def bare(day: date) -> str:
    """Return ``12 November``."""
    return f"{day.day} {_MONTHS[day.month - 1]}"
