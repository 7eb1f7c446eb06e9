"""Texts made of a record, for the reader to copy: the facts in their order, and a statement for a dispute.

Both hold what was kept and blanks for what was not. Notes are the reader's own and stay out.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from wizard.cabinet.words import CaseWords, EvidenceWords, StatementWords
from wizard.case.record import Event, Record
from wizard.case.slots import INPUTS
from wizard.core import clocks, money
from wizard.core.words import Plain, Spans
from wizard.tools.model import put

LONGEST_QUOTE = 16
"""Words and signs of a reader's own text in the statement, which the form keeps short."""
MOST_PROOFS = 3
_DATES = tuple(known.id for known in INPUTS if known.kind == "date")
_WORD = re.compile(r"[A-Za-z0-9'\u2019-]+|[^\sA-Za-z0-9'\u2019-]+")
_BRACKETS = str.maketrans("[]", "()")
"""Brackets are for blanks alone, so that a reader sees what is still to fill in."""


def evidence(record: Record, words: CaseWords) -> tuple[Spans, ...]:
    """Return the summary of facts: a paragraph for each day, then sums, rounds and where they can be seen."""
    said = words.evidence
    totals = filter(None, (extra_work(record, words), rounds(record, words)))
    return (_head(record, said), *_days(record, words), *totals, said.end)


def _head(record: Record, said: EvidenceWords) -> Spans:
    head = put(said.head, {"contract": said.contracts[record.contract]})
    if milestone := record.values.get("milestone"):
        head += (Plain(" "), *put(said.about, {"milestone": _line(milestone)}))
    if held := record.values.get("held_sum"):
        head += (Plain(" "), *put(said.held, {"sum": money.show(money.parse(held))}))
    return head


def _days(record: Record, words: CaseWords) -> Iterator[Spans]:
    said = words.evidence
    typed = ((name, record.values[name]) for name in _DATES if name in record.values)
    days = [(clocks.parse_day(text), said.dates[name]) for name, text in typed]
    days += [(event.day, told(event, words)) for event in record.log if event.about != "note"]
    for day, says in sorted(days, key=lambda one: one[0]):
        yield put(said.day, {"day": clocks.short(day), "says": says})
    if not days:
        yield said.none


@lru_cache(maxsize=2_048)
def told(event: Event, words: CaseWords) -> Spans:
    """Return one line of the log as a sentence: what it is about, what it says, and its figures."""
    parts = [_line(event.says).rstrip(".")] if event.says else []
    parts += [_plain(figure) for figure in figures(event, words)]
    about = words.about[event.about]
    return (Plain(" ".join(f"{part}." for part in (about, *parts) if part)),)


def figures(event: Event, words: CaseWords) -> Iterator[Spans]:
    """Yield what a line of the log counts: time, price, round, and where its proof is."""
    if event.minutes is not None:
        yield time(event.minutes, words)
    if event.sum is not None:
        yield (Plain(money.show(event.sum)),)
    if event.round is not None:
        line = "round_of" if event.of else "round"
        yield put(words.lines[line], {"round": event.round, "of": event.of})
    elif event.of:
        yield put(words.lines["of_rounds"], {"of": event.of})
    if event.where:
        yield put(words.lines["where"], {"where": _line(event.where)})


def time(minutes: int, words: CaseWords) -> Spans:
    """Return minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return put(words.lines["minutes"], {"minutes": rest})
    return put(words.lines["hours"], {"hours": hours, "minutes": rest})


def extra_work(record: Record, words: CaseWords) -> Spans:
    """Return how much extra work was asked so far, or nothing."""
    total = record.extra
    if not total.minutes and not total.sum:
        return ()
    return put(words.lines["extra"], {"time": time(total.minutes, words), "sum": money.show(total.sum)})


def rounds(record: Record, words: CaseWords) -> Spans:
    """Return how many rounds of changes were asked so far, or nothing."""
    line = "rounds_of" if record.rounds_agreed else "rounds"
    parts = {"round": record.rounds, "of": record.rounds_agreed}
    return put(words.lines[line], parts) if record.rounds else ()


def statement(record: Record, words: CaseWords) -> tuple[Spans, ...]:
    """Return the statement for a dispute: about hours on an hourly contract, else about held money.

    It has 80 to 200 words whatever was typed, because a form takes no more and nobody reads more.
    """
    said = words.statement
    held, extra = record.values.get("held_sum"), extra_work(record, words)
    parts: dict[str, object] = {
        "milestone": _quoted(record.values["milestone"]) if "milestone" in record.values else said.milestone,
        "sum": money.show(money.parse(held)) if held else said.sum,
        "submitted": _day(record, said, "resubmitted_on", "submitted_on"),
        "disputed": _day(record, said, "disputed_on"),
        "approval": _approval(record, said),
        "rounds": rounds(record, words) or said.no_rounds,
        "extra": (*extra, Plain(" "), *said.extra) if extra else (),
        "proof": _proof(record, said),
    }
    paragraphs = said.hourly if record.contract == "hourly" else said.fixed
    return tuple(put(paragraph, parts) for paragraph in paragraphs)


def _day(record: Record, said: StatementWords, *names: str) -> Spans:
    days = [clocks.parse_day(record.values[name]) for name in names if name in record.values]
    return (Plain(clocks.short(max(days))),) if days else said.day


def _approval(record: Record, said: StatementWords) -> Spans:
    approvals = [event for event in record.log if event.about == "approval"]
    if not approvals:
        return said.no_approval
    newest = approvals[-1]
    says: object = _quoted(newest.says).rstrip(".") if newest.says else said.approved
    return put(said.approval, {"day": clocks.short(newest.day), "says": says})


def _proof(record: Record, said: StatementWords) -> Spans:
    places = dict.fromkeys(_quoted(event.where) for event in reversed(record.log) if event.where)
    if not places:
        return said.no_proof
    return put(said.proof, {"where": "; ".join(list(places)[:MOST_PROOFS])})


def _line(text: str) -> str:
    """Return a typed text in one line, without the marks of a blank."""
    return " ".join(text.split()).translate(_BRACKETS)


def _quoted(text: str) -> str:
    """Return the beginning of a typed text."""
    line = _line(text)
    ends = [found.end() for found in _WORD.finditer(line)]
    return line if len(ends) <= LONGEST_QUOTE else f"{line[: ends[LONGEST_QUOTE - 1]]} \u2026"


def _plain(spans: Spans) -> str:
    return "".join(span.text for span in spans if isinstance(span, Plain))
