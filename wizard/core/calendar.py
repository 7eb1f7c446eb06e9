"""Calendar files: days with a title, a text and alarms, written as RFC 5545 wants them.

Nothing is read here, and nothing depends on the clock: the same events give the same bytes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MEDIA = "text/calendar"
LONGEST = 75
"""Octets of a line before it is folded, as RFC 5545 section 3.1 counts them."""
_END = "\r\n"
_KEPT = "\n\u200c\u200d"
"""Not printable by themselves: the end of a line, and what Hindi, Persian and emoji are written with."""
_ESCAPED = re.compile(r"[\\;,]")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder, in hours after the start of the event's day where the reader is; negative before it."""

    hours: int
    says: str


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day of a calendar."""

    uid: str
    """The same for the same event, so that a second import replaces the first."""
    day: date
    title: str
    text: str = ""
    alarms: tuple[Alarm, ...] = ()


def write(events: Iterable[Event], stamp: date) -> str:
    """Return a calendar file; `stamp` is the day on which it is made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Even Keel//Dates//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + _END for line in lines)


def _event(event: Event, stamp: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{_basic(stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_basic(event.day)}"
    yield f"DTEND;VALUE=DATE:{_basic(event.day + timedelta(days=1))}"
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{_escaped(event.text)}"
    yield "TRANSP:TRANSPARENT"
    for alarm in event.alarms:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:{'-' if alarm.hours < 0 else ''}PT{abs(alarm.hours)}H",
            f"DESCRIPTION:{_escaped(alarm.says)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    """Return a text value, with a backslash before each sign that has a meaning in the file."""
    one = text.replace("\r\n", "\n").replace("\r", "\n")
    # What cannot be seen steers a reader's eye or her calendar, and half a character fits into no file.
    kept = "".join(
        letter if letter.isprintable() or letter in _KEPT else " " * letter.isspace() for letter in one
    )
    return _ESCAPED.sub(r"\\\g<0>", kept).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets; a letter of several octets is never cut."""
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return _END.join((*pieces, piece))
