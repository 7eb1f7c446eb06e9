"""The dates tool: one event and its day, and every clock that follows from it.

Which clock follows which stands in `roads`, how days are counted in `core.road`, words in words/.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from wizard.core import calendar, clocks, week
from wizard.core.facts import Ledger
from wizard.core.form import Field, Form
from wizard.core.report import Block, Draft, Figure, File, Report, Say, Table, Tone, Whose
from wizard.core.report import Road as Drawn
from wizard.core.report import Stop as Mark
from wizard.core.road import Length, Phase, Road, Stop, follow, next_stop, to_the_hour
from wizard.core.words import Blank, Link, Moment, Plain, Quote, Spans, Strong
from wizard.tools.model import Asked, Tool, plain
from wizard.tools.roads import BY_EVENT, cites, lengths

MONEY = ("hold", "pay")
"""Steps at whose end money can be withdrawn."""
COMES = ("pay", "dormancy_inactive", "report_answer")
"""Steps that come in the course of their last day, rather than end with it."""
UNSURE = ("recommendation",)
"""Steps on whose length pages disagree: no safe day is named for them."""
STARTED: Mapping[str, str] = {
    "submitted_on": "submitted",
    "resubmitted_on": "submitted",
    "released_on": "released",
    "request_on": "refund_request",
    "filed_on": "dispute_filed",
    "recommended_on": "recommendation",
    "notified_on": "non_resolution",
    "disputed_on": "hours_dispute",
    "client_asked_on": "client_asked",
    "asked_on": "freelancer_asked",
    "requested_on": "release_requested",
    "ended_on": "contract_ended",
    "enabled_on": "change_allowed",
    "reported_on": "review_reported",
}
"""Day that a plan asks for -> the event that was on it."""
UNTIMED = ("work_week", "last_milestone", "review_reported")
"""Events for which an hour means nothing."""
MORNING = 9
"""The hour of an alarm: awake, and with the whole day left."""
FORM = Form(
    (
        Field("event", "choice", tuple(BY_EVENT), needed=True),
        Field("on", "date", needed=True),
        Field("at", "time", only=("event", tuple(event for event in BY_EVENT if event not in UNTIMED))),
        Field("weekend", "choice", tuple(week.WEEKENDS), default="sat_sun"),
    )
)


@dataclass(frozen=True, slots=True)
class _View:
    """One road on one day: what `work` turns into blocks."""

    asked: Asked
    road: Road
    on: date
    at: time | None
    lengths: Mapping[str, Length]
    stops: tuple[Stop, ...]
    now: Stop
    weekend: frozenset[int] = field(default_factory=frozenset)

    def say(self, line: str, stop: Stop | None = None, **parts: object) -> Spans:
        """Return a line with the days of a stop put in."""
        return self.asked.say(line, **(self._days(stop) if stop else {}), **parts)

    def _days(self, stop: Stop) -> dict[str, object]:
        days = {"last": clocks.short(stop.last), "safe": clocks.short(stop.safe)}
        moment = Moment(stop.instant)
        return days | {"until": self.asked.say(f"until_{self.hour(stop)}", last=days["last"], moment=moment)}

    def hour(self, stop: Stop) -> str:
        """Return how an end is known: to the "hour", by the "day", or at "some" hour of that day."""
        if self.lengths[stop.step.clock].at is not None:
            return "hour"
        return "some" if stop.step.mark or stop.id in COMES else "day"

    def own(self, line: str, more: str) -> str:
        """Return the line for a special case where there is one, else the line for all."""
        return f"{line}_{more}" if f"{line}_{more}" in self.asked.words.lines else line

    def act(self, stop: Stop) -> Spans:
        """Return what is to do, or whose turn it is; with care where the stop may not have come at all."""
        line = f"act_{stop.id}"
        return self.say(self.own(line, "given") if stop.step.given else line)

    def phase(self, stop: Stop) -> Phase:
        """Return where the reader's day lies."""
        return stop.phase(self.asked.today)


