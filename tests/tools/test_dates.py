from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FIGURE
from wizard.case.clocks import CLOCKS
from wizard.core import clocks
from wizard.core.fill import fill
from wizard.core.form import read
from wizard.core.report import Draft, File, Report, Road, Say, Table
from wizard.core.road import follow
from wizard.core.words import Link, Moment, within
from wizard.publish import states
from wizard.tools.dates import STARTED, TOOL
from wizard.tools.roads import BY_EVENT, ROADS, cites, lengths

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY: Final = date(2026, 11, 22)
DESK: Final = states.desk()
EVENTS: Final = st.sampled_from(sorted(BY_EVENT))


def report(**typed: str) -> Report:
    worked = DESK.work(TOOL, typed, TODAY)
    assert worked.report, worked
    return worked.report


def ago(event: str, days: int, **typed: str) -> Report:
    return report(event=event, on=(TODAY - timedelta(days=days)).isoformat(), **typed)


def said(found: Report, *tones: str) -> list[str]:
    return [
        DESK.says.text(block.spans)
        for block in found.blocks
        if isinstance(block, Say) and (not tones or block.tone in tones)
    ]


def only(found: Report, kind: type[Any]) -> Any:
    return next(block for block in found.blocks if isinstance(block, kind))


def links(found: Report, *tones: str) -> set[str]:
    says = [block for block in found.blocks if isinstance(block, Say) and block.tone in tones]
    return {span.to for block in says for span in within(block.spans) if isinstance(span, Link)}


def test_a_refund_request_of_5_days_ago_is_answered_by_tomorrow() -> None:
    found = ago("refund_request", 5)
    assert said(found, "lead")[0].startswith(
        "Answer the refund request. If you did work for this money, press Dispute: "
        "Deliver work > Contract history > See request > Dispute. Act by Mon 23 Nov 2026. "
        "The last day is Tue 24 Nov 2026, we think to the end of that day in UTC: Wed 25 Nov 2026, 00:00"
    )
    assert said(found, "warning") == []
    assert found.figures["working_days"] == 1
    assert any("Until Mon 23 Nov 2026 you have one working day." in line for line in said(found))
    assert {"refund_requests.dispute_path", "disputes.feedback_required"} <= set(found.cites)


def test_working_days_are_said_only_before_a_day_of_her_own() -> None:
    def counted(found: Report) -> bool:
        return any("working day" in line for line in said(found, ""))

    assert counted(ago("refund_request", 1))
    assert not counted(ago("refund_request", 6))
    assert not counted(ago("submitted", 1))
    assert not counted(ago("recommendation", 0))


def test_the_day_of_the_money_comes_before_what_to_do_meanwhile() -> None:
    lines = said(ago("submitted", 13), "")
    assert [line.startswith("If the client stays silent") for line in lines[:2]] == [True, False]


def test_an_end_on_which_pages_disagree_is_answered_today_and_has_no_safe_day() -> None:
    found = [ago("recommendation", days) for days in range(6)]
    open_ = [one for one in found if one.figures["phase"] != "over"]
    assert {one.figures["phase"] for one in open_} == {"ahead", "today", "last"}
    for one in open_:
        assert said(one, "lead")[0].startswith("Answer the recommendation today.")
        assert said(one, "warning") == []


def test_work_submitted_13_days_ago_waits_for_the_client_and_names_the_day_of_the_money() -> None:
    found = ago("submitted", 13)
    assert said(found, "lead")[0] == (
        "It is the client's turn until Mon 23 Nov 2026. If the client does nothing, "
        "the held money is released to you: count on Wed 25 Nov 2026."
    )
    assert any("withdraw the money on about Mon 30 Nov 2026" in line for line in said(found))
    assert found.figures["withdraw"] == "2026-11-30"


def test_on_a_sunday_the_diary_of_the_week_is_corrected_today() -> None:
    found = ago("work_week", 0)
    assert said(found, "lead")[0].startswith(
        "Correct the Work Diary of that week today: memos, and time that does not belong there."
    )
    assert "Mon 23 Nov 2026, 11:59 UTC" in said(found, "lead")[0]
    assert not any("working day" in line for line in said(found, ""))


def test_80_days_after_the_last_milestone_nothing_is_lost_and_finished_work_can_be_submitted() -> None:
    found = ago("last_milestone", 80)
    assert said(found, "lead")[0].startswith("Nothing is lost yet, and finished work can be submitted now.")
    assert "ghosting/submit_today" in links(found, "")
    assert any("Request the release of the money. Act by Tue 15 Dec 2026." in line for line in said(found))


