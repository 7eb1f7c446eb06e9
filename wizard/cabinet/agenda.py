"""What is due on a record, and what a calendar gets of it. Which clocks run stands in `case.running`.

The sentences about a clock are those of the dates tool, so that a date reads the same in both places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from wizard.cabinet.words import CaseWords
from wizard.case.record import Record
from wizard.case.running import Running, clocks_of
from wizard.core import calendar, clocks
from wizard.core.book import Book
from wizard.core.road import Phase
from wizard.core.words import Spans
from wizard.render import Speaker
from wizard.tools.dates import STARTED
from wizard.tools.model import ToolWords, put

IDLE = timedelta(days=90)
"""Without an entry for so long, a record stands in the tidy-up: four times a year."""
MORNING = 9
"""The hour of an alarm: awake, and with the whole day left."""
QUIET = ("mediation", "refund_window", "feedback", "public_reply", "feedback_change")
"""Clocks after whose end there is nothing left to look at or to do."""


@dataclass(frozen=True, slots=True)
class Due:
    """A clock of one record as it stands on a day: a turn of the reader's own, or one she waits for."""

    record: Record
    clock: Running
    phase: Phase

    @property
    def mine(self) -> bool:
        """Whether the reader must act before it ends."""
        return clocks.whose_turn(self.clock.owner) == "must_meet"

    @property
    def turn(self) -> str:
        """Whose turn it is, as lines of the words are named."""
        return "mine" if self.mine else "theirs"

    @property
    def urgent(self) -> bool:
        """Whether to look at it now: it is over, or the day to act by has come."""
        return self.phase == "over" or (self.mine and self.phase != "ahead")

    @property
    def day(self) -> date:
        """The day to count on; the last one, where the day before it has gone."""
        return self.clock.last if self.mine and self.phase == "last" else self.clock.safe


def dues(records: Iterable[Record], book: Book, today: date) -> tuple[Due, ...]:
    """Return the clocks of all records: by the day to count on, so those to look at now first.

    A clock that is over is left out where it asks for nothing more, and where the contract has ended.
    """
    every = [
        Due(record, clock, clock.phase(today))
        for record in records
        for clock in clocks_of(record, book, today)
    ]
    found = (
        due for due in every if due.phase != "over" or not (due.record.ended or due.clock.clock in QUIET)
    )
    return tuple(sorted(found, key=lambda due: (due.day, due.record.nickname)))


def idle(records: Iterable[Record], today: date) -> tuple[Record, ...]:
    """Return the open records on which nothing was kept for three months, the stillest first."""
    still = (one for one in records if not one.ended and today - changed(one) >= IDLE)
    return tuple(sorted(still, key=lambda one: one.changed))


def changed(record: Record) -> date:
    """Return the day of the newest entry, in UTC."""
    return date.fromisoformat(record.changed[:10])


def head(due: Due, words: CaseWords) -> Spans:
    """Return in two or three words what a clock asks for, and by when."""
    return put(words.lines[f"head_{due.turn}_{due.phase}"], _days(due, words))


def says(due: Due, words: CaseWords, clock: ToolWords) -> Spans:
    """Return what a clock means now: what to do, or whose turn it is, and its last moment."""
    id_ = due.clock.clock
    line = f"{due.turn}_{due.phase}" if f"{due.turn}_{due.phase}" in words.lines else f"{due.turn}_ahead"
    more = {"act": clock.lines[f"act_{id_}"], "over": clock.lines[f"over_{id_}"]}
    return put(words.lines[_own(words, line, id_)], _days(due, words) | more)


def road_of(due: Due) -> str:
    """Return where the dates tool shows the whole road of the day that started a clock, or nothing."""
    event = STARTED.get(due.clock.typed)
    return f"tools/dates/#given=event.{event}~on.{due.clock.start.isoformat()}" if event else ""


def _own(words: CaseWords, line: str, clock: str) -> str:
    return f"{line}_{clock}" if f"{line}_{clock}" in words.lines else line


def _days(due: Due, words: CaseWords) -> dict[str, object]:
    days: dict[str, object] = {
        "last": clocks.short(due.clock.last),
        "safe": clocks.short(due.clock.safe),
        "moment": due.clock.moment,
    }
    return days | {"until": put(words.lines[_own(words, "until", due.clock.clock)], days)}


def ics(found: Iterable[Due], speaker: Speaker, words: CaseWords, clock: ToolWords, today: date) -> str:
    """Return a calendar of the clocks that are not over; the empty text where none is left.

    Titles and alarms name no contract: whoever sees the screen may read them.
    """
    events = [_event(due, speaker, words, clock) for due in found if due.phase != "over"]
    return calendar.write(events, today) if events else ""


def _event(due: Due, speaker: Speaker, words: CaseWords, clock: ToolWords) -> calendar.Event:
    id_ = due.clock.clock
    whose = "must_meet" if due.mine else "waits_for"
    near = speaker.text(clock.lines["near"])
    title = "title_last" if due.mine and due.day == due.clock.last else f"title_{whose}"
    parts = _days(due, words)
    text = put(clock.lines[f"text_{whose}"], parts | {"what": clock.lines[f"what_{id_}"]})
    return calendar.Event(
        f"{due.record.id}-{id_}-{due.clock.start.isoformat()}@even-keel",
        due.day,
        speaker.text(put(clock.lines[title], parts | {"what": clock.lines[f"short_{id_}"]})),
        f"{due.record.nickname}: {speaker.text(text)}",
        (calendar.Alarm(MORNING - 24, near), calendar.Alarm(MORNING, near)),
    )