def work(asked: Asked) -> Report:
    """Return the report: what matters now, then the whole road, then days to take away."""
    on, at = asked.values["on"], asked.values.get("at")
    if not isinstance(on, date) or not isinstance(at, time | None):
        raise TypeError("the form reads a day and a time")
    road = BY_EVENT[str(asked.values["event"])]
    known = lengths(asked.ledger)
    stops = follow(road, known, on)
    weekend = week.WEEKENDS[str(asked.values["weekend"])]
    view = _View(asked, road, on, at, known, stops, next_stop(stops, asked.today), weekend)
    taken = tuple(_taken(view))
    blocks = (*_answer(view), *_whole(view), *_counting(view), *_away(view, taken))
    return Report(blocks, _figures(view), cites(road))


def _lead(view: _View, turn: str, where: Phase) -> str:
    """Return the line of the answer; some ends of the reader have their own for "today"."""
    now = view.now.id
    today = where in ("today", "last") or (where == "ahead" and now in UNSURE)
    own = f"mine_now_{now}"
    if turn == "mine" and today and own in view.asked.words.lines:
        return own
    return view.own(f"{turn}_{where}", now)


def _answer(view: _View) -> Iterator[Block]:
    now, where = view.now, view.phase(view.now)
    turn = "mine" if now.whose == "must_meet" else "theirs"
    yield Say(view.say(_lead(view, turn, where), now, act=view.act(now)), "lead")
    missed = turn == "mine" and where == "over"
    for stop in view.stops if not missed else ():
        if stop.instant < now.instant and not stop.step.mark and view.phase(stop) == "over":
            tone: Tone = "note" if stop.whose == "must_meet" else "warning"
            yield Say(view.say("passed", stop, over=view.say(f"over_{stop.id}")), tone)
    if where == "over":
        yield Say(view.say(f"over_{now.id}"), "warning")
    elif turn == "mine" and where == "last" and now.id not in UNSURE:
        yield Say(view.say("safe_passed", now), "warning")
    if view.on > clocks.tomorrow(view.asked.today):
        yield Say(view.say("to_come", on=clocks.short(view.on)), "note")
    yield from () if missed else _money(view)
    yield Say(view.say(f"now_{view.road.event}"))
    yield from () if missed else _later(view)
    if turn == "mine" and where == "ahead" and now.id not in UNSURE and _left(view):
        yield Say(view.say("working_days", now, days=_counted(view, _left(view))))


def _money(view: _View) -> Iterator[Block]:
    for stop in view.stops:
        if stop.id in MONEY and stop != view.now and view.phase(stop) != "over":
            yield Say(view.say(f"withdraw_{view.road.event}", stop))


def _later(view: _View) -> Iterator[Block]:
    for stop in view.stops:
        if stop.instant > view.now.instant and stop.whose == "must_meet":
            line = "mine_later_given" if stop.step.given else "mine_later"
            yield Say(view.say(line, stop, act=view.say(f"act_{stop.id}")))


def _left(view: _View) -> int:
    return week.working_days(view.asked.today, view.now.safe, view.weekend)


def _counted(view: _View, days: int) -> Spans:
    return view.say("one_day") if days == 1 else view.say("days", number=days)


def _given(view: _View, stop: Stop) -> Spans:
    return view.say(f"given_{stop.step.given}") if stop.step.given else ()


def _what(view: _View, stop: Stop) -> Spans:
    given = _given(view, stop)
    return (*view.say(f"what_{stop.id}"), *((Plain(" "), *given) if given else ()))


def _whole(view: _View) -> Iterator[Block]:
    begun = Mark(view.on, view.say(f"event_{view.road.event}"))
    marks = (Mark(stop.last, view.say(f"short_{stop.id}"), _whose(stop)) for stop in view.stops)
    yield Drawn(view.say("road"), (begun, *marks), view.asked.today)
    heads = ("date", "what", "turn", "moment", "safe")
    rows = tuple(
        (
            plain(clocks.short(stop.last)),
            _what(view, stop),
            view.say(f"turn_{stop.owner}"),
            view.say("some_hour") if view.hour(stop) == "some" else plain(Moment(stop.instant)),
            view.say("no_safe") if stop.step.mark else view.say(f"safe_{stop.whose}", stop),
        )
        for stop in view.stops
    )
    yield Table(view.say("table"), tuple(view.say(f"head_{head}") for head in heads), rows)


