"""Values for the slots of a result: what the reader typed and the day, turned into spans.

It never changes the state. A date that shows a clock has ended is marked, with the result to go to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wizard.core import clocks, money
from wizard.core.book import Book
from wizard.core.errors import Refusal, did_you_mean, shortened
from wizard.core.sheets import PlaceWords
from wizard.core.typed import readable
from wizard.core.words import Link, Moment, Place, Plain, Span, Spans, Strong

LONGEST_TEXT = 80
"""Characters of a typed name of a milestone; more would break a message."""
PARTS = ("last", "letter", "bare", "safe", "safe_letter", "then", "moment")
"""What the words of a computed day may be made of."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Slot name -> spans, input id -> what is wrong with it, and the outcome for a clock that has ended."""

    values: Mapping[str, Spans]
    problems: Mapping[str, str]
    passed: str | None
    """The outcome to go to when the reader's date shows that the result's clock is over."""
    done: str | None = None
    """The outcome to go to when the reader's date shows that the one act was done on an earlier day."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A day of the vocabulary, worked out."""

    last: date
    safe: date
    then: date
    moment: Moment
    deadline: bool
    """Whether the reader must act before it, rather than wait for it."""


def fill(book: Book, flow: str, outcome: str, inputs: Mapping[str, str], day: date) -> Filled:
    """Return the filled slots of one result.

    `inputs` holds typed texts by input id, `day` is the reader's day today. An input of no use here is
    ignored; one that cannot be read is reported by name and leaves its slots as they are.
    Raises Refusal for an input id that does not exist.
    """
    for name in inputs:
        if name not in book.inputs:
            raise Refusal(f'There is no field "{shortened(name)}".{did_you_mean(name, book.inputs)}')
    read, problems = _read(book, inputs, day)
    known = days_of(
        book, {name: value for name, value in read.items() if isinstance(value, date)} | {"today": day}
    )
    values: dict[str, Spans] = {}
    for name in book.places(flow, outcome):
        kind, _, id_ = name.partition(":")
        if kind == "date" and id_ in known:
            values[name] = _live(_said(book.case.places[name], known[id_], day), known[id_])
        elif kind == "slot" and book.slots[id_].input in read:
            values[name] = (Plain(str(read[book.slots[id_].input])),)
    passed = _passed(book, flow, outcome, known, set(read), day)
    return Filled(values, problems, passed, None if passed else _done(book, flow, outcome, read, day))


def _read(book: Book, inputs: Mapping[str, str], today: date) -> tuple[dict[str, str | date], dict[str, str]]:
    read: dict[str, str | date] = {}
    problems: dict[str, str] = {}
    for name, text in inputs.items():
        if not text.strip():
            continue
        try:
            kind = book.inputs[name].kind
            if kind == "date":
                read[name] = _past(clocks.parse_day(text), today)
            elif kind == "money":
                read[name] = money.show(money.parse(text))
            else:
                read[name] = _text(text)
        except Refusal as refusal:
            problems[name] = refusal.says
    return read, problems


def _past(day: date, today: date) -> date:
    # One day of grace: in UTC it may already be tomorrow.
    if day > today + timedelta(days=1):
        raise Refusal(f"{clocks.short(day)} is still to come. Check the day, the month and the year.")
    return day


def _text(text: str) -> str:
    clean = readable(text)
    if len(clean) > LONGEST_TEXT:
        raise Refusal(f"This is too long for a message. Use at most {LONGEST_TEXT} characters.")
    if not clean:
        raise Refusal("There is nothing to read here. Write a short name, or leave the field empty.")
    return clean


def days_of(book: Book, starts: Mapping[str, date]) -> Mapping[str, _Known]:
    """Return the days of the vocabulary that follow from typed days; `starts` has "today" too."""
    known: dict[str, _Known] = {}
    for day in book.vocabulary.days:
        start = known[day.start].last if day.start in known else starts.get(day.start)
        if start is None and day.or_today:
            start = starts["today"]
        if start is None:
            continue
        if day.clock is None:
            last = clocks.plus_working(start + timedelta(days=day.days), day.working)
            end = clocks.ending(last, 0, "waits_for")
            end = replace(end, safe=last)
            whose: clocks.Whose = "waits_for"
        else:
            clock = book.clocks[day.clock]
            whose = clocks.whose_turn(clock.owner)
            end = clocks.ending(start, book.ledger.days(clock.fact), whose, clock.counts)
        then = end.safe + timedelta(days=book.ledger.days(day.after)) if day.after else end.safe
        deadline = day.clock is not None and whose == "must_meet"
        known[day.id] = _Known(end.last, end.safe, then, Moment(end.instant), deadline)
    return known


def _said(words: PlaceWords, known: _Known, today: date) -> Spans:
    """Return how a day is written: never "act by" a day that has gone."""
    if known.deadline and today > known.last and words.over:
        return words.over
    if known.deadline and today > known.safe and words.last_day:
        return words.last_day
    return words.live


def _live(spans: Spans, known: _Known) -> Spans:
    parts: dict[str, Span] = {
        "last": Plain(clocks.short(known.last)),
        "letter": Plain(clocks.letter(known.last)),
        "bare": Plain(clocks.bare(known.last)),
        "safe": Plain(clocks.short(known.safe)),
        "safe_letter": Plain(clocks.letter(known.safe)),
        "then": Plain(clocks.short(known.then)),
        "moment": known.moment,
    }

    def put(span: Span) -> Span:
        if isinstance(span, Place) and span.kind == "part":
            return parts[span.id]
        if isinstance(span, Strong):
            return Strong(tuple(put(inner) for inner in span.spans))
        if isinstance(span, Link):
            return Link(tuple(put(inner) for inner in span.spans), span.to)
        return span

    return tuple(put(span) for span in spans)


def _passed(
    book: Book, flow: str, outcome: str, known: Mapping[str, _Known], typed: set[str], today: date
) -> str | None:
    shape = book.flows[flow].outcomes[outcome]
    clock = shape.by or shape.waits
    if shape.over is None or clock is None:
        return None
    for day in book.vocabulary.days:
        if day.clock == clock and day.start in typed and clocks.surely_over(known[day.id].last, today):
            return shape.over
    return None


def _done(book: Book, flow: str, outcome: str, read: Mapping[str, str | date], today: date) -> str | None:
    done = book.flows[flow].outcomes[outcome].done
    if done is None:
        return None
    field, to = done
    day = read.get(field)
    return to if isinstance(day, date) and day < today else None
