"""Named clocks that run on a record, from the days that its reader typed.

How long a clock is and how it ends stand in the ledger and in `core.clocks`; nothing is counted here.
"""

from dataclasses import dataclass
from datetime import date

from wizard.case.record import Record
from wizard.case.slots import INPUTS
from wizard.core import clocks, road
from wizard.core.book import Book
from wizard.core.fill import days_of
from wizard.core.model import Day, Owner
from wizard.core.words import Moment

_DATES = tuple(known.id for known in INPUTS if known.kind == "date")


@dataclass(frozen=True, slots=True)
class Running:
    """A named clock that a typed day has started."""

    clock: str
    day: str
    """The day of the vocabulary that says it."""
    typed: str
    """The input whose day has started it."""
    start: date
    last: date
    safe: date
    """The day to count on: before the last one for a deadline, after it for a clock waited for."""
    moment: Moment
    """The first instant after the last day."""
    owner: Owner

    def phase(self, today: date) -> road.Phase:
        """Where `today` lies on it."""
        return road.phase(self.last, self.safe, clocks.whose_turn(self.owner), today)


def clocks_of(record: Record, book: Book, today: date) -> tuple[Running, ...]:
    """Return the clocks that the typed days of a record have started, by the day to count on.

    Of several starts of one clock the newest counts: work that was submitted again is reviewed anew. A clock
    that is over is still listed; a day of our own pace is no clock.
    """
    starts = {name: clocks.parse_day(record.values[name]) for name in _DATES if name in record.values}
    newest: dict[str, Day] = {}
    # Days that today may stand in for say the same as those that only a typed day starts.
    for day in sorted(book.vocabulary.days, key=lambda one: one.or_today):
        if day.clock is not None and day.start in starts:
            held = newest.setdefault(day.clock, day)
            if starts[day.start] > starts[held.start]:
                newest[day.clock] = day
    known = days_of(book, starts | {"today": today})
    found = []
    for clock, day in newest.items():
        end = known[day.id]
        owner = book.clocks[clock].owner
        found.append(
            Running(clock, day.id, day.start, starts[day.start], end.last, end.safe, end.moment, owner)
        )
    return tuple(sorted(found, key=lambda one: (one.safe, one.last, one.clock)))
