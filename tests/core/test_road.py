from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard import shelf
from wizard.core import facts, week
from wizard.core.road import Length, Road, Step, Stop, follow, next_stop, to_the_hour
from wizard.tools.roads import BY_EVENT, lengths

LENGTHS = lengths(facts.ledger(shelf.facts()))
DAYS = st.dates(date(2016, 1, 1), date(2090, 1, 1))
ROADS = st.sampled_from(sorted(BY_EVENT)).map(BY_EVENT.__getitem__)
WEEKEND = st.sampled_from(sorted(week.WEEKENDS)).map(week.WEEKENDS.__getitem__)
PLACES = ("Africa/Lagos", "Europe/Kyiv", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Manila")


def on(event: str, day: str) -> dict[str, Stop]:
    return {stop.id: stop for stop in follow(BY_EVENT[event], LENGTHS, date.fromisoformat(day))}


def business(stop: Stop) -> bool:
    return LENGTHS[stop.step.clock].counts == "business"


def test_work_submitted_on_21_november_is_released_by_5_december_and_can_be_withdrawn_on_12_december() -> (
    None
):
    stops = on("submitted", "2026-11-21")
    assert stops["review"].last == date(2026, 12, 5)
    assert stops["review"].instant == datetime(2026, 12, 6, tzinfo=UTC)
    assert stops["review"].safe == date(2026, 12, 7)
    assert stops["hold"].safe == date(2026, 12, 12)


def test_a_refund_request_of_monday_is_answered_by_the_sunday_after() -> None:
    stop = on("refund_request", "2026-11-02")["refund_request"]
    assert (stop.whose, stop.last, stop.safe) == ("must_meet", date(2026, 11, 9), date(2026, 11, 8))


def test_an_inactive_contract_gives_notice_on_day_76_and_83_and_the_reader_has_until_day_104() -> None:
    stops = on("last_milestone", "2026-09-03")
    begun = date(2026, 9, 3)
    ids = ("first", "second", "inactive", "client", "freelancer", "release")
    after = [(stops[f"dormancy_{id_}"].last - begun).days for id_ in ids]
    assert after == [76, 83, 90, 97, 104, 118]


@pytest.mark.parametrize("worked", ["2026-11-16", "2026-11-18", "2026-11-22"])
def test_hours_of_any_day_of_a_week_follow_the_week_and_not_the_day(worked: str) -> None:
    stops = on("work_week", worked)
    assert stops["week_end"].instant == datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    assert stops["cleanup"].instant == datetime(2026, 11, 23, 11, 59, tzinfo=UTC)
    assert stops["cleanup"].safe == date(2026, 11, 22)
    assert stops["hours_review"].instant == datetime(2026, 11, 27, 23, 59, tzinfo=UTC)
    assert stops["pay"].last == date(2026, 12, 2)
    assert stops["pay"].last.strftime("%A") == "Wednesday"


def table(*, winter: bool) -> list[tuple[str, list[str]]]:
    # 14 days from 9 January or 9 July, and the week of work that begins on the Monday before.
    day = "2026-01-09" if winter else "2026-07-09"
    stops = on("work_week", day)
    instants = [
        stops["review_opens"].instant,
        stops["hours_review"].instant,
        on("submitted", day)["review"].instant,
    ]
    return [(zone, [f"{i.astimezone(ZoneInfo(zone)):%a %H:%M}" for i in instants]) for zone in PLACES]


def test_the_table_of_local_times_is_met_in_every_place_in_winter() -> None:
    # 9 January 2026 is a Friday: day 14 is Friday 23 January, and its end lies on a Saturday in all these places.
    assert table(winter=True) == [
        ("Africa/Lagos", ["Mon 13:00", "Sat 00:59", "Sat 01:00"]),
        ("Europe/Kyiv", ["Mon 14:00", "Sat 01:59", "Sat 02:00"]),
        ("Asia/Karachi", ["Mon 17:00", "Sat 04:59", "Sat 05:00"]),
        ("Asia/Kolkata", ["Mon 17:30", "Sat 05:29", "Sat 05:30"]),
        ("Asia/Dhaka", ["Mon 18:00", "Sat 05:59", "Sat 06:00"]),
        ("Asia/Manila", ["Mon 20:00", "Sat 07:59", "Sat 08:00"]),
    ]


def test_in_summer_the_clocks_of_kyiv_are_an_hour_further_and_no_others() -> None:
    # 9 July 2026 is a Thursday, so the end of day 14 lies on a Friday.
    changed = {zone: times for zone, times in table(winter=False) if zone == "Europe/Kyiv"}
    assert changed == {"Europe/Kyiv": ["Mon 15:00", "Sat 02:59", "Fri 03:00"]}
    hours = [
        [[time.split()[1] for time in times] for zone, times in table(winter=winter) if zone != "Europe/Kyiv"]
        for winter in (True, False)
    ]
    assert hours[0] == hours[1]


@given(ROADS, DAYS)
def test_stops_stand_in_order_of_time_and_none_is_before_the_event(road: Road, day: date) -> None:
    stops = follow(road, LENGTHS, day)
    assert [stop.instant for stop in stops] == sorted(stop.instant for stop in stops)
    assert len(stops) == len(road.steps)
    assert all(stop.last >= day for stop in stops)


@given(ROADS, DAYS)
def test_a_last_day_is_shown_one_day_early_and_a_day_to_wait_for_after_its_last_moment(
    road: Road, day: date
) -> None:
    for stop in follow(road, LENGTHS, day):
        if stop.whose == "must_meet":
            assert stop.safe == stop.last - timedelta(days=1)
        else:
            assert datetime.combine(stop.safe, time(0), UTC) >= stop.instant + timedelta(days=1)
            assert stop.safe == stop.last + timedelta(days=2)


@given(ROADS.filter(lambda road: not road.weekly), DAYS, st.integers(0, 400))
def test_an_event_that_comes_later_moves_every_stop_of_calendar_days_by_as_much(
    road: Road, day: date, by: int
) -> None:
    shift = timedelta(days=by)
    for before, after in zip(follow(road, LENGTHS, day), follow(road, LENGTHS, day + shift), strict=True):
        if not business(before):
            assert after.last == before.last + shift
            assert after.instant == before.instant + shift
            assert after.safe == before.safe + shift


@given(DAYS, st.integers(0, 60))
def test_a_week_of_work_moves_by_whole_weeks(day: date, weeks: int) -> None:
    shift = timedelta(weeks=weeks)
    before, after = (follow(BY_EVENT["work_week"], LENGTHS, start) for start in (day, day + shift))
    assert [stop.instant + shift for stop in before] == [stop.instant for stop in after]


@given(ROADS, DAYS, st.integers(-5, 500))
def test_what_matters_now_is_never_a_mark_and_never_behind_something_that_still_runs(
    road: Road, day: date, later: int
) -> None:
    today = day + timedelta(days=later)
    stops = follow(road, LENGTHS, day)
    now = next_stop(stops, today)
    assert not now.step.mark
    running = [stop for stop in stops if not stop.step.mark and stop.phase(today) != "over"]
    if running and now.phase(today) != "over":
        assert now == running[0]


def test_a_missed_last_day_stays_in_front_while_the_rest_hangs_on_it() -> None:
    stops = follow(BY_EVENT["refund_request"], LENGTHS, date(2026, 11, 2))
    assert next_stop(stops, date(2026, 11, 12)).id == "refund_request"
    ended = follow(BY_EVENT["contract_ended"], LENGTHS, date(2026, 11, 2))
    assert next_stop(ended, date(2026, 11, 20)).id == "public_reply"


@pytest.mark.parametrize(
    ("today", "is_now"),
    [("2026-11-07", "ahead"), ("2026-11-08", "today"), ("2026-11-09", "last"), ("2026-11-10", "over")],
)
def test_a_last_day_is_ahead_then_today_then_last_then_over(today: str, is_now: str) -> None:
    stop = on("refund_request", "2026-11-02")["refund_request"]
    assert stop.phase(date.fromisoformat(today)) == is_now


@pytest.mark.parametrize(
    ("today", "is_now"),
    [("2026-12-05", "ahead"), ("2026-12-06", "last"), ("2026-12-07", "over")],
)
def test_a_clock_waited_for_counts_as_over_only_from_its_safe_day(today: str, is_now: str) -> None:
    assert on("submitted", "2026-11-21")["review"].phase(date.fromisoformat(today)) == is_now


def test_a_step_begins_on_the_last_day_of_the_one_before() -> None:
    road = Road("any", (Step("one", "a"), Step("two", "b", after="one")))
    known = {"a": Length("a", 3, "freelancer"), "b": Length("b", 2, "client")}
    assert [stop.last.day for stop in follow(road, known, date(2026, 11, 1))] == [4, 6]


@given(DAYS, st.times(), st.integers(1, 400))
def test_counted_from_hour_to_hour_the_end_is_within_the_last_day(day: date, hour: time, days: int) -> None:
    assert to_the_hour(day, hour, days).date() == day + timedelta(days=days)


@given(DAYS, st.integers(-3, 60), WEEKEND)
def test_working_days_are_those_of_a_calendar_that_are_no_weekend(
    first: date, length: int, weekend: frozenset[int]
) -> None:
    last = first + timedelta(days=length)
    listed = [first + timedelta(days=n) for n in range(length + 1)]
    assert week.working_days(first, last, weekend) == sum(day.weekday() not in weekend for day in listed)


@pytest.mark.parametrize(("weekend", "days"), [("sat_sun", 5), ("fri_sat", 5), ("fri", 6), ("sun", 6)])
def test_a_week_has_five_or_six_working_days(weekend: str, days: int) -> None:
    assert week.working_days(date(2026, 11, 16), date(2026, 11, 22), week.WEEKENDS[weekend]) == days


@pytest.mark.parametrize("text", ["Someday 12:00 UTC", "Monday", "Monday 9:00 UTC", "Monday 12:00", ""])
def test_a_text_that_is_no_moment_of_a_week_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="not a moment"):
        week.after_closing(text)


def test_a_sum_is_said_in_days_of_work_after_the_fee() -> None:
    assert week.of_work(Decimal(600), Decimal(10), Decimal(45)) == Decimal("12.0")
    assert week.of_work(Decimal(600), Decimal(0), Decimal(45)) == Decimal("13.3")
    assert week.of_work(Decimal(600), Decimal(100), Decimal(45)) == 0