@pytest.mark.parametrize(
    ("event", "days", "plan"),
    [
        ("refund_request", 8, "disputes/request_over"),
        ("hours_dispute", 5, "disputes/hours_dispute_over"),
        ("freelancer_asked", 9, "ghosting/dormancy_over"),
        ("non_resolution", 9, "door/missed_arbitration"),
        ("recommendation", 9, "disputes/recommendation"),
        ("contract_ended", 40, "jss_recovery/review_window_over"),
    ],
)
def test_a_missed_last_day_is_looked_at_first_and_has_its_plan(event: str, days: int, plan: str) -> None:
    found = ago(event, days)
    lead = said(found, "lead")[0]
    assert lead.startswith(("Look now if you can still act.", "Answer today all the same"))
    assert plan in links(found, "warning")
    assert not any(word in lead for word in ("too late", "hopeless", "lost"))


def test_after_a_missed_last_day_no_date_is_counted_on() -> None:
    found = ago("refund_request", 9)
    assert not any("withdraw" in line for line in said(found, "", "lead"))
    assert not any(isinstance(block, File) for block in found.blocks)


def test_when_only_the_safe_day_has_passed_the_reader_acts_now_and_is_warned() -> None:
    found = ago("refund_request", 7)
    assert said(found, "lead")[0].startswith("Act today, and now if you can.")
    assert said(found, "warning") == [
        "The safe day, Sat 21 Nov 2026, has passed. Look at the contract page first: it may show an earlier last day."
    ]


def test_a_review_that_is_over_leads_to_the_plan_for_money_that_did_not_come() -> None:
    assert "ghosting/review_over" in links(ago("submitted", 17), "warning")
    assert "ghosting/review_over" in links(ago("submitted", 60), "warning")
    assert "ghosting/released_pending" in links(ago("submitted", 60), "warning")


def test_an_event_that_is_still_to_come_is_said_to_be() -> None:
    assert any(
        "Tue 1 Dec 2026 is still to come." in line
        for line in said(report(event="submitted", on="2026-12-01"))
    )
    assert not any("still to come" in line for line in said(report(event="submitted", on="2026-11-23")))


def test_every_named_clock_is_reached_from_an_event(record_property: Callable[[str, object], None]) -> None:
    reached = {step.clock for road in ROADS for step in road.steps}
    assert {clock.id for clock in CLOCKS} <= reached
    record_property(
        FIGURE, f"dates: {len(ROADS)} events reach {len(reached)} clocks, {len(CLOCKS)} of them named"
    )


