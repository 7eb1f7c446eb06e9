"""Entries of a case file: every kind with its fields as data, and one entry read from anywhere.

What entries add up to stands in `record`, files in `transfer`. Nothing here is ever changed in place.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

from wizard.case.slots import INPUTS
from wizard.core import answers as address
from wizard.core import clocks, form
from wizard.core.errors import Refusal, did_you_mean, shortened
from wizard.core.form import Field, Form, Value
from wizard.core.model import Question

CONTRACTS = ("fixed", "hourly", "unknown")
STATES = ("open", "done", "not_relevant")
ABOUT = ("approval", "scope_change", "revision", "check_in", "notice", "evidence", "note")
TOPICS = (
    *("client_history", "job_post", "scope_written", "money_in_place", "talk_on_upwork", "written_yes"),
    *("extra_work", "revision_rounds", "silent_client", "work_submitted", "notices_checked", "leave_early"),
    *("honest_review", "dispute_last", "review_answered"),
)
"""The topics of the checklist, which this room may not import; a test holds the two lists together."""
_NICKNAME = Field("nickname", "text", needed=True)
_ANSWERS = Field("answers", "long", needed=True, most=address.LONGEST)
_MINUTES = Field("minutes", "number", least=0, most=100_000, whole=True)
_ROUND = Field("round", "number", least=1, most=99, whole=True, only=("about", ("revision",)))
KINDS: Mapping[str, tuple[Field, ...]] = {
    "opened": (_NICKNAME, Field("contract", "choice", CONTRACTS, default="unknown")),
    "named": (_NICKNAME,),
    "known": (_ANSWERS,),
    "value": (
        Field("field", "choice", tuple(known.id for known in INPUTS if known.kept), needed=True),
        Field("text", "text"),
    ),
    "plan": (
        Field("flow", "text", needed=True),
        Field("state", "long", needed=True, most=500),
        _ANSWERS,
        Field("title", "long", needed=True, most=200),
    ),
    "tick": (
        Field("topic", "choice", TOPICS, needed=True),
        Field("state", "choice", STATES, needed=True),
        Field("on", "date", future=False),
        Field("reason", "text", only=("state", ("not_relevant",))),
    ),
    "log": (
        Field("about", "choice", ABOUT, needed=True),
        Field("on", "date", future=False),
        Field("says", "long", most=1_000),
        replace(_MINUTES, only=("about", ("scope_change",))),
        Field("sum", "money", only=("about", ("scope_change",))),
        Field("where", "text", only=("about", ("evidence",))),
        _ROUND,
        replace(_ROUND, id="of"),
    ),
    "limit": (_MINUTES, Field("sum", "money")),
    "undone": (Field("entry", "text", needed=True),),
    "ended": (),
    "reopened": (),
}
"""Kind of entry -> its fields. A field is only ever added; an empty one says nothing, or clears a value."""
PARTS = ("id", "record", "at", "kind", "body")
MOST_FIELDS = 12
LONGEST = 2_000
"""Characters of one text as it was typed; spaces around it count."""
FIRST_YEAR, LAST_YEAR = 2015, 2100
_ID = re.compile(r"[0-9a-z]{12,32}", re.ASCII)
_AT = re.compile(r"(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z", re.ASCII)
_FLOW = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_STATE = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*", re.ASCII)
_HALVES = re.compile("[\ud800-\udfff]")
_NAMES = {"undone": {"entry": _ID}, "plan": {"flow": _FLOW, "state": _STATE}}
_KINDS_OF_INPUT = {known.id: known.kind for known in INPUTS}

Key: TypeAlias = tuple[str, str, str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was kept, and never changes again."""

    id: str
    record: str
    at: str
    """The instant it was kept, in UTC: 2026-11-22T10:30:00.000Z. As text it sorts by time."""
    kind: str
    body: Mapping[str, str]
    """Texts by the id of the field, as they were typed."""


def read(table: object, questions: Iterable[Question]) -> Entry:
    """Return a parsed JSON value as an entry, or raise Refusal: one sentence about the first thing wrong.

    `questions` are all that an address text may answer. A day is not compared with today: it was when it was
    typed, and another device may have another clock.
    """
    return check(shape(table), questions)


