"""Records: what the entries of a case file add up to, in whatever order they come.

How an entry is read stands in `journal`, which clocks run in `running`. Nothing is drawn here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wizard.case import journal
from wizard.case.journal import Entry
from wizard.core import answers as address
from wizard.core.form import Value

_CONTRACT = {f"contract.{contract}": contract for contract in ("fixed", "hourly")}
"""Answers that say what kind of contract it is."""
SAYS_KIND = {kind: address.write({"contract": kind}) for kind in _CONTRACT.values()}
"""Kind of contract -> the address text of an entry that says so: what was chosen wrongly is set right."""


@dataclass(frozen=True, slots=True)
class Tick:
    """How a topic of the checklist stands, since when, and why it does not matter here."""

    topic: str
    state: str
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that was kept: where it is, the answers that lead there as address text, and its title."""

    id: str
    at: str
    flow: str
    state: str
    answers: str
    title: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log. Minutes and sum are of extra work, `where` is where proof is kept."""

    id: str
    about: str
    day: date
    says: str = ""
    minutes: int | None = None
    sum: Decimal | None = None
    where: str = ""
    round: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """Extra work so far, in minutes and USD, and the reader's own limits for it."""

    minutes: int = 0
    sum: Decimal = Decimal(0)
    minutes_limit: int | None = None
    sum_limit: Decimal | None = None

    @property
    def over(self) -> bool:
        """Whether it is more than a limit."""
        return (self.minutes_limit is not None and self.minutes > self.minutes_limit) or (
            self.sum_limit is not None and self.sum > self.sum_limit
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One contract, as its entries say."""

    id: str
    nickname: str
    contract: str
    """``fixed``, ``hourly`` or ``unknown``: as the newest answer has it, else as it was opened."""
    opened: str
    """The instant of the first entry that opened it."""
    changed: str
    """The instant of its newest entry, whatever that says."""
    answers: str
    """The newest answers as address text; empty where none were kept."""
    values: Mapping[str, str]
    """Typed texts by id of the input."""
    plan: Plan | None
    earlier: tuple[Plan, ...]
    """Plans before the newest one, oldest first."""
    ticks: Mapping[str, Tick]
    """The newest tick of each topic that has one, in the order of the topics."""
    log: tuple[Event, ...]
    """In the order of the days."""
    extra: Extra
    rounds: int
    """Revision rounds so far."""
    rounds_agreed: int | None
    ended: bool


def replay(entries: Iterable[Entry]) -> dict[str, Record]:
    """Return the record of each id that was opened, in the order in which they were.

    What was undone counts nowhere; undoing the undoing brings it back.
    """
    made = (_record(id_, own) for id_, own in _by_record(entries).items())
    return {record.id: record for record in sorted(filter(None, made), key=lambda one: (one.opened, one.id))}


def loose(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of records that nobody ever opened, in the order of a journal."""
    groups = _by_record(entries).values()
    lost = (own for own in groups if all(entry.kind != "opened" for entry in own))
    return journal.in_order(entry for own in lost for entry in own)


def standing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that count, in the order of a journal: each once, and without what was undone."""
    every = journal.in_order(entries)
    undone = {id_ for own in _by_record(every).values() for id_ in _undone(own)}
    return tuple(entry for entry in every if entry.id not in undone)


def _by_record(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in journal.in_order(entries):
        found[entry.record].append(entry)
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    entry: Entry
    values: Mapping[str, Any]

    @property
    def day(self) -> date:
        """The day it tells of: typed, or the one on which it was kept."""
        day = self.values.get("on")
        return day if isinstance(day, date) else date.fromisoformat(self.entry.at[:10])


def _record(id_: str, entries: Sequence[Entry]) -> Record | None:
    undone = _undone(entries)
    said: dict[str, list[_Said]] = defaultdict(list)
    for entry in entries:
        if entry.id not in undone:
            said[entry.kind].append(_Said(entry, journal.values(entry)))
    if not said["opened"]:
        return None
    named = sorted((*said["opened"], *said["named"]), key=_key)
    known = sorted((*said["known"], *said["plan"]), key=_key)
    plans = [_plan(one) for one in said["plan"]]
    log = sorted((_event(one) for one in said["log"]), key=lambda event: event.day)
    turns = sorted((*said["ended"], *said["reopened"]), key=_key)
    rounds, agreed = _rounds(log)
    return Record(
        id=id_,
        nickname=named[-1].values["nickname"],
        contract=_contract(sorted((*said["opened"], *known), key=_key)),
        opened=said["opened"][0].entry.at,
        changed=entries[-1].at,
        answers=known[-1].values["answers"] if known else "",
        values=_values(said["value"]),
        plan=plans[-1] if plans else None,
        earlier=tuple(plans[:-1]),
        ticks=_ticks(said["tick"]),
        log=tuple(log),
        extra=_extra(log, said["limit"]),
        rounds=rounds,
        rounds_agreed=agreed,
        ended=bool(turns) and turns[-1].entry.kind == "ended",
    )


def _key(one: _Said) -> journal.Key:
    return journal.key(one.entry)


def _undone(entries: Sequence[Entry]) -> set[str]:
    """Return the ids of entries that count no more.

    An entry is undone by one that is not undone itself. Whether it is, is known when all that name it are
    settled, so we begin with what nobody names. Instants say nothing here: a clock may have been set back.
    Entries that undo each other in a ring are never settled, and name nothing outside of it.
    """
    ids = {entry.id for entry in entries}
    names = {entry.id: entry.body["entry"].strip() for entry in entries if entry.kind == "undone"}
    waits = Counter(target for target in names.values() if target in ids)
    settled = [id_ for id_ in ids if id_ not in waits]
    undone: set[str] = set()
    for id_ in settled:
        target = names.get(id_, "")
        if target not in ids:
            continue
        if id_ not in undone:
            undone.add(target)
        waits[target] -= 1
        if not waits[target]:
            settled.append(target)
    return undone


def _contract(told: Iterable[_Said]) -> str:
    contract = "unknown"
    for one in told:
        found = [one.values["contract"]] if one.entry.kind == "opened" else _answered(one.values["answers"])
        contract = next((name for name in found if name != "unknown"), contract)
    return contract


def _answered(answers: str) -> list[str]:
    return [_CONTRACT[pair] for pair in answers.split("~") if pair in _CONTRACT]


def _values(typed: Iterable[_Said]) -> dict[str, str]:
    texts = {one.values["field"]: one.values.get("text", "") for one in typed}
    return {name: texts[name] for name in sorted(texts) if texts[name]}


def _plan(one: _Said) -> Plan:
    said = one.values
    return Plan(one.entry.id, one.entry.at, said["flow"], said["state"], said["answers"], said["title"])


def _ticks(ticked: Iterable[_Said]) -> dict[str, Tick]:
    newest = {
        one.values["topic"]: Tick(
            one.values["topic"], one.values["state"], one.day, one.values.get("reason", "")
        )
        for one in ticked
    }
    return {topic: newest[topic] for topic in journal.TOPICS if topic in newest}


def _event(one: _Said) -> Event:
    said = one.values
    return Event(
        one.entry.id,
        said["about"],
        one.day,
        said.get("says", ""),
        _whole(said.get("minutes")),
        said.get("sum"),
        said.get("where", ""),
        _whole(said.get("round")),
        _whole(said.get("of")),
    )


def _whole(number: Value | None) -> int | None:
    return int(number) if isinstance(number, Decimal) else None


def _extra(log: Iterable[Event], limits: Sequence[_Said]) -> Extra:
    extra = [event for event in log if event.about == "scope_change"]
    limit = limits[-1].values if limits else {}
    return Extra(
        sum(event.minutes or 0 for event in extra),
        sum((event.sum or Decimal(0) for event in extra), Decimal(0)),
        _whole(limit.get("minutes")),
        limit.get("sum"),
    )


def _rounds(log: Iterable[Event]) -> tuple[int, int | None]:
    """Return the revision rounds so far and how many were agreed; one without a number is the next."""
    rounds, agreed = 0, None
    for event in log:
        if event.about == "revision":
            rounds = max(rounds, event.round or rounds + 1)
            agreed = event.of or agreed
    return rounds, agreed