@pytest.mark.parametrize(
    ("event", "field", "place", "flow", "plan"),
    [
        ("submitted", "submitted_on", "review_end", "ghosting", "wait_review"),
        ("refund_request", "request_on", "request_end", "disputes", "refund_request_done"),
        ("hours_dispute", "disputed_on", "hours_end", "disputes", "hours_disputed"),
        ("dispute_filed", "filed_on", "filed_end", "disputes", "dispute_filed"),
        ("non_resolution", "notified_on", "arbitration_end", "disputes", "non_resolution_small"),
        ("client_asked", "client_asked_on", "client_asked_end", "ghosting", "dormancy_client_asked"),
        ("freelancer_asked", "asked_on", "asked_end", "ghosting", "dormancy_release"),
        ("release_requested", "requested_on", "release_end", "ghosting", "dormancy_requested"),
        ("contract_ended", "ended_on", "feedback_end", "jss_recovery", "feedback_window_open"),
    ],
)
def test_the_dates_of_a_road_are_those_of_its_plan(
    event: str, field: str, place: str, flow: str, plan: str
) -> None:
    on = TODAY.isoformat()
    book = DESK.says.book
    words = DESK.says.text(fill(book, flow, plan, {field: on}, TODAY).values[f"date:{place}"])
    first = follow(BY_EVENT[event], lengths(book.ledger), TODAY)[0]
    assert clocks.short(first.last) in words
    assert clocks.short(first.safe) in words
    assert report(event=event, on=on).figures["now"] == first.id


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("0001-01-01", "cannot be right"),
        ("9999-12-31", "cannot be right"),
        ("2026-02-31", "not a day we can read"),
        ("31/02/2026", "not a day we can read"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_a_sentence(on: str, says: str) -> None:
    problems = read(TOOL.form, {"event": "submitted", "on": on}, TODAY).problems
    assert set(problems) == {"on"}
    assert says in problems["on"]
    assert problems["on"].endswith(".")


def test_an_hour_of_the_event_gives_the_earliest_reading_and_moves_no_day() -> None:
    without, timed = ago("refund_request", 5), ago("refund_request", 5, at="10:30")
    assert without.figures == timed.figures
    assert any("Tue 24 Nov 2026, 10:30 UTC" in line for line in said(timed, "note"))
    assert any("You typed no time" in line for line in said(without, "note"))


def test_a_time_means_nothing_for_a_week_of_work() -> None:
    assert (
        "at" not in read(TOOL.form, {"event": "work_week", "on": "2026-11-20", "at": "10:30"}, TODAY).values
    )


@given(EVENTS, st.integers(0, 120), st.sampled_from(["fri_sat", "fri", "sun"]))
def test_a_weekend_changes_the_count_of_working_days_alone(event: str, days: int, weekend: str) -> None:
    usual, other = dict(ago(event, days).figures), dict(ago(event, days, weekend=weekend).figures)
    usual.pop("working_days")
    other.pop("working_days")
    assert usual == other


def test_working_days_leave_out_the_weekend_that_was_chosen() -> None:
    weekends = ("sat_sun", "fri_sat", "fri", "sun")
    # Sunday 22 to Sunday 29 November.
    left = [
        report(event="refund_request", on="2026-11-23", weekend=one).figures["working_days"]
        for one in weekends
    ]
    assert left == [5, 6, 7, 6]


def test_business_days_of_upwork_ignore_the_reader_s_weekend() -> None:
    found = [report(event="review_reported", on="2026-11-20", weekend=one) for one in ("sat_sun", "fri_sat")]
    assert [one.figures["report_answer.last"] for one in found] == ["2026-12-01", "2026-12-01"]


def test_where_one_page_says_business_days_both_readings_are_shown() -> None:
    found = ago("dispute_filed", 2)
    assert found.figures["client_answer.last"] == "2026-11-25"
    assert any(
        "One page says business days." in line and "Fri 27 Nov 2026" in line for line in said(found, "note")
    )


@given(EVENTS, st.integers(-20, 420))
def test_every_report_has_an_answer_a_line_of_days_and_the_whole_road(event: str, days: int) -> None:
    found = ago(event, days)
    lead, *rest = found.blocks
    assert isinstance(lead, Say)
    assert lead.tone == "lead"
    assert not any(isinstance(block, Say) and block.tone == "lead" for block in rest)
    road, table = only(found, Road), only(found, Table)
    assert len(road.stops) == len(table.rows) + 1 == len(BY_EVENT[event].steps) + 1
    assert road.today == TODAY
    assert all(len(row) == len(table.head) for row in table.rows)
    texts = [block for block in found.blocks if isinstance(block, Draft)]
    assert len(texts) == sum(isinstance(block, File) for block in found.blocks)


def test_a_report_names_the_sources_of_its_own_clocks_and_no_others() -> None:
    asked, worked = ago("refund_request", 1).cites, ago("work_week", 1).cites
    assert {"refund_requests.answer_days", "refund_requests.silent"} <= set(asked)
    assert not any(key.startswith("hourly.") for key in asked)
    assert all(key.startswith("hourly.") for key in worked)
    assert {key for road in ROADS for key in cites(road)} <= set(DESK.says.book.ledger)


def test_last_moments_are_given_as_instants_that_a_page_can_say_in_local_time() -> None:
    rows = only(ago("submitted", 1), Table).rows
    assert all(isinstance(row[3][0], Moment) for row in rows)


def test_the_text_to_copy_has_the_days_of_the_file() -> None:
    found = ago("submitted", 1)
    lines = [DESK.says.text(line) for line in only(found, Draft).text]
    assert [line[:16] for line in lines] == ["Mon 7 Dec 2026: ", "Sat 12 Dec 2026:"]
    content = only(found, File).content
    assert "DTSTART;VALUE=DATE:20261207" in content
    assert "DTSTART;VALUE=DATE:20261212" in content
    assert "{" not in content


def test_each_day_that_starts_a_clock_in_a_plan_starts_the_same_clock_here() -> None:
    started = {day.start: day.clock for day in states.book().vocabulary.days if day.clock}
    assert set(STARTED) == set(started)
    for typed, event in STARTED.items():
        own = {day.clock for day in states.book().vocabulary.days if day.start == typed and day.clock}
        assert own <= {step.clock for step in BY_EVENT[event].steps if not step.after}
