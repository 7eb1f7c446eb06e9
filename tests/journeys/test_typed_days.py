"""Days that a reader types into real plans: near their last day, past it, still to come, or of a step already done."""

from datetime import date

import pytest

from tests.samples import real
from wizard.case import VOCABULARY
from wizard.core.fill import Filled, fill

TODAY = date(2026, 11, 21)
BOOK = real.book()


def _fill(outcome: str, flow: str = "ghosting", **inputs: str) -> Filled:
    return fill(BOOK, flow, outcome, inputs, TODAY)


def _text(filled: Filled, name: str) -> str:
    return "".join(str(span) for span in filled.values[name])


def test_no_plan_says_act_by_a_day_that_has_gone() -> None:
    soon = _text(_fill("refund_request_done", "disputes", request_on="2026-11-20"), "date:request_end")
    last = _text(_fill("refund_request_done", "disputes", request_on="2026-11-14"), "date:request_end")
    gone = _text(_fill("refund_request_done", "disputes", request_on="2026-11-10"), "date:request_end")
    assert "Act by" in soon
    assert "Act by" not in last + gone
    assert "today" in last
    assert "your last day was" in gone


def test_a_deadline_still_counts_on_the_morning_after_for_readers_east_of_london() -> None:
    assert _fill("refund_request_done", "disputes", request_on="2026-11-13").passed is None
    assert _fill("refund_request_done", "disputes", request_on="2026-11-12").passed == "request_over"


def test_an_hours_dispute_that_ran_out_is_said_in_its_slot() -> None:
    assert "your last day was" in _text(
        _fill("hours_disputed", "disputes", disputed_on="2026-11-01"), "date:hours_end"
    )


@pytest.mark.parametrize("outcome", ["submit_today", "submit_kept", "submit_part"])
def test_who_submitted_on_an_earlier_day_is_led_to_the_plan_of_waiting(outcome: str) -> None:
    assert _fill(outcome, submitted_on="2026-11-18").done == "wait_review"
    assert _fill(outcome, submitted_on="2026-11-21").done is None
    assert _fill(outcome).done is None


@pytest.mark.parametrize("field", [field.id for field in VOCABULARY.inputs if field.kind == "date"])
def test_a_day_still_to_come_is_refused_because_every_field_asks_for_the_past(field: str) -> None:
    outcome = "submit_today"
    assert field in _fill(outcome, **{field: "2026-12-12"}).problems
    # In UTC it may already be tomorrow.
    assert field not in _fill(outcome, **{field: "2026-11-22"}).problems


ONE_EVENT = {"released_on": {"hold", "mediation", "refund_window"}, "ended_on": {"feedback", "public_reply"}}
"""Events that start several clocks at once."""


def test_a_field_names_one_event_or_two_events_would_share_a_day() -> None:
    clocks: dict[str, set[str]] = {}
    for day in VOCABULARY.days:
        if day.clock and day.start != "today":
            clocks.setdefault(day.start, set()).add(day.clock)
    several = {field: found for field, found in clocks.items() if len(found) > 1}
    assert several == ONE_EVENT


def test_the_first_submission_does_not_date_the_second() -> None:
    again = _fill("submit_again", submitted_on="2026-11-01")
    assert "Sat 5 Dec 2026" in _text(again, "date:resubmit_end")
