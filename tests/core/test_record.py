"""Entries add up to the same records in whatever order they come, and nothing that was kept gets lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import kept, real
from tests.samples.kept import RECORDS, entry, id_
from wizard.case import transfer
from wizard.case.journal import ABOUT, Entry
from wizard.case.record import Event, Extra, Plan, Record, Tick, loose, replay
from wizard.case.running import Running, clocks_of
from wizard.case.traces import warns
from wizard.core.words import Moment

ONE, TWO, _ = RECORDS
TODAY = date(2026, 11, 22)
OPENED = entry(0, "opened", nickname="Logo")

LOGO = Record(
    id="logoforthebakery1",
    nickname="Logo for the bakery",
    contract="fixed",
    opened="2026-10-01T09:00:00.000Z",
    changed="2026-11-02T08:00:00.000Z",
    answers="1~contract.fixed",
    values={"held_sum": "600", "submitted_on": "2026-10-12"},
    plan=Plan(
        "a00000000017",
        "2026-10-28T08:00:00.000Z",
        "disputes",
        "start",
        "1~contract.fixed",
        "They asked for the money back",
    ),
    earlier=(
        Plan(
            "a00000000016",
            "2026-10-20T08:00:00.000Z",
            "ghosting",
            "wait-review--work.finished--delivery.submitted",
            "1~contract.fixed~money.held~work.finished~delivery.submitted",
            "It is submitted: now I wait",
        ),
    ),
    ticks={
        "job_post": Tick("job_post", "not_relevant", date(2026, 10, 1), "They invited me."),
        "scope_written": Tick("scope_written", "open", date(2026, 11, 2), ""),
    },
    log=(
        Event("a00000000006", "scope_change", date(2026, 10, 4), "A bigger file", minutes=20),
        Event(
            "a00000000005",
            "scope_change",
            date(2026, 10, 5),
            "A second colour,\nasked on a call.",
            minutes=45,
            sum=Decimal(30),
        ),
        Event("a00000000008", "revision", date(2026, 10, 7), round=1, of=2),
        Event("a00000000009", "revision", date(2026, 10, 9), "Blue, not green"),
        Event("a00000000010", "approval", date(2026, 10, 10), '"Looks good" \u2013 the first draft'),
        Event(
            "a00000000011",
            "evidence",
            date(2026, 10, 10),
            "The list as we agreed it",
            where="Messages, 28 September",
        ),
        Event("a00000000018", "check_in", date(2026, 10, 27)),
        Event("a00000000019", "notice", date(2026, 10, 28), "A refund is asked."),
        Event("a00000000020", "note", date(2026, 10, 28), "\u05e9\u05dc\u05d5\u05dd <b>&amp;</b>"),
    ),
    extra=Extra(65, Decimal(30), minutes_limit=60, sum_limit=Decimal("1200.50")),
    rounds=2,
    rounds_agreed=2,
    ended=False,
)
TEXTS = Record(
    id="shoptextshourly22",
    nickname="Shop texts, by the hour",
    contract="hourly",
    opened="2026-11-03T08:00:00.000Z",
    changed="2026-11-06T08:00:00.000Z",
    answers="1~contract.hourly~hours.tracked",
    values={},
    plan=None,
    earlier=(),
    ticks={},
    log=(),
    extra=Extra(),
    rounds=0,
    rounds_agreed=None,
    ended=True,
)


def _one(*entries: Entry) -> Record:
    return replay((OPENED, *entries))[ONE]


def _but_for_changed(records: dict[str, Record]) -> dict[str, Record]:
    return {name: replace(one, changed="") for name, one in records.items()}


def test_the_file_of_version_1_adds_up_to_what_it_always_did() -> None:
    text = (kept.FILES / "v1.json").read_text(encoding="utf-8")
    assert replay(transfer.read_file(text, kept.QUESTIONS).entries) == {LOGO.id: LOGO, TEXTS.id: TEXTS}


def test_the_newest_name_is_the_name() -> None:
    assert _one(entry(1, "named", nickname="  The   logo ")).nickname == "The logo"
    assert _one(entry(2, "named", nickname="New"), entry(1, "opened", nickname="Again")).nickname == "New"


def test_the_kind_of_contract_is_what_the_newest_answer_knows() -> None:
    assert _one().contract == "unknown"
    assert _one(entry(1, "known", answers="1~contract.hourly")).contract == "hourly"
    hourly = entry(1, "known", answers="1~contract.hourly")
    assert _one(hourly, entry(2, "known", answers="1~contract.unknown~money.held")).contract == "hourly"


def test_an_empty_value_clears_the_one_before() -> None:
    typed, cleared = entry(1, "value", field="milestone", text="One"), entry(2, "value", field="milestone")
    assert _one(typed).values == {"milestone": "One"}
    assert _one(typed, cleared).values == {}


def test_a_day_that_was_not_typed_is_the_day_of_keeping() -> None:
    ticked = _one(entry(1, "tick", topic="job_post", state="done")).ticks["job_post"]
    assert ticked == Tick("job_post", "done", TODAY, "")
    assert _one(entry(1, "log", about="note")).log == (Event(id_(1), "note", TODAY),)


def test_extra_work_is_over_a_limit_only_when_it_is_more() -> None:
    work = entry(1, "log", about="scope_change", minutes="60", sum="20")
    assert not _one(work).extra.over
    assert not _one(work, entry(2, "limit", minutes="60", sum="20")).extra.over
    assert _one(work, entry(2, "limit", minutes="59")).extra.over
    assert _one(work, entry(2, "limit", sum="19.99")).extra.over
    assert not _one(work, entry(2, "limit", sum="19.99"), entry(3, "limit")).extra.over


def test_a_round_without_a_number_is_the_next_one() -> None:
    rounds = [entry(number, "log", about="revision") for number in (1, 2)]
    assert (_one(*rounds).rounds, _one(*rounds).rounds_agreed) == (2, None)
    third = _one(*rounds, entry(3, "log", about="revision", round="5", of="3"))
    assert (third.rounds, third.rounds_agreed) == (5, 3)


def test_ended_and_reopened_take_turns() -> None:
    assert _one(entry(1, "ended")).ended
    assert not _one(entry(1, "ended"), entry(2, "reopened")).ended


def test_entries_that_nobody_opened_are_loose_and_make_no_record() -> None:
    note = entry(1, "log", record=TWO, about="note")
    assert set(replay((OPENED, note))) == {ONE}
    assert loose((OPENED, note, note)) == (note,)
    # An opening that was undone is none, but its entries have a home.
    undone = entry(2, "undone", entry=OPENED.id)
    assert replay((OPENED, undone)) == {}
    assert loose((OPENED, undone)) == ()


def test_undoing_the_undoing_brings_it_back() -> None:
    note, undone, redone = (
        entry(1, "log", about="note"),
        entry(2, "undone", entry=id_(1)),
        entry(3, "undone", entry=id_(2)),
    )
    assert _one(note, undone).log == ()
    assert _one(note, undone, redone).log == _one(note).log


def test_an_undoing_counts_though_the_clock_was_set_back() -> None:
    note = entry(1, "log", at="2026-11-22T10:30:00.000Z", about="note")
    assert _one(note, entry(2, "undone", at="2026-11-20T10:30:00.000Z", entry=id_(1))).log == ()


def test_what_names_itself_a_ring_or_another_record_undoes_nothing() -> None:
    note = entry(1, "log", about="note")
    ring = (
        entry(2, "undone", entry=id_(3)),
        entry(3, "undone", entry=id_(2)),
        entry(4, "undone", entry=id_(4)),
    )
    elsewhere = entry(5, "undone", record=TWO, entry=id_(1))
    assert _one(note, *ring, elsewhere).log == _one(note).log


def test_ten_thousand_undoings_of_each_other_are_settled() -> None:
    chain = [entry(number, "undone", at=OPENED.at, entry=id_(number - 1)) for number in range(2, 10_002)]
    note = entry(1, "log", about="note")
    assert _one(note, *chain).log == _one(note).log
    assert _one(note, *chain[:-1]).log == ()


@given(kept.journals(), st.randoms(use_true_random=False))
def test_records_do_not_depend_on_order_or_on_how_often_an_entry_comes(
    entries: list[Entry], chance: Any
) -> None:
    mixed = entries * 2
    chance.shuffle(mixed)
    assert replay(mixed) == replay(entries)
    assert list(replay(mixed)) == list(replay(entries))
    assert loose(mixed) == loose(entries)


@given(kept.journals(), kept.journals(most=4, first=100, records=(ONE,)))
def test_what_is_added_to_one_record_changes_no_other(entries: list[Entry], more: list[Entry]) -> None:
    before, after = replay(entries), replay(entries + more)
    assert before.keys() - {ONE} == after.keys() - {ONE}
    assert all(after[name] == before[name] for name in before if name != ONE)


@given(kept.journals(most=8))
def test_whatever_was_saved_before_a_page_died_can_be_replayed(entries: list[Entry]) -> None:
    for end in range(len(entries)):
        before = replay(entries[:end])
        assert before == replay(transfer.read_file(_file(entries[:end]), kept.QUESTIONS).entries)


def _file(entries: list[Entry]) -> str:
    return transfer.export(entries, TODAY, "2026.11.22")


@given(kept.journals(), st.integers(0, 7))
def test_undone_is_as_if_it_had_never_been_and_redone_as_if_nothing_had(
    entries: list[Entry], number: int
) -> None:
    aimed = {one.body["entry"] for one in entries if one.kind == "undone"}
    free = [one for one in entries if one.id not in aimed]
    if not free:
        return
    target = free[number % len(free)]
    undone = entry(500, "undone", record=target.record, entry=target.id)
    redone = entry(501, "undone", record=target.record, entry=undone.id)
    without = [one for one in entries if one is not target]
    assert _but_for_changed(replay([*entries, undone])) == _but_for_changed(replay(without))
    assert _but_for_changed(replay([*entries, undone, redone])) == _but_for_changed(replay(entries))


@given(kept.journals())
def test_a_record_adds_up(entries: list[Entry]) -> None:
    for one in replay(entries).values():
        extra = [event for event in one.log if event.about == "scope_change"]
        assert one.extra.minutes == sum(event.minutes or 0 for event in extra)
        assert [event.day for event in one.log] == sorted(event.day for event in one.log)
        assert all(event.about in ABOUT for event in one.log)
        assert (one.plan is None) <= (one.earlier == ())
        assert one.opened <= one.changed


# --- clocks ----------------------------------------------------------------------------------------


def test_open_clocks_stand_by_the_day_to_count_on() -> None:
    typed = [
        entry(1, "value", field="submitted_on", text="2026-11-12"),
        entry(2, "value", field="request_on", text="2026-11-18"),
        entry(3, "value", field="held_sum", text="600"),
    ]
    review = Running(
        clock="review",
        day="review_end",
        typed="submitted_on",
        start=date(2026, 11, 12),
        last=date(2026, 11, 26),
        safe=date(2026, 11, 28),
        moment=Moment(datetime(2026, 11, 27, tzinfo=UTC)),
        owner="client",
    )
    request = Running(
        clock="refund_request",
        day="request_end",
        typed="request_on",
        start=date(2026, 11, 18),
        last=date(2026, 11, 25),
        safe=date(2026, 11, 24),
        moment=Moment(datetime(2026, 11, 26, tzinfo=UTC)),
        owner="freelancer",
    )
    assert clocks_of(_one(*typed), real.book(), TODAY) == (request, review)


def test_work_that_was_submitted_again_is_reviewed_anew() -> None:
    first = entry(1, "value", field="submitted_on", text="2026-11-01")
    again = entry(2, "value", field="resubmitted_on", text="2026-11-10")
    assert [(one.clock, one.start) for one in clocks_of(_one(first, again), real.book(), TODAY)] == [
        ("review", date(2026, 11, 10))
    ]
    older = replace(again, body={"field": "resubmitted_on", "text": "2026-10-10"})
    assert [one.start for one in clocks_of(_one(first, older), real.book(), TODAY)] == [date(2026, 11, 1)]


def test_a_record_without_days_has_no_clock() -> None:
    assert clocks_of(_one(), real.book(), TODAY) == ()


@given(kept.journals(), st.dates(date(2015, 1, 1), date(2100, 1, 1)))
def test_each_clock_runs_once_and_as_long_as_its_fact_says(entries: list[Entry], today: date) -> None:
    book = real.book()
    for one in replay(entries).values():
        found = clocks_of(one, book, today)
        assert len({running.clock for running in found}) == len(found)
        assert [running.safe for running in found] == sorted(running.safe for running in found)
        for running in found:
            length = book.ledger.days(book.clocks[running.clock].fact)
            counts_days = book.clocks[running.clock].counts == "calendar"
            assert not counts_days or (running.last - running.start).days == length


# --- what gives a person away -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seems"),
    [
        ("Write to ann@example.org", ("e_mail", "link")),
        ("ann.b+c@mail.museum, please", ("e_mail",)),
        ("https://example.test/x", ("link",)),
        ("HTTP://x", ("link",)),
        ("www.example.test", ("link",)),
        ("find me on t.me/ann", ("link",)),
        ("bakery-shop.COM", ("link",)),
        ("+49 30 123456", ("phone",)),
        ("call 030 / 123 456 78", ("phone",)),
        ("(555) 123-4567", ("phone",)),
        ("01-23-45-67-89", ("phone",)),
        ("\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669", ("phone",)),
        ("Logo for the bakery", ()),
        ("2026-11-12 10:30, then 2026-11-19", ()),
        ("12.11.2026, 19.11.2026", ()),
        ("600 USD of 1,200.50 USD", ()),
        ("Ticket 38412345", ()),
        ("round 1 of 2 @ noon", ()),
        ("Done. Come again.", ()),
        ("an ASP.NET page", ()),
        ("45 minutes\n1200\n3400\n5600", ()),
        ("", ()),
    ],
)
def test_a_text_that_gives_somebody_away_gets_a_gentle_warning(text: str, seems: tuple[str, ...]) -> None:
    assert warns(text) == seems


@pytest.mark.parametrize(
    "piece", ["a", "a-", "1", "1 ", "1-1-1-", "@", "a@", "a@a", ".", "a.", "+", "w", ":/", "1/1/"]
)
def test_a_text_of_many_letters_is_read_once(piece: str) -> None:
    # Were a pattern to begin again at each letter, this would take many minutes.
    assert set(warns(piece * (300_000 // len(piece)))) <= {"e_mail", "link", "phone"}


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert set(warns(text)) <= {"e_mail", "link", "phone"}