def _whose(stop: Stop) -> Whose:
    if stop.whose == "must_meet":
        return "mine"
    return "theirs" if stop.owner == "client" else "nobody"


def _counting(view: _View) -> Iterator[Block]:
    if view.road.weekly:
        yield Say(view.say("counted_week"), "note")
        return
    first = view.lengths[next(step.clock for step in view.road.steps if not step.mark)]
    yield Say(view.say("counted_business" if first.counts == "business" else "counted"), "note")
    if view.at is None or first.counts == "business":
        yield Say(view.say("whole_days"), "note")
    else:
        moment = to_the_hour(view.on, view.at, first.days)
        yield Say(view.say("to_the_hour", moment=Moment(moment)), "note")
    if view.road.event == "dispute_filed":
        late = clocks.ending(view.on, first.days, "waits_for", "business")
        last, safe = clocks.short(late.last), clocks.short(late.safe)
        yield Say(view.asked.say("business_reading", last=last, safe=safe), "note")


def _taken(view: _View) -> Iterator[tuple[date, Stop]]:
    """Yield the stops that are not over, each with the day on which it stands in a calendar."""
    missed = view.now.whose == "must_meet" and view.phase(view.now) == "over"
    for stop in view.stops:
        if not stop.step.mark and view.phase(stop) != "over" and not (missed and stop.step.given):
            yield (stop.last if view.phase(stop) == "last" and stop.whose == "must_meet" else stop.safe), stop


def _away(view: _View, taken: tuple[tuple[date, Stop], ...]) -> Iterator[Block]:
    if not taken:
        return
    lines = tuple(
        view.say(f"draft_{stop.whose}", stop, day=clocks.short(day), what=_what(view, stop))
        for day, stop in taken
    )
    yield Draft("list", view.say("draft"), lines)
    today = view.asked.today
    text = calendar.write((_entry(view, day, stop) for day, stop in taken), today)
    yield File(f"dates-{today.isoformat()}.ics", view.say("file"), calendar.MEDIA, text)
    yield Say(view.say("file_note"), "note")


def _entry(view: _View, day: date, stop: Stop) -> calendar.Event:
    near = written(view.say("near"), view.asked.ledger)
    line = "title_last" if day == stop.last else f"title_{stop.whose}"
    title = view.say(line, what=view.say(f"short_{stop.id}"))
    text = view.say(f"text_{stop.whose}", stop, what=_what(view, stop))
    return calendar.Event(
        f"{view.road.event}-{view.on.isoformat()}-{stop.id}@even-keel",
        day,
        written(title, view.asked.ledger),
        written(text, view.asked.ledger),
        (calendar.Alarm(MORNING - 24, near), calendar.Alarm(MORNING, near)),
    )


def written(spans: Spans, ledger: Ledger) -> str:
    """Return spans as the plain text of a calendar, with instants in UTC."""
    return "".join(_written(span, ledger) for span in spans)


def _written(span: object, ledger: Ledger) -> str:
    match span:
        case Plain(text):
            return text
        case Strong(spans) | Link(spans, _):
            return written(spans, ledger)
        case Quote(key):
            return ledger[key].quoted
        case Blank(label):
            return f"[{label}]"
        case Moment(instant):
            return f"{clocks.short(instant.date())}, {instant:%H:%M} UTC"
    raise TypeError(f"{span!r} has no place in a calendar")


def _figures(view: _View) -> dict[str, Figure]:
    found: dict[str, Figure] = {
        "now": view.now.id,
        "phase": view.phase(view.now),
        "working_days": _left(view),
    }
    for stop in view.stops:
        found[f"{stop.id}.last"] = stop.last.isoformat()
        found[f"{stop.id}.safe"] = stop.safe.isoformat()
        found[f"{stop.id}.moment"] = stop.instant.isoformat()
        if stop.id in MONEY:
            found["withdraw"] = stop.safe.isoformat()
    return found


TOOL = Tool("dates", FORM, work, {typed: {"event": event, "on": ""} for typed, event in STARTED.items()})
