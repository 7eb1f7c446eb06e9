"""Weeks: the working days of a reader, the week of a day, and moments of a week as facts write them.

A reader's weekend counts her own days. It never changes how the platform counts.
"""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6
_MOMENT = re.compile(r"(?P<day>[A-Z][a-z]+day) (?P<hour>\d{2}):(?P<minute>\d{2}) UTC", re.ASCII)
WEEKENDS: Mapping[str, frozenset[int]] = {
    "sat_sun": frozenset((_SATURDAY, _SUNDAY)),
    "fri_sat": frozenset((_FRIDAY, _SATURDAY)),
    "fri": frozenset((_FRIDAY,)),
    "sun": frozenset((_SUNDAY,)),
}
"""Weekends as they are kept in different countries: id -> weekdays, Monday is 0."""


def working_days(first: date, last: date, weekend: frozenset[int]) -> int:
    """Return how many days from `first` to `last`, both counted, are outside the weekend."""
    length = max(0, (last - first).days + 1)
    weeks, rest = divmod(length, 7)
    odd = sum((first + timedelta(days=n)).weekday() not in weekend for n in range(rest))
    return weeks * (7 - len(weekend)) + odd


def closing(day: date) -> date:
    """Return the Sunday that closes the week, Monday to Sunday, in which the day is."""
    return day + timedelta(days=_SUNDAY - day.weekday())


def after_closing(text: str) -> tuple[int, time]:
    """Return a fact such as "Monday 11:59 UTC" as days after the Sunday that closed a week, and the time.

    Raises ValueError where the text is no moment of a week.
    """
    match = _MOMENT.fullmatch(text)
    if not match or match["day"] not in _NAMES:
        raise ValueError(f'"{text}" is not a moment of a week')
    days = (_NAMES.index(match["day"]) - _SUNDAY) % 7
    return days, time(int(match["hour"]), int(match["minute"]))


def of_work(amount: Decimal, fee: Decimal, per_day: Decimal) -> Decimal:
    """Return how many days of work a sum is, to a tenth; `fee` is in per cent of it, `per_day` above 0."""
    left = amount * (100 - fee) / 100
    return (left / per_day).quantize(Decimal("0.1"), ROUND_HALF_UP)