def readable(
    tables: Iterable[object], questions: Iterable[Question]
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the entries of a device that can be read, and a sentence for each that cannot."""
    known = tuple(questions)
    entries: list[Entry] = []
    refused: list[str] = []
    for table in tables:
        try:
            entries.append(read(table, known))
        except Refusal as refusal:
            refused.append(refusal.says)
    return tuple(entries), tuple(refused)


def shape(table: object) -> Entry:
    """Return a parsed JSON value as an entry whose parts have the right form, of whatever kind and fields.

    Half a character, left by a cut emoji, becomes U+FFFD: no file could hold it. Raises Refusal.
    """
    if not isinstance(table, dict):
        raise Refusal("An entry must be an object.")
    for name in table:
        if name not in PARTS:
            raise Refusal(f'An entry has no part "{shortened(str(name))}".{did_you_mean(str(name), PARTS)}')
    body = table.get("body")
    if not isinstance(body, dict) or not all(isinstance(text, str) for pair in body.items() for text in pair):
        raise Refusal('"body" must be an object of texts.')
    if len(body) > MOST_FIELDS:
        raise Refusal(f'"body" has {len(body):,} fields. Use at most {MOST_FIELDS}.')
    for name, text in body.items():
        _short_enough(name, text, LONGEST)
    at = _text(table, "at")
    _check_instant(at)
    whole = {name: _HALVES.sub("\ufffd", text) for name, text in body.items()}
    return Entry(_id(table, "id"), _id(table, "record"), at, _text(table, "kind"), whole)


def check(entry: Entry, questions: Iterable[Question]) -> Entry:
    """Return the entry if its kind and every field of its body can be read. Raises Refusal."""
    if entry.kind not in KINDS:
        raise Refusal(
            f'There is no kind of entry "{shortened(entry.kind)}".{did_you_mean(entry.kind, KINDS)}'
        )
    fields = KINDS[entry.kind]
    for field in fields:
        if field.kind == "long" and field.most is not None:
            _short_enough(field.id, entry.body.get(field.id, "").strip(), field.most)
    found = _read(entry)
    if found.problems:
        name, says = next(iter(found.problems.items()))
        raise Refusal(f'"{name}": {says}')
    if found.missing:
        raise Refusal(f'"{found.missing[0]}" is empty, and {entry.kind} needs it.')
    _check_names(entry, found.values, tuple(questions))
    return entry


def _check_names(entry: Entry, said: Mapping[str, Value], questions: tuple[Question, ...]) -> None:
    if "answers" in said:
        address.read(str(said["answers"]), questions)
    if entry.kind == "value" and "text" in said:
        name = str(said["field"])
        try:
            form.value(Field(name, _KINDS_OF_INPUT[name]), str(said["text"]), clocks.LATEST)
        except Refusal as refusal:
            raise Refusal(f'"{name}": {refusal.says}') from None
    for name, pattern in _NAMES.get(entry.kind, {}).items():
        if not pattern.fullmatch(str(said[name])):
            raise Refusal(f'"{name}": "{shortened(str(said[name]))}" is not a name as this site writes it.')


def values(entry: Entry) -> Mapping[str, Value]:
    """Return what an entry says, by the id of the field; an empty field is left out."""
    return _read(entry).values


def _read(entry: Entry) -> form.Read:
    return _body(entry.kind, tuple(entry.body.items()))


@lru_cache(maxsize=8_192)
def _body(kind: str, body: tuple[tuple[str, str], ...]) -> form.Read:
    # An entry never changes, and a page sends its whole journal each time something was added to it.
    return form.read(Form(KINDS[kind]), dict(body), clocks.LATEST)


def table(entry: Entry) -> dict[str, Any]:
    """Return an entry as a JSON value, with its fields in the order of the alphabet."""
    return {name: getattr(entry, name) for name in PARTS[:-1]} | {"body": dict(sorted(entry.body.items()))}


def key(entry: Entry) -> Key:
    """Return all of an entry, to sort by and to compare by: the instant first, then the id."""
    return (entry.at, entry.id, entry.record, entry.kind, tuple(sorted(entry.body.items())))


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return each entry once, in the order of a journal. Of two with one id the first one counts."""
    found: dict[str, Entry] = {}
    for entry in sorted(entries, key=key):
        found.setdefault(entry.id, entry)
    return tuple(found.values())


def _text(table: Mapping[str, object], name: str) -> str:
    text = table.get(name)
    if not isinstance(text, str):
        raise Refusal(f'"{name}" must be a text.')
    return text


def _id(table: Mapping[str, object], name: str) -> str:
    text = _text(table, name)
    if not _ID.fullmatch(text):
        raise Refusal(
            f'"{name}": "{shortened(text)}" is not an id. It has 12 to 32 small letters and digits.'
        )
    return text


def _check_instant(at: str) -> None:
    match = _AT.fullmatch(at)
    if not match or not clocks.is_day(match[1]):
        raise Refusal(f'"at": "{shortened(at)}" is not an instant, such as 2026-11-22T10:30:00.000Z.')
    if not FIRST_YEAR <= int(at[:4]) <= LAST_YEAR:
        raise Refusal(f'"at": the year {at[:4]} is not between {FIRST_YEAR} and {LAST_YEAR}.')


def _short_enough(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise Refusal(
            f'"{shortened(name)}": this is too long: {len(text):,} characters. Use at most {most:,}.'
        )
