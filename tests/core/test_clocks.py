from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core import clocks
from wizard.core.clocks import Whose, ending, plus_working
from wizard.core.errors import Refusal
from wizard.core.road import phase

DAYS = st.dates(date(2016, 1, 1), date(2090, 1, 1))


def test_fourteen_days_from_21_november_end_on_saturday_5_december_count_on_monday() -> None:
    end = ending(date(2026, 11, 21), 14, "waits_for")
    assert clocks.short(end.last) == "Sat 5 Dec 2026"
    assert clocks.short(end.safe) == "Mon 7 Dec 2026"
    assert end.instant == datetime(2026, 12, 6, tzinfo=UTC)


def test_seven_days_from_monday_2_november_are_acted_on_by_sunday() -> None:
    end = ending(date(2026, 11, 2), 7, "must_meet")
    assert clocks.short(end.last) == "Mon 9 Nov 2026"
    assert clocks.short(end.safe) == "Sun 8 Nov 2026"


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-01-31", 1, "2026-02-01"),
        ("2026-02-28", 1, "2026-03-01"),
        ("2028-02-28", 1, "2028-02-29"),
        ("2028-02-29", 365, "2029-02-28"),
        ("2026-12-31", 7, "2027-01-07"),
        ("2026-04-30", 14, "2026-05-14"),
        ("2026-10-25", 7, "2026-11-01"),
        ("2026-11-21", 0, "2026-11-21"),
    ],
)
def test_days_are_counted_over_ends_of_months_leap_days_and_changes_of_the_clock(
    start: str, days: int, last: str
) -> None:
    assert ending(date.fromisoformat(start), days, "waits_for").last == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-11-20", 1, "Mon 23 Nov 2026"),
        ("2026-11-21", 1, "Mon 23 Nov 2026"),
        ("2026-11-22", 1, "Mon 23 Nov 2026"),
        ("2026-11-23", 5, "Mon 30 Nov 2026"),
        ("2026-11-21", 5, "Fri 27 Nov 2026"),
        ("2026-11-28", 3, "Wed 2 Dec 2026"),
    ],
)
def test_working_days_pass_over_weekends(start: str, days: int, last: str) -> None:
    assert clocks.short(plus_working(date.fromisoformat(start), days)) == last
    assert clocks.short(ending(date.fromisoformat(start), days, "waits_for", "business").last) == last


@given(DAYS, st.integers(0, 200))
def test_a_deadline_is_shown_one_day_early_and_a_wait_one_day_late(start: date, days: int) -> None:
    mine, theirs = ending(start, days, "must_meet"), ending(start, days, "waits_for")
    assert mine.last == theirs.last == start + timedelta(days=days)
    assert mine.safe == mine.last - timedelta(days=1)
    assert theirs.safe == theirs.instant.date() + timedelta(days=1)
    assert theirs.instant.tzinfo is UTC


@given(DAYS, st.integers(1, 60))
def test_a_working_day_is_never_a_weekend(start: date, number: int) -> None:
    end = plus_working(start, number)
    assert end.weekday() < 5
    span = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(day.weekday() < 5 for day in span) == number


ACCEPTED = [
    ("Africa/Lagos", "2026-11-21", "Sun 6 Dec 2026, 01:00"),
    ("Europe/Kyiv", "2026-11-21", "Sun 6 Dec 2026, 02:00"),
    ("Europe/Kyiv", "2026-07-01", "Thu 16 Jul 2026, 03:00"),
    ("Asia/Karachi", "2026-11-21", "Sun 6 Dec 2026, 05:00"),
    ("Asia/Kolkata", "2026-11-21", "Sun 6 Dec 2026, 05:30"),
    ("Asia/Dhaka", "2026-11-21", "Sun 6 Dec 2026, 06:00"),
    ("Asia/Manila", "2026-11-21", "Sun 6 Dec 2026, 08:00"),
]


@pytest.mark.parametrize(("zone", "start", "shown"), ACCEPTED)
def test_the_end_of_day_14_is_a_moment_of_the_next_day_east_of_london(
    zone: str, start: str, shown: str
) -> None:
    local = ending(date.fromisoformat(start), 14, "waits_for").instant.astimezone(ZoneInfo(zone))
    assert f"{clocks.short(local.date())}, {local:%H:%M}" == shown


def test_a_day_is_written_in_three_ways() -> None:
    day = date(2026, 11, 27)
    assert (clocks.short(day), clocks.letter(day), clocks.bare(day)) == (
        "Fri 27 Nov 2026",
        "Friday 27 November",
        "27 November",
    )


@given(st.dates(clocks.EARLIEST, clocks.LATEST))
def test_every_day_of_an_upwork_contract_is_read(day: date) -> None:
    assert clocks.parse_day(f" {day.isoformat()} ") == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "21.11.2026",
        "tomorrow",
        "",
        "2026-11-21T10:00",
        "<b>",
        "\ud800",
        "\x00",
        "9" * 10_000,
    ],
)
def test_an_impossible_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refusal, match="for example 2026-11-12"):
        clocks.parse_day(text)


@pytest.mark.parametrize("text", ["1999-01-01", "2015-04-30", "2100-01-02", "0001-01-01", "9999-12-31"])
def test_a_day_before_or_long_after_upwork_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="Check the year"):
        clocks.parse_day(text)


@given(
    st.dates(date(2016, 1, 1), date(2090, 1, 1)),
    st.integers(2, 40),
    st.sampled_from(["must_meet", "waits_for"]),
)
def test_a_clock_goes_ahead_then_today_or_last_then_over_and_never_back(
    start: date, days: int, whose: Whose
) -> None:
    end = ending(start, days, whose)
    walked = [phase(end.last, end.safe, whose, start + timedelta(days=n)) for n in range(days + 4)]
    order = ["ahead", "today", "last", "over"] if whose == "must_meet" else ["ahead", "last", "over"]
    assert list(dict.fromkeys(walked)) == order
    assert walked.count("last") == 1
    first = start + timedelta(days=walked.index("over"))
    assert first == (clocks.tomorrow(end.last) if whose == "must_meet" else end.safe)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Africa/Lagos", "UTC", "Pacific/Pago_Pago"])
@given(start=st.dates(date(2016, 1, 1), date(2090, 1, 1)), days=st.integers(0, 40))
def test_what_is_surely_over_is_over_in_every_time_zone(zone: str, start: date, days: int) -> None:
    end = ending(start, days, "must_meet")
    for gone in range(4):
        today = end.last + timedelta(days=gone)
        midnight = datetime(today.year, today.month, today.day, tzinfo=ZoneInfo(zone))
        assert not clocks.surely_over(end.last, today) or midnight >= end.instant
    assert clocks.surely_over(end.last, end.last + timedelta(days=2))
    assert not clocks.surely_over(end.last, clocks.tomorrow(end.last))


def test_no_clock_waited_for_is_over_before_it_surely_is() -> None:
    end = ending(date(2026, 11, 12), 14, "waits_for")
    assert clocks.surely_over(end.last, end.safe)
    assert not clocks.surely_over(end.last, end.safe - timedelta(days=1))
