from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.form import read
from wizard.core.report import Report, Say, Table
from wizard.core.words import Link, within
from wizard.publish import states
from wizard.tools import dates
from wizard.tools.money_board import DATED, EVENTS, MOVES, TOOL

TODAY: Final = date(2026, 11, 22)
DESK: Final = states.desk()
CASE: Final = DESK.says.book.case


def report(**typed: str) -> Report:
    worked = DESK.work(TOOL, typed, TODAY)
    assert worked.report, worked
    return worked.report


def back(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def said(found: Report, *tones: str) -> str:
    says = [block for block in found.blocks if isinstance(block, Say)]
    return "\n".join(DESK.says.text(one.spans) for one in says if not tones or one.tone in tones)


def links(found: Report) -> set[str]:
    says = [block for block in found.blocks if isinstance(block, Say)]
    return {span.to for one in says for span in within(one.spans) if isinstance(span, Link)}


def test_the_words_of_the_screen_are_those_of_the_questions() -> None:
    options = DESK.words(TOOL).fields["status"].options
    asked: dict[str, Any] = dict(CASE.questions["money"].options)
    asked["paused"] = CASE.questions["contract_status"].options["paused"]
    same = {id_: DESK.says.text(one.says) for id_, one in asked.items()}
    assert {id_: options[id_] for id_ in same} == same
    assert set(options) - set(same) == {"request"}
    notice = DESK.says.text(CASE.questions["notice"].options["refund_request"].says)
    assert options["request"].lower() == f"see request: {notice}".lower()


def test_in_review_since_13_days_names_the_day_of_the_money_and_the_days_of_work() -> None:
    found = report(status="in_review", began=back(13), sum="600", fee="10", per_day="45")
    assert said(found, "lead") == (
        "In review: it is the client's turn until Mon 23 Nov 2026. "
        "If the client stays silent, you can withdraw the 600 USD on about Mon 30 Nov 2026."
    )
    assert "After your service fee, the 600 USD is about 12 days of your work." in said(found)
    assert found.figures["days_of_work"] == "12.0"


@pytest.mark.parametrize(
    ("days", "starts"),
    [
        (5, "See request: it is your turn. Answer by Mon 23 Nov 2026."),
        (6, "See request: it is your turn. Answer today, Sun 22 Nov 2026."),
        (7, "See request: answer today, and now if you can."),
        (8, "Look now if you can still answer."),
    ],
)
def test_a_request_is_said_with_its_day_today_now_or_to_be_looked_at(days: int, starts: str) -> None:
    found = report(status="request", began=back(days))
    assert said(found, "lead").startswith(starts)
    assert ("disputes/request_over" in links(found)) == (days == 8)
    assert (found.figures["withdraw"] is None) == (days == 8)


def test_a_request_without_its_day_is_answered_today() -> None:
    found = report(status="request")
    assert said(found, "lead").startswith("See request: it is your turn. Answer today.")
    assert found.figures["last"] is None


@given(st.integers(0, 7))
def test_the_money_of_a_request_is_counted_from_a_dispute_today_however_old_the_request_is(days: int) -> None:
    assert report(status="request", began=back(days)).figures["withdraw"] == "2026-12-04"


def test_held_money_that_is_not_submitted_has_a_day_only_if_submitted_today() -> None:
    found = report(status="held")
    assert "no clock of release runs yet" in said(found, "lead")
    assert "If you submit real work today and the client stays silent" in said(found, "lead")
    assert found.figures["withdraw"] == "2026-12-13"


@pytest.mark.parametrize("status", ["part_held", "not_funded", "paused", "paid", "unknown"])
def test_where_no_clock_runs_no_day_is_named(status: str) -> None:
    found = report(status=status)
    assert found.figures["withdraw"] is None
    assert "2026" not in said(found)


@pytest.mark.parametrize(
    ("status", "days", "plan"),
    [("in_review", 17, "ghosting/review_over"), ("pending", 8, "ghosting/released_pending")],
)
def test_a_time_that_is_over_sends_the_reader_to_the_page_and_names_the_plan(
    status: str, days: int, plan: str
) -> None:
    found = report(status=status, began=back(days))
    assert said(found, "lead").startswith("Look ")
    assert plan in links(found)
    assert found.figures["phase"] == "over"


def test_work_is_never_advised_where_it_is_not_protected() -> None:
    assert said(report(status="paused"), "lead").startswith("Stop work now.")
    assert "wait with the work" in said(report(status="not_funded"), "lead")


@given(st.sampled_from(["in_review", "pending"]), st.integers(0, 14))
def test_without_a_day_the_money_comes_at_the_latest_when_the_clock_began_today(
    status: str, days: int
) -> None:
    latest = report(status=status).figures["withdraw"]
    known = report(status=status, began=back(days)).figures["withdraw"]
    assert isinstance(latest, str)
    assert isinstance(known, str)
    assert known <= latest
    assert (known == latest) == (days == 0)


@given(st.sampled_from(["in_review", "pending"]), st.integers(0, 14))
def test_the_day_of_the_money_is_that_of_the_dates_tool(status: str, days: int) -> None:
    typed = {"event": EVENTS[status], "on": back(days)}
    other = DESK.work(dates.TOOL, typed, TODAY).report
    assert other
    assert report(status=status, began=back(days)).figures["withdraw"] == other.figures["withdraw"]


@pytest.mark.parametrize("status", MOVES)
def test_every_word_has_an_answer_a_plan_and_what_can_still_happen(status: str) -> None:
    found = report(status=status)
    first = found.blocks[0]
    assert isinstance(first, Say)
    assert first.tone == "lead"
    assert links(found)
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert len(table.rows) == len(MOVES[status])


@pytest.mark.parametrize("status", ["held", "in_review"])
def test_what_ending_would_do_is_said_wherever_money_is_held(status: str) -> None:
    table = next(block for block in report(status=status).blocks if isinstance(block, Table))
    said_of = {DESK.says.text(row[1]): DESK.says.text(row[2]) for row in table.rows}
    assert said_of["end the contract"].startswith("The held money goes back to the client.")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, ""),
        ({"sum": "600"}, ""),
        ({"per_day": "45"}, ""),
        (
            {"sum": "600", "per_day": "45"},
            "Before your service fee, the 600 USD is about 13.3 days of your work.",
        ),
        (
            {"sum": "30", "per_day": "45"},
            "Before your service fee, the 30 USD is about less than one day of your work.",
        ),
        ({"sum": "600", "per_day": "45", "fee": "15"}, "the 600 USD is about 11.3 days of your work."),
    ],
)
def test_a_sum_is_said_in_days_of_work_only_where_both_are_known(typed: dict[str, str], says: str) -> None:
    text = said(report(status="held", **typed))
    assert says in text if says else "of your work." not in text


def test_a_day_is_asked_only_where_the_word_began_on_one_and_never_lies_ahead() -> None:
    for status in MOVES:
        values = read(TOOL.form, {"status": status, "began": back(3)}, TODAY).values
        assert ("began" in values) == (status in DATED)
    problems = read(TOOL.form, {"status": "in_review", "began": "2026-12-24"}, TODAY).problems
    assert "still to come" in problems["began"]
