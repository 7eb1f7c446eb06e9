"""The road from one event: every clock that follows from it, its last day, its last moment and its safe day.

Which events there are and which clock comes after which is given as data. Lengths come in as values.
Days are counted in UTC, as `clocks` does. An hour of the event changes none of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from wizard.core import clocks
from wizard.core.model import Owner
from wizard.core.week import closing

Phase: TypeAlias = Literal["ahead", "today", "last", "over"]


def phase(last: date, safe: date, whose: clocks.Whose, today: date) -> Phase:
    """Return where `today` lies, counted by days.

    For a deadline: ahead of the safe day, on it, after it but not after the last day ("last"), or over. Over
    says that the last day has gone by the days that were typed, not that nothing can be done: see
    `surely_over`.
    For a clock she waits for: running, then "last" until the safe day, from which it counts as over.
    """
    if whose == "waits_for":
        return "over" if today >= safe else "last" if today > last else "ahead"
    if today <= safe:
        return "today" if today == safe else "ahead"
    return "last" if today <= last else "over"


@dataclass(frozen=True, slots=True)
class Length:
    """A named clock as a value: how long it runs, in days, and whose turn it is."""

    id: str
    days: int
    owner: Owner
    counts: Literal["calendar", "business"] = "calendar"
    at: time | None = None
    """The moment of its last day, in UTC, where that is written; otherwise the end of that day."""


@dataclass(frozen=True, slots=True)
class Step:
    """One clock on a road, counted from the event or from the last day of an earlier step."""

    id: str
    clock: str
    after: str = ""
    given: str = ""
    """Id of what must happen for this step to come at all."""
    mark: bool = False
    """A moment to know about, that nobody must meet or wait for."""


@dataclass(frozen=True, slots=True)
class Road:
    """An event and its steps; a step stands below the one it is counted from."""

    event: str
    steps: tuple[Step, ...]
    weekly: bool = False
    """Counted from the Sunday that closes the week of the event."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A step with its days."""

    step: Step
    owner: Owner
    whose: clocks.Whose
    last: date
    """The last day, as UTC counts days."""
    instant: datetime
    """Its last moment, in UTC: where no hour is written, the first one after the day."""
    safe: date
    """The day to act by, or to count on."""

    @property
    def id(self) -> str:
        """The id of its step."""
        return self.step.id

    def phase(self, today: date) -> Phase:
        """Where `today` lies on it."""
        return phase(self.last, self.safe, self.whose, today)


def follow(road: Road, lengths: Mapping[str, Length], day: date) -> tuple[Stop, ...]:
    """Return the stops of a road whose event was on `day`, in order of their last moments.

    A step that comes after another begins on the last day of that one: nobody acted before.
    """
    start = closing(day) if road.weekly else day
    stops: dict[str, Stop] = {}
    for step in road.steps:
        stops[step.id] = _stop(step, lengths[step.clock], stops[step.after].last if step.after else start)
    return tuple(sorted(stops.values(), key=_instant))


def _stop(step: Step, length: Length, start: date) -> Stop:
    whose = clocks.whose_turn(length.owner)
    end = clocks.ending(start, length.days, whose, length.counts)
    instant = end.instant if length.at is None else datetime.combine(end.last, length.at, UTC)
    return Stop(step, length.owner, whose, end.last, instant, end.safe)


def _instant(stop: Stop) -> datetime:
    return stop.instant


def next_stop(stops: Iterable[Stop], today: date) -> Stop:
    """Return the stop that matters now: the first that is not over.

    A last day of the reader that has passed still matters where the rest of the road hangs on it.
    Where all is over it is the last stop.
    """
    real = [stop for stop in stops if not stop.step.mark]
    needed = {stop.step.after for stop in real}
    for stop in real:
        if stop.phase(today) != "over" or (stop.whose == "must_meet" and stop.id in needed):
            return stop
    return real[-1]


def to_the_hour(day: date, hour: time, days: int) -> datetime:
    """Return the end of a period counted from hour to hour, the earliest reading of its last moment."""
    return datetime.combine(day, hour, UTC) + timedelta(days=days)
